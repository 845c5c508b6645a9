// Objects that clusters are made from → the clusters that use them.
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet, FleetCluster } from "../../../model/fleet.ts";
import { machinesOf } from "./machines.ts";

/** Kinds of classes that machines name in a variable. */
const MACHINE_CLASSES: ReadonlySet<string> = new Set([
  "vmoperator.vmware.com/VirtualMachineClass",
  "storage.k8s.io/StorageClass",
]);

/** Whether the object is a class that machines are made from: of their size, or of their disks. */
export function isMachineClass({ group, kind }: { readonly group: string; readonly kind: string }): boolean {
  return MACHINE_CLASSES.has(`${group}/${kind}`);
}

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
