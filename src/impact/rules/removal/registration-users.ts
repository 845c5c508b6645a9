// A registration and the head's Applications → those that deliver through it, by its name or by its address.
import { groupBy } from "../../../lib/group-by.ts";
import type { Registration } from "../../../model/application.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";

/** References, in the order of the delivery. */
export type Users = { readonly named: readonly string[]; readonly addressed: readonly string[] };

/**
 * Looks up Applications of the Argo CD that a registration is for; where nothing in Git is registered with an Application's
 * own, the namespace of that one is not known for sure, and any registration counts.
 */
export function createUsers(input: Comparison): (registration: Registration) => Users {
  const instances = instancesOf(input);
  const applications = [...input.deliveries.head.applications.values()];
  const byName = groupBy(
    applications.filter(({ spec }) => spec.destination.name !== ""),
    ({ spec }) => spec.destination.name,
  );
  const byServer = groupBy(
    applications.filter(({ spec }) => spec.destination.name === ""),
    ({ spec }) => spec.destination.server.replace(/\/$/, ""),
  );
  return ({ clusterName, argoNamespace, server }) => {
    const own = (all: readonly DeliveredApplication[] = []) =>
      all
        .filter(({ instance }) => instance === argoNamespace || !instances.has(instance))
        .map(({ ref }) => ref);
    return { named: own(byName.get(clusterName)), addressed: server === "" ? [] : own(byServer.get(server)) };
  };
}

/** Argo CD instances that something in Git registers clusters with. */
export function instancesOf({ base, head }: Comparison): ReadonlySet<string> {
  return new Set([...base.registrations, ...head.registrations].map((r) => r.registration.argoNamespace));
}
