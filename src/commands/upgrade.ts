// /upgrade: clusters and a version → the version of each, one hop at a time.
import type { Command, Expectation, Intent, Left, ObjectTarget, Refused } from "../model/command.ts";
import type { EditStep } from "../model/edit.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { str } from "../resources/json.ts";
import { environmentOf } from "./environment.ts";
import type { Scene } from "./scene.ts";
import { clustersOf, declaredAt, readSelector } from "./selector.ts";
import { defineVerb, type Line, type Problem, quoted } from "./verb.ts";
import { readVersion, releasesFor, versionFor } from "./versions.ts";

type Upgrade = Extract<Command, { verb: "upgrade" }>;

export const UPGRADE = defineVerb<Upgrade>({
  name: "upgrade",
  usage: "/upgrade <clusters> [to] <version> [--class=keep|auto|<name>]",
  description:
    "Writes the full VKr name where the cluster declares its version. One minor version at a time, clusters of one environment, at most ten.",
  examples: [
    "/upgrade cl01 to v1.34.2",
    "/upgrade label:environment=staging next-minor",
    "/upgrade all,!cl01 latest-patch",
  ],
  role: "W",
  flags: { class: [], hop: ["one"], "dry-run": undefined },
  read,
  intend,
});

function read({ words, flags }: Line): Upgrade | Problem {
  const [clusters, ...rest] = words;
  if (clusters === undefined) return { problem: "clusters and a version are missing" };
  const [version, ...more] = rest[0]?.toLowerCase() === "to" ? rest.slice(1) : rest;
  if (version === undefined) return { problem: "a version is missing" };
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const selector = readSelector(clusters);
  if ("problem" in selector) return selector;
  const wish = readVersion(version);
  if ("problem" in wish) return wish;
  return { verb: "upgrade", selector, version: wish, class: flags.get("class") ?? "keep" };
}

function intend(command: Upgrade, scene: Scene): Intent | Refused {
  const clusters = clustersOf(command.selector, scene.fleet);
  if ("refused" in clusters) return clusters;
  const targets: ObjectTarget[] = [];
  const left: Left[] = [];
  const instead = new Set<string>();
  for (const cluster of clusters) {
    const target = targetOf(cluster, command, scene);
    if ("words" in target) targets.push(target);
    else {
      left.push({ cluster: cluster.label, reason: target.reason, done: target.done ?? false });
      if (target.instead !== undefined) instead.add(`/upgrade ${cluster.label} to ${target.instead}`);
    }
  }
  if (targets.length === 0 && left.some(({ done }) => !done) && left.length === 1)
    return { refused: `${quoted(left[0]?.cluster ?? "")}: ${left[0]?.reason}`, instead: [...instead] };
  const going = clusters.filter(({ label }) => targets.some(({ cluster }) => cluster === label));
  return tooMany(going, command, scene) ?? { targets, left };
}

/** One environment a commit, and so many clusters that one can look at them. */
function tooMany(
  clusters: readonly FleetCluster[],
  command: Upgrade,
  { config }: Scene,
): Refused | undefined {
  const most = config.commands.maxClusters;
  const environments = new Set(clusters.map((cluster) => environmentOf(cluster, config)));
  const version = "version" in command.version ? command.version.version : command.version.kind;
  if (environments.size > 1) {
    const listed = [...environments].sort();
    const names = listed.map((name) => (name === "" ? "none" : quoted(name)));
    const parts = listed.map((name) =>
      clusters.filter((cluster) => environmentOf(cluster, config) === name).map(({ label }) => label),
    );
    return {
      refused: `${quoted(command.selector.text)} spans ${environments.size} environments: ${names.join(", ")}. One commit changes one`,
      instead: parts.map((labels) => `/upgrade ${labels.slice(0, most).join(",")} to ${version}`),
    };
  }
  if (clusters.length <= most) return undefined;
  const first = clusters.slice(0, most).map(({ label }) => label);
  return {
    refused: `${clusters.length} clusters would go; one commit takes at most ${most}`,
    instead: [`/upgrade ${first.join(",")} to ${version}`],
  };
}

type NoTarget = { readonly reason: string; readonly done?: boolean; readonly instead?: string };

function targetOf(cluster: FleetCluster, command: Upgrade, scene: Scene): ObjectTarget | NoTarget {
  const { spec, label } = cluster;
  if (spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  const to = versionFor(cluster, command.version, releasesFor(cluster, scene));
  if (typeof to !== "string") return to;
  const rebase = classFor(cluster, to, command.class, scene);
  if ("reason" in rebase) return rebase;
  return {
    ...declaredAt(cluster),
    words: `\`${label}\` from ${quoted(spec.version)} to \`${to}\`${rebase.words}`,
    steps: [{ op: "set", path: spec.versionPath, value: to }, ...poolVersions(cluster, to), ...rebase.steps],
    expected: [{ layer: "cluster", cluster: label, operation: "upgrade", to }, ...rebase.expected],
  };
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
  { config }: Scene,
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
