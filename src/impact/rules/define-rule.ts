// What a rule is: it finds facts in the changes, and has the text for each.
import type {
  Comparison,
  FindingDraft,
  FindingText,
  RuleFacts,
  RuleId,
  RuleMatch,
} from "../../model/finding.ts";
import type { Severity } from "../../model/plan.ts";
import type { RemovalClaim } from "./removal/removal-claims.ts";
import type { RemovalGroup } from "./removal/removal-groups.ts";

/** A rule as its file writes it. `find` sees facts only; `text` sees only what `find` returned. */
type RuleDefinition<F extends RuleFacts> = {
  readonly id: RuleId;
  /** The default; the configuration may change it. */
  readonly severity: Severity;
  /** The removals that this rule reports, for rules that do. */
  readonly removals?: RemovalClaim;
  /** `removals` are those that this rule claims and none before it. */
  readonly find: (input: Comparison, removals: readonly RemovalGroup[]) => readonly RuleMatch<F>[];
  readonly text: (found: RuleMatch<F>) => FindingText;
};

export type Rule = {
  readonly id: RuleId;
  readonly severity: Severity;
  readonly removals?: RemovalClaim;
  /** Findings in the order of the changes they are about. */
  readonly assess: (input: Comparison, removals?: readonly RemovalGroup[]) => readonly FindingDraft[];
};

export function defineRule<F extends RuleFacts>({ find, text, ...rule }: RuleDefinition<F>): Rule {
  const { id, severity } = rule;
  return {
    ...rule,
    assess: (input, removals = []) =>
      find(input, removals).map((found) => {
        const sentences = text(found);
        return { severity, ...found, rule: id, ...sentences, message: capital(sentences.message) };
      }),
  };
}

/** Begins with a capital letter, or with the code span it had. */
function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
