// A cluster and its changes → what a revert of the pull request would take back on it.
import { happens } from "../assess/edit.ts";
import type { ChangeFact } from "../model/change.ts";
import type { ClusterImpact, Operation } from "../model/plan.ts";
import { capiRefuses } from "../resources/vkr.ts";
import type { Touched } from "./impact.ts";

/** Kinds that hold data, or take it along when they go. */
const HOLDS_DATA = new Set([
  "CustomResourceDefinition",
  "Namespace",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "StatefulSet",
  "VirtualMachine",
]);

/** What a revert puts back only in part, or as something new. */
const PARTIAL: readonly Operation[] = [
  "adopt",
  "orphan",
  "retain",
  "delete",
  "remove",
  "deregister",
  "rebase",
  "upgrade",
  "downgrade",
  "pin",
  "unpin",
];

/**
 * "destructive": the change or its revert deletes a cluster, an add-on, or what holds data. "forward-only": Cluster API
 * takes no lower version. "full" never where anything is deleted; conservative where Git cannot tell.
 */
export function rollbackOf(
  { changes }: Touched,
  nodes: ClusterImpact["nodes"],
  addons: ClusterImpact["addons"],
): ClusterImpact["rollback"] {
  const real = changes.filter(happens);
  if (real.some(isDestructive)) return "destructive";
  if (real.some(isForwardOnly)) return "forward-only";
  const moves = nodes.removed.max > 0 || addons.some(({ effect }) => effect === "moves");
  return moves || real.some(({ operation }) => PARTIAL.includes(operation)) ? "partial" : "full";
}

function isDestructive({ layer, operation, object }: ChangeFact): boolean {
  if (operation === "uninstall") return true;
  if (operation !== "delete" && operation !== "create") return false;
  return layer === "cluster" || HOLDS_DATA.has(object.kind);
}

function isForwardOnly({ layer, operation, from = "", to = "" }: ChangeFact): boolean {
  return layer === "cluster" && operation === "upgrade" && capiRefuses(to, from) === "decrease";
}
