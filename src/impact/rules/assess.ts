// Changes and both fleets → findings, in the order of the rules.
import type { Comparison, FindingDraft } from "../../model/finding.ts";
import { RULES } from "./catalogue.ts";
import { acceptedBy } from "./configured-ignores.ts";
import { claimedRemovals } from "./removal/removal-claims.ts";

/** Asks every rule that the configuration does not switch off; it may also set another severity, and accept findings beforehand. */
export function assessChanges(input: Comparison): FindingDraft[] {
  const removals = claimedRemovals(RULES, input);
  return RULES.flatMap((rule) => {
    const level = input.config.rules.get(rule.id);
    if (level === "off") return [];
    return rule.assess(input, removals.get(rule.id)).map((draft) => {
      const acknowledged = acceptedBy(input.config.ignore, draft, input.context);
      return {
        ...draft,
        ...(level === undefined ? {} : { severity: level }),
        ...(acknowledged ? { acknowledged } : {}),
      };
    });
  });
}
