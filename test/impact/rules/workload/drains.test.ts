// The rules about what runs on a cluster while its worker nodes are drained.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import type { RuleId } from "../../../../src/model/finding.ts";
import { type App, cluster, guest, input, object } from "../../plan/build.ts";

const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];

const web = (...objects: JsonObject[]): App => ({ name: "web", destination: guest("cl01"), objects });
const owner = (declared: JsonObject): App => ({ name: "cl01", objects: [declared] });

/** A workload whose pods carry the label app. */
function run(
  name: string,
  replicas: number | undefined,
  spec: JsonObject = {},
  kind = "Deployment",
): JsonObject {
  const template = { metadata: { labels: { app: name } }, spec };
  return object("apps/v1", kind, name, {
    spec: { ...(replicas === undefined ? {} : { replicas }), template },
  });
}

function budget(name: string, spec: JsonObject, app = "web"): JsonObject {
  return object("policy/v1", "PodDisruptionBudget", name, {
    spec: { ...spec, selector: { matchLabels: { app } } },
  });
}

/** A Deployment of one pod with the label of another one. */
function sharing(app: string, name: string): JsonObject {
  return { ...run(app, 1), metadata: { name, namespace: "ns" } };
}

/** A cluster with one pool, of settings its entry holds. */
function pool(version: string, entry: JsonObject): JsonObject {
  const machineDeployments = [{ name: "a", class: "node-pool", replicas: 3, ...entry }];
  const topology = { class: "c", version, controlPlane: { replicas: 3 }, workers: { machineDeployments } };
  return object("cluster.x-k8s.io/v1beta1", "Cluster", "cl01", { spec: { topology } });
}

const found = (rule: RuleId, base: App[], head: App[]) =>
  assessChanges(input(base, head)).filter((finding) => finding.rule === rule);
const upgraded = (rule: RuleId, ...objects: JsonObject[]) =>
  found(rule, [owner(cluster("cl01", OLD)), web(...objects)], [owner(cluster("cl01", NEW)), web(...objects)]);

const hpa = (name: string, min: number, max: number) =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas: min, maxReplicas: max },
  });

describe("single-replica-on-rolling-cluster", () => {
  test.each<[string, JsonObject[], number]>([
    ["one replica", [run("web", 1)], 1],
    ["no replicas declared", [run("web", undefined)], 1],
    ["a StatefulSet of one", [run("web", 1, {}, "StatefulSet")], 1],
    ["an autoscaler from one", [run("web", 3), hpa("web", 1, 5)], 1],
    ["a bare Pod", [object("v1", "Pod", "web", { spec: {} })], 1],
    ["two replicas", [run("web", 2)], 0],
    ["none at all", [run("web", 0)], 0],
    ["an autoscaler that somebody stopped", [run("web", 0), hpa("web", 1, 5)], 0],
    ["an autoscaler from two", [run("web", undefined), hpa("web", 2, 5)], 0],
    ["a DaemonSet", [run("web", undefined, {}, "DaemonSet")], 0],
    ["a job", [object("batch/v1", "Job", "web", { spec: { template: {} } })], 0],
    ["a budget that holds it", [run("web", 1), budget("web", { minAvailable: 1 })], 0],
  ])("%s", (_, objects, count) => {
    expect(upgraded("single-replica-on-rolling-cluster", ...objects)).toHaveLength(count);
  });

  test("is one finding for the cluster, with the number and the first names", () => {
    const [finding] = upgraded(
      "single-replica-on-rolling-cluster",
      ...["a", "b", "c", "d"].map((n) => run(n, 1)),
    );
    expect(finding?.message).toBe(
      "4 workloads of `cl01` run a single pod, which stops while its node is replaced: `Deployment a`, `Deployment b`, `Deployment c` and 1 more",
    );
  });

  test("only may stop where one of two pools rolls", () => {
    const pools = (image: string) => {
      const one = { name: "a", class: "node-pool", replicas: 3 };
      const annotations = { "run.tanzu.vmware.com/resolve-os-image": image };
      const machineDeployments = [one, { ...one, name: "b", metadata: { annotations } }];
      const topology = {
        class: "c",
        version: OLD,
        controlPlane: { replicas: 3 },
        workers: { machineDeployments },
      };
      return owner(object("cluster.x-k8s.io/v1beta1", "Cluster", "cl01", { spec: { topology } }));
    };
    const apps = [web(run("web", 1))];
    const [finding] = found(
      "single-replica-on-rolling-cluster",
      [pools("os-name=photon"), ...apps],
      [pools("os-name=ubuntu"), ...apps],
    );
    expect(finding).toMatchObject({ facts: { certain: false }, evidence: "unknown" });
    expect(finding?.message).toContain("which may stop");
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["a label", cluster("cl01", OLD), cluster("cl01", OLD, { a: 3 }, { labels: { x: "y" } })],
    ["a refused downgrade", cluster("cl01", NEW), cluster("cl01", OLD)],
    ["a smaller pool", cluster("cl01", OLD, { a: 3 }), cluster("cl01", OLD, { a: 2 })],
  ])("%s replaces no node", (_, before, after) => {
    const apps = [web(run("web", 1))];
    expect(
      found("single-replica-on-rolling-cluster", [owner(before), ...apps], [owner(after), ...apps]),
    ).toEqual([]);
  });
});

