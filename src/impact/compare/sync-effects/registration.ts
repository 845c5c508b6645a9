// An Application on both sides → whether Argo CD reaches its objects through the same registration.
import { addressOf } from "../../../delivery/destinations/supervisors.ts";
import { isOwnCluster, OWN_ADDRESS, OWN_NAME } from "../../../delivery/tree/own-cluster.ts";
import type { ApplicationSpec } from "../../../model/application.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";

/**
 * Argo CD looks for what it manages through the registration that the Application names now, and through no other: two
 * names of its own cluster are two registrations, also where they lead to one Supervisor (argo-cd controller/state.go,
 * CompareAppState; gitops-engine/pkg/cache/cluster.go, GetManagedLiveObjs). A name and an address may mean the same one.
 */
export function isSameRegistration(
  base: Pick<DeliveredApplication, "destination" | "spec">,
  head: Pick<DeliveredApplication, "destination" | "spec">,
): boolean {
  if (head.destination.key !== base.destination.key) return false;
  if (head.destination.kind !== "supervisor" && ![base, head].some(leadsHome)) return true;
  const [was, is] = [base.spec.destination, head.spec.destination];
  if (was.name !== "" && is.name !== "") return was.name === is.name;
  const [one, other] = [serverOf(was), serverOf(is)];
  return one === "" || other === "" || one === other;
}

function leadsHome({ spec }: Pick<DeliveredApplication, "spec">): boolean {
  return isOwnCluster(spec.destination);
}

/** "" for a name that may have any address; one name has its own (argo-cd common/common.go, KubernetesInternalAPIServerAddr). */
function serverOf({ name, server }: ApplicationSpec["destination"]): string {
  return name === OWN_NAME ? OWN_ADDRESS : name === "" ? addressOf(server) : "";
}
