// Findings, and whether everything was evaluated → the verdict.
import type { Finding, PlanVerdict } from "./plan.ts";

/** The highest severity that is not accepted decides; what was not evaluated makes it at least a caution. */
export function verdictOf(findings: readonly Finding[], complete: boolean): PlanVerdict {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  if (open.some(({ severity }) => severity === "stop")) return "stop";
  return complete && !open.some(({ severity }) => severity === "caution") ? "go" : "caution";
}
