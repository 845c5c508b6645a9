// A file asks not to be delivered, in words that this Argo CD does not know yet.

import { defineRule } from "../define-rule.ts";
import { consequence, newProblems, summary } from "./problems.ts";

/** The marker exists from Argo CD 3.1 (argo-cd reposerver/repository/repository.go, skipFileRenderingMarker). */
export const skipFileRenderingMarker = defineRule({
  id: "skip-file-rendering-marker",
  severity: "caution",
  find: (input) => newProblems(input, ["skip-file-rendering-marker"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: `To an older Argo CD the marker is a comment like any other. ${consequence(facts)}`,
    do: "Leave the file out with `directory.exclude` or move it; or set `argocd.version` in the configuration if Argo CD is 3.1 or later.",
  }),
});
