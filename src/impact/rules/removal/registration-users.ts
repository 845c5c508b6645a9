// A registration and the head's Applications → those that deliver through it, by its name or by its address.
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
  const byName = new Map<string, DeliveredApplication[]>();
  const byServer = new Map<string, DeliveredApplication[]>();
  for (const application of input.deliveries.head.applications.values()) {
    const { name, server } = application.spec.destination;
    add(name === "" ? byServer : byName, name || server.replace(/\/$/, ""), application);
  }
  return ({ clusterName, argoNamespace, server }) => {
    const own = (all: readonly DeliveredApplication[] = []) =>
      all
        .filter(({ instance }) => instance === argoNamespace || !instances.has(instance))
        .map(({ ref }) => ref);
    return { named: own(byName.get(clusterName)), addressed: server === "" ? [] : own(byServer.get(server)) };
  };
}

function add(groups: Map<string, DeliveredApplication[]>, key: string, one: DeliveredApplication): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}

/** Argo CD instances that something in Git registers clusters with. */
export function instancesOf({ base, head }: Comparison): ReadonlySet<string> {
  return new Set([...base.registrations, ...head.registrations].map((r) => r.registration.argoNamespace));
}
