// ArgoCluster and ArgoNamespace before and after → what is registered with Argo CD from now on.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { readRegistration } from "../resources/registration.ts";
import { toChange } from "./change.ts";
import { type Effect, objectRemoval, type Sides } from "./fate.ts";
import { diffFields } from "./fields.ts";
import type { Pair } from "./pairs.ts";

/** Fills `cluster` for an ArgoCluster. `what` is the name Applications use. */
export function compareRegistration(pair: Pair, sides: Sides, effect: Effect): ChangeFact[] {
  const object = (pair.head ?? pair.base) as DeliveredObject;
  const registration = readRegistration(object.manifest, object.ref.namespace);
  const cluster = registeredCluster(object, sides);
  const shared = { cluster, ...(registration ? { what: registration.clusterName } : {}) };
  if (!pair.head) {
    const removal = objectRemoval(pair.base as DeliveredObject, sides);
    const operation = removal.operation === "orphan" ? "orphan" : "deregister";
    return [toChange("platform", pair, sides, { operation, effect: removal, ...shared })];
  }
  if (!pair.base) return [toChange("platform", pair, sides, { operation: "register", effect, ...shared })];
  const content = (o: DeliveredObject) => ({ ...o.manifest.object, apiVersion: "" });
  const fields = diffFields(content(pair.base), content(pair.head));
  return fields.length > 0
    ? [toChange("platform", pair, sides, { operation: "update", effect, fields, at: ["spec"], ...shared })]
    : [];
}

/** The cluster that an ArgoCluster registers, if Git declares it; undefined for everything else. */
export function registeredCluster(object: DeliveredObject, { base, head }: Sides): FleetCluster | undefined {
  const target = readRegistration(object.manifest, object.ref.namespace)?.target;
  if (!target?.name) return undefined;
  const key = `${object.destination.key}/${object.ref.namespace}/${target.name}`;
  return head.clusters.get(key) ?? base.clusters.get(key);
}
