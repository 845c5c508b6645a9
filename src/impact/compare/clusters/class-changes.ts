// Changes of classes and templates → the clusters made from them, which they reach though nothing in them differs.
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { toChange } from "../objects/change.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "../sync-effects/effect.ts";
import { type ClassEdit, classEdits, reachIn } from "./class-reach.ts";
import { effectiveCluster } from "./pool-size.ts";
import { type Reach, templateRollout } from "./rollout.ts";
import { clusterClassUsers, machineClassUsers } from "./used-by-clusters.ts";

/** A cluster, the changes that reach it through one Application, and the parts that may roll for each. */
type Reached = { readonly cluster: FleetCluster; readonly causes: Change[]; readonly reaches: Reach[] };

/**
 * One reconfigure for each cluster and Application that delivers what changes, with the rollout it may bring: the
 * topology controller writes a changed ClusterClass or template into all clusters of the class at once (cluster-api
 * docs/book/src/tasks/experimental-features/cluster-class/change-clusterclass.md). A VM class changes no machine that
 * runs, only those made from now on (vm-operator docs/concepts/workloads/vm.md, resize; same-vm-class-resize is off).
 */
export function clustersThroughClasses(changes: readonly Change[], sides: FleetPair): Change[] {
  const reached = new Map<string, Reached>();
  const add = (cluster: FleetCluster, change: Change, reach: Reach) => {
    const key = `${cluster.key}\0${change.application ?? ""}\0${change.applies}`;
    const known = reached.get(key) ?? { cluster, causes: [], reaches: [] };
    known.causes.push(change);
    known.reaches.push(reach);
    reached.set(key, known);
  };
  for (const [cluster, edit] of throughClusterClasses(changes, sides)) {
    const reach = reachIn(edit, cluster.spec);
    if (reach.controlPlane || reach.pools.size > 0) add(cluster, edit.change, reach);
  }
  for (const [cluster, change] of throughMachineClasses(changes, sides))
    add(cluster, change, { pools: new Map() });
  return [...reached.values()].map((one) => clusterChange(one, sides));
}

/** Whether a VM class or storage class goes or says something else; metadata alone changes no machine, nor does what is refused. */
export function changesMachineClass({ layer, object, operation, fields, applies }: Change): boolean {
  if (layer !== "platform" || !factsOf(object).machineClass || applies === "refused") return false;
  if (operation === "delete") return true;
  return operation === "update" && fields.some(({ path }) => !path.startsWith("metadata."));
}

/** A cluster that comes is made from what the head has; one that changes its class rolls for that. */
function throughClusterClasses(
  changes: readonly Change[],
  { base, head }: FleetPair,
): [FleetCluster, ClassEdit][] {
  const edits = classEdits(changes, head);
  if (edits.length === 0) return [];
  const usersOf = clusterClassUsers(head);
  return edits.flatMap((edit) =>
    usersOf(edit.klass)
      .filter(({ key, spec }) => {
        const before = base.clusters.get(key)?.spec.class;
        return before?.name === spec.class?.name && before?.namespace === spec.class?.namespace;
      })
      .map((cluster): [FleetCluster, ClassEdit] => [cluster, edit]),
  );
}

function throughMachineClasses(
  changes: readonly Change[],
  { base, head }: FleetPair,
): [FleetCluster, Change][] {
  const classes = changes.filter(changesMachineClass);
  if (classes.length === 0) return [];
  const usersOf = machineClassUsers(head);
  return classes.flatMap((change) => {
    const object = change.head ?? change.base;
    const users = object ? usersOf(object).filter(({ key }) => base.clusters.has(key)) : [];
    return users.map((cluster): [FleetCluster, Change] => [cluster, change]);
  });
}

/** Delivered by whoever delivers what it comes through: the Cluster's own Application does nothing. */
function clusterChange({ cluster, causes, reaches }: Reached, sides: FleetPair): Change {
  const [cause] = causes as [Change];
  const base = sides.base.clusters.get(cluster.key);
  const { key } = cluster.object;
  const pair = { key, head: cluster.object, ...(base ? { base: base.object } : {}) };
  const effective = base ? effectiveCluster(base.spec, cluster.spec) : cluster.spec;
  const rolling = templateRollout(effective, joined(reaches));
  const { application, via, wave, source, generatedBy } = cause;
  const paused: SyncEffect = { applies: "blocked", because: "the cluster is paused" };
  const effect = cluster.spec.paused ? mostRestrictive(paused, effectOf(cause)) : effectOf(cause);
  const { generatedBy: _, ...change } = toChange("cluster", pair, sides, {
    operation: "reconfigure",
    effect,
    cluster,
    ...rolling,
    evidence: rolling.rollout ? "unknown" : "catalog",
  });
  return {
    ...change,
    application,
    via,
    wave,
    source,
    ...(generatedBy === undefined ? {} : { generatedBy }),
    through: causes.map(({ object }) => object),
  };
}

function effectOf({ applies, because }: Change): SyncEffect {
  return { applies, ...(because === undefined ? {} : { because }) };
}

/** Nothing is certain here, so a part that any of them reaches may roll. */
function joined(reaches: readonly Reach[]): Reach {
  const controlPlane = reaches.find((reach) => reach.controlPlane)?.controlPlane;
  return { controlPlane, pools: new Map(reaches.flatMap(({ pools }) => [...pools])) };
}
