// What an Application's sources gave and what is wrong with it → the one state it is in: evaluated, broken or unevaluated.
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { SourceResult } from "../../model/source-result.ts";

/** Whether what Argo CD delivers is known. Every difference between the two sides is told, whatever paths changed. */
export type ApplicationState =
  | { readonly state: "evaluated" }
  /** Argo CD cannot deliver it: nothing is applied, nothing is pruned. */
  | { readonly state: "broken"; readonly problem: DeliveryProblem }
  /** Breakwater cannot generate it. */
  | { readonly state: "unevaluated"; readonly reason: string };

/** What breaks it is known whatever else is not, so that goes first. */
export function applicationState({
  problems,
  sources,
}: Pick<DeliveredApplication, "problems" | "sources">): ApplicationState {
  const problem = problems.find(({ freezes }) => freezes);
  if (problem) return { state: "broken", problem };
  const unknown = sources?.find((result) => result.state === "unevaluated");
  return unknown ? { state: "unevaluated", reason: unknown.reason } : { state: "evaluated" };
}

/** Whether one of the sources could not be generated here. */
export function isUnevaluated(results: readonly SourceResult[] | undefined): boolean {
  return applicationState({ problems: [], sources: results }).state === "unevaluated";
}
