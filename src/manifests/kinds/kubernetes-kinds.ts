// The table of kinds: those that Kubernetes serves itself, every group of it.

import {
  CLAIM_FIELDS,
  fixed,
  JOB_FIELDS,
  POD_FIELDS,
  SEALED_FIELDS,
  SERVICE_FIELDS,
  STATEFUL_SET_FIELDS,
  STORAGE_CLASS_FIELDS,
  VOLUME_FIELDS,
} from "./immutable-fields.ts";
import type { KindFacts, KindSheet } from "./kind-facts.ts";

const V1 = { v1: 0 };
const V1_FROM_30 = { v1: 30 };
const V1_FROM_33 = { v1: 33 };
const V1_FROM_34 = { v1: 34 };

const TEMPLATE = ["spec", "template"];
const REPLICAS = { template: TEMPLATE, runs: "replicas" } as const;
const OWN = { at: ["spec", "selector"], form: "own" } as const;
const OWNS_PODS = { workload: REPLICAS, dependents: "pods", selector: OWN } as const;

const FLOW_CONTROL: KindFacts = { clusterScoped: true, served: { v1: 29, v1beta3: 0, v1beta2: 0 } };

/**
 * Served by default: kubernetes.io, Deprecated API Migration Guide, and the release notes. Health: argo-cd
 * gitops-engine/pkg/health/health.go, GetHealthCheckFunc, and health_deployment.go and health_job.go for what is suspended;
 * CronJob: argo-cd docs/operator-manual/upgrading/3.1-3.2.md; PodDisruptionBudget: argo-cd resource_customizations/policy.
 * Immutable selectors: kubernetes pkg/apis/apps/validation, ValidateDeploymentUpdate and its siblings. The roleRef of a
 * binding is not immutable here: Argo CD replaces the binding (argo-cd gitops-engine/pkg/utils/kube/resource_ops.go).
 */