describe("pdb-blocks-drain", () => {
  const blocked = (...objects: JsonObject[]) => upgraded("pdb-blocks-drain", ...objects);

  test.each<[string, JsonObject[], string[]]>([
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
  ])("%s", (_, objects, severities) => {
    expect(blocked(...objects).map((f) => f.severity)).toEqual(severities);
  });

  test("a budget elsewhere does not count", () => {
    const other = { ...budget("web", { maxUnavailable: 0 }), metadata: { name: "web", namespace: "other" } };
    expect(blocked(run("web", 3), other)).toEqual([]);
  });

  test("says what leaves no room", () => {
    expect(blocked(run("web", 3), budget("web", { minAvailable: "99%" }))[0]?.message).toBe(
      "`PodDisruptionBudget web` (minAvailable 99% of 3 pods) never lets a pod of `Deployment web` go: a node of `cl01` that holds one cannot be drained",
    );
    const several = blocked(
      run("web", 3),
      budget("one", { maxUnavailable: 1 }),
      budget("two", { maxUnavailable: 1 }),
    );
    expect(several[0]?.message).toContain("`PodDisruptionBudget two` (its pods have the budget one too)");
  });

  test.each<[JsonObject, string, string]>([
    [{}, "stop", "declares no drain timeout"],
    [{ nodeDrainTimeout: "0s" }, "stop", "declares no drain timeout"],
    [{ nodeDrainTimeout: "5m" }, "caution", "drain timeout of 300 s"],
    [
      { metadata: { annotations: { "machine.cluster.x-k8s.io/exclude-node-draining": "" } } },
      "caution",
      "skip draining",
    ],
  ])("a pool with %j", (entry, severity, why) => {
    const apps = [web(run("web", 1), budget("web", { minAvailable: 1 }))];
    const [finding] = found(
      "pdb-blocks-drain",
      [owner(pool(OLD, entry)), ...apps],
      [owner(pool(NEW, entry)), ...apps],
    );
    expect(finding?.severity).toBe(severity);
    expect(finding?.why).toContain(why);
  });

  const still = owner(cluster("cl01", OLD));

  test("where no node goes, a new one is told once", () => {
    const held = [run("web", 3), budget("web", { maxUnavailable: 0 })];
    const fresh = found("pdb-blocks-drain", [still, web(run("web", 3))], [still, web(...held)]);
    expect(fresh).toMatchObject([{ severity: "caution", facts: { drain: "none" } }]);
    const more = [...held, object("v1", "ConfigMap", "page")];
    expect(found("pdb-blocks-drain", [still, web(...held)], [still, web(...more)])).toEqual([]);
  });

  test("a smaller workload may leave its budget no room", () => {
    const two = budget("web", { minAvailable: 2 });
    const [finding] = found(
      "pdb-blocks-drain",
      [still, web(run("web", 3), two)],
      [still, web(run("web", 2), two)],
    );
    expect(finding).toMatchObject({ severity: "caution", facts: { reasons: ["minAvailable 2 of 2 pods"] } });
  });
});

describe("spread-exceeds-nodes", () => {
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
  ])("%s", (_, replicas, spec, entry, count) => {
    const apps = [web(run("web", replicas, spec))];
    const findings = found(
      "spread-exceeds-nodes",
      [owner(pool(OLD, entry)), ...apps],
      [owner(pool(NEW, entry)), ...apps],
    );
    expect(findings).toHaveLength(count);
  });

  test("a pool that shrinks", () => {
    const apps = [web(run("web", 3, apart()))];
    const [finding] = found(
      "spread-exceeds-nodes",
      [owner(cluster("cl01", OLD, { a: 3 })), ...apps],
      [owner(cluster("cl01", OLD, { a: 2 })), ...apps],
    );
    expect(finding).toMatchObject({ facts: { pods: 3, nodes: 2, shrinks: true }, evidence: "git" });
  });
});

function autoscaled(min: number, max: number): JsonObject {
  const size = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
  const annotations = { [`${size}-min-size`]: String(min), [`${size}-max-size`]: String(max) };
  return { replicas: null, metadata: { annotations } };
}
