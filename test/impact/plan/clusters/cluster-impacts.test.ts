import { describe, expect, test } from "@jest/globals";
import { clusterImpacts } from "../../../../src/impact/plan/clusters/cluster-impacts.ts";
import { pullRequestRevertability } from "../../../../src/impact/plan/clusters/revertability.ts";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import { type App, cluster, deployment, guest, input, object } from "../build.ts";

const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];
const range = (min: number, max = min) => ({ min, max });

function addon(name: string, pin?: string): JsonObject {
  const releaseFilter = pin === undefined ? {} : { releaseFilter: { ref: { name: pin } } };
  return object("addons.kubernetes.vmware.com/v1alpha1", "AddonInstall", name, {
    spec: { addonRef: { name }, clusters: [{ clusterSelector: { matchLabels: {} } }], ...releaseFilter },
  });
}

const app = (name: string, ...objects: JsonObject[]): App => ({ name, objects });
const web = (...objects: JsonObject[]): App => ({ name: "web", destination: guest("cl01"), objects });
const impact = (base: App[], head: App[]) => clusterImpacts(input(base, head))[0];

describe("nodes", () => {
  test.each<[string, JsonObject[], JsonObject[], object]>([
    ["an upgrade replaces all", [cluster("cl01", OLD)], [cluster("cl01", NEW)], { replaced: range(6) }],
    [
      "one roll, though two changes roll",
      [cluster("cl01", OLD)],
      [cluster("cl01", NEW, { a: 3 }, { metadata: { name: "cl01", namespace: "ns", labels: { x: "y" } } })],
      { replaced: range(6) },
    ],
    [
      "a scale",
      [cluster("cl01", OLD, { a: 3, b: 4 })],
      [cluster("cl01", OLD, { a: 5, c: 1 })],
      {
        created: range(3),
        removed: range(4),
      },
    ],
    ["a new cluster", [], [cluster("cl01", NEW)], { created: range(6) }],
    ["a deleted cluster", [cluster("cl01", NEW)], [], { removed: range(6) }],
    ["a refused upgrade", [cluster("cl01", NEW)], [cluster("cl01", OLD)], {}],
  ])("%s", (_, base, head, nodes) => {
    const none = { replaced: range(0), created: range(0), removed: range(0) };
    const keep = object("v1", "ConfigMap", "keep");
    expect(impact([app("cl01", keep, ...base)], [app("cl01", keep, ...head)])?.nodes).toEqual({
      ...none,
      ...nodes,
    });
  });

  test("of an orphan stay as they are", () => {
    const found = impact(
      [app("root"), { ...app("cl01", cluster("cl01", NEW)), parent: "root" }],
      [app("root", object("v1", "ConfigMap", "keep"))],
    );
    expect(found).toMatchObject({
      operations: ["orphan"],
      nodes: { removed: range(0) },
      rollback: "partial",
    });
  });
});

test("sorted by label, with the cluster's labels and operations in order", () => {
  const both = (version: string, a: number) => [
    app("b", cluster("b", version)),
    app("a", cluster("a", version, { a }, { labels: { env: "prod" } })),
  ];
  const found = clusterImpacts(input(both(OLD, 3), both(NEW, 4)));
  expect(found.map((i) => [i.cluster, i.operations])).toEqual([
    ["a", ["upgrade", "scale"]],
    ["b", ["upgrade"]],
  ]);
  expect(found[0]?.labels).toMatchObject({ env: "prod" });
  expect(found[0]?.ref).toEqual({ supervisor: "supervisor", namespace: "ns", name: "a" });
  expect(found[0]?.checks).toEqual([
    { id: "hop", ok: true, evidence: "git" },
    { id: "fips-kept", ok: true, evidence: "git" },
  ]);
});

test.each([
  [OLD, "v1.33.6---vmware.1-vkr.2", [true, false]],
  [OLD, "v1.35.0---vmware.1-fips-vkr.2", [false, true]],
  [NEW, OLD, [false, true]],
])("checks of %s to %s", (from, to, ok) => {
  const found = impact([app("cl01", cluster("cl01", from))], [app("cl01", cluster("cl01", to))]);
  expect(found?.checks.map((c) => c.ok)).toEqual(ok);
});

describe("add-ons", () => {
  const addons = (base: JsonObject[], head: JsonObject[]) => {
    const found = impact([app("cl01", ...base)], [app("cl01", ...head)]);
    return Object.fromEntries((found?.addons ?? []).map(({ name, effect }) => [name, effect]));
  };
  test("move with an upgrade where no pin holds them", () => {
    const pinned = addon("harbor", "harbor.1.0.0");
    expect(
      addons(
        [cluster("cl01", OLD), addon("velero"), pinned],
        [cluster("cl01", NEW), addon("velero"), pinned],
      ),
    ).toEqual({ velero: "moves", harbor: "kept" });
  });
  test("come, go and are lost", () => {
    expect(addons([cluster("cl01", OLD), addon("a")], [cluster("cl01", OLD), addon("b")])).toEqual({
      a: "removed",
      b: "installed",
    });
    expect(addons([cluster("cl01", OLD), addon("a")], [addon("a")])).toEqual({ a: "lost" });
  });
});

