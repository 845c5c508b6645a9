// Placeholders in a directory that nothing renders.

import { defineRule } from "../define-rule.ts";
import { consequence, newProblems, summary } from "./problems.ts";

/** A directory source is read as it is (argo-cd reposerver/repository/repository.go, findManifests). */
export const templatedManifest = defineRule({
  id: "templated-manifest",
  severity: "caution",
  find: (input) => newProblems(input, ["templated-manifest"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: `Nothing renders a plain directory, so a placeholder reaches the cluster as literal text or breaks the file. ${consequence(facts)}`,
    do: "Fill in the value, or let the tool that knows the placeholder render the source.",
  }),
});
