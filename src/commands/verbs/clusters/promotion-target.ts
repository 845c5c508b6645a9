// A cluster's change and another cluster → the edit that makes the same change there, or why it cannot be made.

import { quoted } from "../../../lib/code-span.ts";
import { get, isMap, omit } from "../../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../../lib/json-types.ts";
import type { Change } from "../../../model/change.ts";
import type { Expectation, ObjectTarget } from "../../../model/command.ts";
import type { EditStep } from "../../../model/edit.ts";
import type { FleetCluster, RunningCluster } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { type CarriedField, carryChange } from "../../edit/transplant.ts";
import { declaredAt } from "../../lookup/selector.ts";
import { releasesFor, versionFor } from "../../lookup/versions.ts";
import { fieldsText, fieldText, valueText } from "../../revert/field-text.ts";

/** The cluster on both sides of the pull request, and its changes in the plan. */
export type PromotionSource = {
  readonly base: FleetCluster;
  readonly head: FleetCluster;
  readonly changes: readonly Change[];
};

type NoTarget = { readonly reason: string; readonly done?: boolean };

/** All of it or nothing: half a change was never tried. */
export function targetOf(
  cluster: FleetCluster,
  running: RunningCluster | undefined,
  source: PromotionSource,
  context: CommandContext,
): ObjectTarget | NoTarget {
  if (running !== undefined)
    return {
      reason: `the API refused what Git declares of it (${running.because}), and it runs ${quoted(running.spec.version)}: \`/upgrade ${cluster.label} to ${running.spec.version}\` first`,
    };
  const { base, head, changes } = source;
  if (cluster.spec.paused) return { reason: "it is paused, so nothing would happen until that ends" };
  if (cluster.spec.kind !== head.spec.kind) return { reason: `it is a ${cluster.spec.kind}` };
  const version = versionStep(cluster, source, context);
  if (version !== undefined && "reason" in version) return version;
  const rest = carryChange(topology(base), topology(head), topology(cluster));
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
  { base, head }: PromotionSource,
  context: CommandContext,
): PromotionStep | NoTarget | undefined {
  const { version } = head.spec;
  if (base.spec.version === version) return undefined;
  const found = versionFor(cluster, { kind: "release", version }, releasesFor(cluster, context));
  if (typeof found !== "string") return found.done === true ? THERE : { reason: found.reason };
  if (head.spec.vkr?.fips !== cluster.spec.vkr?.fips)
    return {
      reason: `it runs ${cluster.spec.vkr?.fips ? "FIPS" : "no FIPS"} releases, and ${quoted(version)} is ${head.spec.vkr?.fips ? "one" : "none"}`,
    };
  const { versionPath, version: from } = cluster.spec;
  const steps: EditStep[] = [{ op: "set", path: versionPath, value: found }];
  return { steps, words: [`from ${quoted(from)} to ${quoted(found)}`], there: false };
}

function classStep(
  cluster: FleetCluster,
  { base, head }: PromotionSource,
): PromotionStep | NoTarget | undefined {
  const [from, to, now] = [base, head, cluster].map(({ spec }) => spec.class?.name);
  if (from === to || to === undefined) return undefined;
  if (now === to) return THERE;
  if (now !== from)
    return {
      reason: `its ClusterClass is ${quoted(now ?? "")}, where ${quoted(head.label)} came from ${quoted(from ?? "")}`,
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

function whyDifferent({ field, from, now }: CarriedField, { base }: PromotionSource): string {
  const name = fieldText(`spec.topology.${field}`);
  if (now === undefined) return `it has no ${name}`;
  const show = (value: Json | undefined) => valueText(value, "Cluster", field);
  return from === undefined
    ? `it has ${name} already, with other content`
    : `${name} is ${show(now)} there, where ${quoted(base.label)} came from ${show(from)}`;
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
