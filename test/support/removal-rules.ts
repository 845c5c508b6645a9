// The rules whose findings say what becomes of an object that Git drops.
import { RULES } from "../../src/impact/rules/catalogue.ts";
import type { RuleId } from "../../src/model/finding.ts";

/** Those that claim removals, and those that speak of one beside the rule that claims it. */
export const REMOVAL_RULES: ReadonlySet<string> = new Set<RuleId>([
  ...RULES.flatMap(({ id, removals }) => (removals === undefined ? [] : [id])),
  "deletion-race",
  "deregisters-cluster",
  "recreated-by-sync",
]);
