// An Application that its set generates no more → the registration whose removal is the reason.

import { list, map, sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { readRegistration } from "../../../manifests/argocd/registration.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../../model/delivery.ts";
import type { DeliverySides } from "./effect.ts";

/**
 * Where the set is the same on both sides and asks for clusters, and the head no longer declares the one that the Application
 * delivers to. The controller reads the live Secrets (argo-cd applicationset/generators/cluster.go): until that one is gone
 * the set goes on generating the Application.
 */
export function registrationBehind(
  { generatedBy = "", spec }: DeliveredApplication,
  { base, head }: DeliverySides,
): DeliveredObject | undefined {
  const [before, after] = [base, head].map(({ delivery }) => delivery.sets.get(generatedBy)?.object.manifest);
  if (!before || !after || !sameJson(before.object, after.object)) return undefined;
  if (!list(after.object, ["spec", "generators"]).some(asksForClusters)) return undefined;
  const { name, server } = spec.destination;
  const registration = registrationsOf(base.delivery).get(name || server.replace(/\/$/, ""));
  return registration && !head.delivery.objects.has(registration.key) ? registration : undefined;
}

/** Also inside a matrix or a merge. */
function asksForClusters(generator: Json): boolean {
  if (map(generator, ["clusters"])) return true;
  return (["matrix", "merge"] as const).some((kind) =>
    list(generator, [kind, "generators"]).some(asksForClusters),
  );
}

const REGISTRATIONS = new WeakMap<Delivery, ReadonlyMap<string, DeliveredObject>>();

/** By the name and by the address of the cluster. */
function registrationsOf(delivery: Delivery): ReadonlyMap<string, DeliveredObject> {
  const known = REGISTRATIONS.get(delivery);
  if (known) return known;
  const found = new Map<string, DeliveredObject>();
  for (const object of [...delivery.objects.values()].flat()) {
    const registration = readRegistration(object.manifest, object.ref.namespace);
    for (const place of registration ? [registration.server, registration.clusterName] : [])
      if (place !== "") found.set(place, object);
  }
  REGISTRATIONS.set(delivery, found);
  return found;
}
