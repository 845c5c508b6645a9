// The table of kinds: Argo CD, Carvel, and the controllers that fleets commonly run.

import type { KindFacts, KindSheet } from "./kind-facts.ts";
import { APPLICATION_MISPLACED, APPLICATION_SET_MISPLACED } from "./misplaced-fields.ts";

const CLUSTER_SCOPED: KindFacts = { clusterScoped: true };
const OF_OWN_NAME: KindFacts = { makesSecrets: { at: [] } };
const OF_DESTINATION: KindFacts = { makesSecrets: { at: [["spec", "destination", "name"]] } };

/**
 * Health: argo-cd resource_customizations, and health.go for a Workflow; ScaledJob: docs/operator-manual/upgrading/3.2-3.3.md.
 * An Application has had no check since Argo CD 1.8; a configured one is impact/facts/application-health.ts. Argo CD's
 * finalizer: argo-cd controller/appcontroller.go, finalizeApplicationDeletion and finalizeProjectDeletion, and
 * applicationset/controllers/applicationset_controller.go, Reconcile.
 */
export const ECOSYSTEM_KINDS: KindSheet = {
  "argocd-service.vsphere.vmware.com": {
    "*": { supervisorOnly: true },
    ArgoCD: { layer: "delivery" },
  },
  "argoproj.io": {
    AnalysisRun: { health: {} },
    Application: {
      layer: "delivery",
      versions: "v1alpha1",
      argoFinalizer: true,
      misplaced: APPLICATION_MISPLACED,
    },
    ApplicationSet: {
      layer: "delivery",
      versions: "v1alpha1",
      health: {},
      secretsIn: ["generators"],
      argoFinalizer: true,
      misplaced: APPLICATION_SET_MISPLACED,
    },
    // Namespaced (argo-cd pkg/apis/application/v1alpha1).
    AppProject: { layer: "delivery", versions: "v1alpha1", argoFinalizer: true },
    ArgoCD: { layer: "delivery" },
    Rollout: { health: {} },
    Workflow: { health: {} },
  },
  "bitnami.com": {
    SealedSecret: { health: {}, makesSecrets: { at: [["spec", "template", "metadata", "name"]] } },
  },
  "cert-manager.io": {
    Certificate: { health: {}, makesSecrets: { at: [["spec", "secretName"]] } },
    ClusterIssuer: { clusterScoped: true, health: {} },
    Issuer: { health: {} },
  },
  "cilium.io": {
    CiliumClusterwideNetworkPolicy: CLUSTER_SCOPED,
    CiliumLoadBalancerIPPool: CLUSTER_SCOPED,
    CiliumNode: CLUSTER_SCOPED,
  },
  "crd.antrea.io": {
    ClusterGroup: CLUSTER_SCOPED,
    ClusterNetworkPolicy: CLUSTER_SCOPED,
    Egress: CLUSTER_SCOPED,
    ExternalIPPool: CLUSTER_SCOPED,
    IPPool: CLUSTER_SCOPED,
    Tier: CLUSTER_SCOPED,
  },
  "external-secrets.io": {
    ClusterExternalSecret: { clusterScoped: true, health: {} },
    ClusterSecretStore: { clusterScoped: true, health: {} },
    ExternalSecret: { health: {}, makesSecrets: { at: [["spec", "target", "name"]] } },
    SecretStore: { health: {} },
  },
  "gateway.networking.k8s.io": { GatewayClass: CLUSTER_SCOPED },
  "isindir.github.com": { SopsSecret: { makesSecrets: { each: ["spec", "secretTemplates"] } } },
  "kappctrl.k14s.io": { App: { secretsIn: ["fetch", "template", "deploy"] } },
  "keda.sh": { ScaledJob: { health: { since: "3.3" } }, ScaledObject: { health: {} } },
  // It owns the DataVolumes of its templates (kubevirt pkg/virt-controller/watch, CreateDataVolumeManifest).
  "kubevirt.io": { VirtualMachine: { data: "always" } },
  "kyverno.io": { ClusterCleanupPolicy: CLUSTER_SCOPED, ClusterPolicy: CLUSTER_SCOPED },
  "packaging.carvel.dev": {
    PackageInstall: { layer: "addon", secretsIn: ["values"] },
    PackageRepository: { layer: "addon", secretsIn: ["fetch"] },
  },
  "policy.networking.k8s.io": {
    AdminNetworkPolicy: CLUSTER_SCOPED,
    BaselineAdminNetworkPolicy: CLUSTER_SCOPED,
  },
  "secretgen.carvel.dev": { SecretImport: OF_OWN_NAME, SecretTemplate: OF_OWN_NAME },
  "secretgen.k14s.io": {
    Certificate: OF_OWN_NAME,
    Password: OF_OWN_NAME,
    RSAKey: OF_OWN_NAME,
    SSHKey: OF_OWN_NAME,
  },
  "secrets.hashicorp.com": {
    VaultDynamicSecret: OF_DESTINATION,
    VaultPKISecret: OF_DESTINATION,
    VaultStaticSecret: OF_DESTINATION,
  },
  // With the deletionPolicy Delete, the default, the snapshot in the storage system is deleted too (kubernetes.io, Volume
  // Snapshot Classes).
  "snapshot.storage.k8s.io": {
    VolumeSnapshot: { data: "always" },
    VolumeSnapshotClass: CLUSTER_SCOPED,
    VolumeSnapshotContent: { clusterScoped: true, data: "always" },
  },
};
