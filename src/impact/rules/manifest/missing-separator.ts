// One YAML document has two objects, and only the second is delivered.

import { defineRule } from "../define-rule.ts";
import { newProblems, summary } from "./problems.ts";

/** sigs.k8s.io/yaml uses the last of equal keys, and Argo CD decodes without strictness (gitops-engine/pkg/utils/kube/kube.go, SplitYAML). */
export const missingSeparator = defineRule({
  id: "missing-separator",
  severity: "caution",
  find: (input) => newProblems(input, ["missing-separator"]),
  text: ({ facts }) => ({
    message: summary(facts),
    why: "Argo CD reads one object out of both: what the second does not say is taken from the first. Nothing fails, so an object that was there before counts as removed.",
    do: "Put `---` on a line of its own above the second `apiVersion`.",
  }),
});
