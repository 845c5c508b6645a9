// API group and kind → layer, scope, where it can live, and Argo CD's order. Tables, no guesses from names.

import { str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Layer } from "../../model/plan.ts";

/** Kinds of a group, or "all" of them. */
type KindTable = Readonly<Record<string, readonly string[] | "all">>;

const DELIVERY: KindTable = {
  "argoproj.io": ["Application", "ApplicationSet", "AppProject", "ArgoCD"],
  "argocd-service.vsphere.vmware.com": ["ArgoCD"],
};

const ADDON: KindTable = {
  "addons.kubernetes.vmware.com": "all",
  "packaging.carvel.dev": ["PackageInstall", "PackageRepository"],
};

const CLUSTER: KindTable = {
  "cluster.x-k8s.io": ["Cluster"],
  "run.tanzu.vmware.com": ["TanzuKubernetesCluster"],
};

/**
 * Kinds that exist on a Supervisor (or another Cluster API management cluster) and not on the clusters it runs.
 * `cns.vmware.com` also exists on guests, so only its quota kinds stand here.
 */
const SUPERVISOR: KindTable = {
  "addons.kubernetes.vmware.com": "all",
  "argocd-service.vsphere.vmware.com": "all",
  "cluster.x-k8s.io": "all",
  "controlplane.cluster.x-k8s.io": "all",
  "bootstrap.cluster.x-k8s.io": "all",
  "infrastructure.cluster.x-k8s.io": "all",
  "cns.vmware.com": ["StoragePolicyQuota", "StoragePolicyUsage"],
  "crd.nsx.vmware.com": "all",
  "encryption.vmware.com": "all",
  "field.vmware.com": ["ArgoCluster", "ArgoNamespace"],
  "imageregistry.vmware.com": "all",
  "infrastructure.cci.vmware.com": "all",
  "infrastructure.ccs.vmware.com": "all",
  "kubernetes.vmware.com": "all",
  "netoperator.vmware.com": "all",
  "project.cci.vmware.com": "all",
  "run.tanzu.vmware.com": "all",
  "topology.cci.vmware.com": "all",
  "topology.tanzu.vmware.com": "all",
  "vmoperator.vmware.com": "all",
  "vmware.com": ["VirtualNetwork"],
  "vpc.nsx.vmware.com": "all",
};

/**
 * Cluster-scoped kinds. Namespaced although one might expect otherwise: AppProject (argo-cd
 * pkg/apis/application/v1alpha1), ClusterClass (cluster-api api/core/v1beta2), VirtualMachineClass (vm-operator's
 * current types say so; a CRD that serves v1alpha1 and v1alpha2 still had it cluster-scoped, so older Supervisors differ).
 */
const CLUSTER_SCOPED: KindTable = {
  "": ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
  "admissionregistration.k8s.io": [
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
  ],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "apiregistration.k8s.io": ["APIService"],
  "cert-manager.io": ["ClusterIssuer"],
  "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
  "cilium.io": ["CiliumClusterwideNetworkPolicy", "CiliumLoadBalancerIPPool", "CiliumNode"],
  "crd.antrea.io": ["ClusterGroup", "ClusterNetworkPolicy", "Egress", "ExternalIPPool", "IPPool", "Tier"],
  "external-secrets.io": ["ClusterExternalSecret", "ClusterSecretStore"],
  "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
  "gateway.networking.k8s.io": ["GatewayClass"],
  "imageregistry.vmware.com": ["ClusterContentLibrary", "ClusterContentLibraryItem"],
  "kubernetes.vmware.com": ["KubernetesRelease", "OSImage"],
  "kyverno.io": ["ClusterCleanupPolicy", "ClusterPolicy"],
  "networking.k8s.io": ["IPAddress", "IngressClass", "ServiceCIDR"],
  "node.k8s.io": ["RuntimeClass"],
  policy: ["PodSecurityPolicy"],
  "policy.networking.k8s.io": ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy"],
  "project.cci.vmware.com": ["Project"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "resource.k8s.io": ["DeviceClass", "DeviceTaintRule", "ResourceSlice"],
  "run.tanzu.vmware.com": ["OSImage", "TanzuKubernetesRelease"],
  "scheduling.k8s.io": ["PriorityClass"],
  "snapshot.storage.k8s.io": ["VolumeSnapshotClass", "VolumeSnapshotContent"],
  "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
  "topology.tanzu.vmware.com": ["AvailabilityZone", "VSphereZone"],
  "vmoperator.vmware.com": ["ClusterVirtualMachineImage"],
};

/** Kinds that Argo CD applies first, in this order (argo-cd gitops-engine/pkg/sync/sync_tasks.go, kindOrder). */
const KIND_ORDER = [
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];

const KIND_POSITION: ReadonlyMap<string, number> = new Map(
  KIND_ORDER.map((kind, position) => [kind, position - KIND_ORDER.length]),
);

/** The layer an object belongs to: by its kind, and where the kind leaves it open by where it is delivered. */
export function layerOf(group: string, kind: string, onSupervisor: boolean): Layer {
  if (holds(CLUSTER, group, kind)) return "cluster";
  if (holds(ADDON, group, kind)) return "addon";
  if (holds(DELIVERY, group, kind)) return "delivery";
  return onSupervisor || isSupervisorKind(group, kind) ? "platform" : "workload";
}

/** Whether the kind lives only where clusters are managed. Application does not count: Argo CD may run anywhere. */
export function isSupervisorKind(group: string, kind: string): boolean {
  return holds(SUPERVISOR, group, kind);
}

/**
 * Whether objects of the kind have no namespace. `extraClusterScoped` holds `group/kind` of CRDs declared in the
 * repository (see crdClusterScope); a kind that neither it nor the table knows counts as namespaced.
 */
export function isClusterScoped(
  group: string,
  kind: string,
  extraClusterScoped?: ReadonlySet<string>,
): boolean {
  return holds(CLUSTER_SCOPED, group, kind) || extraClusterScoped?.has(`${group}/${kind}`) === true;
}

/** `group/kind` of the cluster-scoped kind that a CustomResourceDefinition defines; undefined for everything else. */
export function crdClusterScope(manifest: Manifest): string | undefined {
  if (manifest.group !== "apiextensions.k8s.io" || manifest.kind !== "CustomResourceDefinition")
    return undefined;
  if (str(manifest.object, ["spec", "scope"]) !== "Cluster") return undefined;
  const group = str(manifest.object, ["spec", "group"]);
  const kind = str(manifest.object, ["spec", "names", "kind"]);
  return group === undefined || kind === undefined ? undefined : `${group}/${kind}`;
}

/** The rank of a kind inside a wave, negative for the kinds Argo CD knows and 0, the last, for all others. */
export function argoKindOrder(kind: string): number {
  return KIND_POSITION.get(kind) ?? 0;
}

function holds(table: KindTable, group: string, kind: string): boolean {
  const kinds = Object.hasOwn(table, group) ? table[group] : undefined;
  return kinds === "all" || kinds?.includes(kind) === true;
}
