// Field changes of a cluster → in place, rolls these parts, may roll them, refused, stuck, or invalid; each with its source.
import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import { objectDefects } from "../../../../src/manifests/kinds/object-defects.ts";
import { manifestDefects } from "../../../../src/manifests/yaml/manifests.ts";
import type { Change } from "../../../../src/model/change.ts";
import { manifestOf } from "../../../manifests/manifest.ts";
import { planInputs } from "../../../support/repository.ts";
import { file, SMALL_FLEET } from "../../../support/small-fleet.ts";
import { BASE, CLASS, LEGACY } from "./fields-base.ts";

/** A path and its new value; undefined removes the field. "[name]" is the entry of that name, "[+]" a new one. */
type Edit = readonly [path: string, value: Json | undefined];
type Row = readonly [what: string, edits: Edit | readonly Edit[], outcome: string, source: string];

// Where a row's outcome comes from. Paths are those of kubernetes-sigs/cluster-api.
const WEBHOOK = "core/webhooks/admission/cluster.go, validateTopology";
const VERSIONS = "core/webhooks/admission/cluster.go, validateClusterVersionUpdate";
const VERSION_TEXT = "core/webhooks/admission/cluster.go, validateTopologyVersion";
const BOUNDS = "core/webhooks/admission/cluster.go, validateAutoscalerAnnotationsForCluster";
const RANGES = "core/webhooks/admission/cluster.go, validateCIDRBlocks";
const STRATEGY = "core/webhooks/admission/cluster.go, validateTopologyRollout";
const METADATA = "core/webhooks/admission/cluster.go, validateTopologyMetadata";
const BY_CLASS = "core/webhooks/admission/cluster.go, ValidateClusterForClusterClass";
const VARIABLES = "internal/topology/variables/cluster_variable_validation.go";
const SIZES = "core/webhooks/admission/machinedeployment.go, calculateMachineDeploymentReplicas";
const EVEN = "controlplane/kubeadm/webhooks/admission/kubeadmcontrolplane.go, etcd member count";
const TEMPLATE = "internal/controllers/machinedeployment/mdutil/util.go, MachineTemplateUpToDate";
const IN_PLACE =
  "internal/controllers/machinedeployment/mdutil/util.go, MachineTemplateDeepCopyRolloutFields";
const ORDER = "exp/topology/desiredstate/desired_state.go, computeMachineDeploymentVersion";
const DESIRED = "exp/topology/desiredstate/desired_state.go, computeMachineDeployment";
const OVERRIDES = "exp/topology/desiredstate and patches/variables: an override replaces the cluster's value";
const SCHEMA = "api/core/v1beta2/cluster_types.go: types and enums of the schema";
const VKS_NETWORK = "VKS: ranges and service domain are fixed at creation";
const VKS_CNI = "VKS: bootstrapAddons.cniRef counts at creation only";
const VKS_VARIABLES = "VKS ClusterClass variable reference: effect of each variable";
const VKS_IMAGE = "VKS: resolve-os-image selects the image of the machine template";
const REFERENCE = "not in the variable reference, so nothing is claimed";
const CERTIFICATES = "controlplane/kubeadm rolloutBefore: nodes roll only when a certificate is near its end";
const MACHINE_HEALTH = "exp/topology/desiredstate, computeMachineHealthCheck: an object of its own";
const REBASE = "docs/book change-clusterclass.md: other templates for every part";
const TKC = "TanzuKubernetesCluster v1alpha3: the release and machine fields of each part";

const ALL = "rolls control-plane, pool-a, pool-b, pool-c";
const MAY_ALL = "may roll control-plane, pool-a, pool-b, pool-c";
const META = "topology.controlPlane.metadata";
const POOL = "topology.workers.machineDeployments.[pool-a]";
const FIXED = "topology.workers.machineDeployments.[pool-b]";
const LAST = "topology.workers.machineDeployments.[pool-c]";
const VAR = "topology.variables";
const SCALER = "metadata.annotations.cluster-api-autoscaler";
const AUTO = {
  min: "cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size",
  max: "cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size",
};
const IMAGE = "run.tanzu.vmware.com/resolve-os-image";
const TURN = "topology.cluster.x-k8s.io";

