// A Kubernetes version → the APIs of its own that a cluster serves, as Argo CD tells Helm.

/** Group and version → kinds that can be listed and watched, "" being the core group; [from, until) are minors where it changed. */
const SERVED: readonly (readonly [groupVersion: string, kinds: string, from?: number, until?: number])[] = [
  [
    "v1",
    "ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
  ],
  ["admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration ValidatingWebhookConfiguration"],
  ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 30],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
  ["apiregistration.k8s.io/v1", "APIService"],
  ["apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"],
  ["autoscaling/v1", "HorizontalPodAutoscaler"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["batch/v1", "CronJob Job"],
  ["certificates.k8s.io/v1", "CertificateSigningRequest"],
  ["coordination.k8s.io/v1", "Lease"],
  ["discovery.k8s.io/v1", "EndpointSlice"],
  ["events.k8s.io/v1", "Event"],
  ["flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema PriorityLevelConfiguration", 0, 29],
  ["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration", 0, 32],
  ["flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration", 29],
  ["networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"],
  ["networking.k8s.io/v1", "IPAddress ServiceCIDR", 33],
  ["node.k8s.io/v1", "RuntimeClass"],
  ["policy/v1", "PodDisruptionBudget"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"],
  ["resource.k8s.io/v1", "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice", 34],
  ["scheduling.k8s.io/v1", "PriorityClass"],
  ["storage.k8s.io/v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment"],
  ["storage.k8s.io/v1", "VolumeAttributesClass", 34],
];

/** Groups of Kubernetes itself, served or not. Of any other group Git does not tell whether a cluster has it. */
const OWN_GROUPS: ReadonlySet<string> = new Set([
  ...SERVED.map(([groupVersion]) => groupOf(groupVersion)),
  "authentication.k8s.io",
  "authorization.k8s.io",
  "extensions",
  "internal.apiserver.k8s.io",
  "storagemigration.k8s.io",
]);

/** Minors between which the table above is right; templates that ask for more are rendered at both ends. */
export const OLDEST_KUBE_VERSION = "1.27";
export const NEWEST_KUBE_VERSION = "1.35";

/**
 * "group/version" and "group/version/Kind", sorted (argo-cd util/argo/argo.go, APIResourcesToStrings; what is served by
 * default follows kubernetes.io, Deprecated API Migration Guide, and the release notes). `kubeVersion` begins with MAJOR.MINOR.
 */
export function servedApis(kubeVersion: string): string[] {
  const minor = Number(/^v?\d+\.(\d+)/.exec(kubeVersion)?.[1] ?? 0);
  const served = SERVED.filter(([, , from = 0, until = 1000]) => minor >= from && minor < until);
  const names = served.flatMap(([groupVersion, kinds]) => [
    groupVersion,
    ...kinds.split(" ").map((kind) => `${groupVersion}/${kind}`),
  ]);
  return [...new Set(names)].sort();
}

/** Whether an API that templates ask for is Kubernetes' own, so that the version alone tells. */
export function isOwnApi(api: string): boolean {
  return OWN_GROUPS.has(groupOf(api));
}

function groupOf(api: string): string {
  const [first = "", second] = api.split("/");
  return second === undefined || first === "v1" ? "" : first;
}
