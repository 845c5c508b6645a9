// A document of a delivered file is no object.

import { defineRule } from "../define-rule.ts";
import { consequence, newProblems, summary } from "./problems.ts";

/** Fails like text that does not parse (argo-cd reposerver/repository/repository.go, splitYAMLOrJSON). */
export const nonObjectDocument = defineRule({
  id: "non-object-document",
  severity: "stop",
  find: (input) => newProblems(input, ["non-object-document"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: `Argo CD reads every document of a manifest file into an object and fails where it is a list, a text or a number. ${consequence(facts)}`,
    do: "Remove the stray `-` or text, or separate the documents with `---`.",
  }),
});
