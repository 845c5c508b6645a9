// What Git answers of a cluster → a cell: what holds, what does not, and what Git cannot show.
import type { ClusterImpact } from "../../model/plan.ts";
import { code } from "../escape.ts";

type ClusterCheck = ClusterImpact["checks"][number];

const FAILED: Readonly<Record<string, string>> = {
  hop: "the version goes down, or up by more than one minor",
  "fips-kept": "the FIPS flavour changes",
  "in-catalogue": "the release is not in the catalogue",
  registered: "Argo CD no longer knows the cluster",
  drain: "a disruption budget stops the drain of nodes",
  apis: "API versions in use are not served",
};

const HOLDS: Readonly<Record<string, string>> = {
  hop: "version step",
  "fips-kept": "FIPS kept",
  "in-catalogue": "release in the catalogue",
  registered: "registered",
  drain: "disruption budgets",
  apis: "API versions",
};

/** "✅ version step, FIPS kept", after what fails. */
export function checkedCell({ checks }: ClusterImpact): string {
  const failed = checks.filter(({ ok }) => !ok).map(failedText);
  const holding = checks.filter(({ ok }) => ok).map(({ id }) => HOLDS[id] ?? code(id));
  return [
    ...(failed.length === 0 ? [] : [`⚠️ ${failed.join("; ")}`]),
    ...(holding.length === 0 ? [] : [`✅ ${holding.join(", ")}`]),
  ].join(" · ");
}

/** A MachineDrainRule may exempt what a budget protects; then the result is unknown. An id without words is named. */
function failedText({ id, evidence }: ClusterCheck): string {
  if (id === "drain" && evidence === "unknown")
    return "a disruption budget may stop the drain of nodes, unless a MachineDrainRule exempts its pods";
  return FAILED[id] ?? `${code(id)} does not hold`;
}
