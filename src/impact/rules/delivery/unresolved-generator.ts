// A generator that Git cannot answer, and this change reaches its set.

import { plainNamespace } from "../../../delivery/tree/instance-tag.ts";
import { sameJson } from "../../../lib/json.ts";
import type { UnevaluatedGenerator } from "../../../model/applicationset.ts";
import type { DeliveredSet } from "../../../model/delivery.ts";
import type { FindingText } from "../../../model/finding.ts";
import { labelOf, labelText } from "../../../model/stand-in.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each set that is added, removed or changed, or reads changed files, and that could not be evaluated in full. */
export const unresolvedGenerator = defineRule({
  id: "unresolved-generator",
  severity: "caution",
  find: ({ deliveries }) => {
    const named = new Set(deliveries.notEvaluated.flatMap(({ application }) => application ?? []));
    return [...new Set([...deliveries.base.sets.keys(), ...deliveries.head.sets.keys()])]
      .filter((ref) => named.has(ref))
      .sort()
      .flatMap((ref) => {
        const [base, head] = [deliveries.base.sets.get(ref), deliveries.head.sets.get(ref)];
        const set = (head ?? base) as DeliveredSet;
        const unevaluated = [base, head].flatMap(unevaluatedOf);
        if (unevaluated.length === 0) return [];
        const { origin } = set.object.manifest;
        return {
          subject: subjectOf(set.object.ref),
          facts: {
            set: ref,
            state: stateOf(base, head),
            populations: [...new Set(unevaluated.flatMap(populationsOf))],
            planned: unevaluated.every(({ standIns }) => standIns.length > 0),
          },
          source: { side: head ? "head" : "base", path: origin.path, line: origin.line },
          evidence: "unknown",
        } as const;
      });
  },
  text: ({ facts }) => (facts.planned ? plannedText(facts) : openText(facts)),
});

type SetFacts = {
  readonly set: string;
  readonly state: keyof typeof EFFECT_ON_SET;
  readonly populations: readonly string[];
};

/** One Application stands in for those of clusters that Git does not list. */
function plannedText({ set, populations }: SetFacts): FindingText {
  return {
    message: `ApplicationSet \`${set}\` makes an Application for ${populations.map(labelText).join(", and for ")}; Git lists none of these clusters`,
    why: "The generator reads Argo CD's clusters, most of which Git need not register. What this plan says of `<cluster>` happens on each of them. What their names and labels decide beyond that is not known.",
    do: "Name the clusters under `catalog.clusters` in the configuration, or register them in Git, and the plan names them too.",
  };
}

function openText(facts: SetFacts): FindingText {
  return {
    message: `ApplicationSet \`${facts.set}\` ${EFFECT_ON_SET[facts.state](facts.populations.join(", and for "))}; Git does not say which those are`,
    why: "The generator asks a service or the live cluster whenever Argo CD reconciles the set. This plan lists what the other generators give; more Applications than these come, change or go.",
    do: `Look at the set's Applications in Argo CD (\`kubectl get applications -n ${plainNamespace(facts.set.slice(0, facts.set.indexOf("/")))}\`) and read the change for each of them.`,
  };
}

function unevaluatedOf(set: DeliveredSet | undefined) {
  return set?.state.state === "unevaluated" ? set.state.generators : [];
}

const EFFECT_ON_SET = {
  new: (population: string) => `would make an Application for ${population}`,
  gone: (population: string) => `goes, with its Application for ${population}`,
  changed: (population: string) => `changes, and with it its Application for ${population}`,
  reads: (population: string) => `has an Application for ${population}, which may read what changes here`,
} as const;

function populationsOf({ population, standIns }: UnevaluatedGenerator): readonly string[] {
  return standIns.length > 0 ? standIns.map(labelOf) : [population];
}

function stateOf(base: DeliveredSet | undefined, head: DeliveredSet | undefined): keyof typeof EFFECT_ON_SET {
  if (!base) return "new";
  if (!head) return "gone";
  return sameJson(base.object.manifest.object, head.object.manifest.object) ? "reads" : "changed";
}
