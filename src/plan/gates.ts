// A change of one wave → whether Argo CD waits for its object to be healthy before the next wave of the same sync.
import { happens } from "../assess/edit.ts";
import { isWaitedFor } from "../assess/removal-order.ts";
import type { ChangeFact } from "../model/change.ts";
import type { Config } from "../model/context.ts";
import type { Fleet } from "../model/fleet.ts";
import { get, str } from "../resources/json.ts";

/** Kinds Argo CD assesses itself (gitops-engine pkg/health/health.go, GetHealthCheckFunc). */
const BUILT_IN = new Set([
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "/PersistentVolumeClaim",
  "/Pod",
  "/Service",
  "apiregistration.k8s.io/APIService",
  "autoscaling/HorizontalPodAutoscaler",
  "batch/Job",
  "networking.k8s.io/Ingress",
  "argoproj.io/Workflow",
]);

/** Kinds with a check of their own in argo-cd resource_customizations, as far as fleets declare them. */
const CUSTOMISED = new Set([
  "argoproj.io/ApplicationSet",
  "argoproj.io/Rollout",
  "cert-manager.io/Certificate",
  "cert-manager.io/ClusterIssuer",
  "cert-manager.io/Issuer",
  "cluster.x-k8s.io/Cluster",
  "cluster.x-k8s.io/ClusterResourceSet",
  "cluster.x-k8s.io/MachineDeployment",
  "external-secrets.io/ExternalSecret",
]);

/**
 * "removal": the next wave waits until it is gone. "gates": the next wave waits for it. "upgrade": it has a check, which stays Healthy while this change is carried out
 * (argo-cd resource_customizations/cluster.x-k8s.io/Cluster/health.lua looks at the phase). "none": it counts as done
 * once it is applied. Application has had no check since Argo CD 1.8; `applications` says that Git declares one.
 */
export type Gate = "removal" | "gates" | "upgrade" | "none";

export function gateOf(change: ChangeFact, applications: boolean, config: Config): Gate {
  const { object, operation } = change;
  if (isWaitedFor(change, config)) return "removal";
  if (!change.after || !happens(change)) return "none";
  const id = `${object.group}/${object.kind}`;
  if (id === "argoproj.io/Application") return applications ? "gates" : "none";
  if (id === "cluster.x-k8s.io/Cluster" && operation !== "create" && operation !== "adopt") return "upgrade";
  if (id === "/Service" && str(change.after.manifest.object, ["spec", "type"]) !== "LoadBalancer")
    return "none";
  return BUILT_IN.has(id) || CUSTOMISED.has(id) ? "gates" : "none";
}

/** Whether Git customises the health of Applications: in argocd-cm, or in the spec of the ArgoCD instance. */
export function assessesApplications({ delivery }: Fleet): boolean {
  for (const [{ ref, manifest } = { ref: undefined, manifest: undefined }] of delivery.objects.values()) {
    if (ref?.kind === "ConfigMap" && ref.name === "argocd-cm") {
      const data = get(manifest?.object, ["data"]);
      if (get(data, ["resource.customizations.health.argoproj.io_Application"]) !== undefined) return true;
      if ((str(data, ["resource.customizations"]) ?? "").includes("argoproj.io/Application:")) return true;
    }
    if (ref?.kind !== "ArgoCD") continue;
    const checks = get(manifest?.object, ["spec", "resourceHealthChecks"]);
    if (Array.isArray(checks) && checks.some((c) => str(c, ["kind"]) === "Application")) return true;
  }
  return false;
}
