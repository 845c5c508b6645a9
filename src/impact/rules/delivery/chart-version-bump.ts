// A chart gets another version, within its major.

import { applicationList } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";
import { chartBumps, whereOf } from "./chart-versions.ts";

/** Another major has a rule of its own. */
export const chartVersionBump = defineRule({
  id: "chart-version-bump",
  severity: "note",
  find: (input) =>
    chartBumps(input).flatMap((bump) => {
      if (bump.major) return [];
      const { subject, named, source } = whereOf(bump);
      const { what, from, to } = bump;
      return [{ subject, facts: { ...named, chart: what, from, to }, source, evidence: "git" as const }];
    }),
  text: ({ facts }) => ({
    message: `Chart \`${facts.chart}\` moves from \`${facts.from}\` to \`${facts.to}\` in ${applicationList(facts)}`,
    why: "A chart's version says nothing certain about what it renders: defaults, images, CustomResourceDefinitions and hooks may change with a patch.",
    do: "Read its release notes, and compare `helm template` of both versions with the values used here.",
  }),
});
