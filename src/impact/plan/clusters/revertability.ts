// Changes → how much of them a revert of the pull request restores, for one cluster or for all, and why not the rest.

import type { Change } from "../../../model/change.ts";
import type { ClusterImpact, Revertability } from "../../../model/plan.ts";
import { distinctNames } from "../phrases.ts";
import { forwardOnlyReason, lossReason, partialReason, strandedCluster } from "./revert-reasons.ts";
import type { Touched } from "./touched-cluster.ts";

/** `why` is "" where there is nothing to say. */
export type RevertVerdict = { readonly rollback: Revertability; readonly why: string };

/** The whole pull request: the gravest grade of its clusters and of changes that concern no cluster. The reason names the cluster. */
export function pullRequestRevertability(
  changes: readonly Change[],
  clusters: readonly ClusterImpact[],
): RevertVerdict {
  const apart = changes.filter((change) => change.clusterKey === undefined);
  const outside = gravest(gradedReasons(apart));
  const worst = GRAVEST_FIRST.find(
    (grade) => outside.rollback === grade || clusters.some(({ rollback }) => rollback === grade),
  );
  const stranded = worst === "partial" ? strandedCluster(changes) : undefined;
  const alike = clusters.filter(({ rollback }) => rollback === worst);
  const named = alike.find(({ cluster }) => cluster === stranded);
  if (worst === undefined || (outside.rollback === worst && !named)) return outside;
  const first = named ?? alike[0];
  const others = alike.filter((impact) => impact !== first);
  const more = others.length > 0 ? `, and so for ${others.length} more` : "";
  return { rollback: worst, why: `\`${first?.cluster}\`: ${first?.rollbackWhy}${more}` };
}

/** One cluster. Never "full" where something is deleted. Where Git does not show which of two grades applies, the graver one. */
export function clusterRevertability(
  { changes }: Touched,
  nodes: ClusterImpact["nodes"],
  addons: ClusterImpact["addons"],
): RevertVerdict {
  const [destructive, forwardOnly, partial] = gradedReasons(changes);
  return gravest([
    destructive,
    forwardOnly,
    ["partial", movingReason(addons)],
    [
      "partial",
      nodes.removed.max > 0 ? "nodes that went come back without what lay on their disks" : undefined,
    ],
    partial,
    ["full", nodes.replaced.max > 0 ? "by replacing the same nodes again" : ""],
  ]);
}

const GRAVEST_FIRST: readonly Revertability[] = ["destructive", "forward-only", "partial", "full"];

/** A grade and its reason; undefined where the grade does not apply. */
type GradedReason = readonly [Revertability, string | undefined];

/**
 * "destructive": the change or its revert deletes a cluster, an add-on or an object with data. "forward-only": Cluster API
 * rejects a lower version. "partial": the revert does not restore everything as it was.
 */
function gradedReasons(changes: readonly Change[]): readonly [GradedReason, GradedReason, GradedReason] {
  return [
    ["destructive", lossReason(changes)],
    ["forward-only", forwardOnlyReason(changes)],
    ["partial", partialReason(changes)],
  ];
}

/** The first that applies. */
function gravest(graded: readonly GradedReason[]): RevertVerdict {
  for (const [rollback, why] of graded) if (why !== undefined) return { rollback, why };
  return { rollback: "full", why: "" };
}

function movingReason(addons: ClusterImpact["addons"]): string | undefined {
  const moving = addons.flatMap(({ name, effect }) => (effect === "moves" ? [name] : []));
  return moving.length > 0 ? `${distinctNames(moving)} may have moved on without a pin` : undefined;
}
