// A head that conflicts with its base → a plan without changes, whose impact is unknown.
import type { Context } from "../../model/context.ts";
import type { Plan } from "../../model/plan.ts";
import { MERGE } from "../../model/unevaluated.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** `paths` are the files in conflict, as Git names them. */
export type Conflict = {
  readonly baseSha: string;
  readonly context: Context;
  readonly paths: readonly string[];
};

/** Impact unknown, with one entry of `notEvaluated` for each path in conflict. */
export function conflictPlan({ baseSha, context, paths }: Conflict): Plan {
  const notEvaluated = [...paths].sort().map((path) => ({ path, reason: MERGE.conflict }));
  return {
    formatVersion: "1",
    base: { sha: baseSha, branch: context.branch },
    head: { sha: context.headSha, tree: "" },
    analysed: { files: 0, applications: 0 },
    verdict: "caution",
    impact: "unknown",
    complete: false,
    headline: `Conflicts with \`${context.branch}\`; resolve the conflict to see what a merge does.`,
    title: `conflicts with \`${context.branch}\`, so nothing is known of its impact`,
    changes: [],
    dormant: [],
    clusters: [],
    rollback: { verdict: "full", why: "" },
    waves: [],
    findings: [],
    notEvaluated,
    fingerprint: fingerprintOf({ changes: [], findings: [], notEvaluated }),
    remarks: [],
  };
}
