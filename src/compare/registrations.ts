// ArgoCluster and ArgoNamespace before and after → what is registered with Argo CD from now on.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredObject } from "../model/delivery.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { readRegistration } from "../resources/registration.ts";
import { type Facts, toChange } from "./change.ts";
import { type Effect, objectRemoval, type Sides } from "./fate.ts";
import { diffFields } from "./fields.ts";
import type { Pair } from "./pairs.ts";

/** Fills `cluster` for an ArgoCluster. `what` is the name Applications use. */
export function compareRegistration(pair: Pair, sides: Sides, effect: Effect): ChangeFact[] {
  const { base, head } = pair;
  const change = (of: DeliveredObject, facts: Facts) =>
    toChange("platform", pair, sides, { ...facts, cluster: registeredCluster(of, sides), ...named(of) });
  if (!head) {
    const removal = objectRemoval(base as DeliveredObject, sides);
    const operation = removal.operation === "orphan" ? "orphan" : "deregister";
    return [change(base as DeliveredObject, { operation, effect: removal })];
  }
  if (!base) return [change(head, { operation: "register", effect })];
  const content = (o: DeliveredObject) => ({ ...o.manifest.object, apiVersion: "" });
  const fields = diffFields(content(base), content(head));
  if (fields.length === 0) return [];
  if (sameName(base, head)) return [change(head, { operation: "update", effect, fields, at: ["spec"] })];
  const naming = fields.filter(({ path }) => NAMING.includes(path));
  const others = fields.filter(({ path }) => !NAMING.includes(path));
  const because = effect.because ?? "its Secret stays, and nobody renews what is in it";
  return [
    change(base, { operation: "deregister", effect: { ...effect, because }, fields: naming, at: ["spec"] }),
    change(head, { operation: "register", effect, fields: others, at: ["spec"] }),
  ];
}

/** Fields that decide which Secret a registration writes (argocd-attach-service controller/main.go). */
const NAMING: readonly string[] = ["spec.clusterName", "spec.argoNamespace"];

/** A registration under another name, or with another Argo CD, is another one: the old Secret is not looked at again. */
function sameName(base: DeliveredObject, head: DeliveredObject): boolean {
  const [before, after] = [base, head].map((o) => readRegistration(o.manifest, o.ref.namespace));
  return before?.clusterName === after?.clusterName && before?.argoNamespace === after?.argoNamespace;
}

function named(object: DeliveredObject): { what?: string } {
  const registration = readRegistration(object.manifest, object.ref.namespace);
  return registration ? { what: registration.clusterName } : {};
}

/** The cluster that an ArgoCluster registers, if Git declares it; undefined for everything else. */
export function registeredCluster(object: DeliveredObject, { base, head }: Sides): FleetCluster | undefined {
  const target = readRegistration(object.manifest, object.ref.namespace)?.target;
  if (!target?.name) return undefined;
  const key = `${object.destination.key}/${object.ref.namespace}/${target.name}`;
  return head.clusters.get(key) ?? base.clusters.get(key);
}
