// Changes and both fleets → findings, in the order of the rules.
import type { FindingDraft, RuleInput } from "../model/finding.ts";
import { RULES } from "./rules.ts";

/** Asks every rule that the configuration does not switch off; it may also set another severity. Nothing is read. */
export function assessChanges(input: RuleInput): FindingDraft[] {
  return RULES.flatMap((rule) => {
    const level = input.config.rules.get(rule.id);
    if (level === "off") return [];
    const found = rule.assess(input);
    return level === undefined ? found : found.map((draft) => ({ ...draft, severity: level }));
  });
}
