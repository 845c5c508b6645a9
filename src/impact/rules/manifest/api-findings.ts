// Objects in an API version that the Kubernetes of their cluster has removed or deprecated → what the rules about them share.

import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { nameOf, subjectOf } from "../../facts/object-names.ts";
import { type ApiUse, apiUses } from "../../facts/served-apis.ts";

export type ApiFacts = {
  readonly cluster: string;
  readonly release: string;
  readonly objects: readonly string[];
  readonly instead: readonly string[];
  readonly applications: readonly string[];
  readonly upgraded: boolean;
};

/** One finding for each cluster, with its uses that `wanted` selects. */
export function apiFindings(input: Comparison, wanted: (use: ApiUse) => boolean) {
  return [...apiUses(input)].flatMap(([key, all]) => {
    const uses = all.filter(wanted);
    const first = uses[0];
    if (!first) return [];
    const cluster = input.head.clusters.get(key);
    const { destination } = first.object;
    const facts: ApiFacts = {
      cluster: cluster?.label ?? destination.label,
      release: first.release,
      objects: uses.map(({ object, lifecycle }) => `${nameOf(object.ref)} (${lifecycle.api})`),
      instead: [...new Set(uses.flatMap(({ lifecycle }) => lifecycle.use ?? []))],
      applications: [...new Set(uses.flatMap(({ object }) => object.application ?? []))],
      upgraded: uses.every(({ crossed }) => crossed),
    };
    const subject = cluster ? subjectOf(cluster.object.ref) : subjectOf(first.object.ref);
    return [{ subject, facts, source: apiLine(first.object), evidence: "catalog" as const }];
  });
}

export function apiList(apis: readonly string[]): string {
  return apis.map(code).join(", ");
}

/** "`CronJob backup` (`batch/v1beta1`), … and 2 more". */
export function shown(objects: readonly string[]): string {
  return andMore(
    objects.map((text) => (text.endsWith(")") ? text.replace(/^(.*) \((.*)\)$/, "`$1` (`$2`)") : text)),
    3,
  );
}

function apiLine(object: DeliveredObject) {
  return sourceOf({ key: object.key, head: object }, ["apiVersion"]);
}
