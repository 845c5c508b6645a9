// Changes and both fleets → findings, in the order of the rules.
import type { FindingDraft, RuleInput } from "../model/finding.ts";
import { RULES } from "./rules.ts";

/** Asks every rule. Facts in, judgement out; nothing is read. */
export function assessChanges(input: RuleInput): FindingDraft[] {
  return RULES.flatMap((rule) => rule.assess(input));
}
