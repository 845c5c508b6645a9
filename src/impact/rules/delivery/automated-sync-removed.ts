// From now on a person has to sync an Application.

import { count } from "../../../lib/english.ts";
import { applicationList, applicationNames } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";
import { condition } from "../removal/removal-text.ts";
import { type SyncEdit, syncEdits } from "./sync-edits.ts";

/** One finding for each Application, or for each set. `waiting`: how many changes of this merge no sync applies. */
export const automatedSyncRemoved = defineRule({
  id: "automated-sync-removed",
  severity: "caution",
  find: (input) =>
    syncEdits(input, "manual").map((group) => {
      const [{ ref, applies, source }] = group as [SyncEdit];
      const refs = new Set(group.map((edit) => edit.ref));
      const waiting = input.changes.filter((c) => c.applies === "manual" && refs.has(c.application ?? ""));
      return {
        subject: `Application ${ref}`,
        facts: { ...applicationNames(refs), waiting: waiting.length, applies },
        source,
        evidence: "git" as const,
      };
    }),
  text: ({ facts }) => ({
    message: `${applicationList(facts)} no longer ${facts.count === 1 ? "syncs" : "sync"} by ${facts.count === 1 ? "itself" : "themselves"}${facts.waiting > 0 ? `; ${count(facts.waiting, "change")} of this merge ${facts.waiting === 1 ? "waits" : "wait"} for a person` : ""}${condition(facts)}`,
    why: "Merges gather as a difference that nobody applies, pruning and self-healing end with it, and whoever syncs later applies everything at once.",
    do: "Merge it if somebody is meant to sync by hand from now on; say in the pull request who does, and until when.",
  }),
});
