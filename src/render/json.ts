// Plan → JSON text, the same bytes for the same plan.
import type { Plan } from "../model/plan.ts";

/** Two blanks of indent, final newline. Keys keep the order in which the plan was built. Integers beyond 2^53 become strings. */
export function renderJson(plan: Plan): string {
  return `${JSON.stringify(plan, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)}\n`;
}
