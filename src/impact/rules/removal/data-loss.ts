// Data is deleted that no revert restores: virtual machines, volumes, namespaces with their content.

import { count } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import { deletesData, deletesPvcsOnScale, isNamespaceKind } from "../../../manifests/kinds/data-kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { listObjects, nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { isPruned } from "./deletion-reasons.ts";
import { isDropped } from "./removal-groups.ts";
import { condition, conditionFacts } from "./removal-text.ts";

/** One finding for each Application that loses such objects; a Cluster alone is cluster-deleted. */
export const dataLoss = defineRule({
  id: "data-loss",
  severity: "stop",
  removals: {
    rank: "kind",
    claims: (change) =>
      change.layer !== "cluster" &&
      (change.cause === "namespace" || (isPruned(change) && deletesData(change))),
  },
  find: (input) =>
    [...byApplication(input.changes)].map(([group, changes]) => {
      const subject = group.split("\0")[0] as string;
      const first = changes[0] as Change;
      const inside = contents(changes, input);
      return {
        subject,
        facts: {
          ...listObjects(changes),
          clusters: inside.clusters,
          declared: inside.declared,
          ...(changes.every(deletesPvcsOnScale) ? { shrinks: true as const } : {}),
          namespaces: changes.filter((c) => isNamespaceKind(c.object)).length,
          ...conditionFacts(changes),
        },
        source: first.source,
        evidence: first.evidence,
      };
    }),
  text: ({ facts }) => ({
    message: facts.shrinks
      ? `${nameList(facts.names, facts.count)} ${facts.count === 1 ? "shrinks" : "shrink"}, and the volumes of the pods that go are deleted with their data${condition(facts)}`
      : `${nameList(facts.names, facts.count)} would be deleted, with the data in ${facts.count === 1 ? "it" : "them"}${within(facts)}${condition(facts)}`,
    why: whyOf(facts),
    do: facts.shrinks
      ? "Back up what is needed, or merge `persistentVolumeClaimRetentionPolicy.whenScaled: Retain` before."
      : "Back up what is needed and restore it elsewhere first, or keep the manifest; `argocd.argoproj.io/sync-options: Prune=false,Delete=false`, merged before, keeps the object.",
  }),
});

function whyOf({ namespaces, shrinks }: { readonly namespaces: number; readonly shrinks?: true }): string {
  if (shrinks)
    return "`persistentVolumeClaimRetentionPolicy.whenScaled` is `Delete`: Kubernetes deletes the claim of each pod that a smaller StatefulSet no longer has, and a revert brings empty ones.";
  return namespaces > 0
    ? "Deleting a namespace deletes everything in it, declared in Git or not; a vSphere Namespace takes its clusters, virtual machines and volumes along."
    : "A revert creates the objects again, empty: disks and volumes are not brought back by it.";
}

function byApplication(changes: readonly Change[]): ReadonlyMap<string, Change[]> {
  const losing = changes.filter(
    (change) =>
      (isDropped(change) && losesData(change)) || (takesEffect(change) && deletesPvcsOnScale(change)),
  );
  return groupBy(losing, (change) => {
    const subject =
      change.application === null
        ? `Directory ${change.base?.destination.key ?? ""}`
        : `Application ${change.application}`;
    return `${subject}${deletesPvcsOnScale(change) ? "\0shrinks" : ""}`;
  });
}

/** An object that is deleted with its namespace although its Application retains it is named even if it has no data. */
function losesData(change: Change): boolean {
  if (change.cause === "namespace") return change.layer !== "cluster";
  return change.operation === "delete" && deletesData(change);
}

/** Clusters of the base, and objects that Git still delivers, in namespaces that are deleted. */
function contents(changes: readonly Change[], { base, deliveries }: Comparison) {
  const places = new Set(
    changes
      .filter((c) => isNamespaceKind(c.object))
      .map((c) => `${c.base?.destination.key}|${c.object.name}`),
  );
  if (places.size === 0) return { clusters: [] as string[], declared: 0 };
  const clusters = [...base.clusters.values()]
    .filter((c) => places.has(`${c.supervisor}|${c.object.ref.namespace}`))
    .map((c) => c.label)
    .sort();
  const declared = [...deliveries.head.objects.values()].filter(([object]) =>
    places.has(`${object?.destination.key}|${object?.ref.namespace}`),
  ).length;
  return { clusters, declared };
}

function within(facts: { readonly clusters: readonly string[]; readonly declared: number }): string {
  const { clusters, declared } = facts;
  const parts = [
    ...(clusters.length > 0 ? [`${count(clusters.length, "cluster")} (${nameList(clusters)})`] : []),
    ...(declared > 0 ? [`${count(declared, "object")} that Git still delivers there`] : []),
  ];
  return parts.length > 0 ? `; inside: ${parts.join(", ")}` : "";
}
