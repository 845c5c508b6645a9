// /promote: what this pull request changes in one cluster, and other clusters → the same change in each of them.

import { quoted } from "../../../lib/code-span.ts";
import { get, isMap, omit } from "../../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../../lib/json-types.ts";
import type { Change } from "../../../model/change.ts";
import type {
  Command,
  Expectation,
  ObjectTarget,
  Problem,
  Proposal,
  Refused,
  Skipped,
} from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { Selector } from "../../../model/selector.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { type CarriedField, carryChange } from "../../edit/transplant.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { tooMany } from "../../lookup/commit-limits.ts";
import { clusterOf, clustersOf, declaredAt, unknownCluster } from "../../lookup/selector.ts";
import { releasesFor, versionFor } from "../../lookup/versions.ts";
import { fieldsText, fieldText, valueText } from "../../revert/field-text.ts";

type Promote = Extract<Command, { verb: "promote" }>;

export const PROMOTE = defineVerb<Promote>({
  name: "promote",
  usage: "/promote <cluster> to <clusters>",
  description:
    "Makes in other clusters, in a pull request of their own, what this one changes in a cluster: version, class, node pools, variables. Clusters of one environment, as many as one commit may have.",
  examples: ["/promote cl03 to cl02", "/promote cl02 to label:environment=prod"],
  flags: { "dry-run": undefined },
  parse,
  propose,
});

function parse({ words }: Line): Promote | Problem {
  const [cluster, ...rest] = words;
  if (cluster === undefined) return { problem: "a cluster, and those it goes to, are missing" };
  const [clusters, ...more] = rest[0]?.toLowerCase() === "to" ? rest.slice(1) : rest;
  if (clusters === undefined) return { problem: "the clusters it goes to are missing" };
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const wrong = /[^A-Za-z0-9./-]/.exec(cluster)?.[0];
  if (wrong !== undefined)
    return { problem: `${quoted(cluster)} is no name of one cluster: it holds ${quoted(wrong)}` };
  const selector = readSelector(clusters);
  return "problem" in selector ? selector : { verb: "promote", cluster, selector };
}

/** The cluster before and after, and what the plan says of it. */
type PromotionSource = {
  readonly before: FleetCluster;
  readonly after: FleetCluster;
  readonly changes: readonly Change[];
};

async function propose({ cluster, selector }: Promote, context: CommandContext): Promise<Proposal | Refused> {
  const source = await sourceOf(cluster, selector, context);
  if ("refused" in source) return source;
  const chosen = clustersOf(selector, context.fleet);
  if ("refused" in chosen) return chosen;
  const clusters = chosen.filter(({ key }) => key !== source.after.key);
  if (clusters.length === 0) return itself(selector, source);
  const targets: ObjectTarget[] = [];
  const skipped: Skipped[] = [];
  for (const one of clusters) {
    const target = targetOf(one, source, context);
    if ("words" in target) targets.push(target);
    else skipped.push({ cluster: one.label, ...target });
  }
  if (targets.length === 0 && skipped.length === 1 && skipped[0]?.done !== true)
    return { refused: `${quoted(skipped[0]?.cluster ?? "")}: ${skipped[0]?.reason}` };
  const promoted = clusters.filter(({ label }) => targets.some((target) => target.cluster === label));
  const { label } = source.after;
  const refused = tooMany(
    promoted,
    selector.text,
    context.config,
    (names) => `/promote ${label} to ${names}`,
  );
  return refused ?? { targets, skipped, title: `Promote ${label} to ${selector.text}`, where: "pr" };
}

function itself({ text }: Selector, { after }: PromotionSource): Refused {
  return { refused: `${quoted(text)} means ${quoted(after.label)} itself; name the clusters that come next` };
}

async function sourceOf(
  name: string,
  { text }: Selector,
  { pull, fleet }: CommandContext,
): Promise<PromotionSource | Refused> {
  if (pull === undefined)
    return { refused: "`/promote` carries on what a pull request changes, and there is none here" };
  const { input } = await pull.planned();
  const after = clusterOf(name, input.head);
  if (after === undefined) return { refused: unknownCluster(name, fleet.clusters.values()) };
  if ("refused" in after) return after;
  if (after.spec.kind !== "Cluster")
    return { refused: `${quoted(after.label)} is a ${after.spec.kind}, whose changes are not carried on` };
  const before = input.base.clusters.get(after.key);
  if (before === undefined)
    return { refused: `${quoted(after.label)} is new here, so there is no change to carry on` };
  const changes = input.changes.filter(({ key, layer }) => layer === "cluster" && key === after.object.key);
  if (changes.length > 0) return { before, after, changes };
  const changed = [
    ...new Set(
      input.changes.flatMap(({ layer, cluster }) => (layer === "cluster" && cluster ? [cluster] : [])),
    ),
  ];
  return {
    refused: `This pull request changes nothing of ${quoted(after.label)}${changed.length === 0 ? "" : `; it changes ${changed.slice(0, 5).map(quoted).join(", ")}`}`,
    instead: changed.slice(0, 1).map((label) => `/promote ${label} to ${text}`),
  };
}

