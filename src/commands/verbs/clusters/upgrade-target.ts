// A cluster and a version as asked for → the edit that takes it there, or why it cannot go.

import { quoted } from "../../../lib/code-span.ts";
import { str } from "../../../lib/json.ts";
import { compareVkr, parseVkr } from "../../../manifests/vks/vkr.ts";
import type { Command, Expectation, ObjectTarget } from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { Fleet, FleetCluster } from "../../../model/fleet.ts";
import type { Vkr } from "../../../model/vkr.ts";
import type { CommandContext } from "../../command-context.ts";
import { declaredAt } from "../../lookup/selector.ts";
import { hopFor, releasesFor, versionFor } from "../../lookup/versions.ts";

export type UpgradeCommand = Extract<Command, { verb: "upgrade" }>;

/** A cluster, its edit, and whether it is then where it was asked to go. */
export type ClusterUpgrade = ObjectTarget & {
  readonly cluster: string;
  readonly of: FleetCluster;
  readonly to: string;
  readonly last: boolean;
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
  deployed: Fleet | undefined,
  command: UpgradeCommand,
  context: CommandContext,
): ClusterUpgrade | NoTarget {
  const { spec, label } = cluster;
  if (spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  const wanted = versionFrom(cluster, deployed, command, releasesFor(cluster, context));
  if ("reason" in wanted) return wanted;
  const { to, last } = wanted;
  const rebase = classFor(cluster, to, command.class, context);
  if ("reason" in rebase) return rebase;
  return {
    ...declaredAt(cluster),
    ...{ of: cluster, to, last },
    words: `\`${label}\` from ${quoted(spec.version)} to \`${to}\`${rebase.words}`,
    steps: [{ op: "set", path: spec.versionPath, value: to }, ...poolVersions(cluster, to), ...rebase.steps],
    expected: [...moveOf(cluster, to), ...rebase.expected],
  };
}

/** Cluster API judges the hop from what the cluster runs, whatever the pull request asked for before. */
function versionFrom(
  cluster: FleetCluster,
  deployed: Fleet | undefined,
  { version, hop }: UpgradeCommand,
  releases: readonly Vkr[],
): { readonly to: string; readonly last: boolean } | NoTarget {
  const { spec, key } = cluster;
  const runs = deployed?.clusters.get(key)?.spec;
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
 * What clusters run, as far as Git says: on an open pull request its base, not what it asks for itself. Undefined where that is
 * what is edited.
 */
export async function deployedFleet({ pull }: CommandContext): Promise<Fleet | undefined> {
  return pull?.status === "open" ? (await pull.planned()).input.base : undefined;
}