const ROWS: readonly Row[] = [
  // The version.
  ["a minor up", ["topology.version", "v1.34.2---vmware.1-fips-vkr.3"], ALL, VERSIONS],
  ["a patch up", ["topology.version", "v1.33.8---vmware.1-fips-vkr.1"], ALL, VERSIONS],
  [
    "another build of the same release",
    ["topology.version", "v1.33.6---vmware.1-fips-vkr.10"],
    ALL,
    VERSIONS,
  ],
  [
    "an older build of the same release",
    ["topology.version", "v1.33.6---vmware.1-fips-vkr.1"],
    ALL,
    VERSIONS,
  ],
  ["another FIPS flavour", ["topology.version", "v1.33.6---vmware.1-vkr.2"], ALL, VERSIONS],
  [
    "the same release with a plus",
    ["topology.version", "v1.33.6+vmware.1-fips-vkr.2"],
    "in place",
    "VKS: both spellings name one release",
  ],
  ["a patch down", ["topology.version", "v1.33.5---vmware.1-fips-vkr.2"], "refused", VERSIONS],
  ["a minor down", ["topology.version", "v1.32.10---vmware.1-fips-vkr.2"], "refused", VERSIONS],
  ["two minors up", ["topology.version", "v1.35.0---vmware.1-fips-vkr.2"], "refused", VERSIONS],
  ["another major", ["topology.version", "v2.0.0"], "refused", VERSIONS],
  [
    "two minors up, unchecked",
    [
      ["topology.version", "v1.35.0---vmware.1-fips-vkr.2"],
      ["metadata.annotations.unsafe.topology.cluster.x-k8s.io/disable-update-version-check", ""],
    ],
    ALL,
    VERSIONS,
  ],
  ["no version at all", ["topology.version", "latest"], "refused", VERSION_TEXT],
  ["a prefix of a version", ["topology.version", "v1.34"], ALL, "VKS: a Supervisor resolves the prefix"],
  [
    "a version without v",
    ["topology.version", "1.34.2"],
    ALL,
    "core/webhooks/admission/cluster.go, Default adds it",
  ],
  ["a version that YAML reads as a number", ["topology.version", 1.34], "invalid", SCHEMA],
  [
    "an upgrade while pool-b is deferred",
    [
      ["topology.version", "v1.34.2"],
      [`${FIXED}.metadata.annotations.${TURN}/defer-upgrade`, ""],
    ],
    "rolls control-plane, pool-a, pool-c",
    ORDER,
  ],
  [
    "an upgrade held from pool-b on",
    [
      ["topology.version", "v1.34.2"],
      [`${FIXED}.metadata.annotations.${TURN}/hold-upgrade-sequence`, ""],
    ],
    "rolls control-plane, pool-a",
    ORDER,
  ],
  [
    "a downgrade beside a harmless edit",
    [
      ["topology.version", "v1.32.0"],
      ["metadata.labels.team", "b"],
    ],
    "refused",
    VERSIONS,
  ],
  // The class.
  ["another class", ["topology.classRef.name", "builtin-generic-v3.7.0"], ALL, REBASE],
  ["the same class of another namespace", ["topology.classRef.namespace", "other"], ALL, REBASE],
  [
    "class and version together",
    [
      ["topology.classRef.name", "builtin-generic-v3.7.0"],
      ["topology.version", "v1.34.2"],
    ],
    ALL,
    REBASE,
  ],
  [
    "no topology any more",
    ["topology", undefined],
    "refused",
    "core/webhooks/admission/cluster.go, validate",
  ],
  // Variables of the whole cluster; pool-b overrides vmClass and node.
  [
    "vmClass",
    [`${VAR}.[vmClass].value`, "best-effort-xlarge"],
    "rolls control-plane, pool-a, pool-c",
    OVERRIDES,
  ],
  ["storageClass", [`${VAR}.[storageClass].value`, "vks-silver"], ALL, VKS_VARIABLES],
  [
    "volumes for the first time",
    [`${VAR}.[+]`, { name: "volumes", value: [{ name: "containerd", capacity: "50Gi" }] }],
    ALL,
    VKS_VARIABLES,
  ],
  [
    "controlPlaneVolumes",
    [`${VAR}.[+]`, { name: "controlPlaneVolumes", value: [] }],
    "rolls control-plane",
    VKS_VARIABLES,
  ],
  [
    "nodePoolVolumes",
    [`${VAR}.[+]`, { name: "nodePoolVolumes", value: [] }],
    "rolls pool-a, pool-b, pool-c",
    VKS_VARIABLES,
  ],
  [
    "nodePoolLabels",
    [`${VAR}.[+]`, { name: "nodePoolLabels", value: [] }],
    "rolls pool-a, pool-b, pool-c",
    VKS_VARIABLES,
  ],
  [
    "nodePoolTaints",
    [`${VAR}.[+]`, { name: "nodePoolTaints", value: [] }],
    "rolls pool-a, pool-b, pool-c",
    VKS_VARIABLES,
  ],
  [
    "node labels",
    [`${VAR}.[node].value.labels`, { tier: "gold" }],
    "rolls control-plane, pool-a, pool-c",
    OVERRIDES,
  ],
  ["node taints", [`${VAR}.[node].value.taints`, []], "rolls control-plane, pool-a, pool-c", OVERRIDES],
  ["osConfiguration", [`${VAR}.[osConfiguration].value.ntp`, { servers: ["10.0.0.2"] }], ALL, VKS_VARIABLES],
  [
    "resourceConfiguration for the first time",
    [`${VAR}.[+]`, { name: "resourceConfiguration", value: { systemReserved: {} } }],
    MAY_ALL,
    "VKS: the variable has a default, which this may repeat",
  ],
  [
    "the kubelet's configuration",
    [`${VAR}.[kubernetes].value.kubeletConfiguration`, { maxPods: 200 }],
    ALL,
    VKS_VARIABLES,
  ],
  [
    "the API server's configuration",
    [`${VAR}.[kubernetes].value.apiServerConfiguration`, {}],
    "rolls control-plane",
    VKS_VARIABLES,
  ],
  [
    "etcd's configuration",
    [`${VAR}.[kubernetes].value.etcdConfiguration`, {}],
    "rolls control-plane",
    VKS_VARIABLES,
  ],
  [
    "the Pod Security standard",
    [`${VAR}.[kubernetes].value.security`, { podSecurityStandard: {} }],
    "rolls control-plane",
    VKS_VARIABLES,
  ],
  [
    "certificate rotation",
    [`${VAR}.[kubernetes].value.certificateRotation.renewalDaysBeforeExpiry`, 30],
    "may roll control-plane",
    CERTIFICATES,
  ],
  [
    "endpointFQDNs",
    [`${VAR}.[kubernetes].value.endpointFQDNs`, ["a.example.com"]],
    "may roll control-plane",
    REFERENCE,
  ],
  [
    "kubeAPIServerFQDNs",
    [`${VAR}.[+]`, { name: "kubeAPIServerFQDNs", value: [] }],
    "may roll control-plane",
    REFERENCE,
  ],
  ["an unknown part of kubernetes", [`${VAR}.[kubernetes].value.newThing`, 1], MAY_ALL, REFERENCE],
  [
    "certificate rotation and the kubelet",
    [
      [`${VAR}.[kubernetes].value.certificateRotation.enabled`, false],
      [`${VAR}.[kubernetes].value.kubeletConfiguration`, {}],
    ],
    ALL,
    VKS_VARIABLES,
  ],
  [
    "vsphereOptions",
    [`${VAR}.[vsphereOptions].value.persistentVolumes.defaultStorageClass`, "vks-silver"],
    MAY_ALL,
    REFERENCE,
  ],
  ["a variable nobody knows", [`${VAR}.[+]`, { name: "newThing", value: true }], MAY_ALL, REFERENCE],
  ["a variable nobody knows, removed", [`${VAR}.[custom]`, undefined], MAY_ALL, REFERENCE],
  [
    "the variables in another order",
    [`${VAR}.[+0]`, { name: "vmClass", value: "best-effort-large" }],
    "invalid",
    "internal/topology/check, variable names are unique",
  ],
  // Overrides.
  [
    "vmClass of one pool",
    [`${FIXED}.variables.overrides.[vmClass].value`, "vks-worker-xlarge"],
    "rolls pool-b",
    OVERRIDES,
  ],
  ["an override that goes", [`${FIXED}.variables.overrides.[vmClass]`, undefined], "rolls pool-b", OVERRIDES],
  [
    "an override that repeats the cluster's value",
    [`${POOL}.variables.overrides`, [{ name: "vmClass", value: "best-effort-large" }]],
    "in place",
    OVERRIDES,
  ],
  [
    "an override with another value",
    [`${POOL}.variables.overrides`, [{ name: "vmClass", value: "best-effort-small" }]],
    "rolls pool-a",
    OVERRIDES,
  ],
  [
    "an override of the control plane",
    ["topology.controlPlane.variables.overrides", [{ name: "vmClass", value: "best-effort-small" }]],
    "rolls control-plane",
    OVERRIDES,
  ],
  [
    "a control-plane override that repeats the value",
    ["topology.controlPlane.variables.overrides", [{ name: "vmClass", value: "best-effort-large" }]],
    "in place",
    OVERRIDES,
  ],
  [
    "the cluster's value and an override that keeps the old one",
    [
      [`${VAR}.[vmClass].value`, "best-effort-xlarge"],
      [`${POOL}.variables.overrides`, [{ name: "vmClass", value: "best-effort-large" }]],
    ],
    "rolls control-plane, pool-c",
    OVERRIDES,
  ],
  [
    "node labels of one pool",
    [`${FIXED}.variables.overrides.[node].value.labels`, { tier: "lead" }],
    "rolls pool-b",
    OVERRIDES,
  ],
  [
    "an unknown override",
    [`${POOL}.variables.overrides`, [{ name: "newThing", value: 1 }]],
    "may roll pool-a",
    REFERENCE,
  ],
  // Sizes.
  [
    "more control-plane nodes",
    ["topology.controlPlane.replicas", 5],
    "in place",
    "controlplane/kubeadm: scaled, not replaced",
  ],
  [
    "fewer control-plane nodes",
    ["topology.controlPlane.replicas", 1],
    "in place",
    "controlplane/kubeadm: scaled, not replaced",
  ],
  ["an even control plane", ["topology.controlPlane.replicas", 2], "stuck", EVEN],
  ["no control plane", ["topology.controlPlane.replicas", 0], "stuck", EVEN],
  [
    "an even control plane beside a label",
    [
      ["topology.controlPlane.replicas", 2],
      ["metadata.labels.team", "b"],
    ],
    "stuck, in place",
    EVEN,
  ],
  ["replicas of the control plane as a text", ["topology.controlPlane.replicas", "3"], "invalid", SCHEMA],
  ["a fraction of a node", ["topology.controlPlane.replicas", 1.5], "invalid", SCHEMA],
  ["a larger pool", [`${FIXED}.replicas`, 4], "in place", DESIRED],
  ["a smaller pool", [`${FIXED}.replicas`, 1], "in place", DESIRED],
  ["an empty pool", [`${FIXED}.replicas`, 0], "in place", DESIRED],
  ["a pool without replicas any more", [`${FIXED}.replicas`, undefined], "in place", SIZES],
  ["a pool's replicas as a text", [`${FIXED}.replicas`, "2"], "invalid", SCHEMA],
  [
    "a new pool",
    ["topology.workers.machineDeployments.[+]", { name: "pool-d", class: "node-pool", replicas: 2 }],
    "in place",
    DESIRED,
  ],
  ["a pool that goes", [LAST, undefined], "in place", DESIRED],
  ["a renamed pool", [`${LAST}.name`, "pool-z"], "in place", "a pool is its name: one goes and one comes"],
  [
    "two pools of one name",
    [`${LAST}.name`, "pool-a"],
    "invalid",
    "internal/topology/check/compatibility.go, unique names",
  ],
  ["wider autoscaler bounds", [`${POOL}.${SCALER}.max`, "9"], "in place", SIZES],
  [
    "autoscaler bounds without quotes",
    [`${POOL}.${SCALER}.max`, 9],
    "invalid",
    "apimachinery ObjectMeta: annotations are texts",
  ],
  ["autoscaler bounds that are no numbers", [`${POOL}.${SCALER}.max`, "many"], "stuck", SIZES],
  ["autoscaler bounds beside replicas", [`${POOL}.replicas`, 3], "refused", BOUNDS],
  ["one bound beside replicas", [`${FIXED}.${SCALER}.max`, "3"], "refused", BOUNDS],
  [
    "bounds instead of replicas",
    [
      [`${FIXED}.replicas`, undefined],
      [`${FIXED}.${SCALER}.min`, "1"],
      [`${FIXED}.${SCALER}.max`, "3"],
    ],
    "in place",
    SIZES,
  ],
  [
    "replicas instead of bounds",
    [
      [`${POOL}.replicas`, 3],
      [`${POOL}.metadata.annotations`, { [IMAGE]: "os-name=ubuntu,os-version=24.04" }],
    ],
    "in place",
    DESIRED,
  ],
  // What else a pool says.
  ["a pool's class", [`${FIXED}.class`, "gpu-pool"], "rolls pool-b", DESIRED],
  ["a pool's failure domain", [`${FIXED}.failureDomain`, "zone-b"], "rolls pool-b", TEMPLATE],
  [
    "a pool's OS image",
    [`${POOL}.metadata.annotations.${IMAGE}`, "os-name=photon"],
    "rolls pool-a",
    VKS_IMAGE,
  ],
  [
    "a pool's OS image for the first time",
    [`${FIXED}.metadata.annotations.${IMAGE}`, "os-name=photon"],
    "rolls pool-b",
    VKS_IMAGE,
  ],
  ["a pool's labels", [`${FIXED}.metadata.labels.tier`, "gold"], "in place", IN_PLACE],
  ["a pool's other annotations", [`${FIXED}.metadata.annotations.note`, "x"], "in place", IN_PLACE],
  ["a pool's drain timeout", [`${FIXED}.deletion.nodeDrainTimeoutSeconds`, 300], "in place", IN_PLACE],
  ["a pool's deletion timeout", [`${FIXED}.deletion.nodeDeletionTimeoutSeconds`, 300], "in place", IN_PLACE],
  [
    "a pool's volume timeout",
    [`${FIXED}.deletion.nodeVolumeDetachTimeoutSeconds`, 300],
    "in place",
    IN_PLACE,
  ],
  ["a pool's deletion order", [`${FIXED}.deletion.order`, "Oldest"], "in place", IN_PLACE],
  ["a pool's minReadySeconds", [`${FIXED}.minReadySeconds`, 30], "in place", IN_PLACE],
  ["a pool's readiness gates", [`${FIXED}.readinessGates`, [{ conditionType: "A" }]], "in place", IN_PLACE],
  ["a pool's taints in the topology", [`${FIXED}.taints`, []], "in place", IN_PLACE],
  ["a pool's health check", [`${FIXED}.healthCheck.enabled`, false], "in place", MACHINE_HEALTH],
  [
    "a pool's surge",
    [`${FIXED}.rollout.strategy.rollingUpdate.maxSurge`, 2],
    "in place",
    "MachineDeployment strategy: how it rolls, not what",
  ],
  [
    "a surge in percent",
    [`${FIXED}.rollout.strategy.rollingUpdate.maxSurge`, "25%"],
    "in place",
    "MachineDeployment strategy: how it rolls, not what",
  ],
  [
    "a surge nobody can read",
    [`${FIXED}.rollout.strategy.rollingUpdate.maxSurge`, "two"],
    "refused",
    STRATEGY,
  ],
  ["an unknown strategy", [`${FIXED}.rollout.strategy.type`, "Recreate"], "invalid", SCHEMA],
  ["a strategy in the wrong case", [`${FIXED}.rollout.strategy.type`, "rollingUpdate"], "invalid", SCHEMA],
  [
    "OnDelete",
    [`${FIXED}.rollout.strategy.type`, "OnDelete"],
    "in place",
    "MachineDeployment strategy: how it rolls, not what",
  ],
  [
    "another machine under OnDelete",
    [
      [`${FIXED}.rollout.strategy.type`, "OnDelete"],
      [`${FIXED}.failureDomain`, "zone-b"],
    ],
    "may roll pool-b",
    "MachineDeployment OnDelete: a machine is replaced when somebody deletes it",
  ],
  [
    "a time to roll after",
    [`${FIXED}.rollout.after`, "2026-11-22T10:00:00Z"],
    "may roll pool-b",
    "MachineDeployment rollout.after: once the time has come",
  ],
  [
    "a pool's labels that are a list",
    [`${FIXED}.metadata.labels`, ["a"]],
    "invalid",
    "apimachinery ObjectMeta: labels are a map of texts",
  ],
  [
    "a pool's label that is a number",
    [`${FIXED}.metadata.labels.tier`, 1],
    "invalid",
    "apimachinery ObjectMeta: labels are a map of texts",
  ],
  ["a pool's label that is too long", [`${FIXED}.metadata.labels.tier`, "x".repeat(64)], "refused", METADATA],
  // The control plane.
  [
    "the control plane's OS image",
    [`${META}.annotations.${IMAGE}`, "os-name=photon"],
    "rolls control-plane",
    VKS_IMAGE,
  ],
  [
    "the control plane's labels",
    [`${META}.labels.tier`, "gold"],
    "in place",
    "controlplane/kubeadm: labels are propagated in place",
  ],
  [
    "the control plane's drain timeout",
    ["topology.controlPlane.deletion.nodeDrainTimeoutSeconds", 60],
    "in place",
    "controlplane/kubeadm: timeouts are propagated in place",
  ],
  [
    "the control plane's health check",
    ["topology.controlPlane.healthCheck.enabled", true],
    "in place",
    MACHINE_HEALTH,
  ],
  [
    "the control plane's readiness gates",
    ["topology.controlPlane.readinessGates", []],
    "in place",
    "controlplane/kubeadm: readiness gates are propagated in place",
  ],
  [
    "the control plane's time to roll after",
    ["topology.controlPlane.rollout.after", "2026-11-22T10:00:00Z"],
    "may roll control-plane",
    "controlplane/kubeadm rollout.after: once the time has come",
  ],
  // The cluster as a whole.
  [
    "a label of the cluster",
    ["metadata.labels.team", "b"],
    "in place",
    "metadata of the Cluster reaches no machine",
  ],
  [
    "a label that is a boolean",
    ["metadata.labels.team", true],
    "invalid",
    "apimachinery ObjectMeta: labels are a map of texts",
  ],
  [
    "a label with a blank in it",
    ["metadata.labels.team", "a b"],
    "refused",
    "apimachinery: the syntax of label values",
  ],
  [
    "an annotation of the cluster",
    ["metadata.annotations.note", "x"],
    "in place",
    "metadata of the Cluster reaches no machine",
  ],
  ["two pools at once", [`metadata.annotations.${TURN}/upgrade-concurrency`, "2"], "in place", ORDER],
  ["a concurrency of zero", [`metadata.annotations.${TURN}/upgrade-concurrency`, "0"], "refused", WEBHOOK],
  ["a concurrency in words", [`metadata.annotations.${TURN}/upgrade-concurrency`, "all"], "refused", WEBHOOK],
  [
    "an OS image for the whole cluster",
    [`metadata.annotations.${IMAGE}`, "os-name=photon"],
    MAY_ALL,
    REFERENCE,
  ],
  ["paused", ["paused", true], "stuck", "a paused Cluster is not reconciled"],
  ["paused as a text", ["paused", "true"], "invalid", SCHEMA],
  ["a pod range", ["clusterNetwork.pods.cidrBlocks", ["172.30.0.0/16"]], "refused", VKS_NETWORK],
  ["a service range", ["clusterNetwork.services.cidrBlocks", ["10.30.0.0/16"]], "refused", VKS_NETWORK],
  ["a pod range that is none", ["clusterNetwork.pods.cidrBlocks", ["172.30.0.0"]], "refused", RANGES],
  ["a pod range that is no list", ["clusterNetwork.pods.cidrBlocks", "172.20.0.0/16"], "invalid", SCHEMA],
  ["the service domain", ["clusterNetwork.serviceDomain", "lab.local"], "refused", VKS_NETWORK],
  [
    "the default service domain left out",
    ["clusterNetwork.serviceDomain", undefined],
    "in place",
    "kubeadm: cluster.local is the default",
  ],
  ["the API server's port", ["clusterNetwork.apiServerPort", 8443], "may roll control-plane", REFERENCE],
  ["another CNI", [`${VAR}.[bootstrapAddons].value.cniRef.name`, "calico"], "refused", VKS_CNI],
  ["the CNI no longer named", [`${VAR}.[bootstrapAddons]`, undefined], MAY_ALL, REFERENCE],
  [
    "an availability gate",
    ["availabilityGates", [{ conditionType: "A" }]],
    "in place",
    "a condition of the Cluster, no machine",
  ],
];

