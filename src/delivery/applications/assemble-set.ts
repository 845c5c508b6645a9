// An ApplicationSet and what its generators gave → the set as it is delivered.

import { bool, str, strings } from "../../lib/json.ts";
import { RESOURCES_FINALIZER } from "../../manifests/argocd/application.ts";
import type { SetFlaw, SetState } from "../../model/applicationset.ts";
import type { DeliveredSet } from "../../model/delivery.ts";
import { type Controller, readRolling } from "../applicationsets/rolling-sync.ts";
import { populationOf } from "../applicationsets/unevaluated-generators.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import {
  type ApplicationSetNode,
  type DeliveryTree,
  hasUnknownApplications,
  refOf,
} from "../tree/application-tree.ts";
import { setObject } from "./declaring-objects.ts";

/** `applicationsSync` (argo-cd pkg/apis/application/v1alpha1/applicationset_types.go, AllowUpdate, AllowDelete). */
export function assembleSet(
  set: ApplicationSetNode,
  tree: Pick<DeliveryTree, "nodes">,
  resolve: ResolveDestination,
  controller: Controller,
): DeliveredSet {
  const { ref, manifest, parent, expansion, ignored } = set;
  const policy = str(manifest.object, ["spec", "syncPolicy", "applicationsSync"]) || "sync";
  const rolling = readRolling(manifest, controller);
  return {
    ref,
    object: setObject(set, resolve),
    application: parent?.ref ?? null,
    policy,
    updates: policy === "sync" || policy === "create-update",
    deletes: policy === "sync" || policy === "create-delete",
    preserveResourcesOnDeletion:
      bool(manifest.object, ["spec", "syncPolicy", "preserveResourcesOnDeletion"]) ?? false,
    hasFinalizer: strings(manifest.object, ["metadata", "finalizers"]).includes(RESOURCES_FINALIZER),
    state: setState(set),
    ignored,
    flaws: [...(expansion?.flaws ?? []), ...takenNames(set, tree)],
    ...(rolling ? { rolling } : {}),
  };
}

/** What breaks it is known whatever else is not, so that goes first. */
function setState(set: ApplicationSetNode): SetState {
  const { broken, unknown = [] } = set.expansion ?? {};
  if (broken) return { state: "broken", cause: broken };
  if (!hasUnknownApplications(set)) return { state: "evaluated" };
  const generators = unknown.map(({ generator, reason, standIns }) => ({
    reason,
    population: populationOf(generator),
    standIns: set.closed ? [] : standIns,
  }));
  return { state: "unevaluated", generators };
}

/** Applications that another set generates as well, or that an Application delivers. */
function takenNames(set: ApplicationSetNode, { nodes }: Pick<DeliveryTree, "nodes">): SetFlaw[] {
  const { expansion, closed, ambiguous } = set;
  if (closed) return [];
  return (expansion?.applications ?? []).flatMap((manifest): SetFlaw[] => {
    const node = nodes.get(refOf(manifest, undefined));
    const isTaken = node !== undefined && node.set !== set && !ambiguous.has(manifest.name);
    return isTaken ? [{ kind: "taken", name: manifest.name, expressions: [] }] : [];
  });
}
