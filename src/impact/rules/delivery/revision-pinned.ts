// An Application tracks another revision than the branch of this merge, and it changes, or files that it reads change.

import { count } from "../../../lib/english.ts";
import { sourcePath } from "../../../manifests/argocd/source.ts";
import { type RevisionSort, revisionSort } from "../../../manifests/values/revision.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { SourceRef } from "../../../model/plan.ts";
import { applicationList, applicationNames, groupedBy, groupKey } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each revision. Applications of one set share one, and so do those whose files change. */
export const revisionPinned = defineRule({
  id: "revision-pinned",
  severity: "note",
  find: (input) => {
    const changed = changedApplications(input);
    const { head, pinnedElsewhere } = input.deliveries;
    const pinned = [...head.applications.values()].flatMap((application) => {
      const at = application.follows.indexOf("revision");
      const files = pinnedElsewhere.get(application.ref) ?? [];
      if (at < 0 || (files.length === 0 && !changed.has(application.ref))) return [];
      return [{ application, revision: application.spec.sources[at]?.targetRevision ?? "", at, files }];
    });
    const groups = groupedBy(pinned, ({ application, revision, files }) =>
      [revision, files.length > 0 ? "" : groupKey(application)].join("\0"),
    );
    return groups.map((group) => {
      const [{ application, revision, at }] = group as [(typeof group)[number]];
      return {
        subject: `Application ${application.ref}`,
        facts: {
          ...applicationNames(group.map((g) => g.application.ref)),
          revision,
          sort: revisionSort(revision),
          files: new Set(group.flatMap((g) => g.files)).size,
          branch: input.context.branch,
        },
        source: sourceOf(application, at),
        evidence: "git" as const,
      };
    });
  },
  text: ({ facts }) => ({
    message: `${applicationList(facts)} ${facts.count === 1 ? "follows" : "follow"} ${shown(facts.sort, facts.revision)}, and this merge moves only \`${facts.branch}\`: ${missed(facts)}`,
    why: WHY[facts.sort],
    do:
      facts.sort === "range"
        ? "To release what is merged, set a tag that fits the range."
        : "To release what is merged, set `targetRevision` to a revision that holds it.",
  }),
});

type PinnedFacts = { readonly count: number; readonly files: number };

function missed({ files, count: applications }: PinnedFacts): string {
  const it = applications === 1 ? "it" : "them";
  if (files === 0) return `what ${applications === 1 ? "it delivers" : "they deliver"} comes from there`;
  return `${count(files, "file")} that ${applications === 1 ? "it reads" : "they read"} ${files === 1 ? "changes" : "change"} here and ${files === 1 ? "does" : "do"} not reach ${it}`;
}

const STAYS =
  "Argo CD delivers that revision until it moves; nothing of this merge reaches the Application's objects.";
const WHY: Readonly<Record<RevisionSort, string>> = {
  commit: `A commit never moves. ${STAYS}`,
  tag: STAYS,
  branch: `Another branch moves when somebody merges into it. ${STAYS}`,
  range: `A range stands for the highest tag that fits it, never for a branch. ${STAYS}`,
  name: STAYS,
};

function shown(sort: RevisionSort, revision: string): string {
  if (sort === "commit") return `commit \`${revision}\``;
  return sort === "range" ? `the highest tag within \`${revision}\`` : `\`${revision}\``;
}

function changedApplications({ changes }: Comparison): ReadonlySet<string> {
  const applications = changes.filter(({ object, head }) => head && object.kind === "Application");
  return new Set(applications.map(({ object }) => `${object.namespace}/${object.name}`));
}

function sourceOf({ manifest }: DeliveredApplication, at: number): SourceRef {
  const line = manifest.lineOf([...sourcePath(manifest.object, at), "targetRevision"]);
  return { side: "head", path: manifest.origin.path, line };
}
