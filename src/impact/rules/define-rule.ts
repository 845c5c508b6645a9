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

/** A rule as its file writes it. `find` sees facts only; `text` sees only what `find` returned. */
type RuleDefinition<F extends RuleFacts> = {
  readonly id: RuleId;
  /** The default; the configuration may change it. */
  readonly severity: Severity;
  readonly find: (input: Comparison) => readonly RuleMatch<F>[];
  readonly text: (found: RuleMatch<F>) => FindingText;
};

export type Rule = {
  readonly id: RuleId;
  readonly severity: Severity;
  /** Findings in the order of the changes they are about. */
  readonly assess: (input: Comparison) => readonly FindingDraft[];
};

export function defineRule<F extends RuleFacts>({ id, severity, find, text }: RuleDefinition<F>): Rule {
  return {
    id,
    severity,
    assess: (input) =>
      find(input).map((found) => {
        const sentences = text(found);
        return { severity, ...found, rule: id, ...sentences, message: capital(sentences.message) };
      }),
  };
}

/** Begins with a capital letter, or with the code span it had. */
function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
