// A file of a delivered directory was not read, because it is too large.

import { defineRule } from "../define-rule.ts";
import { consequence, newProblems, summary } from "./problems.ts";

/** The limit is this program's, not Argo CD's. */
export const fileTooLarge = defineRule({
  id: "file-too-large",
  severity: "caution",
  find: (input) => newProblems(input, ["file-too-large"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: `Breakwater reads manifests of up to 2 MiB; what this one declares is missing from the plan. ${consequence(facts)}`,
    do: "Split the file, or review it by hand.",
  }),
});
