// Objects that are removed in Git stay in the cluster because pruning is disabled.

import { hasOption } from "../../../manifests/argocd/application.ts";
import type { Change, DeletionReason } from "../../../model/change.ts";
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import {
  type GoesOn,
  type GoOn,
  goesOn,
  goOnDelivering,
  goOnText,
  keepsSyncing,
  syncsOn,
} from "./live-applications.ts";
import type { RemovalGroup } from "./removal-groups.ts";

const NEVER_PRUNED: ReadonlySet<DeletionReason | undefined> = new Set([
  "prune-disabled",
  "prune-false",
  "hook",
]);

/** One finding for each Application. `itself`: it is the Application whose parent does not prune it. */
export const pruneDisabled = defineRule({
  id: "prune-disabled",
  severity: "caution",
  removals: { rank: "application", claims: ({ cause }) => NEVER_PRUNED.has(cause) },
  find: (input, removals) =>
    removals.flatMap(hooksApart).map(({ application, subject, own, objects, waits, source, evidence }) => ({
      subject,
      facts: {
        application,
        ...listObjects(objects),
        ...(own ? goesOn(application, input) : goOnDelivering(objects)),
        itself: own !== undefined,
        parent: own?.application ?? "",
        ...(own?.generatedBy === undefined ? {} : { generator: own.generatedBy }),
        annotated: [...(own ? [own] : []), ...objects].every((c) => c.cause === "prune-false"),
        ...(isInherited([...(own ? [own] : []), ...objects]) ? { inherited: true } : {}),
        ...(isHooks(objects) ? { hooks: true } : {}),
        ...waits,
      },
      source: own ? source : (objects[0]?.source ?? source),
      evidence,
      ...(isHooks(objects) ? { severity: "note" as const } : {}),
    })),
  text: ({ facts }) => {
    if (facts.itself) return applicationText(facts);
    return facts.hooks ? hookText(facts) : objectText(facts);
  },
});

/** Hooks stay for another reason than other objects. */
function hooksApart(group: RemovalGroup): RemovalGroup[] {
  const [hooks, others] = [
    group.objects.filter((o) => o.cause === "hook"),
    group.objects.filter((o) => o.cause !== "hook"),
  ];
  if (hooks.length === 0 || (others.length === 0 && !group.own)) return [group];
  return [
    { ...group, objects: others },
    { ...group, own: undefined, objects: hooks },
  ];
}

function isHooks(objects: RemovalGroup["objects"]): boolean {
  return objects.length > 0 && objects.every((o) => o.cause === "hook");
}

/** Whether the sync policy of the Application keeps all of them, and none has an annotation of its own. */
function isInherited(changes: readonly Change[]): boolean {
  return changes.every((c) => c.cause === "prune-false" && !ownsOption(c));
}

function ownsOption({ base }: Change): boolean {
  return base !== undefined && hasOption(base.manifest, "Prune=false");
}

type UnprunedFacts = GoesOn &
  GoOn & {
    readonly application: string;
    readonly count: number;
    readonly names: readonly string[];
    readonly parent: string;
    readonly generator?: string;
    readonly annotated: boolean;
    readonly inherited?: boolean;
  };

function hookText(facts: UnprunedFacts) {
  return {
    message: `${objectList(facts)} of Application \`${facts.application}\` ${facts.count === 1 ? "runs no more; what its last run left stays" : "run no more; what their last run left stays"} in the cluster`,
    why: "Argo CD runs hooks at each sync and never prunes them: unless a delete policy has already removed it, the object of the last run stays until the Application is deleted with its resources.",
    do: "Delete it by hand if it is in the way.",
  };
}

function objectText(facts: UnprunedFacts) {
  return {
    message: `${objectList(facts)} ${facts.count === 1 ? "leaves" : "leave"} Git but ${facts.count === 1 ? "stays" : "stay"} in the cluster: ${objectsKept(facts)}`,
    why: `Argo CD shows the Application as out of sync and leaves the objects running; nobody updates them, and a manifest that returns takes them over as it is by then.${goOnText(facts)}`,
    do: facts.annotated
      ? `To remove them, delete them by hand, or drop the ${facts.inherited ? "option" : "annotation"} in a pull request of its own first.`
      : "Delete them by hand or sync once with pruning, if they are meant to go.",
  };
}

function objectsKept({ annotated, inherited, application }: UnprunedFacts): string {
  if (!annotated) return `Application \`${application}\` does not prune`;
  return inherited
    ? `Application \`${application}\` has \`Prune=false\` among its syncOptions`
    : "annotated `Prune=false`";
}

function ownerKeeps({ parent, generator }: UnprunedFacts): string {
  if (generator === undefined) return `\`${parent}\` does not prune`;
  return `ApplicationSet \`${generator}\` does not delete its Applications`;
}

function annotatedItself({ inherited, parent }: UnprunedFacts): string {
  return inherited
    ? `\`${parent}\` has \`Prune=false\` among its syncOptions`
    : "it is annotated `Prune=false`";
}

function applicationText(facts: UnprunedFacts) {
  const reason = facts.annotated ? annotatedItself(facts) : ownerKeeps(facts);
  const with_ = facts.count > 0 ? ` with ${objectList(facts)}` : "";
  return {
    message: `Application \`${facts.application}\` leaves Git but stays in the cluster${with_}${keepsSyncing(facts)}: ${reason}`,
    why: syncsOn(facts),
    do:
      facts.generator === undefined
        ? "Delete the Application by hand, or sync its parent once with pruning, if it is meant to go."
        : "Delete the Application by hand, if it is meant to go.",
  };
}
