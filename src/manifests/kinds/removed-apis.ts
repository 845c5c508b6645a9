// API versions that Kubernetes and Cluster API have deprecated or removed: since when, and what to use instead. A table.

export type ApiLifecycle = {
  /** The apiVersion. */
  readonly api: string;
  /** The kinds of that apiVersion that the row covers. */
  readonly kinds: readonly string[];
  /** What serves the API. */
  readonly by: "Kubernetes" | "Cluster API";
  /** The first release of `by` ("1.25") that deprecates it. */
  readonly deprecated: string;
  /** The first release of `by` that does not serve it; absent where no removal is known. */
  readonly removed?: string;
  /** The apiVersion to use instead; absent where there is no replacement. */
  readonly use?: string;
};

const FLOW_CONTROL = ["FlowSchema", "PriorityLevelConfiguration"];
const CLUSTER_API = [
  "Cluster",
  "ClusterClass",
  "Machine",
  "MachineDeployment",
  "MachineHealthCheck",
  "MachinePool",
  "MachineSet",
];

const ADMISSION_POLICIES = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
const DEVICES = ["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"];

/**
 * As of 2026-11. Up to 1.32: Kubernetes' deprecated API migration guide (kubernetes/website
 * content/en/docs/reference/using-api/deprecation-guide.md), which has no newer section. Before and after: the lifecycle
 * markers of the types (kubernetes staging/src/k8s.io/api, types.go and zz_generated.prerelease-lifecycle.go), by which
 * the API server stops serving (staging/src/k8s.io/apiserver/pkg/server/deleted_kinds.go); a beta without a marker ends six
 * minors after its introduction. resource.k8s.io alphas: kubernetes pull requests 125488 and 132000. Alphas removed before 1.24
 * are left out. Endpoints: Kubernetes blog, 2025-04-24. Cluster API: its migration notes v1.3 to v1.4 and v1.10 to v1.11.
 */
