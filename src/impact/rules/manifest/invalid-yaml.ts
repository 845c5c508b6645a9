// A file of a delivered directory does not parse any more.

import { defineRule } from "../define-rule.ts";
import { consequence, newProblems, summary } from "./problems.ts";

/** One such file fails the manifests of the whole Application (argo-cd reposerver/repository/repository.go, findManifests). */
export const invalidYaml = defineRule({
  id: "invalid-yaml",
  severity: "stop",
  find: (input) => newProblems(input, ["invalid-yaml"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: `${consequence(facts)} Everything else the Application delivers waits with it.`,
    do: "Mend the file before the merge.",
  }),
});
