// Changes and findings → one line each, and what two lists of lines do not share.
import type { Finding, Plan, PlanChange } from "../../src/model/plan.ts";

/** A plan's changes and findings, in its order; what no Application delivers at the end of the changes. */
export function planLines({ changes, dormant, findings }: Plan): string[] {
  return [
    ...changes.map(changeLine),
    ...dormant.map((change) => `dormant: ${changeLine(change)}`),
    ...findings.map(findingLine),
  ];
}

type ChangeParts = Pick<PlanChange, "operation" | "object" | "layer" | "applies"> &
  Partial<Pick<PlanChange, "what" | "from" | "to" | "cluster">>;

/** "scale Cluster ns/cl01 pool-a: 3 → 4", with what keeps Argo CD from applying it: "…, manual". */
export function changeLine({
  operation,
  object,
  layer,
  what,
  from,
  to,
  cluster,
  applies,
}: ChangeParts): string {
  const range = from === undefined && to === undefined ? "" : `: ${from ?? "nothing"} → ${to ?? "nothing"}`;
  const where = layer === "cluster" || cluster === undefined ? "" : ` on ${cluster}`;
  const subject = `${refLine(object)}${what === undefined ? "" : ` ${what}`}`;
  return `${operation} ${subject}${where}${range}${applies === "auto" ? "" : `, ${applies}`}`;
}

/**
 * A line for each step: "→ PostSync 1: create job, delete web", with an arrow where it waits for the one before.
 * Throws where a change is in no step, or in two.
 */
export function stepLines({ waves, changes }: Pick<Plan, "waves" | "changes">): string[] {
  const named = waves.flatMap((step) => step.changes).sort((a, b) => a - b);
  if (named.join() !== [...changes.keys()].join())
    throw new Error(`steps name the changes ${named.join()}, of ${changes.length}`);
  return waves.map(({ phase, wave, changes: indexes, gated }) => {
    const done = indexes.map((index) => `${changes[index]?.operation} ${changes[index]?.object.name}`);
    return `${gated ? "→ " : ""}${phase === undefined ? "" : `${phase} `}${wave.at(-1)}: ${done.join(", ")}`;
  });
}

/** "stop cluster-deleted Cluster ns/cl01". */
export function findingLine({
  severity,
  rule,
  subject,
}: Pick<Finding, "severity" | "rule" | "subject">): string {
  return `${severity} ${rule} ${subject}`;
}

/** "Cluster ns/cl01", and without its namespace where it has none. */
export function refLine({ kind, namespace, name }: PlanChange["object"]): string {
  return `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`;
}

/** Lines that only one list has, "- " where they are missing and "+ " where they are too many; each copy counts. */
export function lineDifferences(expected: readonly string[], actual: readonly string[]): string[] {
  const rest = [...actual];
  const missing = expected.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((line) => `- ${line}`), ...rest.map((line) => `+ ${line}`)];
}
