// Objects that clusters are made from → the clusters that use them.
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet, FleetCluster } from "../../../model/fleet.ts";
import { machinesOf } from "./machines.ts";

/** The clusters of a side whose machines name the class. Linear in the fleet, once. */
export function machineClassUsers({ clusters }: Fleet): (object: DeliveredObject) => readonly FleetCluster[] {
  const users = new Map<string, FleetCluster[]>();
  for (const cluster of clusters.values()) {
    const { supervisor, object, spec } = cluster;
    const keys = machinesOf(spec).flatMap(({ vmClass, storageClass }) => [
      `${supervisor}/VirtualMachineClass/${object.ref.namespace}/${vmClass}`,
      `${supervisor}/VirtualMachineClass//${vmClass}`,
      `${supervisor}/StorageClass//${storageClass}`,
    ]);
    for (const key of new Set(keys)) append(users, key, cluster);
  }
  return ({ ref, destination }) =>
    users.get(`${destination.key}/${ref.kind}/${ref.namespace}/${ref.name}`) ?? [];
}

/** The clusters of a side by Supervisor, namespace and name of their ClusterClass. */
export function clusterClassUsers({ clusters }: Fleet): (object: DeliveredObject) => readonly FleetCluster[] {
  const users = new Map<string, FleetCluster[]>();
  for (const cluster of clusters.values()) {
    const { class: klass } = cluster.spec;
    if (klass) append(users, `${cluster.supervisor}/${klass.namespace}/${klass.name}`, cluster);
  }
  return ({ ref, destination }) => users.get(`${destination.key}/${ref.namespace}/${ref.name}`) ?? [];
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