export const REMOVED_APIS: readonly ApiLifecycle[] = [
  row("extensions/v1beta1", "1.8", "1.16", "apps/v1", ["DaemonSet", "Deployment", "ReplicaSet"]),
  row("extensions/v1beta1", "1.9", "1.16", "networking.k8s.io/v1", ["NetworkPolicy"]),
  row("extensions/v1beta1", "1.11", "1.16", undefined, ["PodSecurityPolicy"]),
  row("apps/v1beta1", "1.8", "1.16", "apps/v1", ["Deployment", "ReplicaSet", "StatefulSet"]),
  row("apps/v1beta2", "1.9", "1.16", "apps/v1", ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),

  row("admissionregistration.k8s.io/v1beta1", "1.16", "1.22", "admissionregistration.k8s.io/v1", [
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
  ]),
  row("apiextensions.k8s.io/v1beta1", "1.16", "1.22", "apiextensions.k8s.io/v1", [
    "CustomResourceDefinition",
  ]),
  row("apiregistration.k8s.io/v1beta1", "1.19", "1.22", "apiregistration.k8s.io/v1", ["APIService"]),
  row("authentication.k8s.io/v1beta1", "1.19", "1.22", "authentication.k8s.io/v1", ["TokenReview"]),
  row("authorization.k8s.io/v1beta1", "1.19", "1.22", "authorization.k8s.io/v1", [
    "LocalSubjectAccessReview",
    "SelfSubjectAccessReview",
    "SubjectAccessReview",
  ]),
  row("certificates.k8s.io/v1beta1", "1.19", "1.22", "certificates.k8s.io/v1", ["CertificateSigningRequest"]),
  row("coordination.k8s.io/v1beta1", "1.19", "1.22", "coordination.k8s.io/v1", ["Lease"]),
  row("extensions/v1beta1", "1.14", "1.22", "networking.k8s.io/v1", ["Ingress"]),
  row("networking.k8s.io/v1beta1", "1.19", "1.22", "networking.k8s.io/v1", ["Ingress", "IngressClass"]),
  row("rbac.authorization.k8s.io/v1beta1", "1.17", "1.22", "rbac.authorization.k8s.io/v1", [
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
  ]),
  row("scheduling.k8s.io/v1beta1", "1.14", "1.22", "scheduling.k8s.io/v1", ["PriorityClass"]),
  row("storage.k8s.io/v1beta1", "1.19", "1.22", "storage.k8s.io/v1", [
    "CSIDriver",
    "CSINode",
    "StorageClass",
    "VolumeAttachment",
  ]),

  row(
    "flowcontrol.apiserver.k8s.io/v1alpha1",
    "1.21",
    "1.24",
    "flowcontrol.apiserver.k8s.io/v1",
    FLOW_CONTROL,
  ),
  row("storage.k8s.io/v1alpha1", "1.21", "1.24", "storage.k8s.io/v1", [
    "CSIStorageCapacity",
    "VolumeAttachment",
  ]),

  row("batch/v1beta1", "1.21", "1.25", "batch/v1", ["CronJob"]),
  row("discovery.k8s.io/v1beta1", "1.21", "1.25", "discovery.k8s.io/v1", ["EndpointSlice"]),
  row("events.k8s.io/v1beta1", "1.19", "1.25", "events.k8s.io/v1", ["Event"]),
  row("autoscaling/v2beta1", "1.22", "1.25", "autoscaling/v2", ["HorizontalPodAutoscaler"]),
  row("policy/v1beta1", "1.21", "1.25", "policy/v1", ["PodDisruptionBudget"]),
  row("policy/v1beta1", "1.21", "1.25", undefined, ["PodSecurityPolicy"]),
  row("node.k8s.io/v1beta1", "1.22", "1.25", "node.k8s.io/v1", ["RuntimeClass"]),

  row(
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "1.23",
    "1.26",
    "flowcontrol.apiserver.k8s.io/v1",
    FLOW_CONTROL,
  ),
  row("autoscaling/v2beta2", "1.23", "1.26", "autoscaling/v2", ["HorizontalPodAutoscaler"]),
  row("storage.k8s.io/v1beta1", "1.24", "1.27", "storage.k8s.io/v1", ["CSIStorageCapacity"]),
  row(
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "1.26",
    "1.29",
    "flowcontrol.apiserver.k8s.io/v1",
    FLOW_CONTROL,
  ),
  row(
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "1.29",
    "1.32",
    "flowcontrol.apiserver.k8s.io/v1",
    FLOW_CONTROL,
  ),

  row("resource.k8s.io/v1alpha2", "1.31", "1.31", "resource.k8s.io/v1beta1", [
    "ResourceClaim",
    "ResourceClaimTemplate",
    "ResourceSlice",
  ]),
  row("resource.k8s.io/v1alpha2", "1.31", "1.31", undefined, [
    "PodSchedulingContext",
    "ResourceClaimParameters",
    "ResourceClass",
    "ResourceClassParameters",
  ]),
  row("resource.k8s.io/v1alpha3", "1.32", "1.32", undefined, ["PodSchedulingContext"]),
  row("resource.k8s.io/v1alpha3", "1.32", "1.34", "resource.k8s.io/v1", DEVICES),
  row("resource.k8s.io/v1alpha3", "1.36", undefined, undefined, ["DeviceTaintRule"]),
  row("resource.k8s.io/v1beta1", "1.35", "1.38", "resource.k8s.io/v1", DEVICES),
  row("resource.k8s.io/v1beta2", "1.36", "1.39", "resource.k8s.io/v1", DEVICES),
  row(
    "admissionregistration.k8s.io/v1alpha1",
    "1.29",
    "1.32",
    "admissionregistration.k8s.io/v1",
    ADMISSION_POLICIES,
  ),
  row(
    "admissionregistration.k8s.io/v1beta1",
    "1.31",
    "1.34",
    "admissionregistration.k8s.io/v1",
    ADMISSION_POLICIES,
  ),
  row("coordination.k8s.io/v1alpha1", "1.32", "1.32", "coordination.k8s.io/v1beta1", ["LeaseCandidate"]),
  row("coordination.k8s.io/v1alpha2", "1.35", undefined, "coordination.k8s.io/v1beta1", ["LeaseCandidate"]),
  row("storage.k8s.io/v1alpha1", "1.32", "1.35", "storage.k8s.io/v1", ["VolumeAttributesClass"]),
  row("storage.k8s.io/v1beta1", "1.34", "1.37", "storage.k8s.io/v1", ["VolumeAttributesClass"]),
  row("networking.k8s.io/v1beta1", "1.34", "1.37", "networking.k8s.io/v1", ["IPAddress", "ServiceCIDR"]),
  row("certificates.k8s.io/v1alpha1", "1.34", "1.37", "certificates.k8s.io/v1beta1", ["ClusterTrustBundle"]),
  row("storagemigration.k8s.io/v1alpha1", "1.33", undefined, undefined, ["StorageVersionMigration"]),
  row("v1", "1.33", undefined, "discovery.k8s.io/v1", ["Endpoints"]),

  clusterApi("cluster.x-k8s.io/v1alpha3", "1.4", "1.5"),
  clusterApi("cluster.x-k8s.io/v1alpha4", "1.4", "1.6"),
  clusterApi("cluster.x-k8s.io/v1beta1", "1.11"),
];

function row(
  api: string,
  deprecated: string,
  removed: string | undefined,
  use: string | undefined,
  kinds: readonly string[],
): ApiLifecycle {
  const end = removed === undefined ? {} : { removed };
  return { api, kinds, by: "Kubernetes", deprecated, ...end, ...(use === undefined ? {} : { use }) };
}

function clusterApi(api: string, deprecated: string, removed?: string): ApiLifecycle {
  const end = removed === undefined ? {} : { removed };
  return { api, kinds: CLUSTER_API, by: "Cluster API", deprecated, ...end, use: "cluster.x-k8s.io/v1beta2" };
}
