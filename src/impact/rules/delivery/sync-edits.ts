// Applications of both sides → those that gain or lose automated sync, the Applications of one set together.
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Applies, SourceRef } from "../../../model/plan.ts";
import { groupedBy, groupKey } from "../application-groups.ts";

/** `applies`: whether the edit itself reaches Argo CD. */
export type SyncEdit = {
  readonly ref: string;
  readonly base: DeliveredApplication;
  readonly head: DeliveredApplication;
  readonly applies: Applies;
  readonly source: SourceRef;
};

/** Whether an Application syncs by itself depends on Argo CD's version, too: its reader knows. */
export function syncEdits(input: Comparison, to: "manual" | "automated"): SyncEdit[][] {
  const changes = policyChanges(input);
  const edits = [...input.deliveries.head.applications.values()].flatMap((head): SyncEdit[] => {
    const base = input.deliveries.base.applications.get(head.ref);
    if (!base || automates(base) === automates(head) || automates(head) !== (to === "automated")) return [];
    const { manifest, ref } = head;
    const field = base.spec.skipReconcile === head.spec.skipReconcile ? POLICY : SKIPS;
    const source = { side: "head", path: manifest.origin.path, line: manifest.lineOf(field) } as const;
    return [{ ref, base, head, applies: changes.get(ref)?.applies ?? "auto", source }];
  });
  return groupedBy(edits, ({ head, applies }) => `${groupKey(head)} ${applies}`);
}

const POLICY = ["spec", "syncPolicy"];
const SKIPS = ["metadata", "annotations"];

/** Argo CD does not sync an Application annotated skip-reconcile, whatever its policy is. */
function automates({ spec }: DeliveredApplication): boolean {
  return spec.automated !== undefined && !spec.skipReconcile;
}

function policyChanges({ changes }: Comparison): ReadonlyMap<string, Change> {
  const own = changes.filter(({ layer, operation }) => layer === "delivery" && operation === "policy");
  return new Map(own.map((change) => [`${change.object.namespace}/${change.object.name}`, change]));
}
