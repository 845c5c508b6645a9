// An Application on both sides → whether Argo CD reaches its objects through the same registration.
import type { DeliveredApplication } from "../../../model/delivery.ts";

/**
 * Argo CD looks for what it manages through the registration that the Application names now, and through no other: two
 * names are two registrations, also where they lead to one Supervisor (argo-cd controller/state.go, CompareAppState;
 * gitops-engine/pkg/cache/cluster.go, GetManagedLiveObjs). A name and an address may mean the same one.
 */
export function isSameRegistration(before: DeliveredApplication, after: DeliveredApplication): boolean {
  if (after.destination.key !== before.destination.key) return false;
  if (after.destination.kind !== "supervisor") return true;
  const [was, is] = [before.spec.destination, after.spec.destination];
  if (was.name !== "" && is.name !== "") return was.name === is.name;
  return was.name !== "" || is.name !== "" || was.server === is.server;
}
