// An Application's destination → whether it is the cluster that Argo CD itself runs in.
import type { ApplicationSpec } from "../../model/application.ts";

export const OWN_NAME = "in-cluster";
export const OWN_ADDRESS = "https://kubernetes.default.svc";

const OWN_SERVER = /^https:\/\/kubernetes\.default\.svc(?:\.cluster\.local)?(?::443)?\/?(?:\?context=.*)?$/;
const NAMESPACE_REGISTRATION = "supervisor-ns-";

/**
 * `in-cluster`, the in-cluster API address (also with the `?context=` that argocd-attach-service appends), or a name it
 * gives to a registered vSphere Namespace. (argo-cd common/common.go, KubernetesInternalAPIServerAddr;
 * argocd-attach-service controller/main.go, which names the cluster `supervisor-ns-<namespace>`.)
 */
export function isOwnCluster(destination: ApplicationSpec["destination"]): boolean {
  const { name, server } = destination;
  return name === OWN_NAME || name.startsWith(NAMESPACE_REGISTRATION) || OWN_SERVER.test(server);
}

/** Whether a placeholder stands where the destination should: nobody knows where that delivers. */
export function isPlaceholder({ name, server }: ApplicationSpec["destination"]): boolean {
  return /\{\{|\$\{/.test(name) || /\{\{|\$\{/.test(server);
}
