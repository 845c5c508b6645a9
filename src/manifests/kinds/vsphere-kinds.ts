// The table of kinds: Cluster API and what a Supervisor of vSphere adds to it.

import { fixed } from "./immutable-fields.ts";
import type { KindFacts, KindSheet } from "./kind-facts.ts";

const SUPERVISOR: KindFacts = { supervisorOnly: true };
const SUPERVISOR_WIDE: KindFacts = { supervisorOnly: true, clusterScoped: true };

/**
 * Secrets that Cluster API and VKS create for a cluster (cluster-api util/secret/consts.go; `ssh` and its password:
 * VKS).
 */
const CLUSTER_SECRETS = { suffixes: ["kubeconfig", "ca", "etcd", "proxy", "sa", "ssh", "ssh-password"] };

/**
 * Health: argo-cd resource_customizations/cluster.x-k8s.io. Namespaced although one might expect otherwise: ClusterClass
 * (cluster-api api/core/v1beta2), VirtualMachineClass (vm-operator's current types say so; a CRD that serves v1alpha1 and
 * v1alpha2 still had it cluster-scoped, so older Supervisors differ). Clusters hold data as well, and their layer says so.
 */
export const VSPHERE_KINDS: KindSheet = {
  "addons.cluster.x-k8s.io": { ClusterResourceSet: { health: {} } },
  "addons.kubernetes.vmware.com": {
    "*": { layer: "addon", supervisorOnly: true },
    Addon: {},
    AddonConfig: { secretsIn: ["values"] },
    AddonConfigDefinition: {},
    // The install floats: the API has no such field (addons.kubernetes.vmware.com/v1alpha1).
    AddonInstall: { misplaced: [["spec.version", "spec.releaseFilter.ref.name"]] },
    AddonRelease: {},
    AddonRepository: {},
    AddonRepositoryInstall: {},
    ClusterAddon: {},
  },
  "bootstrap.cluster.x-k8s.io": { "*": SUPERVISOR },
  "cluster.x-k8s.io": {
    "*": { supervisorOnly: true, versions: "v1alpha2 v1alpha3 v1alpha4 v1beta1 v1beta2" },
    // argo-cd resource_customizations/cluster.x-k8s.io/Cluster/health.lua looks at the phase. `topology`: the variables of
    // the class, such as osConfiguration.trust.additionalTrustedCAs[].caCert.secretRef of builtin-generic.
    Cluster: {
      layer: "cluster",
      health: { suspended: ["spec", "paused"], creationOnly: true },
      secretsIn: ["topology"],
      makesSecrets: CLUSTER_SECRETS,
    },
    ClusterClass: {},
    Machine: { health: {} },
    MachineDeployment: { health: {} },
    MachineDrainRule: {},
    MachineHealthCheck: { health: {} },
    MachinePool: { health: {} },
    MachineSet: {},
  },
  // The group exists on guest clusters too, these kinds do not.
  "cns.vmware.com": { StoragePolicyQuota: SUPERVISOR, StoragePolicyUsage: SUPERVISOR },
  "controlplane.cluster.x-k8s.io": { "*": SUPERVISOR },
  "crd.nsx.vmware.com": { "*": SUPERVISOR },
  "encryption.vmware.com": { "*": SUPERVISOR },
  // argocd-attach-service crd.yml, spec.clusterLabels.
  "field.vmware.com": {
    ArgoCluster: {
      supervisorOnly: true,
      registers: true,
      misplaced: [["spec.labels", "spec.clusterLabels"]],
    },
    ArgoNamespace: {
      supervisorOnly: true,
      registers: true,
      misplaced: [["spec.labels", "spec.clusterLabels"]],
    },
  },
  "imageregistry.vmware.com": {
    "*": SUPERVISOR,
    ClusterContentLibrary: { clusterScoped: true, data: "always" },
    ClusterContentLibraryItem: { clusterScoped: true },
    ContentLibrary: { data: "always" },
  },
  "infrastructure.cci.vmware.com": {
    "*": SUPERVISOR,
    SupervisorNamespace: { data: "always", encloses: true },
  },
  "infrastructure.ccs.vmware.com": {
    "*": SUPERVISOR,
    SupervisorNamespace: { data: "always", encloses: true },
  },
  "infrastructure.cluster.x-k8s.io": { "*": SUPERVISOR },
  "kubernetes.vmware.com": { "*": SUPERVISOR, KubernetesRelease: SUPERVISOR_WIDE, OSImage: SUPERVISOR_WIDE },
  "netoperator.vmware.com": { "*": SUPERVISOR },
  "project.cci.vmware.com": { "*": SUPERVISOR, Project: SUPERVISOR_WIDE },
  "run.tanzu.vmware.com": {
    "*": SUPERVISOR,
    OSImage: SUPERVISOR_WIDE,
    TanzuKubernetesCluster: { layer: "cluster", makesSecrets: CLUSTER_SECRETS },
    TanzuKubernetesRelease: SUPERVISOR_WIDE,
  },
  "topology.cci.vmware.com": { "*": SUPERVISOR },
  "topology.tanzu.vmware.com": {
    "*": SUPERVISOR,
    AvailabilityZone: SUPERVISOR_WIDE,
    VSphereZone: SUPERVISOR_WIDE,
  },
  "vmoperator.vmware.com": {
    "*": SUPERVISOR,
    ClusterVirtualMachineImage: SUPERVISOR_WIDE,
    // vm-operator webhooks/virtualmachine/validation, validateImmutableFields (another class is a resize where that is
    // switched on).
    VirtualMachine: { data: "always", immutable: fixed("spec.imageName", "spec.storageClass") },
    VirtualMachineClass: { machineClass: "VM class" },
    // It owns its virtual machines (vm-operator controllers/virtualmachinereplicaset, AddToManager).
    VirtualMachineReplicaSet: { data: "always" },
    VirtualMachineService: { selector: { at: ["spec", "selector"], form: "labels" } },
    // Deleted in vSphere with the object (vm-operator controllers/virtualmachinesnapshot, ReconcileDelete).
    VirtualMachineSnapshot: { data: "always" },
  },
  "vmware.com": { VirtualNetwork: SUPERVISOR },
  "vpc.nsx.vmware.com": { "*": SUPERVISOR },
};
