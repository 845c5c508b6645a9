// A cluster is deleted.

import type { Change } from "../../../model/change.ts";
import { omissionOf, omissionSource } from "../../facts/manifest-omission.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { isPruned } from "./deletion-reasons.ts";
import { deletedEarlier } from "./race-targets.ts";
import {
  type ConditionFacts,
  condition,
  conditionFacts,
  omissionFacts,
  omissionRemedy,
  omissionText,
} from "./removal-text.ts";

/** One finding for each Cluster or TanzuKubernetesCluster that is deleted, not for one that is orphaned or created again. */
export const clusterDeleted = defineRule({
  id: "cluster-deleted",
  severity: "stop",
  removals: {
    rank: "kind",
    claims: (change) => change.layer === "cluster" && (change.cause === "namespace" || isPruned(change)),
  },
  find: (input) => {
    const earlier = deletedEarlier(input);
    return input.changes
      .filter((c) => c.layer === "cluster" && c.operation === "delete" && !c.head)
      .map((c) => ({
        subject: subjectOf(c.object),
        facts: {
          cluster: c.cluster ?? c.object.name,
          by: deleter(c),
          application: c.application ?? "",
          namespace: c.object.namespace,
          ...conditionFacts([c]),
          after: earlier.get(c.key) ?? [],
          ...omissionFacts(omissionOf([c], input)),
        },
        source: omissionSource(omissionOf([c], input)) ?? c.source,
        evidence: c.evidence,
      }));
  },
  text: ({ facts }) => ({
    message: `\`${facts.cluster}\` is deleted${conditionText(facts)}${routeText(facts)}${omissionText(facts)}${orderText(facts.after)}`,
    why: "With the Cluster go its virtual machines, everything that runs on them, and the volumes its workloads claimed; a revert creates an empty cluster of the same name.",
    do: omissionRemedy(facts) ?? doText(facts.by),
  }),
});

type Deleter = "cascade" | "prune" | "namespace" | "person";

function deleter({ cause, application }: Change): Deleter {
  if (cause === "namespace" || cause === "cascade") return cause;
  return cause === "root" || application === null ? "person" : "prune";
}

type ClusterDeletion = ConditionFacts & {
  readonly by: Deleter;
  readonly application: string;
  readonly namespace: string;
};

function routeText({ by, application, namespace, pruning }: ClusterDeletion): string {
  if (by === "namespace") return `: its vSphere Namespace \`${namespace}\` goes, with every cluster in it`;
  if (by === "cascade")
    return `: Application \`${application}\` goes, and its finalizer deletes what it manages`;
  if (by === "prune")
    return `: Application \`${application}\` no longer declares it${pruning ? "" : " and prunes it"}`;
  return ": its manifest is removed";
}

function orderText(after: readonly string[]): string {
  if (after.length === 0) return "";
  const go = after.length === 1 ? "goes" : "go";
  return `; ${nameList(after)} on it ${go} first, as the waves have it, and Argo CD waits until that is done`;
}

function conditionText({ applies, pruning }: ClusterDeletion): string {
  if (pruning) return condition({ applies, pruning });
  if (applies === "manual") return ", but only when somebody syncs";
  if (applies === "window") return ", once the sync window opens";
  if (applies === "blocked") return ", but not before somebody removes what holds the sync back and syncs";
  return "";
}

function doText(by: Deleter): string {
  if (by === "namespace") return "Keep the vSphere Namespace until every cluster in it is meant to go.";
  if (by === "cascade")
    return "To keep the cluster, keep the Application; to hand it over, remove the finalizer in a pull request of its own first.";
  return "Keep the manifest, unless the cluster and its data are meant to go.";
}
