// Changes and both fleets → the impact on each VKS cluster that they concern.

import { groupPairs } from "../../../lib/group-by.ts";
import { environmentOf } from "../../../model/environment.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { type ClusterImpact, OPERATIONS } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { drains } from "../../facts/node-drains.ts";
import { apiUses } from "../../facts/served-apis.ts";
import { redactText } from "../redaction/redact-text.ts";
import { type AddonIndex, addonEffects, indexAddons } from "./addon-effects.ts";
import { applicationEffects } from "./application-effects.ts";
import { clusterChecks, type Runs } from "./cluster-checks.ts";
import { nodesOf } from "./node-counts.ts";
import { clusterRevertability } from "./revertability.ts";
import type { Touched } from "./touched-cluster.ts";

type Input = Pick<Comparison, "changes" | "base" | "head" | "config">;

/** One for each cluster that a change of any layer concerns, sorted by label. Linear in changes, objects and selector matches. */
export function clusterImpacts(input: Input): ClusterImpact[] {
  const addons = indexAddons(input);
  const drained = new Map(drains(input).map((drain) => [drain.key, drain]));
  const uses = apiUses(input);
  return touchedClusters(input)
    .map((cluster) => {
      const { key } = cluster;
      return impactOf(cluster, input, addons, {
        drain: drained.get(key),
        uses: uses.get(key) ?? [],
        head: input.head,
      });
    })
    .sort((a, b) => (a.cluster < b.cluster ? -1 : a.cluster > b.cluster ? 1 : 0));
}

function touchedClusters(input: Input): Touched[] {
  const byCluster = groupPairs(
    input.changes.flatMap((change) =>
      change.clusterKey === undefined ? [] : [[change.clusterKey, change] as const],
    ),
  );
  const registered = { base: registeredIn(input.base), head: registeredIn(input.head) };
  return [...byCluster].map(([key, own]) => {
    const [base, head] = [input.base.clusters.get(key), input.head.clusters.get(key)];
    const has = (operation: "delete" | "orphan") =>
      own.some((c) => c.layer === "cluster" && c.operation === operation && takesEffect(c));
    return {
      key,
      label: head?.label ?? base?.label ?? own.find((c) => c.cluster !== undefined)?.cluster ?? key,
      changes: own,
      base,
      head,
      deleted: has("delete"),
      orphaned: has("orphan"),
      registered: { base: registered.base.has(key), head: registered.head.has(key) },
    };
  });
}

function registeredIn({ registrations }: Fleet): Set<string> {
  return new Set(registrations.map((r) => r.clusterKey));
}

function impactOf(cluster: Touched, input: Input, index: AddonIndex, runs: Runs): ClusterImpact {
  const declared = cluster.head ?? cluster.base;
  const operations = new Set(cluster.changes.filter((c) => c.layer === "cluster").map((c) => c.operation));
  const { nodes, peakExtra, workersReplaced } = nodesOf(cluster);
  const addons = addonEffects(cluster, index);
  const { rollback, why } = clusterRevertability(cluster, nodes, addons);
  const labels = Object.fromEntries([...(declared?.labels ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)));
  const environment = environmentOf(labels, input.config.comment.groups);
  return {
    cluster: cluster.label,
    ref: declared
      ? {
          supervisor: declared.supervisor,
          namespace: declared.object.ref.namespace,
          name: declared.spec.name,
        }
      : null,
    labels,
    ...(environment === undefined ? {} : { environment }),
    operations: OPERATIONS.cluster.filter((operation) => operations.has(operation)),
    nodes,
    peakExtra,
    checks: clusterChecks(cluster, input.config.catalog, runs),
    addons,
    applications: applicationEffects(cluster, input, workersReplaced, runs.drain),
    rollback,
    rollbackWhy: redactText(why),
  };
}
