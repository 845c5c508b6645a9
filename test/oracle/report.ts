// A case that failed → a small tree, its diff, and what either side says.
import { createTwoFilesPatch } from "diff";
import type { Plan } from "../../src/model/plan.ts";
import type { Failure } from "./compare.ts";
import type { Delivered } from "./deliver/argocd.ts";
import type { Tree } from "./deliver/tree.ts";

export type Shown = {
  readonly base: Tree;
  readonly head: Tree;
  readonly delivered: Delivered;
  readonly plan: Plan;
  readonly failures: readonly Failure[];
};

export function reportOf({ base, head, delivered, plan, failures }: Shown): string {
  const same = [...base].filter(([path, { text }]) => head.get(path)?.text === text);
  return [
    ...failures.map(
      ({ kind, object, said, truth }) => `${kind}: ${object}: said ${said || "nothing"}, is ${truth}`,
    ),
    "--- unchanged",
    ...same.map(([path, { text, link }]) => `${path}${link ? " ->" : ""}\n${indent(text)}`),
    "--- diff",
    ...diffs(base, head),
    "--- oracle",
    ...[...delivered.head.states].map(
      ([key, state]) => `${key}: ${delivered.base.states.get(key)} → ${state}`,
    ),
    "--- plan",
    `impact ${plan.impact}, complete ${plan.complete}: ${plan.headline}`,
    ...plan.changes.map(
      ({ operation, object, destination, application, applies, because = "" }) =>
        `${operation} ${object.kind} ${object.namespace}/${object.name} on ${destination.cluster} by ${application}, ${applies} ${because}`,
    ),
    ...plan.notEvaluated.map(
      ({ path, application, reason }) => `not evaluated ${application ?? path}: ${reason}`,
    ),
    ...plan.findings.map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`),
  ].join("\n");
}

function diffs(base: Tree, head: Tree): string[] {
  const paths = [...new Set([...base.keys(), ...head.keys()])].sort();
  return paths
    .filter((path) => base.get(path)?.text !== head.get(path)?.text)
    .map((path) =>
      createTwoFilesPatch(
        base.has(path) ? `a/${path}` : "/dev/null",
        head.has(path) ? `b/${path}` : "/dev/null",
        base.get(path)?.text ?? "",
        head.get(path)?.text ?? "",
      ),
    );
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
