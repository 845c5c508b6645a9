// Parses, and is refused all the same: by Argo CD, or by the API in the dry run that comes before every sync.
import { consequence, newProblems, summary } from "./problems.ts";
import { defineRule } from "./rule.ts";

/** A failed dry run ends the sync before anything is applied (argo-cd gitops-engine/pkg/sync/sync_context.go, Sync). */
export const invalidManifest = defineRule({
  id: "invalid-manifest",
  severity: "stop",
  find: (input) =>
    newProblems(input, ["invalid-manifest", "invalid-source", "invalid-destination", "outside-registration"]),
  words: ({ facts }) => ({
    message: summary(facts),
    why: `The file parses, but Argo CD or the API refuses what it says. ${consequence(facts)}`,
    do: "Correct the field before the merge.",
  }),
});