/** Rows where the ClusterClass is in Git. */
const CLASS_ROWS: readonly Row[] = [
  ["a version the class lists", ["topology.version", "v1.34.2---vmware.1-fips-vkr.3"], ALL, BY_CLASS],
  [
    "two minors up with a class that lists them",
    ["topology.version", "v1.35.0---vmware.1-fips-vkr.2"],
    ALL,
    VERSIONS,
  ],
  ["a version the class does not list", ["topology.version", "v1.34.9"], "refused", BY_CLASS],
  ["an unknown class of pool", [`${FIXED}.class`, "gpu-pool"], "refused", BY_CLASS],
  ["an unknown variable", [`${VAR}.[+]`, { name: "newThing", value: true }], "refused", VARIABLES],
  [
    "an unknown override",
    [`${POOL}.variables.overrides`, [{ name: "newThing", value: true }]],
    "refused",
    VARIABLES,
  ],
  ["a value of another type", [`${VAR}.[vmClass].value`, 3], "refused", VARIABLES],
  ["a value outside the enum", [`${VAR}.[storageClass].value`, "gold"], "refused", VARIABLES],
  ["a required variable that goes", [`${VAR}.[vmClass]`, undefined], "refused", VARIABLES],
  ["a value the class allows", [`${VAR}.[storageClass].value`, "vks-silver"], ALL, VARIABLES],
];

