// The rules about what runs on a cluster while its worker nodes are drained.
import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import type { FindingDraft, RuleId } from "../../../../src/model/finding.ts";
import { check, type Edits, type Part } from "../../../support/check.ts";
import { type ClusterOptions, cluster, file, manifest } from "../../../support/small-fleet.ts";

const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];

/** What Application web delivers to cl01. */
const web = (...objects: JsonObject[]): Edits => ({ "web/web.yaml": file(...objects) });
const owner = (options: ClusterOptions): Edits => ({
  "cl01/cluster.yaml": cluster("cl01", { pools: { a: 3 }, ...options }),
});

/** A workload whose pods carry the label app. */
function run(
  name: string,
  replicas: number | undefined,
  spec: JsonObject = {},
  kind = "Deployment",
): JsonObject {
  const template = { metadata: { labels: { app: name } }, spec };
  return manifest("apps/v1", kind, name, {
    spec: { ...(replicas === undefined ? {} : { replicas }), template },
  });
}

function budget(name: string, spec: JsonObject, app = "web"): JsonObject {
  return manifest("policy/v1", "PodDisruptionBudget", name, {
    spec: { ...spec, selector: { matchLabels: { app } } },
  });
}

/** A Deployment of one pod with the label of another one. */
function sharing(app: string, name: string): JsonObject {
  return { ...run(app, 1), metadata: { name, namespace: "web" } };
}

/** cl01 with pools of settings that their entries hold. */
function pools(version: string, ...entries: JsonObject[]): Edits {
  const machineDeployments = entries.map((entry) => ({
    name: "a",
    class: "node-pool",
    replicas: 3,
    ...entry,
  }));
  const topology = { class: "c", version, controlPlane: { replicas: 3 }, workers: { machineDeployments } };
  const metadata = { name: "cl01", namespace: "workloads" };
  const declared = manifest("cluster.x-k8s.io/v1beta1", "Cluster", "cl01", { metadata, spec: { topology } });
  return { "cl01/cluster.yaml": file(declared) };
}

type Findings = readonly Part<FindingDraft>[];

/** What the rule finds of these objects while cl01 gets another version. */
async function upgraded(rule: RuleId, objects: readonly JsonObject[], findings: Findings): Promise<void> {
  await check({ ...owner({ version: OLD }), ...web(...objects) }, owner({ version: NEW }), {
    findings: { [rule]: findings },
  });
}

const containing = (text: string) => expect.stringContaining(text);

const hpa = (name: string, min: number, max: number) =>
  manifest("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas: min, maxReplicas: max },
  });

describe("single-replica-on-rolling-cluster", () => {
  const rule = "single-replica-on-rolling-cluster";

  test.each<[string, JsonObject[], number]>([
    ["one replica", [run("web", 1)], 1],
    ["no replicas declared", [run("web", undefined)], 1],
    ["a StatefulSet of one", [run("web", 1, {}, "StatefulSet")], 1],
    ["an autoscaler from one", [run("web", 3), hpa("web", 1, 5)], 1],
    ["a bare Pod", [manifest("v1", "Pod", "web", { spec: {} })], 1],
    ["two replicas", [run("web", 2)], 0],
    ["none at all", [run("web", 0)], 0],
    ["an autoscaler that somebody stopped", [run("web", 0), hpa("web", 1, 5)], 0],
    ["an autoscaler from two", [run("web", undefined), hpa("web", 2, 5)], 0],
    ["a DaemonSet", [run("web", undefined, {}, "DaemonSet")], 0],
    ["a job", [manifest("batch/v1", "Job", "web", { spec: { template: {} } })], 0],
    ["a budget that holds it", [run("web", 1), budget("web", { minAvailable: 1 })], 0],
  ])("%s", async (_, objects, count) => {
    await upgraded(rule, objects, Array(count).fill({}));
  });

  test("is one finding for the cluster, with the number and the first names", async () => {
    const objects = ["a", "b", "c", "d"].map((name) => run(name, 1));
    await upgraded(rule, objects, [
      {
        message:
          "4 workloads of `cl01` run a single pod, which stops while its node is replaced: `Deployment a`, `Deployment b`, `Deployment c` and 1 more",
      },
    ]);
  });

  test("only may stop where one of two pools rolls", async () => {
    const two = (image: string) => {
      const annotations = { "run.tanzu.vmware.com/resolve-os-image": image };
      return pools(OLD, {}, { name: "b", metadata: { annotations } });
    };
    await check({ ...two("os-name=photon"), ...web(run("web", 1)) }, two("os-name=ubuntu"), {
      findings: {
        [rule]: [{ facts: { certain: false }, evidence: "unknown", message: containing("which may stop") }],
      },
    });
  });

  test.each<[string, ClusterOptions, ClusterOptions, string]>([
    ["a label", { version: OLD }, { version: OLD, labels: { x: "y" } }, "reconfigure Cluster workloads/cl01"],
    [
      "a refused downgrade",
      { version: NEW },
      { version: OLD },
      `downgrade Cluster workloads/cl01: ${NEW} → ${OLD}, refused`,
    ],
    ["a smaller pool", { pools: { a: 3 } }, { pools: { a: 2 } }, "scale Cluster workloads/cl01 a: 3 → 2"],
  ])("%s replaces no node", async (_, base, head, change) => {
    await check({ ...owner(base), ...web(run("web", 1)) }, owner(head), {
      changes: [change],
      findings: { [rule]: [] },
    });
  });
});

