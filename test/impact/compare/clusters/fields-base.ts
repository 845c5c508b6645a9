// What the table of field changes starts from: a Cluster with three pools, its class, and a TanzuKubernetesCluster.
import type { JsonObject } from "../../../../src/lib/json-types.ts";

const IMAGE = { "run.tanzu.vmware.com/resolve-os-image": "os-name=ubuntu,os-version=24.04" };

/** pool-a is autoscaled, pool-b overrides vmClass and node. */
export const BASE: JsonObject = {
  apiVersion: "cluster.x-k8s.io/v1beta2",
  kind: "Cluster",
  metadata: { name: "cl01", namespace: "ns", labels: { team: "a" }, annotations: {} },
  spec: {
    clusterNetwork: {
      pods: { cidrBlocks: ["172.20.0.0/16"] },
      services: { cidrBlocks: ["10.220.0.0/20"] },
      serviceDomain: "cluster.local",
    },
    topology: {
      classRef: { name: "builtin-generic-v3.6.0", namespace: "vmware-system-vks-public" },
      version: "v1.33.6---vmware.1-fips-vkr.2",
      controlPlane: { replicas: 3, metadata: { annotations: { ...IMAGE }, labels: {} } },
      variables: [
        { name: "vmClass", value: "best-effort-large" },
        { name: "storageClass", value: "vks-gold" },
        { name: "node", value: { labels: { tier: "silver" } } },
        {
          name: "kubernetes",
          value: { certificateRotation: { enabled: true, renewalDaysBeforeExpiry: 90 } },
        },
        { name: "osConfiguration", value: { ntp: { servers: ["10.0.0.1"] } } },
        { name: "vsphereOptions", value: { persistentVolumes: { defaultStorageClass: "vks-gold" } } },
        { name: "bootstrapAddons", value: { cniRef: { name: "antrea" } } },
        { name: "custom", value: "x" },
      ],
      workers: {
        machineDeployments: [
          {
            name: "pool-a",
            class: "node-pool",
            metadata: {
              annotations: {
                ...IMAGE,
                "cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size": "2",
                "cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size": "5",
              },
            },
          },
          {
            name: "pool-b",
            class: "node-pool",
            replicas: 2,
            variables: {
              overrides: [
                { name: "vmClass", value: "vks-worker-large" },
                { name: "node", value: { labels: { tier: "gold" } } },
              ],
            },
          },
          {
            name: "pool-c",
            class: "node-pool",
            replicas: 1,
          },
        ],
      },
    },
  },
};

/** The class of BASE, with everything BASE uses. */
export const CLASS: JsonObject = {
  apiVersion: "cluster.x-k8s.io/v1beta2",
  kind: "ClusterClass",
  metadata: { name: "builtin-generic-v3.6.0", namespace: "vmware-system-vks-public" },
  spec: {
    kubernetesVersions: [
      "v1.33.6+vmware.1-fips-vkr.2",
      "v1.34.2+vmware.1-fips-vkr.3",
      "v1.35.0+vmware.1-fips-vkr.2",
    ],
    workers: { machineDeployments: [{ class: "node-pool" }] },
    variables: [
      { name: "vmClass", required: true, schema: { openAPIV3Schema: { type: "string" } } },
      {
        name: "storageClass",
        required: true,
        schema: { openAPIV3Schema: { type: "string", enum: ["vks-gold", "vks-silver"] } },
      },
      ...["node", "kubernetes", "osConfiguration", "vsphereOptions", "bootstrapAddons"].map((name) => ({
        name,
        required: false,
        schema: { openAPIV3Schema: { type: "object" } },
      })),
      { name: "custom", required: false, schema: { openAPIV3Schema: { type: "string" } } },
    ],
  },
};

export const LEGACY: JsonObject = {
  apiVersion: "run.tanzu.vmware.com/v1alpha3",
  kind: "TanzuKubernetesCluster",
  metadata: { name: "old", namespace: "ns" },
  spec: {
    topology: {
      controlPlane: {
        replicas: 3,
        vmClass: "best-effort-small",
        storageClass: "vks-gold",
        tkr: { reference: { name: "v1.26.13---vmware.1-fips.1-tkg.3" } },
      },
      nodePools: [
        {
          name: "workers",
          replicas: 2,
          vmClass: "best-effort-small",
          storageClass: "vks-gold",
          tkr: { reference: { name: "v1.26.13---vmware.1-fips.1-tkg.3" } },
        },
      ],
    },
    settings: { network: { cni: { name: "antrea" } } },
  },
};
