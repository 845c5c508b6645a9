// An Application is removed, or no longer manages an object, and the objects keep running.

import { count } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { Change, DeletionReason } from "../../../model/change.ts";
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { handedOver } from "./adoptions.ts";
import { isCascade, isRemovedApplication } from "./deletion-reasons.ts";
import { type GoesOn, goesOn, keepsSyncing, syncsOn } from "./live-applications.ts";
import { leftBy } from "./managed-removals.ts";
import { isPartlyKnown, type RemovalGroup } from "./removal-groups.ts";
import { type ConditionFacts, condition } from "./removal-text.ts";

const ORPHANING: ReadonlySet<DeletionReason | undefined> = new Set([
  "no-finalizer",
  "retained",
  "owner-retained",
  "retargeted",
  "frozen",
  "not-permitted",
  "retired",
]);

/** One finding for each Application and reason. A stop where a cluster is left unmanaged. */
export const orphanedResources = defineRule({
  id: "orphaned-resources",
  severity: "caution",
  removals: {
    rank: "orphaned",
    claims: (change) => ORPHANING.has(change.cause) || (isRemovedApplication(change) && !isCascade(change)),
  },
  find: (input, removals) => {
    const over = handedOver(input.changes);
    return removals.flatMap(byReason).map(({ reason, group }) => {
      const { application, subject, objects, waits, source, evidence } = group;
      const isDeleted = group.own !== undefined && reason === "no-finalizer";
      const orphans = listObjects(isDeleted ? [...objects, ...leftBy(application, input)] : objects);
      const facts = {
        application,
        reason,
        ...orphans,
        ...(group.own && reason === ownReason(group.own) ? goesOn(application, input) : {}),
        handedOver: over.get(application) ?? 0,
        partly: reason === "no-finalizer" && isPartlyKnown(application, input),
        ...waits,
      };
      return { subject, facts, source, evidence, ...severityOf(facts, group) };
    });
  },
  text: ({ facts }) => TEXT[facts.reason](facts),
});

type Reason = "no-finalizer" | "kept" | "out-of-reach" | "application-stays" | "frozen" | "retired";

type OrphanFacts = ConditionFacts &
  GoesOn & {
    readonly application: string;
    readonly reason: Reason;
    readonly count: number;
    readonly names: readonly string[];
    readonly handedOver: number;
    readonly partly: boolean;
  };

function byReason(group: RemovalGroup): { reason: Reason; group: RemovalGroup }[] {
  const own = group.own && ownReason(group.own);
  const byCause = groupBy(group.objects, ({ cause }) => reasonOf(cause));
  const reasons = new Set([...(own ? [own] : []), ...byCause.keys()]);
  return [...reasons].map((reason) => {
    const objects = byCause.get(reason) ?? [];
    const source = reason === own ? group.source : (objects[0]?.source ?? group.source);
    return { reason, group: { ...group, objects, source } };
  });
}

/** An Application that is not removed itself stays, for whatever reason. */
function ownReason({ operation, cause }: Change): Reason {
  if (operation === "remove") return "no-finalizer";
  return cause === "frozen" ? "frozen" : "application-stays";
}

function reasonOf(cause: DeletionReason | undefined): Reason {
  return (cause && REASONS[cause]) ?? "no-finalizer";
}

/** Facts make the fingerprint by which findings are acknowledged, so the rule's own words do not change. */
const REASONS: Partial<Record<DeletionReason, Reason>> = {
  retained: "kept",
  "not-permitted": "out-of-reach",
  "owner-retained": "application-stays",
  frozen: "frozen",
  retired: "retired",
};

function severityOf({ reason, count, partly }: OrphanFacts, { objects }: RemovalGroup) {
  const unmanaged = reason !== "application-stays" && reason !== "frozen";
  if (unmanaged && objects.some((o) => o.layer === "cluster")) return { severity: "stop" as const };
  return reason === "no-finalizer" && count === 0 && !partly ? { severity: "note" as const } : {};
}