describe("pdb-blocks-drain", () => {
  const rule = "pdb-blocks-drain";

  test.each<[string, JsonObject[], ("stop" | "caution")[]]>([
    ["maxUnavailable 0", [run("web", 3), budget("web", { maxUnavailable: 0 })], ["stop"]],
    ["minAvailable of all", [run("web", 3), budget("web", { minAvailable: 3 })], ["stop"]],
    ["one of one", [run("web", 1), budget("web", { minAvailable: 1 })], ["stop"]],
    ["half of one", [run("web", 1), budget("web", { minAvailable: "50%" })], ["stop"]],
    [
      "an autoscaler's fewest",
      [run("web", undefined), hpa("web", 2, 6), budget("web", { minAvailable: 2 })],
      ["caution"],
    ],
    [
      "any number of an autoscaler",
      [run("web", undefined), hpa("web", 2, 6), budget("web", { maxUnavailable: 0 })],
      ["stop"],
    ],
    [
      "two budgets for one pod",
      [run("web", 3), budget("one", { maxUnavailable: 1 }), budget("two", { maxUnavailable: 1 })],
      ["stop"],
    ],
    ["one may go", [run("web", 3), budget("web", { minAvailable: 2 })], []],
    ["a percentage rounded up", [run("web", 3), budget("web", { maxUnavailable: "1%" })], []],
    ["other pods", [run("web", 3), budget("web", { maxUnavailable: 0 }, "other")], []],
    [
      "two workloads that share it",
      [run("web", 1), sharing("web", "other"), budget("web", { minAvailable: 1 })],
      [],
    ],
    ["a DaemonSet", [run("web", undefined, {}, "DaemonSet"), budget("web", { maxUnavailable: 0 })], []],
    ["no pods", [run("web", 0), budget("web", { maxUnavailable: 0 })], []],
  ])("%s", async (_, objects, severities) => {
    await upgraded(
      rule,
      objects,
      severities.map((severity) => ({ severity })),
    );
  });

  test("a budget elsewhere does not count", async () => {
    const other = { ...budget("web", { maxUnavailable: 0 }), metadata: { name: "web", namespace: "other" } };
    await upgraded(rule, [run("web", 3), other], []);
  });

  test("says what leaves no room", async () => {
    await upgraded(
      rule,
      [run("web", 3), budget("web", { minAvailable: "99%" })],
      [
        {
          message:
            "`PodDisruptionBudget web` (minAvailable 99% of 3 pods) never lets a pod of `Deployment web` go: a node of `cl01` that holds one cannot be drained",
        },
      ],
    );
    const two = [budget("one", { maxUnavailable: 1 }), budget("two", { maxUnavailable: 1 })];
    await upgraded(
      rule,
      [run("web", 3), ...two],
      [{ message: containing("`PodDisruptionBudget two` (its pods have the budget one too)") }],
    );
  });

  test.each<[JsonObject, "stop" | "caution", string]>([
    [{}, "stop", "declares no drain timeout"],
    [{ nodeDrainTimeout: "0s" }, "stop", "declares no drain timeout"],
    [{ nodeDrainTimeout: "5m" }, "caution", "drain timeout of 300 s"],
    [
      { metadata: { annotations: { "machine.cluster.x-k8s.io/exclude-node-draining": "" } } },
      "caution",
      "skip draining",
    ],
  ])("a pool with %j", async (entry, severity, why) => {
    const held = web(run("web", 1), budget("web", { minAvailable: 1 }));
    await check({ ...pools(OLD, entry), ...held }, pools(NEW, entry), {
      findings: { [rule]: [{ severity, why: containing(why) }] },
    });
  });

  test("where no node goes, a new one is told once", async () => {
    const held = [run("web", 3), budget("web", { maxUnavailable: 0 })];
    await check(web(run("web", 3)), web(...held), {
      findings: { [rule]: [{ severity: "caution", facts: { drain: "none" } }] },
    });
    await check(web(...held), web(...held, manifest("v1", "ConfigMap", "page")), {
      findings: { [rule]: [] },
    });
  });

  test("a smaller workload may leave its budget no room", async () => {
    const two = budget("web", { minAvailable: 2 });
    await check(web(run("web", 3), two), web(run("web", 2), two), {
      findings: { [rule]: [{ severity: "caution", facts: { reasons: ["minAvailable 2 of 2 pods"] } }] },
    });
  });
});

