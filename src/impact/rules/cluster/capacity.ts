// A side and the rollouts on it → the resources that the machines of each vSphere Namespace need.

import { groupBy } from "../../../lib/group-by.ts";
import { type MachineSize, readMachineSize, shippedSize } from "../../../manifests/vks/vm-class.ts";
import type { Change } from "../../../model/change.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { Range } from "../../../model/plan.ts";
import { machinesOf } from "../../compare/clusters/machines.ts";
import { sum } from "../../compare/clusters/pool-size.ts";
import { concurrencyOf } from "../../compare/clusters/upgrade-order.ts";
import type { Resource } from "./limits.ts";

/** CPUs, or memory in bytes. `unknown`: there are machines of classes whose size is not known; they are left out. */
export type Demand = { readonly amount: Range; readonly unknown: boolean; readonly shipped: boolean };

/** The size of a VM class in a namespace: as Git declares it, or else as it is shipped. */
type SizeOf = (supervisor: string, namespace: string, vmClass: string) => MachineSize | undefined;

function machineSizes({ delivery }: Fleet): SizeOf {
  const sizes = new Map<string, MachineSize>();
  for (const [object] of delivery.objects.values()) {
    const size = object && readMachineSize(object.manifest);
    if (size) sizes.set(`${object.destination.key}/${object.ref.namespace}/${object.ref.name}`, size);
  }
  return (supervisor, namespace, name) =>
    sizes.get(`${supervisor}/${namespace}/${name}`) ??
    sizes.get(`${supervisor}//${name}`) ??
    shippedSize(name);
}

/** What the clusters of one side need, by place: "supervisor/namespace". `rolling`: changes that happen, by Cluster object. */
export function demands(
  fleet: Fleet,
  rolling: ReadonlyMap<string, readonly Change[]>,
): (place: string, resource: Resource) => Demand {
  const sizeOf = machineSizes(fleet);
  const byPlace = groupBy(
    fleet.clusters.values(),
    ({ supervisor, object }) => `${supervisor}/${object.ref.namespace}`,
  );
  return (place, resource) => {
    const each = (byPlace.get(place) ?? []).map(({ spec, object, supervisor }) =>
      demandOf(
        spec,
        rolling.get(object.key) ?? [],
        (name) => sizeOf(supervisor, object.ref.namespace, name),
        resource,
      ),
    );
    return {
      amount: sum(each.map(({ amount }) => amount)),
      unknown: each.some(({ unknown }) => unknown),
      shipped: each.some(({ shipped }) => shipped),
    };
  };
}

/** What the machines of a cluster need, and those above normal while these changes roll it. */
function demandOf(
  spec: ClusterSpec,
  changes: readonly Change[],
  sizeOf: (vmClass: string) => MachineSize | undefined,
  resource: Resource,
): Demand {
  const parts = machinesOf(spec).map((part) => ({ ...part, each: sizeOf(part.vmClass) }));
  const steady = parts.map(({ size, each }) => ({
    min: size.min * (each?.[resource] ?? 0),
    max: size.max * (each?.[resource] ?? 0),
  }));
  const surges = parts.map(({ pool, each }) => surge(pool, changes) * (each?.[resource] ?? 0));
  const extra = isUpgrade(changes) ? atOnce(surges, concurrencyOf(spec)) : surges.reduce((a, b) => a + b, 0);
  return {
    amount: {
      min: steady.reduce((total, { min }) => total + min, extra),
      max: steady.reduce((total, { max }) => total + max, extra),
    },
    unknown: parts.some(({ size, each }) => size.max > 0 && !each),
    shipped: parts.some(({ size, each }) => size.max > 0 && each?.evidence === "catalog"),
  };
}

function isUpgrade(changes: readonly Change[]): boolean {
  return changes.some((c) => c.operation === "upgrade" && c.rolls);
}

/** The control plane alone, or as many pools as may upgrade at once, whichever needs more. */
function atOnce([controlPlane = 0, ...pools]: readonly number[], together: number): number {
  const largest = [...pools].sort((a, b) => b - a).slice(0, together);
  return Math.max(
    controlPlane,
    largest.reduce((a, b) => a + b, 0),
  );
}

/** How many machines a part has above its number at most: the highest surge of its changes. */
function surge(pool: string | undefined, changes: readonly Change[]): number {
  const parts = changes.map(({ rolls }) =>
    pool === undefined ? rolls?.controlPlane : rolls?.pools.get(pool),
  );
  return Math.max(0, ...parts.map((part) => part?.surge ?? 0));
}
