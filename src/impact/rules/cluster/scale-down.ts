// A pool is scaled down or removed, or the control plane is scaled down.

import { code } from "../../../lib/code-span.ts";
import { nounFor } from "../../../lib/english.ts";
import type { Change } from "../../../model/change.ts";
import type { NodePool } from "../../../model/cluster.ts";
import type { SourceRef } from "../../../model/plan.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import {
  type ClusterChange,
  CONTROL_PLANE,
  clusterChanges,
  poolOf,
  removedBy,
  takesEffect,
} from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each control plane or pool. */
export const scaleDown = defineRule({
  id: "scale-down",
  severity: "caution",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) =>
      edit.changes
        .filter((c) => c.operation === "scale" && takesEffect(c))
        .flatMap((change) => {
          const removed = removedBy(edit, change);
          if (removed.max === 0) return [];
          const gone = change.what !== CONTROL_PLANE && !poolOf(edit.head, change);
          return [
            {
              subject: edit.subject,
              facts: {
                cluster: edit.cluster,
                pool: change.what ?? "",
                min: removed.min,
                max: removed.max,
                gone,
                unset: change.what !== CONTROL_PLANE && isUnset(poolOf(edit.head, change)),
                added: gone ? addedPools(edit) : [],
                upgrading: edit.changes.some((c) => c.operation === "upgrade"),
              },
              source: gone ? lineBefore(edit, change) : change.source,
              evidence: change.evidence,
            },
          ];
        }),
    ),
  text: ({ facts }) => ({
    message: messageOf(facts),
    why: facts.pool === CONTROL_PLANE ? CONTROL_PLANE_WHY : facts.gone ? goneWhy(facts) : SHRINK_WHY,
    do:
      facts.pool === CONTROL_PLANE
        ? "Keep the number of control-plane nodes; a smaller one needs a new cluster."
        : "Check that the nodes that stay have room for the pods, and that disruption budgets let them move.",
  }),
});

const CONTROL_PLANE_WHY =
  "VKS documents a control plane of one or three nodes and no way from three to one; etcd loses its tolerance for a failure.";
const SHRINK_WHY =
  "Cluster API chooses which nodes go, drains them and deletes their virtual machines; what lies on a node's own disk is gone.";

type ScaleDownFacts = {
  readonly cluster: string;
  readonly pool: string;
  readonly min: number;
  readonly max: number;
  readonly gone: boolean;
  readonly unset: boolean;
  readonly added: readonly string[];
  readonly upgrading: boolean;
};

function messageOf({ cluster, pool, min, max, gone, unset, added }: ScaleDownFacts): string {
  const nodes = `${min === max ? max : min === 0 ? `up to ${max}` : `${min} to ${max}`} ${nounFor(max, "node")}`;
  if (pool === CONTROL_PLANE) return `The control plane of \`${cluster}\` shrinks by ${nodes}`;
  if (unset)
    return `Pool \`${pool}\` of \`${cluster}\` loses its \`replicas\` and shrinks by ${nodes} to the default of one`;
  if (!gone) return `Pool \`${pool}\` of \`${cluster}\` shrinks by ${nodes}`;
  const addition = added.length > 0 ? `, while ${added.map(code).join(", ")} is added` : "";
  return `Pool \`${pool}\` of \`${cluster}\` is removed with ${nodes}${addition}`;
}

function goneWhy({ added, upgrading }: ScaleDownFacts): string {
  const drain = "All nodes of a removed pool are drained and deleted.";
  if (added.length === 0) return drain;
  return upgrading
    ? `${drain} A pool is its name, so a renamed one is deleted and created: it goes at once, while the new pool waits until the upgrade is through.`
    : `${drain} A pool is its name, so a renamed one is deleted and created; nothing waits for the new nodes before the old ones go.`;
}

/** The size is left to the default, which is one node. */
function isUnset(pool: NodePool | undefined): boolean {
  return pool !== undefined && pool.replicas === undefined && pool.autoscaler === undefined;
}

/** The line of a pool that only the base has. */
function lineBefore({ base, object }: ClusterChange, change: Change): SourceRef | null {
  const path = base && poolOf(base, change)?.path;
  return change.base && path ? sourceOf({ key: object.key, base: change.base }, path) : change.source;
}

function addedPools({ base, head }: ClusterChange): string[] {
  const known = new Set(base?.pools.map((pool) => pool.name));
  return head.pools.map((pool) => pool.name).filter((name) => !known.has(name));
}