const LEGACY_ROWS: readonly Row[] = [
  [
    "the release",
    [
      ["topology.controlPlane.tkr.reference.name", "v1.27.11---vmware.1-fips.1-tkg.2"],
      ["topology.nodePools.[workers].tkr.reference.name", "v1.27.11---vmware.1-fips.1-tkg.2"],
    ],
    "rolls control-plane, workers",
    TKC,
  ],
  [
    "a pool's own release",
    ["topology.nodePools.[workers].tkr.reference.name", "v1.26.5---vmware.2-fips.1-tkg.1"],
    "rolls workers",
    TKC,
  ],
  [
    "the control plane's vmClass",
    ["topology.controlPlane.vmClass", "best-effort-large"],
    "rolls control-plane",
    TKC,
  ],
  ["a pool's vmClass", ["topology.nodePools.[workers].vmClass", "best-effort-large"], "rolls workers", TKC],
  ["a pool's labels", ["topology.nodePools.[workers].labels", { a: "b" }], "rolls workers", TKC],
  ["a pool's size", ["topology.nodePools.[workers].replicas", 4], "in place", TKC],
  [
    "the proxy",
    ["settings.network.proxy", { httpProxy: "http://10.0.0.1:3128" }],
    "may roll control-plane, workers",
    TKC,
  ],
  ["the CNI", ["settings.network.cni.name", "calico"], "refused", TKC],
];

