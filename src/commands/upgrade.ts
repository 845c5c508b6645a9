// /upgrade: clusters and a version → the version of each, one hop at a time.
import type {
  Command,
  Expectation,
  Intent,
  Left,
  ObjectTarget,
  Refused,
  SelectorItem,
} from "../model/command.ts";
import type { EditStep } from "../model/edit.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { str } from "../resources/json.ts";
import { environmentOf } from "./environment.ts";
import { tooMany } from "./one-commit.ts";
import type { Scene } from "./scene.ts";
import { clustersOf, declaredAt, readSelector } from "./selector.ts";
import { defineVerb, type Line, type Problem, quoted } from "./verb.ts";
import { hopFor, readVersion, releasesFor, versionFor } from "./versions.ts";

type Upgrade = Extract<Command, { verb: "upgrade" }>;

export const UPGRADE = defineVerb<Upgrade>({
  name: "upgrade",
  usage:
    "/upgrade <clusters> [to] <version> [--class=keep|auto|<name>] [--hop=one|all] [--batch=<n>] [--target=here|pr]",
  description:
    "Writes the full VKr name where the cluster declares its version. One minor version and one environment a commit; `--hop=all` makes a pull request for each minor version, `--batch` one for each so many clusters, on top of each other.",
  examples: [
    "/upgrade cl01 to v1.34.2",
    "/upgrade label:environment=staging next-minor",
    "/upgrade all,!cl01 latest-patch",
  ],
  role: "W",
  flags: { class: [], hop: ["one", "all"], batch: [], target: ["here", "pr"], "dry-run": undefined },
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
  const batch = readBatch(flags.get("batch"));
  if (typeof batch === "object") return batch;
  const hop = flags.get("hop") === "all" ? "all" : "one";
  if (hop === "all" && batch !== undefined)
    return { problem: "`--hop=all` and `--batch` do not go together: name fewer clusters" };
  const target = flags.get("target") === "pr" ? "pr" : "here";
  return {
    verb: "upgrade",
    selector,
    version: wish,
    class: flags.get("class") ?? "keep",
    hop,
    batch,
    target,
  };
}

function readBatch(text: string | undefined): number | undefined | Problem {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  return { problem: `\`--batch\` takes a number of clusters, not ${quoted(text)}` };
}

function intend(command: Upgrade, scene: Scene): Intent | Refused {
  const clusters = clustersOf(command.selector, scene.fleet);
  if ("refused" in clusters) return clusters;
  const going: Going[] = [];
  const left: Left[] = [];
  const typed = new Set<string>();
  for (const cluster of clusters) {
    const target = targetOf(cluster, command, scene);
    if ("words" in target) going.push(target);
    else {
      left.push({ cluster: cluster.label, reason: target.reason, done: target.done ?? false });
      if (target.instead !== undefined) typed.add(`/upgrade ${cluster.label} to ${target.instead}`);
    }
  }
  if (going.length === 0 && left.some(({ done }) => !done) && left.length === 1)
    return { refused: `${quoted(left[0]?.cluster ?? "")}: ${left[0]?.reason}`, instead: [...typed] };
  const where = command.target;
  if (command.batch !== undefined) return { ...batchOf(going, command, scene), left, where };
  const refused = refusal(going, command, scene);
  if (refused !== undefined) return refused;
  const on = going.filter(({ last }) => !last);
  return { targets: going, left, where, ...(on.length > 0 ? { next: onlyFor(on, command) } : {}) };
}

/** A cluster, its edit, and whether it is then where it was asked to go. */
type Going = ObjectTarget & { readonly cluster: string; readonly of: FleetCluster; readonly last: boolean };

/** The first batch, and the command for the rest. The environment that matters least goes first. */
function batchOf(
  going: readonly Going[],
  command: Upgrade,
  { config }: Scene,
): Pick<Intent, "targets" | "next"> {
  const rank = ({ of }: Going) => {
    const name = environmentOf(of, config);
    return config.comment.groups.findIndex((group) => group.split("=", 2)[1] === name);
  };
  const known = going.toSorted((a, b) => order(rank(a)) - order(rank(b)));
  const [first] = known;
  if (first === undefined) return { targets: [] };
  const environment = environmentOf(first.of, config);
  const size = Math.min(command.batch ?? 1, config.commands.maxClusters);
  const targets = known.filter(({ of }) => environmentOf(of, config) === environment).slice(0, size);
  const rest = known.filter((one) => !targets.includes(one));
  return { targets, ...(rest.length > 0 ? { next: onlyFor(rest, command) } : {}) };
}

/** Groups are listed with the most important first; what none of them names goes before all. */
function order(rank: number): number {
  return rank < 0 ? Number.NEGATIVE_INFINITY : -rank;
}

function onlyFor(going: readonly Going[], command: Upgrade): Upgrade {
  const items = going.map(({ of }): SelectorItem => ({ not: false, by: "name", name: of.key }));
  return { ...command, selector: { text: going.map(({ cluster }) => cluster).join(","), items } };
}

/** What is too much for one commit may go in batches. */
function refusal(
  going: readonly Going[],
  { selector, version }: Upgrade,
  { config }: Scene,
): Refused | undefined {
  const to = "version" in version ? version.version : version.kind;
  const instead = (names: string) => `/upgrade ${names} to ${to}`;
  const refused = tooMany(
    going.map(({ of }) => of),
    selector.text,
    config,
    instead,
  );
  const batches = `${instead(selector.text)} --batch=${config.commands.maxClusters}`;
  return refused && { ...refused, instead: [...(refused.instead ?? []), batches] };
}

type NoTarget = { readonly reason: string; readonly done?: boolean; readonly instead?: string };

function targetOf(cluster: FleetCluster, command: Upgrade, scene: Scene): Going | NoTarget {
  const { spec, label } = cluster;
  if (spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  const releases = releasesFor(cluster, scene);
  const wanted =
    command.hop === "all"
      ? hopFor(cluster, command.version, releases)
      : versionFor(cluster, command.version, releases);
  if (typeof wanted !== "string" && "reason" in wanted) return wanted;
  const { to, last } = typeof wanted === "string" ? { to: wanted, last: true } : wanted;
  const rebase = classFor(cluster, to, command.class, scene);
  if ("reason" in rebase) return rebase;
  return {
    ...declaredAt(cluster),
    of: cluster,
    last,
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