describe("spread-exceeds-nodes", () => {
  const rule = "spread-exceeds-nodes";
  const own = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "web" } } };
  const apart = (term: JsonObject = own): JsonObject => ({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
  });
  const spread = (constraint: JsonObject): JsonObject => ({
    topologySpreadConstraints: [{ ...own, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", ...constraint }],
  });
  const rolling = (limits: Json) => ({ strategy: { type: "RollingUpdate", rollingUpdate: limits } });

  test.each<[string, number, JsonObject, JsonObject, number]>([
    ["as many as nodes, and the pool surges", 3, apart(), {}, 0],
    ["more than nodes", 4, apart(), {}, 1],
    ["a pool that lets one go first", 3, apart(), rolling({ maxSurge: 0, maxUnavailable: 1 }), 1],
    ["a percentage that is rounded down", 3, apart(), rolling({ maxSurge: 0, maxUnavailable: "30%" }), 0],
    ["an autoscaled pool grows", 4, apart(), autoscaled(1, 5), 0],
    ["other pods", 4, apart({ ...own, labelSelector: { matchLabels: { app: "db" } } }), {}, 0],
    ["zones are not judged", 4, apart({ ...own, topologyKey: "topology.kubernetes.io/zone" }), {}, 0],
    ["control-plane nodes too", 4, { ...apart(), tolerations: [{ operator: "Exists" }] }, {}, 0],
    ["a spread over any number of nodes", 4, spread({}), {}, 0],
    ["a spread that wants five", 4, spread({ minDomains: 5 }), {}, 1],
    ["a spread that wants five, two each", 6, spread({ minDomains: 5, maxSkew: 2 }), {}, 0],
    ["a spread that only prefers", 4, spread({ minDomains: 5, whenUnsatisfiable: "ScheduleAnyway" }), {}, 0],
  ])("%s", async (_, replicas, spec, entry, count) => {
    await check({ ...pools(OLD, entry), ...web(run("web", replicas, spec)) }, pools(NEW, entry), {
      findings: { [rule]: Array(count).fill({}) },
    });
  });

  test("a pool that shrinks", async () => {
    await check(
      { ...owner({ pools: { a: 3 } }), ...web(run("web", 3, apart())) },
      owner({ pools: { a: 2 } }),
      {
        findings: { [rule]: [{ facts: { pods: 3, nodes: 2, shrinks: true }, evidence: "git" }] },
      },
    );
  });
});

function autoscaled(min: number, max: number): JsonObject {
  const size = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
  const annotations = { [`${size}-min-size`]: String(min), [`${size}-max-size`]: String(max) };
  return { replicas: null, metadata: { annotations } };
}
