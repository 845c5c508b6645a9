// A side → the limits that Git declares for the machines of each vSphere Namespace.

import { get, list } from "../../../lib/json.ts";
import { quantity } from "../../../manifests/values/quantity.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Fleet } from "../../../model/fleet.ts";

/** Fields of a ResourceQuota → the resource of a machine that counts against each. */
const QUOTA_FIELDS = {
  cpus: "limits.cpu",
  memory: "limits.memory",
  reservedCpus: "requests.cpu",
  reservedMemory: "requests.memory",
} as const;
export type Resource = keyof typeof QUOTA_FIELDS;
const RESOURCES = Object.keys(QUOTA_FIELDS) as Resource[];

/** The smallest limit of each resource. */
type Limits = ReadonlyMap<Resource, Limit>;

/** A limit of a vSphere Namespace, and the object that declares it. */
type Limit = {
  readonly resource: Resource;
  readonly amount: number;
  readonly object: DeliveredObject;
};

/**
 * Limits by "supervisor/namespace": CPU and memory, in all and reserved, of a ResourceQuota, and the memory of all zones
 * of a SupervisorNamespace (its CPU is in MHz, which no number of CPUs compares with). Where several apply to one namespace, each has to hold, so the smallest counts.
 */
export function limitsOf({ delivery }: Fleet): Map<string, Limits> {
  const limits = new Map<string, Map<Resource, Limit>>();
  const add = (place: string, limit: Limit) => {
    const own = limits.get(place) ?? new Map<Resource, Limit>();
    limits.set(place, own);
    const known = own.get(limit.resource);
    if (!known || limit.amount < known.amount) own.set(limit.resource, limit);
  };
  for (const [object] of delivery.objects.values()) {
    if (object?.destination.kind !== "supervisor") continue;
    const { kind, namespace, name } = object.ref;
    if (kind === "ResourceQuota") {
      for (const resource of RESOURCES) {
        const amount = quantity(get(object.manifest.object, ["spec", "hard", QUOTA_FIELDS[resource]]));
        if (amount !== undefined) add(`${object.destination.key}/${namespace}`, { resource, amount, object });
      }
    } else if (kind === "SupervisorNamespace") {
      const amount = zoneMemory(object);
      if (amount > 0) add(`${object.destination.key}/${name}`, { resource: "memory", amount, object });
    }
  }
  return limits;
}

function zoneMemory({ manifest }: DeliveredObject): number {
  const overrides = ["initialClassConfigOverrides", "classConfigOverrides"];
  const zones = overrides.flatMap((field) => list(manifest.object, ["spec", field, "zones"]));
  return zones.reduce<number>((total, zone) => total + (quantity(get(zone, ["memoryLimit"])) ?? 0), 0);
}
