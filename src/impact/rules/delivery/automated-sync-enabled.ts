// From now on Argo CD syncs an Application by itself.

import { applicationList, applicationNames } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";
import { condition } from "../removal/removal-text.ts";
import { type SyncEdit, syncEdits } from "./sync-edits.ts";

/** One finding for each Application, or for each set. */
export const automatedSyncEnabled = defineRule({
  id: "automated-sync-enabled",
  severity: "note",
  find: (input) =>
    syncEdits(input, "automated").map((group) => {
      const [{ ref, head, applies, source }] = group as [SyncEdit];
      const { prune = false, selfHeal = false } = head.spec.automated ?? {};
      return {
        subject: `Application ${ref}`,
        facts: { ...applicationNames(group.map((edit) => edit.ref)), prune, selfHeal, applies },
        source,
        evidence: "git" as const,
      };
    }),
  text: ({ facts }) => ({
    message: `${applicationList(facts)} ${facts.count === 1 ? "syncs by itself" : "sync by themselves"} from now on, ${facts.prune ? "with" : "without"} pruning and ${facts.selfHeal ? "with" : "without"} self-healing${condition(facts)}`,
    why: `The first sync applies everything that Git has gathered since somebody last synced, not only what this plan shows${facts.prune ? ", and deletes what Git no longer declares" : ""}.`,
    do: "Look at the Application's difference in Argo CD before the merge.",
  }),
});
