// Files change that no Application delivers.

import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import { listObjects, nameList, objectList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { coverOf, covers, type NearMiss } from "./near-miss-sources.ts";

/** One finding for each directory; Applications that look at it without delivering it are named. */
export const unmanagedEdit = defineRule({
  id: "unmanaged-edit",
  severity: "caution",
  find: (input) => {
    const known = covers(input);
    return [...byDirectory(input.undelivered)].map(([directory, changes]) => {
      const first = changes[0] as Change;
      const cover = coverOf(known, first.source?.path ?? "");
      return {
        subject: subjectOf(first.object),
        facts: {
          directory,
          ...listObjects(changes),
          cover: cover?.kind ?? ("" as const),
          application: cover?.application ?? "",
          revision: cover?.revision ?? "",
        },
        source: first.source,
        evidence: first.evidence,
      };
    });
  },
  text: ({ facts }) => ({
    message: `${objectList(facts)} ${facts.count === 1 ? "changes" : "change"} in Git, and no Application delivers ${facts.count === 1 ? "it" : "them"} from there${because(facts)}`,
    why: "The merge has no live effect. If an Application begins to deliver these files later, all that has gathered in them until then is applied at once.",
    do:
      facts.cover === "pinned"
        ? `To release it, move \`targetRevision\` of ${nameList([facts.application])}.`
        : "Put the files where an Application reads them, or say in the pull request why nobody does.",
  }),
});

function because(facts: {
  readonly cover: NearMiss["kind"] | "";
  readonly application: string;
  readonly revision: string;
}): string {
  if (facts.cover === "pinned")
    return `: Application \`${facts.application}\` follows revision \`${facts.revision}\``;
  return facts.cover === "left-out"
    ? `: Application \`${facts.application}\` reads the directory above, but not these files`
    : "";
}

function byDirectory(dormant: readonly Change[]): ReadonlyMap<string, Change[]> {
  return groupBy(dormant, ({ source }) => {
    const path = source?.path ?? "";
    return path.slice(0, Math.max(0, path.lastIndexOf("/")));
  });
}
