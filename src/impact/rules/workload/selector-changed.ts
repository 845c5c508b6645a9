// A selector matches other objects than before, or cannot be changed at all.

import { hasOption } from "../../../manifests/argocd/application.ts";
import { changesFixedSelector, readSelection } from "../../../manifests/kubernetes/selection.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { SourceRef } from "../../../model/plan.ts";
import { nameList, nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { reselectedInstalls, reselectedSets } from "./selected-clusters.ts";
import { selectedPods } from "./selected-pods.ts";

type SelectorFacts = {
  readonly kind: "fixed" | "recreated" | "pods" | "clusters" | "applications";
  readonly name: string;
  readonly edited: boolean;
  readonly by: string;
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  readonly dropped?: readonly string[];
};

/** One finding for each object that selects. A refusal is a stop: nothing of the object is applied. */
export const selectorChanged = defineRule<SelectorFacts>({
  id: "selector-changed",
  severity: "caution",
  find: (input) => [...fixed(input), ...pods(input), ...clusters(input), ...applications(input)],
  text: ({ facts }) => ({ message: messageOf(facts), why: WHY[facts.kind], do: ADVICE[facts.kind] }),
});

function messageOf({ kind, name, edited, by, lost, gained, dropped = [] }: SelectorFacts): string {
  if (kind === "fixed")
    return `\`${name}\` changes its selector, which is fixed once the object exists: the API refuses the whole object`;
  if (kind === "recreated")
    return `\`${name}\` changes its selector and is annotated \`Force=true\`: it is deleted and created anew`;
  const parts = [
    lost.length > 0 ? `no longer ${nameList(lost)}` : "",
    gained.length > 0 ? `newly ${nameList(gained)}` : "",
    dropped.length > 0 ? `${nameList(dropped)} by new labels, which the pods that run now do not carry` : "",
  ].filter((part) => part !== "");
  const what = parts.length > 0 ? `: ${parts.join(", ")}` : "; none that both sides declare here";
  const reason = edited ? "" : `, because labels of \`${by}\` change`;
  return `\`${name}\` ${kind === "applications" ? "generates" : "selects"} other ${WHAT[kind]}${what}${reason}`;
}

const WHAT = { pods: "pods", clusters: "clusters", applications: "Applications" } as const;

const WHY: Readonly<Record<SelectorFacts["kind"], string>> = {
  fixed:
    "Replicas, image and every other field of it stay as they are, and Argo CD reports a failed sync; later waves wait.",
  recreated:
    "All its pods go before new ones start, and pods that the new selector does not match may stay behind without an owner.",
  pods: "A Service sends traffic, a budget protects and a policy filters by labels alone; nothing fails when a selector matches nothing or too much.",
  clusters:
    "The add-on is installed wherever the selector matches, and what happens where it no longer does is up to `stopMatchingBehavior`.",
  applications:
    "The set generates an Application for each cluster it selects, and deletes those of clusters it no longer selects, as its policy says.",
};

const ADVICE: Readonly<Record<SelectorFacts["kind"], string>> = {
  fixed:
    "Restore the selector; for another one add a second object under another name and remove this one later.",
  recreated: "Expect an outage of this workload; a second object under another name avoids it.",
  pods: "Compare the selector with the labels of the pod templates, and change labels before selectors, in two merges.",
  clusters: "Check that exactly these clusters are meant.",
  applications: "Check that exactly these Applications are meant to come and go.",
};

function fixed({ changes }: Comparison): RuleMatch<SelectorFacts>[] {
  const objects = new Map(changes.map((change) => [change.key, change]));
  return [...objects.values()].flatMap(({ base, head, object, evidence }): RuleMatch<SelectorFacts>[] => {
    if (!base || !head || !changesFixedSelector(base.manifest, head.manifest)) return [];
    const kind = hasOption(head.manifest, "Force=true") ? "recreated" : "fixed";
    const facts: SelectorFacts = { kind, name: nameOf(object), edited: true, by: "", lost: [], gained: [] };
    const field = readSelection(head.manifest)?.field ?? [];
    const found = { subject: subjectOf(object), facts, source: lineOf(head.manifest, field), evidence };
    return [kind === "fixed" ? { ...found, severity: "stop" } : found];
  });
}

function pods(input: Comparison): RuleMatch<SelectorFacts>[] {
  return selectedPods(input).map(({ object, selection, edited, by, ...selected }) => ({
    subject: subjectOf(object.ref),
    facts: { kind: "pods", name: nameOf(object.ref), edited, by: nameOf(by.ref), ...selected },
    source: lineOf(by.manifest, edited ? selection.field : ["spec", "template", "metadata", "labels"]),
    evidence: "git",
  }));
}

function clusters(input: Comparison): RuleMatch<SelectorFacts>[] {
  return reselectedInstalls(input).map(({ head: { object, matches }, lost, gained }) => ({
    subject: subjectOf(object.ref),
    facts: { kind: "clusters", name: nameOf(object.ref), edited: true, by: "", lost, gained },
    source: lineOf(object.manifest, ["spec", "clusters"]),
    evidence: [...matches.values()].includes("conditional") ? "unknown" : "git",
  }));
}

function applications(input: Comparison): RuleMatch<SelectorFacts>[] {
  return reselectedSets(input).map(({ head: { object }, by, lost, gained }) => ({
    subject: subjectOf(object.ref),
    facts: {
      kind: "applications",
      name: nameOf(object.ref),
      edited: by === undefined,
      by: by ? nameOf(by.ref) : "",
      lost,
      gained,
    },
    source: by
      ? lineOf(by.manifest, ["spec", "clusterLabels"])
      : lineOf(object.manifest, ["spec", "generators"]),
    evidence: "git",
  }));
}

function lineOf(
  manifest: Parameters<typeof readSelection>[0],
  field: readonly (string | number)[],
): SourceRef {
  return { side: "head", path: manifest.origin.path, line: manifest.lineOf(field) };
}
