// A sync window whose schedule or duration Argo CD cannot read blocks every sync.

import { code } from "../../../lib/code-span.ts";
import { count } from "../../../lib/english.ts";
import { windowDefect } from "../../../manifests/argocd/sync-window.ts";
import type { Comparison } from "../../../model/finding.ts";
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each AppProject that has such a window and had it not before. */
export const syncWindowInvalid = defineRule({
  id: "sync-window-invalid",
  severity: "stop",
  find: (input) =>
    [...input.head.delivery.projects].flatMap(([ref, { object, spec }]) => {
      const known = new Set((input.base.delivery.projects.get(ref)?.spec.windows ?? []).map(windowDefect));
      const defects = spec.windows.flatMap((window) => windowDefect(window) ?? []);
      const fresh = [...new Set(defects.filter((defect) => !known.has(defect)))].sort();
      if (fresh.length === 0) return [];
      const { origin, lineOf } = object.manifest;
      const names = governed(input, ref);
      return [
        {
          subject: `AppProject ${ref}`,
          facts: { project: ref, defects: fresh, count: names.length, names },
          source: { side: "head" as const, path: origin.path, line: lineOf(["spec", "syncWindows"]) },
          evidence: "git" as const,
          ...(names.length === 0 ? { severity: "caution" as const } : {}),
        },
      ];
    }),
  text: ({ facts }) => ({
    message: `Argo CD cannot read a sync window of AppProject \`${facts.project}\`: ${facts.defects.map(code).join(", ")}; ${
      facts.count === 0
        ? "it governs no Application here"
        : `${facts.count === 1 ? "Application" : count(facts.count, "Application")} ${nameList(facts.names, facts.count)} no longer ${facts.count === 1 ? "syncs" : "sync"}`
    }`,
    why: "A window that cannot be read lets no sync through, by itself or by hand, for every Application it governs; Argo CD goes on comparing and says so only in its log.",
    do: "Write the schedule as five cron fields (`0 22 * * 1-5`) and the duration as `8h` or `1h30m`.",
  }),
});

/** Applications that a window governs which cannot be read. */
function governed({ head }: Comparison, project: string): string[] {
  return [...head.delivery.applications.values()]
    .filter((a) => a.project?.ref === project && a.project.windows.some((w) => windowDefect(w) !== undefined))
    .map(({ ref }) => ref)
    .sort();
}
