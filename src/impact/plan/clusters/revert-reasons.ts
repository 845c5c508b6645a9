// Changes → why a revert of them is destructive, impossible or partial.

import { count } from "../../../lib/english.ts";
import {
  deletesData,
  deletesPvcsOnScale,
  revertDeletes,
  revertDeletesData,
} from "../../../manifests/kinds/data-kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Operation } from "../../../model/plan.ts";
import { unpauses } from "../../compare/sync-effects/reconcile-hold.ts";
import { clusterChanges, isForwardOnlyUpgrade, takesEffect } from "../../facts/cluster-changes.ts";

/** What the changes or their revert delete together with its data. Clusters come first. */
export function lossReason(changes: readonly Change[]): string | undefined {
  const effective = changes.filter(takesEffect);
  const onClusters = effective.filter(({ layer }) => layer === "cluster");
  return [...onClusters, ...effective].flatMap((change) => loss(change) ?? [])[0];
}

/** The version below which Cluster API accepts none after the merge. */
export function forwardOnlyReason(changes: readonly Change[]): string | undefined {
  const upgrade = clusterChanges(changes).find(isForwardOnlyUpgrade);
  if (!upgrade) return undefined;
  return `Cluster API takes no version below \`${orderedPart(upgrade.head.version)}\` once it is there`;
}

/** What a revert restores only in part, or only as a new object. */
export function partialReason(changes: readonly Change[]): string | undefined {
  const effective = changes.filter(takesEffect);
  const reasons = effective.flatMap((change) => PARTIAL[change.operation]?.(change) ?? []);
  return unpausedReason(effective) ?? leftoverReason(effective) ?? reasons[0];
}

/** A cluster that a revert leaves running. It is named before any other object that is left. */
export function strandedCluster(changes: readonly Change[]): string | undefined {
  return changes.find((c) => c.layer === "cluster" && takesEffect(c) && !revertDeletes(c))?.cluster;
}

/** What the merge creates and the revert does not delete. Clusters come first. */
function leftoverReason(changes: readonly Change[]): string | undefined {
  const leftovers = changes.filter((change) => !revertDeletes(change));
  const first = leftovers.find(({ layer }) => layer === "cluster") ?? leftovers[0];
  if (!first) return undefined;
  const { layer, object } = first;
  const name = layer === "cluster" ? "the cluster" : `${object.kind} \`${object.name}\``;
  const others = new Set(leftovers.map(({ key }) => key)).size - 1;
  const more = others > 0 ? ` and ${count(others, "more object")}` : "";
  return `a revert leaves ${name}${more} in place, unmanaged: to be deleted by hand`;
}

function loss(change: Change): string | undefined {
  const { layer, operation, object, what, recreated } = change;
  const name = layer === "cluster" ? "the cluster" : `${object.kind} \`${object.name}\``;
  if (recreated && (layer === "cluster" || deletesData(change)))
    return `the sync deletes ${name} with what it holds and creates an empty one`;
  if (deletesPvcsOnScale(change)) return `\`${object.name}\` loses the volumes of the pods that go`;
  if (operation === "uninstall")
    return `\`${what ?? object.name}\` goes with what it keeps, a revert installs it anew`;
  if (operation === "create" && (layer === "cluster" ? revertDeletes(change) : revertDeletesData(change)))
    return `a revert deletes ${name} with what it holds by then`;
  if (operation === "delete" && (layer === "cluster" || deletesData(change)))
    return `${name} goes with what it holds, a revert creates an empty one`;
  return undefined;
}

const PARTIAL: Partial<Record<Operation, (change: Change) => string | undefined>> = {
  adopt: () => "who manages an object meanwhile may prune it",
  orphan: () => "what was left behind is taken over again as it is by then",
  retain: () => "an add-on that was kept is taken over again as it is by then",
  delete: ({ object }) => `${object.kind} \`${object.name}\` comes back as a new object`,
  remove: ({ object }) => `Application \`${object.name}\` comes back as a new one`,
  deregister: ({ object }) =>
    `\`${object.name}\` is registered anew, and its Applications stand still until then`,
  rebase: () => "the former ClusterClass is reached by rolling all nodes again",
  upgrade: loweredAgain,
  downgrade: loweredAgain,
  pin: () => "an add-on that has moved does not go back by itself",
  scale: ({ what, from, to }) =>
    what === "control-plane" && Number(to) > Number(from)
      ? "VKS documents no way back to fewer control-plane nodes"
      : undefined,
  unpin: () => "an add-on that has moved on meanwhile does not go back by itself",
};

/** The package controller rejects a lower version of an add-on unless it is annotated; a cluster accepts another build of one. */
function loweredAgain({ layer, from = "" }: Change): string {
  return layer === "cluster"
    ? `\`${from}\` is reached by rolling all nodes again`
    : `a lower release than the one installed is refused unless the package is marked downgradable`;
}

/** What Cluster API reconciles once a cluster is unpaused stays when it is paused again. */
function unpausedReason(changes: readonly Change[]): string | undefined {
  const unpaused = clusterChanges(changes).some(({ base, head }) => base && unpauses(base, head));
  return unpaused ? "what the cluster takes up when its hold ends stays as it is" : undefined;
}

/** MAJOR.MINOR.PATCH: Cluster API compares nothing else. */
function orderedPart(version = ""): string {
  return /^v?\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
