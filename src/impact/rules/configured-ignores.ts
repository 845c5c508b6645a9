// A finding and the `ignore` entries of the configuration → whether one of them accepts it, and why.
import { matchesGlob } from "../../lib/glob.ts";
import type { Context, Ignore } from "../../model/context.ts";
import type { RuleFacts, RuleId, RuleMatch } from "../../model/finding.ts";

/** The first entry that matches and has not expired on the day of the context; undefined where there is none. */
export function acceptedBy(
  entries: readonly Ignore[],
  finding: RuleMatch<RuleFacts> & { readonly rule: RuleId },
  { today }: Context,
): { readonly by: string; readonly reason: string } | undefined {
  const entry = entries.find(
    (candidate) => fits(candidate, finding) && (candidate.until ?? "9999") >= (today ?? ""),
  );
  if (!entry) return undefined;
  const end = entry.until === undefined ? "" : ` (until ${entry.until})`;
  return { by: "configuration", reason: `${entry.reason}${end}` };
}

/** The kind is the first word of a finding's subject. The configuration cannot accept findings about itself. */
function fits(
  { rule, kind, path, except }: Ignore,
  { rule: found, subject, source }: RuleMatch<RuleFacts> & { readonly rule: RuleId },
): boolean {
  if (found === "configuration-invalid" || except.has(found)) return false;
  return (
    (rule === undefined || rule === found) &&
    (kind === undefined || kind === subject.split(" ", 1)[0]) &&
    (path === undefined || (source !== null && matchesGlob(path, source.path)))
  );
}
