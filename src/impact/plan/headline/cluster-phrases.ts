// Changes of clusters → phrases of the headline.

import { code } from "../../../lib/code-span.ts";
import { count, nounFor } from "../../../lib/english.ts";
import { parseVkr } from "../../../manifests/vks/vkr.ts";
import type { ClusterImpact, Operation, PlanChange, Range } from "../../../model/plan.ts";
import { distinctNames, rangeText } from "../phrases.ts";
import { condition, groups, NAMED, type Phrase, type Verb } from "./object-phrases.ts";

const CLUSTER_VERBS: Partial<Record<Operation, Verb>> = {
  delete: { rank: 0, word: "deletes" },
  orphan: { rank: 1, word: "orphans" },
  upgrade: { rank: 5, word: "upgrades" },
  downgrade: { rank: 5, word: "downgrades" },
  rebase: { rank: 6, word: "rebases" },
  create: { rank: 7, word: "creates" },
  adopt: { rank: 7, word: "adopts" },
  resize: { rank: 8, word: "resizes" },
  scale: { rank: 8, word: "scales" },
  reconfigure: { rank: 9, word: "reconfigures" },
};

/** What a title says of the cluster's machines. */
const AFTER: Partial<Record<Operation, string>> = {
  delete: " and everything on it",
  orphan: ", which keeps running unmanaged",
};

/** Nodes by the label of their cluster. */
type Running = ReadonlyMap<string, Range>;

/** One for each operation on clusters, and one for all changes that the API refuses. */
export function clusterPhrases(
  changes: readonly PlanChange[],
  clusters: readonly ClusterImpact[],
  running: Running,
): Phrase[] {
  const own = changes.filter((c) => c.layer === "cluster");
  const impacts = new Map(clusters.map((impact) => [impact.cluster, impact]));
  const refused = own.filter((c) => c.applies === "refused");
  const rest = groups(
    own.filter((c) => c.applies !== "refused"),
    (c) => `${c.operation} ${condition(c)} ${flavourMove(c)} ${throughNames(c)}`,
  );
  return [
    ...(refused.length > 0 ? [refusedPhrase(refused)] : []),
    ...rest.map((group) => clusterPhrase(group, impacts, running)),
  ];
}

function refusedPhrase(refused: readonly PlanChange[]): Phrase {
  const versions = refused.filter((c) => c.operation === "upgrade" || c.operation === "downgrade");
  const [first] = versions;
  const names = namesOf(refused);
  const of = names.length === 1 ? `cluster ${distinctNames(names)}` : count(names.length, "cluster");
  const move = first ? versionMove(first) : "";
  const what = first ? `${article(first.operation)} of` : `${count(refused.length, "change")} of`;
  const which = refused.length === 1 || first ? "which the API refuses" : "all of which the API refuses";
  const short = `asks for ${what} ${of}, ${which}`;
  const full = first && names.length === 1 ? `asks for ${what} ${of}${move}, ${which}` : short;
  return { rank: 3, full, short, changes: refused };
}

function article(operation: Operation): string {
  return operation === "upgrade" ? "an upgrade" : `a ${operation}`;
}

function clusterPhrase(
  group: readonly PlanChange[],
  impacts: ReadonlyMap<string, ClusterImpact>,
  running: Running,
): Phrase {
  const first = group[0] as PlanChange;
  const { rank, word: verb } = CLUSTER_VERBS[first.operation] ?? { rank: 9, word: "changes" };
  const flavour = flavourMove(first);
  const word = first.through ? "reaches" : flavour === "" ? verb : "moves";
  const names = namesOf(group);
  const short = `${word} ${count(names.length, "cluster")}${flavour}${condition(first)}`;
  if (names.length > NAMED) return { rank, full: short, short, changes: group };
  const move = flavour || (group.length === 1 || first.through ? moveOf(first) : "");
  const effect = names.length === 1 ? nodeText(first, impacts.get(clusterName(first)), running) : "";
  const noun = nounFor(names.length, "cluster");
  const of = [...new Set(names.map((name) => impacts.get(name)?.environment))];
  const environment = of.length === 1 && /^[a-z0-9-]{1,20}$/i.test(of[0] ?? "") ? `${of[0]} ` : "";
  const end = condition(first);
  return {
    rank,
    full: `${word} ${noun} ${distinctNames(names)}${move}${effect}${end}`,
    title: `${word} ${environment}${noun} ${distinctNames(names)}${move}${AFTER[first.operation] ?? ""}${end}`,
    short,
    changes: group,
  };
}

