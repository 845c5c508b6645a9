// An Application on both sides → whether Argo CD reaches its objects through the same registration.
import type { DeliveredApplication } from "../../../model/delivery.ts";

/**
 * Argo CD looks for what it manages through the registration that the Application names now, and through no other: two
 * names are two registrations, also where they lead to one Supervisor (argo-cd controller/state.go, CompareAppState;
 * gitops-engine/pkg/cache/cluster.go, GetManagedLiveObjs). A name and an address may mean the same one.
 */
export function isSameRegistration(base: DeliveredApplication, head: DeliveredApplication): boolean {
  if (head.destination.key !== base.destination.key) return false;
  if (head.destination.kind !== "supervisor") return true;
  const [was, is] = [base.spec.destination, head.spec.destination];
  if (was.name !== "" && is.name !== "") return was.name === is.name;
  return was.name !== "" || is.name !== "" || was.server === is.server;
}
