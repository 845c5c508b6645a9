// Two trees → the findings of one rule, through the whole comparison.
import { assessChanges } from "../../../src/impact/rules/assess.ts";
import type { FindingDraft, RuleId } from "../../../src/model/finding.ts";
import { CONTEXT, type FileMap, planInputs, type Trees } from "../../support/repository.ts";

/** `now`: when the plan is made, in ISO 8601. */
export async function findingsOf(rule: RuleId, trees: Trees, now?: string): Promise<FindingDraft[]> {
  const context = now === undefined ? CONTEXT : { ...CONTEXT, now: Date.parse(now) / 1000 };
  return assessChanges(await planInputs(trees, context)).filter((finding) => finding.rule === rule);
}

export function withEdits(
  tree: FileMap,
  path: string,
  replacements: readonly (readonly [string, string])[],
): FileMap {
  const text = replacements.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`);
    return before.replace(from, to);
  }, tree[path] ?? "");
  return { ...tree, [path]: text };
}

/** The tree without some files. */
export function without(tree: FileMap, ...paths: readonly string[]): FileMap {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.includes(path)));
}
