// Kind and declaration → whether Argo CD has a health check for the object, so that a sync can wait for it. Never throws.

import { bool, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isAtLeast } from "../values/argocd-version.ts";

/** Kinds Argo CD assesses itself (argo-cd gitops-engine/pkg/health/health.go, GetHealthCheckFunc). */
const BUILT_IN = [
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
  "extensions/Ingress",
  "networking.k8s.io/Ingress",
  "argoproj.io/Workflow",
];

/** Kinds with a check of their own in argo-cd resource_customizations, as far as fleets declare them. */
const CUSTOMISED = [
  "addons.cluster.x-k8s.io/ClusterResourceSet",
  "argoproj.io/AnalysisRun",
  "argoproj.io/ApplicationSet",
  "argoproj.io/Rollout",
  "bitnami.com/SealedSecret",
  "cert-manager.io/Certificate",
  "cert-manager.io/ClusterIssuer",
  "cert-manager.io/Issuer",
  "cluster.x-k8s.io/Cluster",
  "cluster.x-k8s.io/Machine",
  "cluster.x-k8s.io/MachineDeployment",
  "cluster.x-k8s.io/MachineHealthCheck",
  "cluster.x-k8s.io/MachinePool",
  "external-secrets.io/ClusterExternalSecret",
  "external-secrets.io/ClusterSecretStore",
  "external-secrets.io/ExternalSecret",
  "external-secrets.io/SecretStore",
  "keda.sh/ScaledObject",
  "policy/PodDisruptionBudget",
];

/** Checks that came later (argo-cd docs/operator-manual/upgrading/3.1-3.2.md and 3.2-3.3.md). */
const SINCE = [
  ["batch/CronJob", "3.2"],
  ["keda.sh/ScaledJob", "3.3"],
] as const;

const ALWAYS: ReadonlySet<string> = new Set([...BUILT_IN, ...CUSTOMISED]);

/**
 * "checked": a sync waits until it is healthy. "suspended": its check says so as long as Git has it paused, and a sync
 * waits for as long. "none": it counts as done once it is applied, like every kind without a check and a Service that is no
 * LoadBalancer. An Application has had no check since Argo CD 1.8; one that is configured is not looked at here.
 */
export function healthOf(manifest: Manifest, argocdVersion: string): "checked" | "suspended" | "none" {
  const { group, kind, object } = manifest;
  const id = `${group}/${kind}`;
  if (isSuspended(id, manifest)) return "suspended";
  if (id === "/Service") return str(object, ["spec", "type"]) === "LoadBalancer" ? "checked" : "none";
  const since = SINCE.find(([late]) => late === id)?.[1];
  return ALWAYS.has(id) || (since !== undefined && isAtLeast(argocdVersion, since)) ? "checked" : "none";
}

/** health_deployment.go, health_job.go, and health.lua of cluster.x-k8s.io/Cluster. */
function isSuspended(id: string, { object }: Manifest): boolean {
  if (id === "apps/Deployment" || id === "cluster.x-k8s.io/Cluster")
    return bool(object, ["spec", "paused"]) === true;
  return id === "batch/Job" && bool(object, ["spec", "suspend"]) === true;
}