const TEXT: Record<Reason, (facts: OrphanFacts) => { message: string; why: string; do: string }> = {
  "no-finalizer": (facts) => ({
    message: `Application \`${facts.application}\` goes without a finalizer${condition(facts)}: ${leftBehind(facts)}`,
    why: "Argo CD deletes the Application alone; nobody updates, repairs or removes what it managed from then on. An Application that comes back later takes it over and applies whatever its files say by then.",
    do: "To delete the objects, add `resources-finalizer.argocd.argoproj.io` in a pull request of its own, let it sync, and remove the Application after that; to keep them managed, keep the Application.",
  }),
  kept: (facts) => ({
    message: `${objectList(facts)} ${facts.count === 1 ? "stays" : "stay"} behind when Application \`${facts.application}\` is deleted${condition(facts)}`,
    why: "A cascading deletion leaves objects with `Delete=false`, their own or their Application's, or with Helm's `keep`, and every CustomResourceDefinition; nobody manages them from then on.",
    do: "Name another Application for them, or delete them by hand once they are not needed.",
  }),
  "out-of-reach": (facts) => ({
    message: `${objectList(facts)} ${facts.count === 1 ? "stays" : "stay"} behind: Git drops ${facts.count === 1 ? "it" : "them"}, and the project of Application \`${facts.application}\` does not permit ${facts.count === 1 ? "it" : "them"}`,
    why: "Argo CD leaves live objects alone whose kind or namespace the project does not permit: they are neither pruned nor deleted with the Application, and nobody manages them from then on.",
    do: "Remove the objects first and restrict the AppProject in a later pull request, or delete them by hand.",
  }),
  "application-stays": (facts) => ({
    message: `Application \`${facts.application}\` stays in the cluster with ${facts.count > 0 ? objectList(facts) : "all it manages"}${keepsSyncing(facts)}, although nothing in Git delivers it any more`,
    why: `What delivered the Application leaves it behind. ${syncsOn(facts)}`,
    do: "Let another Application deliver it, or delete it by hand.",
  }),
  retired: (facts) => ({
    message: `${objectList(facts)} ${facts.count === 1 ? "is" : "are"} labelled \`kubernetes.vmware.com/retire-tkc\`: the cluster keeps running as a Cluster, unmanaged unless Git declares that${condition(facts)}`,
    why: "VKS removes a TanzuKubernetesCluster with this label and keeps the Cluster behind it, once its checks pass. Whether they have passed is not in Git: if not, the removal deletes the cluster.",
    do: "Look whether the TanzuKubernetesCluster is gone (`kubectl get tanzukubernetescluster`) before the merge, and declare the Cluster in Git.",
  }),
  frozen: (facts) => ({
    message: `Application \`${facts.application}\`${frozenExtent(facts)}, because ${facts.from ? "what delivers it is frozen" : "Argo CD is frozen there"}`,
    why: `${facts.from ? FROZEN_ABOVE : FROZEN}; once that is mended, what Git does not show by then is removed.`,
    do: "Mend what freezes it and look at the plan again: the removals take effect with the repair.",
  }),
};

const FROZEN =
  "The Application, or the one that delivers it, cannot be delivered as Git has it, so nothing is applied and nothing pruned";
const FROZEN_ABOVE =
  "What delivers the Application cannot be delivered as Git has it, so it is neither changed nor removed. It is not frozen itself: what the merge changes where it reads, it applies and prunes as before";

function frozenExtent(facts: OrphanFacts): string {
  if (facts.from) return ` stays as it is${keepsSyncing(facts)}`;
  if (facts.count === 0) return " stays as it is";
  return `: ${objectList(facts)} ${facts.count === 1 ? "stays as it is" : "stay as they are"}`;
}

function leftBehind({ handedOver: over, ...facts }: OrphanFacts): string {
  const parts = [
    ...(facts.count > 0
      ? [`${objectList(facts)} ${facts.count === 1 ? "keeps" : "keep"} running, unmanaged`]
      : []),
    ...(over > 0 ? [`another Application takes over ${count(over, "object")}`] : []),
    ...(facts.partly ? ["what it brought from elsewhere, which Git does not show here, stays"] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : "it managed nothing that Git shows";
}
