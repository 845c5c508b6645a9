// Objects that clusters are made from → the clusters that use them.
import { groupPairs } from "../../../lib/group-by.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet, FleetCluster } from "../../../model/fleet.ts";
import { machinesOf } from "./machines.ts";

/** The clusters of a side whose machines name the class. Linear in the fleet, once. */
export function machineClassUsers({ clusters }: Fleet): (object: DeliveredObject) => readonly FleetCluster[] {
  const users = groupPairs(
    [...clusters.values()].flatMap((cluster) =>
      [...new Set(classKeysOf(cluster))].map((key) => [key, cluster] as const),
    ),
  );
  return ({ ref, destination }) =>
    users.get(`${destination.key}/${ref.kind}/${ref.namespace}/${ref.name}`) ?? [];
}

function classKeysOf({ supervisor, object, spec }: FleetCluster): string[] {
  return machinesOf(spec).flatMap(({ vmClass, storageClass }) => [
    `${supervisor}/VirtualMachineClass/${object.ref.namespace}/${vmClass}`,
    `${supervisor}/VirtualMachineClass//${vmClass}`,
    `${supervisor}/StorageClass//${storageClass}`,
  ]);
}

/** The clusters of a side by Supervisor, namespace and name of their ClusterClass. */
export function clusterClassUsers({ clusters }: Fleet): (object: DeliveredObject) => readonly FleetCluster[] {
  const users = groupPairs(
    [...clusters.values()].flatMap((cluster) => {
      const { class: klass } = cluster.spec;
      return klass ? [[`${cluster.supervisor}/${klass.namespace}/${klass.name}`, cluster] as const] : [];
    }),
  );
  return ({ ref, destination }) => users.get(`${destination.key}/${ref.namespace}/${ref.name}`) ?? [];
}