/** " 1.32.7 → 1.33.6", with the pool or the variable that changes. */
function moveOf({ operation, from, to, what, through }: PlanChange): string {
  if (through) return ` through ${distinctNames(throughNames({ through }))}`;
  if (operation === "upgrade" || operation === "downgrade") return versionMove({ from, to });
  if (operation === "scale" && what !== undefined) return ` (${code(what)} ${from ?? "0"} → ${to ?? "0"})`;
  return operation === "rebase" && to !== undefined && to !== "" ? ` onto ClusterClass ${code(to)}` : "";
}

function throughNames({ through = [] }: Pick<PlanChange, "through">): string[] {
  return through.map(({ kind, name }) => `${kind} ${name}`);
}

/** " to the FIPS flavour of 1.34.2", where only the flavour of one release changes; else "". */
function flavourMove({ operation, from = "", to = "" }: PlanChange): string {
  if (operation !== "upgrade" && operation !== "downgrade") return "";
  const [before, after] = [parseVkr(from), parseVkr(to)];
  if (!before || !after || before.fips === after.fips || versionOf(from) !== versionOf(to)) return "";
  if (before.vmware !== after.vmware || before.vkr !== after.vkr) return "";
  return ` to the ${after.fips ? "" : "non-"}FIPS flavour of ${versionOf(to)}`;
}

/** The releases without their builds, unless only the builds differ. */
function versionMove({ from, to }: { from?: string | undefined; to?: string | undefined }): string {
  const [short, other] = [versionOf(from), versionOf(to)];
  if (short !== other) return ` ${short} → ${other}`;
  return buildMove(from, to) ?? ` ${code(from ?? "")} → ${code(to ?? "")}`;
}

/** " 1.33.6 (vkr.2 → vkr.10)", where both are builds of one release and name what differs. */
function buildMove(from = "", to = ""): string | undefined {
  const [one, other] = [parseVkr(from), parseVkr(to)];
  if (!one || !other || one.suffix !== other.suffix || one.fips !== other.fips) return undefined;
  const parts = (["vmware", "fipsRevision", "vkr"] as const).filter((part) => one[part] !== other[part]);
  if (parts.length === 0 || parts.some((part) => one[part] === undefined || other[part] === undefined))
    return undefined;
  const name = (part: (typeof parts)[number]) => (part === "fipsRevision" ? "fips" : part);
  const said = parts.map((part) => `${name(part)}.${one[part]} → ${name(part)}.${other[part]}`);
  return ` ${versionOf(to)} (${said.join(", ")})`;
}

/** A release without its build. */
function versionOf(text = ""): string {
  return /^v?(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? (text === "" ? "(none)" : code(text));
}

function nodeText(change: PlanChange, impact: ClusterImpact | undefined, running: Running): string {
  const { operation, rollout } = change;
  const { removed, created, replaced } = impact?.nodes ?? {};
  if (operation === "delete") return vms(removed, " removed");
  if (operation === "create") return vms(created, "");
  if (operation === "orphan") {
    const size = running.get(clusterName(change));
    const [many, verb] = size
      ? [rangeText(size), size.max === 1 ? "VM keeps" : "VMs keep"]
      : ["its", "VMs keep"];
    return ` (${many} ${verb} running unmanaged)`;
  }
  if (!rollout || !replaced) return "";
  return vms(replaced, ` replaced${rollout.peakExtra === 1 && replaced.max > 1 ? ", one at a time" : ""}`);
}

function vms(amount: Range | undefined, what: string): string {
  if (!amount || amount.max === 0) return "";
  return ` (${rangeText(amount)} ${amount.max === 1 ? "node VM" : "node VMs"}${what})`;
}

function namesOf(changes: readonly PlanChange[]): string[] {
  return [...new Set(changes.map(clusterName))];
}

function clusterName({ cluster, object }: PlanChange): string {
  return cluster ?? object.name;
}