test("there are enough of them, each with its source, none twice", () => {
  const all = [...ROWS, ...CLASS_ROWS, ...LEGACY_ROWS];
  expect(all.length).toBeGreaterThanOrEqual(100);
  expect(all.filter(([, , , source]) => source.length < 10)).toEqual([]);
  expect(new Set(ROWS.map(([what]) => what)).size).toBe(ROWS.length);
});

test.each(ROWS)("%s", async (_, edits, outcome) => {
  expect(await outcomeOf(BASE, edited(BASE, edits))).toBe(outcome);
});

test.each(CLASS_ROWS)("with the class in Git: %s", async (_, edits, outcome) => {
  expect(await outcomeOf(BASE, edited(BASE, edits), CLASS)).toBe(outcome);
});

test.each(LEGACY_ROWS)("TanzuKubernetesCluster: %s", async (_, edits, outcome) => {
  expect(await outcomeOf(LEGACY, edited(LEGACY, edits))).toBe(outcome);
});

test.each(["defer-upgrade", "hold-upgrade-sequence"])(
  "%s goes: the pools it kept may be behind",
  async (name) => {
    const held = edited(BASE, [`${FIXED}.metadata.annotations.${TURN}/${name}`, ""]);
    const parts = name === "defer-upgrade" ? "pool-b" : "pool-b, pool-c";
    expect(await outcomeOf(held, BASE)).toBe(`may roll ${parts}`);
  },
);

