// A cluster and a version as asked for → the edit that takes it there, or why it cannot go.

import { quoted } from "../../../lib/code-span.ts";
import { str } from "../../../lib/json.ts";
import { compareVkr, parseVkr } from "../../../manifests/vks/vkr.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { Command, Expectation, ObjectTarget } from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { Fleet, FleetCluster, RunningCluster } from "../../../model/fleet.ts";
import { OPERATIONS } from "../../../model/plan.ts";
import type { Vkr } from "../../../model/vkr.ts";
import type { CommandContext } from "../../command-context.ts";
import { runningOf } from "../../lookup/running.ts";
import { declaredAt } from "../../lookup/selector.ts";
import { hopFor, releasesFor, versionFor } from "../../lookup/versions.ts";

export type UpgradeCommand = Extract<Command, { verb: "upgrade" }>;

/** A cluster, its edit, and whether it is then where it was asked to go. */
export type ClusterUpgrade = ObjectTarget & {
  readonly cluster: string;
  readonly of: FleetCluster;
  readonly to: string;
  readonly last: boolean;
  /** It runs that version already, and only Git is to say so again. */
  readonly restored: boolean;
};

export type NoTarget = {
  readonly reason: string;
  /** It is there. */
  readonly done?: boolean;
  /** A version to type. */
  readonly instead?: string;
};

