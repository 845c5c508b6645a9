// Objects in an API version that their cluster no longer serves after this merge.
import { sourceOf } from "../compare/change.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { RuleInput } from "../model/finding.ts";
import { nameOf, plural } from "./names.ts";
import { defineRule, subjectOf } from "./rule.ts";
import { type ApiUse, apiUses } from "./served-apis.ts";

export type ApiFacts = {
  readonly cluster: string;
  readonly release: string;
  readonly objects: readonly string[];
  readonly instead: readonly string[];
  readonly applications: readonly string[];
  readonly upgraded: boolean;
};

/** One finding for each cluster. An object that was so before, on a version that was so before, is no news. */
export const removedApi = defineRule<ApiFacts>({
  id: "removed-api",
  severity: "stop",
  find: (input) => apiFindings(input, (use) => use.gone),
  words: ({ facts: { cluster, release, objects, instead, applications, upgraded } }) => {
    const one =
      applications.length === 1
        ? `Application \`${applications[0]}\` does`
        : `${plural(applications.length, "Application")} do`;
    const advice =
      instead.length > 0 ? `Write ${apiList(instead)} instead` : "Remove them: nothing takes their place";
    return {
      message: `Kubernetes ${release} on \`${cluster}\` ${upgraded ? "will not serve" : "does not serve"} ${plural(objects.length, "object")} as written: ${shown(objects)}`,
      why: `Argo CD finds no such kind there, so ${one} not sync as a whole. What runs keeps running and follows Git no more.`,
      do: upgraded ? `${advice}, and merge that before the upgrade.` : `${advice}.`,
    };
  },
});

/** Uses that `wanted` holds for, as one finding for each cluster. */
export function apiFindings(input: RuleInput, wanted: (use: ApiUse) => boolean) {
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
  return apis.map((api) => `\`${api}\``).join(", ");
}

/** "`CronJob backup` (`batch/v1beta1`), … and 2 more". */
export function shown(objects: readonly string[]): string {
  const named = objects.slice(0, 3).map((text) => text.replace(/^(.*) \((.*)\)$/, "`$1` (`$2`)"));
  return `${named.join(", ")}${objects.length > 3 ? ` and ${objects.length - 3} more` : ""}`;
}

function apiLine(object: DeliveredObject) {
  return sourceOf({ key: object.key, head: object }, ["apiVersion"]);
}