type NoTarget = { readonly reason: string; readonly done?: boolean };

/** All of it or nothing: half a change was never tried. */
function targetOf(
  cluster: FleetCluster,
  source: PromotionSource,
  context: CommandContext,
): ObjectTarget | NoTarget {
  const { before, after, changes } = source;
  if (cluster.spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  if (cluster.spec.kind !== after.spec.kind) return { reason: `it is a ${cluster.spec.kind}` };
  const version = versionStep(cluster, source, context);
  if (version !== undefined && "reason" in version) return version;
  const rest = carryChange(topology(before), topology(after), topology(cluster));
  const [conflict] = rest.conflicts;
  if (conflict !== undefined) return { reason: whyDifferent(conflict, source) };
  const named = classStep(cluster, source);
  if (named !== undefined && "reason" in named) return named;
  const at = root(cluster);
  const own = rest.steps.map((step): EditStep => ({ ...step, path: [...at, ...step.path] }));
  const steps = [...(version?.steps ?? []), ...(named?.steps ?? []), ...own];
  if (steps.length === 0) return { reason: "it has all of that already", done: true };
  const all = rest.there.length === 0 && version?.there !== true && named?.there !== true;
  const parts = [
    ...(version?.words ?? []),
    ...(named?.words ?? []),
    ...(own.length > 0 ? [fieldsText(rest.made, "Cluster", "to")] : []),
  ];
  const expected = changes.map((change) => expectedOf(change, cluster, all));
  return { ...declaredAt(cluster), words: `\`${cluster.label}\`: ${parts.join(", ")}`, steps, expected };
}

type PromotionStep = {
  readonly steps: readonly EditStep[];
  readonly words: readonly string[];
  /** It has the value already. */
  readonly there: boolean;
};
const THERE: PromotionStep = { steps: [], words: [], there: true };

/** Each cluster has a hop of its own, as its version may differ. */
function versionStep(
  cluster: FleetCluster,
  { before, after }: PromotionSource,
  context: CommandContext,
): PromotionStep | NoTarget | undefined {
  const { version } = after.spec;
  if (before.spec.version === version) return undefined;
  const found = versionFor(cluster, { kind: "release", version }, releasesFor(cluster, context));
  if (typeof found !== "string") return found.done === true ? THERE : { reason: found.reason };
  if (after.spec.vkr?.fips !== cluster.spec.vkr?.fips)
    return {
      reason: `it runs ${cluster.spec.vkr?.fips ? "FIPS" : "no FIPS"} releases, and ${quoted(version)} is ${after.spec.vkr?.fips ? "one" : "none"}`,
    };
  const { versionPath, version: from } = cluster.spec;
  const steps: EditStep[] = [{ op: "set", path: versionPath, value: found }];
  return { steps, words: [`from ${quoted(from)} to ${quoted(found)}`], there: false };
}

function classStep(
  cluster: FleetCluster,
  { before, after }: PromotionSource,
): PromotionStep | NoTarget | undefined {
  const [from, to, now] = [before, after, cluster].map(({ spec }) => spec.class?.name);
  if (from === to || to === undefined) return undefined;
  if (now === to) return THERE;
  if (now !== from)
    return {
      reason: `its ClusterClass is ${quoted(now ?? "")}, where ${quoted(after.label)} came from ${quoted(from ?? "")}`,
    };
  const steps: EditStep[] = [{ op: "set", path: cluster.spec.classPath, value: to }];
  return { steps, words: [`ClusterClass from ${quoted(now ?? "")} to ${quoted(to)}`], there: false };
}

/** What is compared field by field: all but version and class, which each cluster spells its own way. */
function topology(cluster: FleetCluster): JsonObject {
  const whole = get(cluster.object.manifest.object, root(cluster));
  const inner = isMap(whole) ? whole : {};
  const paths: readonly FieldPath[] = [cluster.spec.versionPath, cluster.spec.classPath];
  return omit(
    inner,
    paths.map((path) => String(path[root(cluster).length] ?? "")),
  );
}

function root({ spec }: FleetCluster): FieldPath {
  return spec.versionPath.slice(0, -1);
}

function whyDifferent({ field, from, now }: CarriedField, { before }: PromotionSource): string {
  const name = fieldText(`spec.topology.${field}`);
  if (now === undefined) return `it has no ${name}`;
  const show = (value: Json | undefined) => valueText(value, "Cluster", field);
  return from === undefined
    ? `it has ${name} already, with other content`
    : `${name} is ${show(now)} there, where ${quoted(before.label)} came from ${show(from)}`;
}

/** `all`: nothing of it was there before, so that every part shows. */
function expectedOf(
  { layer, operation, what, to }: Change,
  { label }: FleetCluster,
  all: boolean,
): Expectation {
  return {
    layer,
    operation,
    cluster: label,
    ...(what === undefined ? {} : { what }),
    ...(operation === "upgrade" && to !== undefined ? { to } : {}),
    ...(all ? {} : { may: true }),
  };
}
