// Changes that start no sync: a later sync applies them along with others.

import { count } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { Change, Later } from "../../../model/change.ts";
import { listObjects, nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each Application and reason. */
export const appliedLater = defineRule({
  id: "applied-later",
  severity: "caution",
  find: ({ changes }) =>
    [...grouped(changes)].map(([key, group]) => {
      const [first] = group as [Change];
      const application = key.slice(key.indexOf(" ") + 1);
      return {
        subject: `Application ${application}`,
        facts: { application, later: first.later as Later, ...listObjects(group) },
        source: first.source,
        evidence: first.evidence,
      };
    }),
  text: ({ facts }) => ({
    message: `\`${facts.application}\` does not apply the change of ${facts.count > 3 ? `${count(facts.count, "object")}: ` : ""}${nameList(facts.names, facts.count)} now: ${REASON[facts.later]}`,
    why: WHY[facts.later],
    do: DO[facts.later],
  }),
});

const REASON: Readonly<Record<Later, string>> = {
  "ignored-differences":
    "it ignores the fields that change (`ignoreDifferences`), so it stays in sync and nothing starts a sync",
  "generate-paths":
    "nothing that its `manifest-generate-paths` names changes, so Argo CD keeps what it rendered before",
};

const WHY: Readonly<Record<Later, string>> = {
  "ignored-differences":
    "Argo CD says that the Application is in sync while Git and the cluster differ. The next sync for any other reason applies the change along with it.",
  "generate-paths":
    "Argo CD says that the Application is in sync with the new commit while the change is not there. It arrives with the next change below those paths, a hard refresh, or when the cache of rendered manifests expires (24 hours, unless set otherwise).",
};

const DO: Readonly<Record<Later, string>> = {
  "ignored-differences":
    "Sync by hand after the merge if it is meant now; to never have it applied, set `RespectIgnoreDifferences=true`.",
  "generate-paths":
    "Add the path of what changes to the annotation, or hard-refresh the Application after the merge.",
};

function grouped(changes: readonly Change[]): Map<string, Change[]> {
  const later = changes.filter(
    (change) => change.later !== undefined && change.applies === "never" && change.application !== null,
  );
  return groupBy(later, (change) => `${change.later} ${change.application}`);
}