describe("Applications", () => {
  const hpa = object("autoscaling/v2", "HorizontalPodAutoscaler", "api", {
    spec: { scaleTargetRef: { kind: "Deployment", name: "api" }, minReplicas: 2, maxReplicas: 6 },
  });
  const agent = object("apps/v1", "DaemonSet", "agent", { spec: { template: {} } });
  const objects = [deployment("web", 3), deployment("api", 1), hpa, agent];

  test("are rescheduled by a roll, with their pods", () => {
    const found = impact(
      [app("cl01", cluster("cl01", OLD)), web(...objects)],
      [app("cl01", cluster("cl01", NEW)), web(...objects)],
    );
    expect(found?.applications).toEqual([
      {
        name: "argocd/web",
        effect: "rescheduled",
        pods: range(5, 12),
        why: "worker nodes of the cluster are replaced; of 2 workloads: 2 without a readiness probe",
      },
    ]);
    expect(found?.rollback).toBe("forward-only");
  });
  test("that change and move say both", () => {
    const found = impact(
      [app("cl01", cluster("cl01", OLD)), web(deployment("web", 3))],
      [app("cl01", cluster("cl01", NEW)), web(deployment("web", 3, "web:2"))],
    );
    expect(found?.applications[0]).toMatchObject({
      effect: "changed",
      why: expect.stringContaining("also move"),
    });
  });
  test("are lost with the cluster", () => {
    const keep = object("v1", "ConfigMap", "keep");
    const found = impact(
      [app("cl01", keep, cluster("cl01", OLD)), web(...objects)],
      [app("cl01", keep), web(...objects)],
    );
    expect(found).toMatchObject({ applications: [{ effect: "lost" }], rollback: "destructive" });
  });
  describe("say what a drain means for their pods", () => {
    const run = (spec: JsonObject, replicas = 2) =>
      object("apps/v1", "Deployment", "db", {
        spec: {
          replicas,
          template: { metadata: { labels: { app: "db" } }, spec: { containers: [], ...spec } },
        },
      });
    const budget = object("policy/v1", "PodDisruptionBudget", "db", {
      spec: { maxUnavailable: 0, selector: { matchLabels: { app: "db" } } },
    });
    const local = object("v1", "PersistentVolume", "disk", { spec: { local: { path: "/data" } } });
    test.each<[string, JsonObject[], string, string]>([
      ["nothing to say", [run({})], "rescheduled", "worker nodes of the cluster are replaced"],
      ["a single pod", [run({}, 1)], "rescheduled", "of 1 workload: 1 with a single pod"],
      ["no probe", [run({ containers: [{ name: "db" }] })], "rescheduled", "1 without a readiness probe"],
      [
        "an emptyDir",
        [run({ volumes: [{ emptyDir: {} }] })],
        "rescheduled",
        "1 with an emptyDir that starts empty",
      ],
      ["slow to stop", [run({ terminationGracePeriodSeconds: 3600 })], "rescheduled", "up to 3600 s to stop"],
      ["a budget", [run({}), budget], "at-risk", "a disruption budget lets no pod go of db"],
      [
        "a node's name",
        [run({ nodeName: "n1" })],
        "at-risk",
        "bound to nodes by name, not started on others: db",
      ],
      [
        "a node's label",
        [run({ nodeSelector: { "kubernetes.io/hostname": "n1" } })],
        "at-risk",
        "bound to nodes by name",
      ],
      ["a host path", [run({ volumes: [{ hostPath: { path: "/data" } }] })], "at-risk", "stays behind: db"],
      ["a local volume", [run({}), local], "at-risk", "volumes on a node's own disk: disk"],
      ["no pods", [object("v1", "ConfigMap", "page")], "unaffected", ""],
    ])("%s", (_, delivered, effect, why) => {
      const sides = [OLD, NEW].map((v) => [app("cl01", cluster("cl01", v)), web(...delivered)]);
      const [found] = impact(sides[0] as App[], sides[1] as App[])?.applications ?? [];
      expect(found).toMatchObject({ effect, ...(why === "" ? {} : { why: expect.stringContaining(why) }) });
    });

    test("and the cluster's checks tell whether they keep a node", () => {
      const checks = (...delivered: JsonObject[]) =>
        impact(
          [app("cl01", cluster("cl01", OLD)), web(...delivered)],
          [app("cl01", cluster("cl01", NEW)), web(...delivered)],
        )?.checks.filter(({ id }) => id === "drain" || id === "apis");
      expect(checks(run({}))).toEqual([
        { id: "drain", ok: true, evidence: "git" },
        { id: "apis", ok: true, evidence: "catalog" },
      ]);
      expect(checks(run({}), budget)?.map(({ ok }) => ok)).toEqual([false, true]);
      expect(checks()).toEqual([]);
    });
  });
  test("are unaffected by a label", () => {
    const found = impact(
      [app("cl01", cluster("cl01", OLD)), web()],
      [app("cl01", cluster("cl01", OLD, { a: 3 }, { labels: { x: "y" } })), web()],
    );
    expect(found).toMatchObject({ applications: [{ effect: "unaffected" }], rollback: "full" });
  });
});