test.each<[string, string, Json, string]>([
  ["a pause", "paused", true, "may roll control-plane, pool-a, pool-b, pool-c"],
  [
    "an even control plane",
    "topology.controlPlane.replicas",
    2,
    "may roll control-plane, pool-a, pool-b, pool-c",
  ],
  ["OnDelete", `${FIXED}.rollout.strategy.type`, "OnDelete", "may roll pool-b"],
])("%s ends: what it held back may roll now", async (_, path, held, outcome) => {
  expect(await outcomeOf(edited(BASE, [path, held]), BASE)).toBe(outcome);
});

test("nothing differs from itself", async () => {
  expect(await outcomeOf(BASE, BASE)).toBe("no change");
});

/** What the plan says about the edit, in the words of the table. */
async function outcomeOf(
  base: JsonObject,
  head: JsonObject,
  ...beside: readonly JsonObject[]
): Promise<string> {
  const manifest = manifestOf(head);
  if ([...manifestDefects(manifest), ...objectDefects(manifest)].length > 0) return "invalid";
  const changes = await changesOf(base, head, ...beside);
  const said = new Set(changes.map(verdictOf));
  const rolling = changes.filter((change) => change.applies === "auto" && change.rolls);
  if (rolling.length > 0) return partsOf(rolling);
  return said.size === 0 ? "no change" : [...said].sort().reverse().join(", ");
}

