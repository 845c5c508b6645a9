// Findings → groups of those that differ only in what they are about.
import { groupBy } from "../../lib/group-by.ts";
import type { Finding } from "../../model/plan.ts";

/** Fewer keep a row each. */
const SMALLEST_GROUP = 3;
/** A placeholder for the name of what a finding is about. */
const ANY_NAME = "\u0000";

/** In the order of their first findings; a group is never empty. */
export function alikeFindings(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  return [...groupBy(findings, likeness).values()].flatMap((group) =>
    group.length < SMALLEST_GROUP ? group.map((finding) => [finding]) : [group],
  );
}

/** The last word of the subject: "Application argocd/cl02" → "cl02". */
export function subjectName({ subject }: Finding): string {
  return subject.split(/[\s/]/).at(-1) ?? "";
}

/** Findings are alike where one rule saw the same facts, but for the name of what they are about. */
function likeness(finding: Finding): string {
  const name = subjectName(finding);
  const facts = JSON.stringify(finding.facts, (_key, fact) =>
    typeof fact === "string" && name !== "" ? fact.replaceAll(name, ANY_NAME) : fact,
  );
  return JSON.stringify([finding.severity, finding.rule, finding.evidence, facts]);
}
