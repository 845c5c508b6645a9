// A quota, sizes of pools and a change → whether the change brings the clusters above the quota.
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import { check } from "../../../support/check.ts";
import { file, manifest } from "../../../support/small-fleet.ts";

const MIN = "cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size";
const MAX = "cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size";

/** One control-plane node and an autoscaled pool, of machines with 2 CPUs and 2 GiB. */
function cluster(min: number, max: number, version = "v1.33.6", vmClass = "guaranteed-xsmall"): JsonObject {
  const annotations = { [MIN]: String(min), [MAX]: String(max) };
  return manifest("cluster.x-k8s.io/v1beta1", "Cluster", "c1", {
    spec: {
      topology: {
        class: "generic",
        version,
        controlPlane: { replicas: 1 },
        workers: { machineDeployments: [{ class: "node", name: "a", metadata: { annotations } }] },
        variables: [{ name: "vmClass", value: vmClass }],
      },
    },
  });
}

const quota = (hard: JsonObject) => manifest("v1", "ResourceQuota", "quota", { spec: { hard } });
const cpus = (amount: number) => quota({ "limits.cpu": String(amount) });

const namespace = (memoryLimit: string) =>
  manifest("infrastructure.cci.vmware.com/v1alpha1", "SupervisorNamespace", "web", {
    spec: { initialClassConfigOverrides: { zones: [{ name: "z1", memoryLimit }] } },
  });

const [OLD, NEW] = ["v1.33.6", "v1.34.1"];

test.each<[string, readonly JsonObject[], readonly JsonObject[], readonly string[]]>([
  ["within before and after", [cluster(1, 2, OLD), cpus(8)], [cluster(1, 2, NEW), cpus(8)], []],
  [
    "within before, at the most above after",
    [cluster(1, 3, OLD), cpus(8)],
    [cluster(1, 3, NEW), cpus(8)],
    ["6 to 10 CPUs (of 8)"],
  ],
  [
    "the most above before already, the least within: no news",
    [cluster(1, 9, OLD), cpus(8)],
    [cluster(1, 9, NEW), cpus(8)],
    [],
  ],
  [
    "the most above before already, now the least too",
    [cluster(3, 9, OLD), cpus(8)],
    [cluster(3, 9, NEW), cpus(8)],
    ["10 to 22 CPUs (of 8)"],
  ],
  ["a smaller quota", [cluster(3, 3), cpus(8)], [cluster(3, 3), cpus(6)], ["8 CPUs (of 6)"]],
  ["a smaller quota with room", [cluster(3, 3), cpus(10)], [cluster(3, 3), cpus(8)], []],
  ["a quota that is new", [cluster(3, 3)], [cluster(3, 3), cpus(6)], ["8 CPUs (of 6)"]],
  ["a larger quota, still too small", [cluster(3, 3), cpus(4)], [cluster(3, 3), cpus(6)], []],
  [
    "the smaller of a quota and the limit of the namespace",
    [cluster(3, 3), quota({ "limits.memory": "32Gi" }), namespace("16Gi")],
    [cluster(6, 6), quota({ "limits.memory": "12Gi" }), namespace("10Gi")],
    ["14 GiB of memory (of 10 GiB)"],
  ],
  [
    "the larger of the two shrinks",
    [cluster(6, 6), quota({ "limits.memory": "32Gi" }), namespace("10Gi")],
    [cluster(6, 6), quota({ "limits.memory": "12Gi" }), namespace("10Gi")],
    [],
  ],
  [
    "what the class reserves",
    [cluster(1, 1, OLD, "best-effort-xsmall"), quota({ "requests.memory": "3Gi" })],
    [cluster(1, 1, OLD), quota({ "requests.memory": "3Gi" })],
    ["8 GiB of reserved memory (of 3 GiB)"],
  ],
  [
    "a class that reserves nothing",
    [cluster(1, 1, OLD, "best-effort-xsmall"), quota({ "requests.cpu": "1" })],
    [cluster(1, 5, OLD, "best-effort-xsmall"), quota({ "requests.cpu": "1" })],
    [],
  ],
])("%s", async (_, base, head, over) => {
  await check(
    { "cl01/cluster.yaml": file(...base) },
    { "cl01/cluster.yaml": file(...head) },
    {
      findings: {
        "quota-exceeded": over.map((needs) => ({
          message: expect.stringContaining(`need ${needs} at the worst`),
        })),
      },
    },
  );
});