/** What differs where Application cl01 delivers the one and then the other, with the class or not. */
async function changesOf(
  base: JsonObject,
  head: JsonObject,
  ...beside: readonly JsonObject[]
): Promise<readonly Change[]> {
  const side = (cluster: JsonObject) => ({ ...SMALL_FLEET, "cl01/cluster.yaml": file(cluster, ...beside) });
  const { changes } = await planInputs({ base: side(base), head: side(head) });
  return changes;
}

function verdictOf({ applies }: Change): string {
  return applies === "blocked" ? "stuck" : applies === "auto" ? "in place" : applies;
}

function partsOf(changes: readonly Change[]): string {
  const parts = new Map<string, boolean>();
  const note = (name: string, min: number) => parts.set(name, (parts.get(name) ?? false) || min > 0);
  for (const { rolls } of changes) {
    if (rolls?.controlPlane) note("control-plane", rolls.controlPlane.nodes.min);
    for (const [name, { nodes }] of rolls?.pools ?? []) note(name, nodes.min);
  }
  const sure = [...parts].filter(([, certain]) => certain).map(([name]) => name);
  const names = sure.length > 0 ? sure : [...parts.keys()];
  return `${sure.length > 0 ? "rolls" : "may roll"} ${names.sort().join(", ")}`;
}

