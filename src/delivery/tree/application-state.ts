// What rendering gave of an Application's sources → the one state it is in: evaluated, broken or unevaluated.
import type { DeliveryProblem, SourceResult } from "../../model/delivery.ts";

/** Whether what Argo CD delivers is known. Every difference between the two sides is told, whatever paths changed. */
export type ApplicationState =
  | { readonly state: "evaluated" }
  /** Argo CD cannot generate it: nothing is applied, nothing is pruned. */
  | { readonly state: "broken"; readonly problem: DeliveryProblem }
  /** Breakwater cannot generate it. */
  | { readonly state: "unevaluated"; readonly reason: string };

/** Of one source. What another repository feeds is evaluated as far as this merge is concerned. */
export function stateOfSource(result: SourceResult | undefined): ApplicationState {
  if (result?.state === "unevaluated") return { state: "unevaluated", reason: result.reason };
  const problem = result?.state === "generated" ? result.problems.find(({ freezes }) => freezes) : undefined;
  return problem ? { state: "broken", problem } : { state: "evaluated" };
}