export function targetOf(
  cluster: FleetCluster,
  { deployed, running }: Deployed,
  command: UpgradeCommand,
  context: CommandContext,
): ClusterUpgrade | NoTarget {
  const { spec, label } = cluster;
  if (spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  const refused = running.get(cluster.key);
  const runs = refused?.spec ?? deployed?.clusters.get(cluster.key)?.spec;
  const releases = releasesFor(cluster, context);
  const wanted =
    refused === undefined
      ? versionFrom(cluster, runs, command, releases)
      : fromRunning(cluster, refused, command, releases);
  if ("reason" in wanted) return wanted;
  const { to, last } = wanted;
  const rebase = classFor(cluster, to, command.class, context);
  if ("reason" in rebase) return rebase;
  const restored = refused !== undefined && to === refused.spec.version;
  return {
    ...declaredAt(cluster),
    ...{ of: cluster, to, last, restored },
    words: `${wordsFor(cluster, to, refused)}${rebase.words}`,
    steps: [{ op: "set", path: spec.versionPath, value: to }, ...poolVersions(cluster, to), ...rebase.steps],
    expected: [...(refused === undefined ? moveOf(cluster, to) : anyOf(label)), ...rebase.expected],
  };
}

function wordsFor({ spec, label }: FleetCluster, to: string, refused: RunningCluster | undefined): string {
  if (refused === undefined) return `\`${label}\` from ${quoted(spec.version)} to \`${to}\``;
  const because = `the API refused ${quoted(spec.version)}, which Git declares`;
  return to === refused.spec.version
    ? `\`${label}\` back at \`${to}\` in Git, which it runs: ${because}`
    : `\`${label}\` from ${quoted(refused.spec.version)}, which it runs, to \`${to}\`: ${because}`;
}

/** What Git declares besides, and the API refused together with the version, comes along. */
function anyOf(cluster: string): readonly Expectation[] {
  return OPERATIONS.cluster.map((operation) => ({ layer: "cluster", operation, cluster, may: true }));
}

/** A hop from what the cluster runs; asked for what it runs, Git is to say so again. */
function fromRunning(
  cluster: FleetCluster,
  { spec: runs }: RunningCluster,
  { version, hop }: UpgradeCommand,
  releases: readonly Vkr[],
): { readonly to: string; readonly last: boolean } | NoTarget {
  const { spec } = cluster;
  const judged = { ...cluster, spec: { ...spec, vkr: runs.vkr, version: runs.version } };
  const found = hop === "all" ? hopFor(judged, version, releases) : versionFor(judged, version, releases);
  const wanted = typeof found === "string" ? { to: found, last: true } : found;
  if ("to" in wanted) return wanted;
  if (wanted.done === true && spec.version !== runs.version) return { to: runs.version, last: true };
  const reason = `${wanted.reason}; it runs ${quoted(runs.version)}, and the API refused ${quoted(spec.version)}, which Git declares`;
  return { ...wanted, reason, instead: wanted.instead ?? runs.version };
}

/** Cluster API judges the hop from what the cluster runs, whatever the pull request asked for before. */
function versionFrom(
  cluster: FleetCluster,
  runs: ClusterSpec | undefined,
  { version, hop }: UpgradeCommand,
  releases: readonly Vkr[],
): { readonly to: string; readonly last: boolean } | NoTarget {
  const { spec } = cluster;
  const judged =
    runs === undefined ? cluster : { ...cluster, spec: { ...spec, vkr: runs.vkr, version: runs.version } };
  const found = hop === "all" ? hopFor(judged, version, releases) : versionFor(judged, version, releases);
  const wanted = typeof found === "string" ? { to: found, last: true } : found;
  const moved = runs !== undefined && runs.version !== spec.version;
  if (!moved) return wanted;
  if ("to" in wanted)
    return wanted.to === spec.version
      ? { reason: `this pull request takes it to ${quoted(wanted.to)} already`, done: true }
      : wanted;
  return wanted.done === true
    ? {
        reason: `${wanted.reason}, and \`/rollback ${cluster.label}\` takes back what this pull request asks for`,
      }
    : wanted.instead === undefined
      ? wanted
      : { ...wanted, reason: `${wanted.reason}; it runs ${quoted(runs.version)} until this is merged` };
}

/** What the edit does to the pull request's own head, which may ask for a later version. */
function moveOf({ spec, label: cluster }: FleetCluster, to: string): readonly Expectation[] {
  const [from, wanted] = [spec.vkr, parseVkr(to)];
  const isBack = from !== undefined && wanted !== undefined && compareVkr(wanted, from) < 0;
  if (!isBack) return [{ layer: "cluster", operation: "upgrade", cluster, to }];
  return [
    { layer: "cluster", operation: "downgrade", cluster, to },
    { layer: "cluster", operation: "reconfigure", cluster, may: true },
  ];
}

/** A TanzuKubernetesCluster may repeat the release at each pool. */
function poolVersions({ spec, object }: FleetCluster, to: string): EditStep[] {
  return spec.pools.flatMap(({ path }): EditStep[] => {
    const own = [...path, "tkr", "reference", "name"];
    return str(object.manifest.object, own) === spec.version ? [{ op: "set", path: own, value: to }] : [];
  });
}

type Rebase = {
  readonly words: string;
  readonly steps: readonly EditStep[];
  readonly expected: readonly Expectation[];
};
const KEPT: Rebase = { words: "", steps: [], expected: [] };

function classFor(
  { spec, label }: FleetCluster,
  to: string,
  wish: string,
  { config }: CommandContext,
): Rebase | NoTarget {
  const known = config.catalog.releases.get(to);
  const name = wish === "auto" ? (known?.includes(spec.class?.name ?? "") ? undefined : known) : [wish];
  if (wish === "keep" || name === undefined || name[0] === spec.class?.name) return KEPT;
  if (spec.class === undefined) return { reason: "it has no ClusterClass" };
  const [only, ...others] = name;
  if (only === undefined || others.length > 0)
    return {
      reason: `several ClusterClasses fit: ${name.map(quoted).join(", ")}; name one with \`--class\``,
    };
  return {
    words: ` with the ClusterClass ${quoted(only)}`,
    steps: [{ op: "set", path: spec.classPath, value: only }],
    expected: [{ layer: "cluster", cluster: label, operation: "rebase", to: only }],
  };
}

/**
 * What clusters run, as far as Git says: on an open pull request its base, not what it asks for itself, `deployed` being
 * undefined where that is what is edited; in either case what was accepted last.
 */
export type Deployed = {
  readonly deployed: Fleet | undefined;
  readonly running: ReadonlyMap<string, RunningCluster>;
};

export async function deployedFleet(
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Deployed> {
  const { pull } = context;
  const deployed = pull?.status === "open" ? (await pull.planned()).input.base : undefined;
  return { deployed, running: await runningOf(clusters, context) };
}