function edited(object: JsonObject, edits: Edit | readonly Edit[]): JsonObject {
  const list = (typeof edits[0] === "string" ? [edits] : edits) as readonly Edit[];
  return list.reduce((one, [path, value]) => set(one, steps(path), value) as JsonObject, object);
}

/** Paths begin in the spec, but for those of the metadata. Keys with dots stand at the end, after an annotation map. */
function steps(path: string): string[] {
  const expanded = path.replace(/cluster-api-autoscaler\.(min|max)$/, (_, end: "min" | "max") => AUTO[end]);
  const [, front = "", key] = /^(.*?(?:annotations|labels))\.(.+)$/.exec(expanded) ?? [];
  const parts = key === undefined ? expanded.split(/\.(?![^[]*\])/) : [...front.split("."), key];
  return parts[0] === "metadata" ? parts : ["spec", ...parts];
}

function set(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  to: Json | undefined,
): Json | undefined {
  if (step === undefined) return to;
  if (!step.startsWith("[")) {
    const { [step]: old, ...others } = (value ?? {}) as JsonObject;
    const next = set(old, rest, to);
    return next === undefined ? others : { ...others, [step]: next };
  }
  const entries = (value ?? []) as readonly JsonObject[];
  if (step.startsWith("[+")) return [...entries, to as JsonObject];
  const name = step.slice(1, -1);
  if (!entries.some((entry) => entry["name"] === name)) throw new Error(`no entry ${name}`);
  return entries.flatMap((entry) => {
    const next = entry["name"] === name ? set(entry, rest, to) : entry;
    return next === undefined ? [] : [next as JsonObject];
  });
}

test.each<[string, Edit | readonly Edit[], string, string]>([
  ["replicas go, nothing else says a size", [`${FIXED}.replicas`, undefined], "2", "1"],
  [
    "bounds go, and there never were replicas",
    [`${POOL}.metadata.annotations`, { [IMAGE]: "os-name=ubuntu,os-version=24.04" }],
    "2..5",
    "2..5",
  ],
  [
    "bounds instead of replicas",
    [
      [`${FIXED}.replicas`, undefined],
      [`${FIXED}.${SCALER}.min`, "1"],
      [`${FIXED}.${SCALER}.max`, "3"],
    ],
    "2",
    "1..3",
  ],
])("the size of a pool: %s", async (_, edits, from, to) => {
  const changes = await changesOf(BASE, edited(BASE, edits));
  expect(changes.filter((c) => c.operation === "scale")).toMatchObject([{ from, to }]);
});