export const KUBERNETES_KINDS: KindSheet = {
  "": {
    "*": { versions: "v1" },
    ComponentStatus: { clusterScoped: true },
    ConfigMap: { order: 10, immutable: SEALED_FIELDS, served: V1 },
    Endpoints: { served: V1 },
    Event: { served: V1 },
    LimitRange: { order: 4, served: V1 },
    Namespace: { clusterScoped: true, order: 1, data: "always", encloses: true, served: V1 },
    Node: { clusterScoped: true, served: V1 },
    PersistentVolume: {
      clusterScoped: true,
      order: 12,
      data: "always",
      immutable: VOLUME_FIELDS,
      served: V1,
    },
    PersistentVolumeClaim: { order: 13, health: {}, data: "always", immutable: CLAIM_FIELDS, served: V1 },
    Pod: {
      order: 25,
      health: {},
      immutable: POD_FIELDS,
      workload: { template: [], runs: "replicas" },
      served: V1,
    },
    PodTemplate: { served: V1 },
    ReplicationController: { order: 26, dependents: "pods", served: V1 },
    ResourceQuota: { order: 3, served: V1 },
    Secret: {
      order: 8,
      immutable: [...SEALED_FIELDS, { path: "type", otherwise: "Opaque" }],
      confidential: true,
      makesSecrets: { at: [] },
      served: V1,
    },
    SecretList: { order: 9, confidential: true },
    Service: {
      order: 23,
      health: { only: [["spec", "type"], "LoadBalancer"] },
      immutable: SERVICE_FIELDS,
      selector: { at: ["spec", "selector"], form: "labels" },
      served: V1,
    },
    ServiceAccount: { order: 7, served: V1 },
  },
  "admissionregistration.k8s.io": {
    MutatingAdmissionPolicy: { clusterScoped: true },
    MutatingAdmissionPolicyBinding: { clusterScoped: true },
    MutatingWebhookConfiguration: { clusterScoped: true, served: V1 },
    ValidatingAdmissionPolicy: { clusterScoped: true, served: V1_FROM_30 },
    ValidatingAdmissionPolicyBinding: { clusterScoped: true, served: V1_FROM_30 },
    ValidatingWebhookConfiguration: { clusterScoped: true, served: V1 },
  },
  "apiextensions.k8s.io": {
    // apiextensions-apiserver pkg/apis/apiextensions/validation.
    CustomResourceDefinition: {
      clusterScoped: true,
      order: 14,
      data: "always",
      immutable: fixed("spec.group", "spec.scope", "spec.names.kind"),
      served: V1,
    },
  },
  "apiregistration.k8s.io": { APIService: { clusterScoped: true, order: 35, health: {}, served: V1 } },
  apps: {
    "*": { versions: "v1 v1beta1 v1beta2" },
    ControllerRevision: { served: V1 },
    DaemonSet: {
      order: 24,
      health: {},
      workload: { template: TEMPLATE, runs: "node" },
      dependents: "pods",
      selector: OWN,
      served: V1,
    },
    Deployment: {
      order: 28,
      health: { suspended: ["spec", "paused"] },
      ...OWNS_PODS,
      dependents: "ReplicaSets and pods",
      served: V1,
    },
    ReplicaSet: { order: 27, health: {}, ...OWNS_PODS, served: V1 },
    StatefulSet: {
      order: 30,
      health: {},
      data: "claims",
      immutable: STATEFUL_SET_FIELDS,
      ...OWNS_PODS,
      served: V1,
    },
  },
  "authentication.k8s.io": { TokenReview: { clusterScoped: true } },
  "authorization.k8s.io": {
    LocalSubjectAccessReview: {},
    SelfSubjectAccessReview: { clusterScoped: true },
    SubjectAccessReview: { clusterScoped: true },
  },
  autoscaling: {
    "*": { versions: "v1 v2 v2beta1 v2beta2" },
    HorizontalPodAutoscaler: { order: 29, health: {}, served: { v1: 0, v2: 0 } },
  },
  batch: {
    "*": { versions: "v1 v1beta1 v2alpha1" },
    CronJob: {
      order: 32,
      health: { since: "3.2" },
      workload: { template: ["spec", "jobTemplate", "spec", "template"], runs: "completion" },
      dependents: "Jobs and pods",
      served: V1,
    },
    Job: {
      order: 31,
      health: { suspended: ["spec", "suspend"] },
      immutable: JOB_FIELDS,
      workload: { template: TEMPLATE, runs: "completion" },
      dependents: "pods",
      selector: OWN,
      served: V1,
    },
  },
  "certificates.k8s.io": {
    CertificateSigningRequest: { clusterScoped: true, served: V1 },
    ClusterTrustBundle: { clusterScoped: true },
  },
  "coordination.k8s.io": { Lease: { served: V1 }, LeaseCandidate: {} },
  "discovery.k8s.io": { EndpointSlice: { served: V1 } },
  "events.k8s.io": { Event: { served: V1 } },
  extensions: {
    DaemonSet: {},
    Deployment: {},
    Ingress: { health: {} },
    NetworkPolicy: {},
    PodSecurityPolicy: { clusterScoped: true },
    ReplicaSet: {},
  },
  "flowcontrol.apiserver.k8s.io": { FlowSchema: FLOW_CONTROL, PriorityLevelConfiguration: FLOW_CONTROL },
  "internal.apiserver.k8s.io": { StorageVersion: { clusterScoped: true } },
  "networking.k8s.io": {
    "*": { versions: "v1 v1alpha1 v1beta1" },
    Ingress: { order: 34, health: {}, secretsIn: ["tls"], served: V1 },
    // kubernetes pkg/apis/networking/validation, ValidateIngressClassUpdate.
    IngressClass: { clusterScoped: true, order: 33, immutable: fixed("spec.controller"), served: V1 },
    IPAddress: { clusterScoped: true, served: V1_FROM_33 },
    NetworkPolicy: { order: 2, selector: { at: ["spec", "podSelector"], form: "selector" }, served: V1 },
    ServiceCIDR: { clusterScoped: true, served: V1_FROM_33 },
  },
  "node.k8s.io": { RuntimeClass: { clusterScoped: true, served: V1 } },
  policy: {
    "*": { versions: "v1 v1beta1" },
    PodDisruptionBudget: {
      order: 6,
      health: {},
      selector: { at: ["spec", "selector"], form: "selector" },
      served: V1,
    },
    PodSecurityPolicy: { clusterScoped: true, order: 5 },
  },
  "rbac.authorization.k8s.io": {
    "*": { versions: "v1 v1alpha1 v1beta1" },
    ClusterRole: { clusterScoped: true, order: 15, served: V1 },
    ClusterRoleBinding: { clusterScoped: true, order: 17, served: V1 },
    ClusterRoleBindingList: { order: 18 },
    ClusterRoleList: { order: 16 },
    Role: { order: 19, served: V1 },
    RoleBinding: { order: 21, served: V1 },
    RoleBindingList: { order: 22 },
    RoleList: { order: 20 },
  },
  "resource.k8s.io": {
    DeviceClass: { clusterScoped: true, served: V1_FROM_34 },
    DeviceTaintRule: { clusterScoped: true },
    PodSchedulingContext: {},
    ResourceClaim: { served: V1_FROM_34 },
    ResourceClaimParameters: {},
    ResourceClaimTemplate: { served: V1_FROM_34 },
    ResourceClass: { clusterScoped: true },
    ResourceClassParameters: {},
    ResourceSlice: { clusterScoped: true, served: V1_FROM_34 },
  },
  // kubernetes pkg/apis/scheduling/validation, ValidatePriorityClassUpdate.
  "scheduling.k8s.io": { PriorityClass: { clusterScoped: true, immutable: fixed("value"), served: V1 } },
  "storage.k8s.io": {
    "*": { versions: "v1 v1alpha1 v1beta1" },
    CSIDriver: { clusterScoped: true, served: V1 },
    CSINode: { clusterScoped: true, served: V1 },
    CSIStorageCapacity: { served: V1 },
    StorageClass: {
      clusterScoped: true,
      order: 11,
      immutable: STORAGE_CLASS_FIELDS,
      machineClass: "Storage class",
      served: V1,
    },
    VolumeAttachment: { clusterScoped: true, served: V1 },
    VolumeAttributesClass: { clusterScoped: true, served: V1_FROM_34 },
  },
  "storagemigration.k8s.io": { StorageVersionMigration: { clusterScoped: true } },
};
