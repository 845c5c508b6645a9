// Sync windows delay changes of the merge.

import { code } from "../../../lib/code-span.ts";
import { count } from "../../../lib/english.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import { windowDefect } from "../../../manifests/argocd/sync-window.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { SyncWindow } from "../../../model/project.ts";
import { windowText } from "../../compare/sync-effects/sync-windows.ts";
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/**
 * One finding for each AppProject whose windows govern an Application with changes, or change themselves. No clock is
 * asked: the windows are named, and whether one is open at the merge is for the reader.
 */
export const syncWindowClosed = defineRule({
  id: "sync-window-closed",
  severity: "note",
  find: (input) => {
    const changing = new Set(input.changes.filter((c) => c.applies === "window").map((c) => c.application));
    return [...governed(input)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([ref, members]) => {
        const declared = input.deliveries.head.projects.get(ref);
        const waiting = members.filter((app) => changing.has(app.ref));
        const changed = differ(members, input);
        if (!declared || (waiting.length === 0 && !changed)) return [];
        const concerned = waiting.length > 0 ? waiting : members;
        const windows = [...new Set(concerned.flatMap((app) => app.project?.windows ?? []))];
        return [
          {
            subject: `AppProject ${ref}`,
            facts: {
              project: ref,
              windows: windows.map(windowText),
              kinds: kindsOf(windows),
              manual: windows.every((w) => w.manualSync),
              count: concerned.length,
              names: concerned.map((app) => app.ref).sort(),
              waits: waiting.length > 0,
              changed,
            },
            source: {
              side: "head" as const,
              path: declared.object.manifest.origin.path,
              line: declared.object.manifest.lineOf(["spec", "syncWindows"]),
            },
            evidence: "git" as const,
          },
        ];
      });
  },
  text: ({ facts }) => ({
    message: `Sync windows of AppProject \`${facts.project}\` ${facts.waits ? "decide when" : "change, and from now on decide when"} ${facts.count === 1 ? "Application" : count(facts.count, "Application")} ${nameList(facts.names, facts.count)} ${facts.count === 1 ? "syncs" : "sync"}: ${facts.windows.map(code).join(", ")}`,
    why: `${WHEN[facts.kinds]} This plan has no clock: it does not say whether that is so at the merge.`,
    do: facts.manual
      ? "Merge when the windows let it through; a person may sync by hand meanwhile."
      : "Merge when the windows let it through; a sync by hand is held as well.",
  }),
});

/** (argo-cd pkg/apis/application/v1alpha1/types.go, SyncWindows.CanSync) */
const WHEN = {
  deny: "While a denying window is open, merging does nothing until it closes.",
  allow: "Outside the allowing windows, merging does nothing until one opens.",
  both: "While a denying window is open, or while no allowing one is, merging does nothing until that changes.",
} as const;

function kindsOf(windows: readonly SyncWindow[]): keyof typeof WHEN {
  const [denies, allows] = ["deny", "allow"].map((kind) => windows.some((w) => w.kind === kind));
  if (denies && allows) return "both";
  return allows ? "allow" : "deny";
}

/** Applications that windows govern after the merge, by project. */
function governed({ deliveries }: Comparison): Map<string, DeliveredApplication[]> {
  return groupPairs(
    [...deliveries.head.applications.values()].flatMap((application) => {
      const { project } = application;
      // A window that cannot be read is never open: sync-window-invalid.
      if (!project || project.windows.length === 0 || project.windows.some(windowDefect)) return [];
      return [[project.ref, application] as const];
    }),
  );
}

/** Whether other windows govern an Application than before; a new one has none before. */
function differ(members: readonly DeliveredApplication[], { deliveries }: Comparison): boolean {
  const textOf = (windows: readonly SyncWindow[]) => JSON.stringify(windows.map(windowText).sort());
  return members.some(({ ref, project }) => {
    const base = deliveries.base.applications.get(ref)?.project;
    return base !== undefined && textOf(base.windows) !== textOf(project?.windows ?? []);
  });
}