describe("rollback", () => {
  const PAUSED = { annotations: { "cluster.x-k8s.io/paused": "" } };
  const pvc = object("v1", "PersistentVolumeClaim", "data");
  test.each<[string, JsonObject[], JsonObject[], string]>([
    ["a new image", [deployment("web", 1)], [deployment("web", 1, "web:2")], "full"],
    ["a new Deployment", [], [deployment("web", 1)], "full"],
    ["a Deployment that goes", [deployment("web", 1)], [], "partial"],
    ["a claim that goes", [pvc], [], "destructive"],
    ["a claim that comes", [], [pvc], "destructive"],
  ])("%s: %s", (_, base, head, rollback) => {
    const keep = object("v1", "ConfigMap", "keep");
    const whole = app("cl01", cluster("cl01", OLD));
    expect(impact([whole, web(keep, ...base)], [whole, web(keep, ...head)])?.rollback).toBe(rollback);
  });
  test.each<[string, JsonObject[], JsonObject[], string]>([
    [
      "an upgrade",
      [cluster("cl01", OLD)],
      [cluster("cl01", NEW)],
      `Cluster API takes no version below \`v1.33.6\``,
    ],
    [
      "another build",
      [cluster("cl01", NEW)],
      [cluster("cl01", NEW.replace("vkr.2", "vkr.3"))],
      "by rolling all nodes again",
    ],
    ["a smaller pool", [cluster("cl01", OLD)], [cluster("cl01", OLD, { a: 2 })], "what lay on their disks"],
    ["a new cluster", [], [cluster("cl01", NEW)], "a revert deletes the cluster"],
    [
      "an add-on that goes",
      [cluster("cl01", OLD), addon("velero")],
      [cluster("cl01", OLD)],
      "`velero` goes with what it keeps",
    ],
    [
      "an upgrade of a paused cluster",
      [cluster("cl01", OLD, { a: 3 }, PAUSED)],
      [cluster("cl01", NEW, { a: 3 }, PAUSED)],
      "Cluster API takes no version below",
    ],
    ["a pause that ends", [cluster("cl01", OLD, { a: 3 }, PAUSED)], [cluster("cl01", OLD)], "stays as it is"],
    ["a label", [cluster("cl01", OLD)], [cluster("cl01", OLD, { a: 3 }, { labels: { x: "y" } })], ""],
  ])("says why: %s", (_, base, head, why) => {
    const keep = object("v1", "ConfigMap", "keep");
    const found = impact([app("cl01", keep, ...base)], [app("cl01", keep, ...head)]);
    expect(found?.rollbackWhy).toContain(why);
    expect((found?.rollbackWhy ?? "") === "").toBe(why === "");
  });
  test("of all is the gravest of its clusters and of what concerns none", () => {
    const whole = (base: App[], head: App[]) => {
      const both = input(base, head);
      return pullRequestRevertability(both.changes, clusterImpacts(both));
    };
    const keep = object("v1", "ConfigMap", "keep");
    const three = (version: string) => ["a", "b", "c"].map((name) => app(name, cluster(name, version)));
    expect(whole(three(OLD), three(NEW))).toEqual({
      rollback: "forward-only",
      why: `\`a\`: Cluster API takes no version below \`v1.33.6\` once it is there, and so for 2 more`,
    });
    expect(
      whole([app("p", keep, object("v1", "PersistentVolumeClaim", "data"))], [app("p", keep)]),
    ).toMatchObject({
      rollback: "destructive",
    });
    expect(whole([app("p", keep)], [app("p", keep)])).toEqual({ rollback: "full", why: "" });
  });
  test("of a pool that shrinks is partial", () => {
    expect(
      impact([app("c", cluster("cl01", OLD))], [app("c", cluster("cl01", OLD, { a: 2 }))])?.rollback,
    ).toBe("partial");
  });
  test("of a refused upgrade is full: nothing happens", () => {
    expect(impact([app("c", cluster("cl01", NEW))], [app("c", cluster("cl01", OLD))])?.rollback).toBe("full");
  });
});
