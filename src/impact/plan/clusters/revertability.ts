// Changes → what a revert of the pull request would take back, on one cluster or in all, and why not the rest.

import { deletesData, deletesPvcsOnScale } from "../../../manifests/kinds/data-kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { ClusterImpact, Operation, Revertability } from "../../../model/plan.ts";
import { resumes } from "../../compare/sync-effects/reconcile-hold.ts";
import { clusterChanges, isForwardOnlyUpgrade, takesEffect } from "../../facts/cluster-changes.ts";
import { named } from "../phrases.ts";
import type { Touched } from "./touched-cluster.ts";

export type Verdict = { readonly rollback: Revertability; readonly why: string };

/** Kinds that hold data, or take it along when they go. */
const HOLDS_DATA = new Set([
  "CustomResourceDefinition",
  "Namespace",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "StatefulSet",
  "SupervisorNamespace",
  "VirtualMachine",
]);

/** What a revert puts back only in part, or as something new. */
const PARTIAL: Partial<Record<Operation, (change: Change) => string | undefined>> = {
  adopt: () => "who manages an object meanwhile may prune it",
  orphan: () => "what was left behind is taken over again as it is by then",
  retain: () => "an add-on that was kept is taken over again as it is by then",
  delete: ({ object }) => `${object.kind} \`${object.name}\` comes back as a new object`,
  remove: ({ object }) => `Application \`${object.name}\` comes back as a new one`,
  deregister: ({ object }) =>
    `\`${object.name}\` is registered anew, and its Applications stand still until then`,
  rebase: () => "the former ClusterClass is reached by rolling all nodes again",
  upgrade: ({ layer, from = "" }) => backwards(layer, from),
  downgrade: ({ layer, from = "" }) => backwards(layer, from),
  pin: () => "an add-on that has moved does not go back by itself",
  scale: ({ what, from, to }) =>
    what === "control-plane" && Number(to) > Number(from)
      ? "VKS documents no way back to fewer control-plane nodes"
      : undefined,
  unpin: () => "an add-on that has moved on meanwhile does not go back by itself",
};

/** The package controller takes no lower version of an add-on unless it is told to; a cluster takes another build of one. */
function backwards(layer: Change["layer"], from: string): string {
  return layer === "cluster"
    ? `\`${from}\` is reached by rolling all nodes again`
    : `a lower release than the one installed is refused unless the package is marked downgradable`;
}

/**
 * "destructive": the change or its revert deletes a cluster, an add-on, or what holds data. "forward-only": Cluster API
 * takes no lower version. "full" never where anything is deleted; conservative where Git cannot tell.
 */
export function rollbackOf(
  { changes }: Touched,
  nodes: ClusterImpact["nodes"],
  addons: ClusterImpact["addons"],
): Verdict {
  const verdict = ofChanges(changes);
  if (verdict.rollback === "destructive" || verdict.rollback === "forward-only") return verdict;
  const moving = addons.flatMap(({ name, effect }) => (effect === "moves" ? [name] : []));
  if (moving.length > 0)
    return { rollback: "partial", why: `${named(moving)} may have moved on without a pin` };
  if (nodes.removed.max > 0)
    return { rollback: "partial", why: "nodes that went come back without what lay on their disks" };
  if (verdict.rollback === "full" && nodes.replaced.max > 0)
    return { rollback: "full", why: "by replacing the same nodes again" };
  return verdict;
}

const GRAVEST: readonly Revertability[] = ["destructive", "forward-only", "partial", "full"];

/** The whole pull request: the gravest of its clusters and of what concerns none, with where that is. */
export function revertability(changes: readonly Change[], clusters: readonly ClusterImpact[]): Verdict {
  const apart = ofChanges(changes.filter((c) => c.clusterKey === undefined));
  const worst = GRAVEST.find(
    (grade) => apart.rollback === grade || clusters.some(({ rollback }) => rollback === grade),
  );
  if (worst === undefined || worst === "full") return { rollback: "full", why: "" };
  if (apart.rollback === worst) return apart;
  const [first, ...others] = clusters.filter(({ rollback }) => rollback === worst);
  const more = others.length > 0 ? `, and so for ${others.length} more` : "";
  return { rollback: worst, why: `\`${first?.cluster}\`: ${first?.rollbackWhy}${more}` };
}

/** What happens, judged by the gravest change. */
function ofChanges(changes: readonly Change[]): Verdict {
  const real = changes.filter(takesEffect);
  const gravest = [...real].sort((a, b) => Number(b.layer === "cluster") - Number(a.layer === "cluster"));
  const destroyed = gravest.map(destroys).find((why) => why !== undefined);
  if (destroyed !== undefined) return { rollback: "destructive", why: destroyed };
  const upgrade = clusterChanges(changes).find(isForwardOnlyUpgrade);
  if (upgrade) {
    const why = `Cluster API takes no version below \`${orderedPart(upgrade.head.version)}\` once it is there`;
    return { rollback: "forward-only", why };
  }
  const why =
    resumption(real) ?? real.map((c) => PARTIAL[c.operation]?.(c)).find((text) => text !== undefined);
  return why === undefined ? { rollback: "full", why: "" } : { rollback: "partial", why };
}

/** What a cluster takes up when its hold ends stays when the hold comes back. */
function resumption(changes: readonly Change[]): string | undefined {
  const edit = clusterChanges(changes).find(({ base, head }) => base && resumes(base, head));
  return edit && "what the cluster takes up when its hold ends stays as it is";
}

function destroys(change: Change): string | undefined {
  const { layer, operation, object, what, recreated } = change;
  if (recreated && (layer === "cluster" || deletesData(change)))
    return `the sync deletes ${layer === "cluster" ? "the cluster" : `${object.kind} \`${object.name}\``} with what it holds and creates an empty one`;
  if (deletesPvcsOnScale(change)) return `\`${object.name}\` loses the volumes of the pods that go`;
  if (operation === "uninstall")
    return `\`${what ?? object.name}\` goes with what it keeps, a revert installs it anew`;
  if (operation !== "delete" && operation !== "create") return undefined;
  if (layer !== "cluster" && !HOLDS_DATA.has(object.kind)) return undefined;
  const name = layer === "cluster" ? "the cluster" : `${object.kind} \`${object.name}\``;
  return operation === "create"
    ? `a revert deletes ${name} with what it holds by then`
    : `${name} goes with what it holds, a revert creates an empty one`;
}

/** MAJOR.MINOR.PATCH, all that Cluster API orders. */
function orderedPart(version = ""): string {
  return /^v?\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
