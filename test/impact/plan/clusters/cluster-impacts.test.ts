// What a pull request does to each cluster: nodes, checks, add-ons, Applications, and what a revert takes back.
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import type { ClusterImpact, Revertability } from "../../../../src/model/plan.ts";
import { check, type Edits, type Part } from "../../../support/check.ts";
import { type ClusterOptions, cluster, file, manifest } from "../../../support/small-fleet.ts";

const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];
const range = (min: number, max = min) => ({ min, max });
const containing = (text: string) => expect.stringContaining(text);

/** cl01 in a version; without one, there is none. */
function owned(version: string | null, options: ClusterOptions = {}): Edits {
  const declared = version === null ? "" : cluster("cl01", { version, pools: { a: 3 }, ...options });
  return { "cl01/cluster.yaml": declared };
}

/** What Application web delivers to cl01, beside a ConfigMap. */
const web = (...objects: JsonObject[]): Edits => ({ "web/web.yaml": file(KEEP, ...objects) });
const KEEP = manifest("v1", "ConfigMap", "keep");
const WITHOUT_WEB: Edits = { "apps/web.yaml": null, "web/web.yaml": null };

/** Add-ons of cl01, some with a pin. */
function addons(...installs: [name: string, pin?: string][]): Edits {
  const objects = installs.map(([name, pin]) =>
    manifest("addons.kubernetes.vmware.com/v1alpha1", "AddonInstall", name, {
      metadata: { name, namespace: "workloads" },
      spec: {
        addonRef: { name },
        clusters: [{ selector: { matchLabels: {} } }],
        ...(pin === undefined ? {} : { releaseFilter: { ref: { name: pin } } }),
      },
    }),
  );
  return { "cl01/addons.yaml": file(...objects) };
}

function deployment(name: string, replicas: number, image = "web:1"): JsonObject {
  return manifest("apps/v1", "Deployment", name, {
    spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
  });
}

async function impact(base: Edits, head: Edits, expected: Part<ClusterImpact>): Promise<void> {
  await check(base, head, { plan: { clusters: [expected] } });
}

const UPGRADE = [owned(OLD), owned(NEW)] as const;

describe("nodes", () => {
  test.each<[string, Edits, Edits, Partial<ClusterImpact["nodes"]>]>([
    ["an upgrade replaces all", ...UPGRADE, { replaced: range(6) }],
    [
      "one roll, though two changes roll",
      owned(OLD),
      owned(NEW, { labels: { x: "y" } }),
      { replaced: range(6) },
    ],
    [
      "a scale",
      owned(OLD, { pools: { a: 3, b: 4 } }),
      owned(OLD, { pools: { a: 5, c: 1 } }),
      { created: range(3), removed: range(4) },
    ],
    ["a new cluster", owned(null), owned(NEW), { created: range(6) }],
    ["a deleted cluster", owned(NEW), owned(null), { removed: range(6) }],
    ["a refused upgrade", owned(NEW), owned(OLD), {}],
  ])("%s", async (_, base, head, nodes) => {
    const none = { replaced: range(0), created: range(0), removed: range(0) };
    await impact(base, head, { nodes: { ...none, ...nodes } });
  });

  test("of an orphan stay as they are", async () => {
    await impact(
      {},
      { "apps/cl01.yaml": null },
      { operations: ["orphan"], nodes: { removed: range(0) }, rollback: "partial" },
    );
  });
});

test("sorted by label, with the cluster's labels and operations in order", async () => {
  const both = (version: string, a: number) => ({
    "cl01/cluster.yaml": `${cluster("b", { version, pools: { a: 3 } })}---\n${cluster("a", {
      version,
      pools: { a },
      labels: { env: "prod" },
    })}`,
  });
  await check({ ...both(OLD, 3), ...WITHOUT_WEB }, both(NEW, 4), {
    plan: {
      clusters: [
        {
          cluster: "a",
          operations: ["upgrade", "scale"],
          labels: { env: "prod" },
          ref: { supervisor: "in-cluster@argocd", namespace: "workloads", name: "a" },
          checks: [
            { id: "hop", ok: true, evidence: "git" },
            { id: "fips-kept", ok: true, evidence: "git" },
          ],
        },
        { cluster: "b", operations: ["upgrade"] },
      ],
    },
  });
});

test.each<[string, string, boolean[]]>([
  [OLD, "v1.33.6---vmware.1-vkr.2", [true, false]],
  [OLD, "v1.35.0---vmware.1-fips-vkr.2", [false, true]],
  [NEW, OLD, [false, true]],
])("checks of %s to %s", async (from, to, results) => {
  await impact({ ...owned(from), ...WITHOUT_WEB }, owned(to), {
    checks: [...results, true].map((ok) => ({ ok })),
  });
});

describe("add-ons", () => {
  test("move with an upgrade where no pin holds them", async () => {
    await impact({ ...owned(OLD), ...addons(["velero"], ["harbor", "harbor.1.0.0"]) }, owned(NEW), {
      addons: [
        { name: "harbor", effect: "kept" },
        { name: "velero", effect: "moves" },
      ],
    });
  });

  test("come, go and are lost", async () => {
    await impact(addons(["a"]), addons(["b"]), {
      addons: [
        { name: "a", effect: "removed" },
        { name: "b", effect: "installed" },
      ],
    });
    await impact(addons(["a"]), owned(null), { addons: [{ name: "a", effect: "lost" }] });
  });
});

describe("Applications", () => {
  const hpa = manifest("autoscaling/v2", "HorizontalPodAutoscaler", "api", {
    spec: { scaleTargetRef: { kind: "Deployment", name: "api" }, minReplicas: 2, maxReplicas: 6 },
  });
  const agent = manifest("apps/v1", "DaemonSet", "agent", { spec: { template: {} } });
  const objects = [deployment("web", 3), deployment("api", 1), hpa, agent];

  test("are rescheduled by a roll, with their pods", async () => {
    await impact({ ...owned(OLD), ...web(...objects) }, owned(NEW), {
      applications: [
        {
          name: "argocd/web",
          effect: "rescheduled",
          pods: range(5, 12),
          why: "worker nodes of the cluster are replaced; of 2 workloads: 2 without a readiness probe",
        },
      ],
      rollback: "forward-only",
    });
  });

  test("that change and move say both", async () => {
    await impact(
      { ...owned(OLD), ...web(deployment("web", 3)) },
      { ...owned(NEW), ...web(deployment("web", 3, "web:2")) },
      { applications: [{ effect: "changed", why: containing("also move") }] },
    );
  });

  test("are lost with the cluster", async () => {
    await impact(web(...objects), owned(null), {
      applications: [{ effect: "lost" }],
      rollback: "destructive",
    });
  });

  describe("say what a drain means for their pods", () => {
    const run = (spec: JsonObject, replicas = 2) =>
      manifest("apps/v1", "Deployment", "db", {
        spec: {
          replicas,
          template: { metadata: { labels: { app: "db" } }, spec: { containers: [], ...spec } },
        },
      });
    const budget = manifest("policy/v1", "PodDisruptionBudget", "db", {
      spec: { maxUnavailable: 0, selector: { matchLabels: { app: "db" } } },
    });
    const local = manifest("v1", "PersistentVolume", "disk", { spec: { local: { path: "/data" } } });

    test.each<[string, JsonObject[], ClusterImpact["applications"][number]["effect"], string]>([
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
    ])("%s", async (_, delivered, effect, why) => {
      await impact({ ...owned(OLD), ...web(...delivered) }, owned(NEW), {
        applications: [{ effect, why: containing(why) }],
      });
    });

    test("no pods", async () => {
      await impact({ ...owned(OLD), ...web() }, owned(NEW), { applications: [{ effect: "unaffected" }] });
    });

    test("and the cluster's checks tell whether they keep a node", async () => {
      const upgrade = [
        { id: "hop", ok: true },
        { id: "fips-kept", ok: true },
        { id: "registered", ok: true },
      ];
      await impact({ ...owned(OLD), ...web(run({})) }, owned(NEW), {
        checks: [
          ...upgrade,
          { id: "drain", ok: true, evidence: "git" },
          { id: "apis", ok: true, evidence: "catalog" },
        ],
      });
      await impact({ ...owned(OLD), ...web(run({}), budget) }, owned(NEW), {
        checks: [...upgrade, { id: "drain", ok: false }, { id: "apis", ok: true }],
      });
      await impact({ ...owned(OLD), ...WITHOUT_WEB }, owned(NEW), { checks: upgrade });
    });
  });

  test("are unaffected by a label", async () => {
    await impact({ ...owned(OLD), ...web() }, owned(OLD, { labels: { x: "y" } }), {
      applications: [{ effect: "unaffected" }],
      rollback: "full",
    });
  });
});

describe("rollback", () => {
  const PAUSED = { annotations: { "cluster.x-k8s.io/paused": "" } };
  const pvc = manifest("v1", "PersistentVolumeClaim", "data");

  test.each<[string, JsonObject[], JsonObject[], Revertability]>([
    ["a new image", [deployment("web", 1)], [deployment("web", 1, "web:2")], "full"],
    ["a new Deployment", [], [deployment("web", 1)], "full"],
    ["a Deployment that goes", [deployment("web", 1)], [], "partial"],
    ["a claim that goes", [pvc], [], "destructive"],
    ["a claim that comes", [], [pvc], "destructive"],
  ])("%s: %s", async (_, base, head, rollback) => {
    await impact(web(...base), web(...head), { rollback });
  });

  test.each<[string, Edits, Edits, string]>([
    ["an upgrade", ...UPGRADE, "Cluster API takes no version below `v1.33.6`"],
    ["another build", owned(NEW), owned(NEW.replace("vkr.2", "vkr.3")), "by rolling all nodes again"],
    ["a smaller pool", owned(OLD), owned(OLD, { pools: { a: 2 } }), "what lay on their disks"],
    ["a new cluster", owned(null), owned(NEW), "a revert deletes the cluster"],
    [
      "an add-on that goes",
      addons(["velero"]),
      { "cl01/addons.yaml": "" },
      "`velero` goes with what it keeps",
    ],
    [
      "an upgrade of a paused cluster",
      owned(OLD, PAUSED),
      owned(NEW, PAUSED),
      "Cluster API takes no version below",
    ],
    ["a pause that ends", owned(OLD, PAUSED), owned(OLD), "stays as it is"],
    ["a label", owned(OLD), owned(OLD, { labels: { x: "y" } }), ""],
  ])("says why: %s", async (_, base, head, why) => {
    await impact(base, head, { rollbackWhy: why === "" ? "" : containing(why) });
  });

  test("of all is the gravest of its clusters and of what concerns none", async () => {
    const three = (version: string) => ({
      "cl01/cluster.yaml": ["a", "b", "c"].map((name) => cluster(name, { version })).join("---\n"),
    });
    await check(three(OLD), three(NEW), {
      plan: {
        rollback: {
          verdict: "forward-only",
          why: "`a`: Cluster API takes no version below `v1.33.6` once it is there, and so for 2 more",
        },
      },
    });
    await check(
      { "shop/data.yaml": file(pvc) },
      { "shop/data.yaml": null },
      {
        plan: { clusters: [], rollback: { verdict: "destructive" } },
      },
    );
    await check({}, {}, { plan: { rollback: { verdict: "full", why: "" } } });
  });

  test("of a pool that shrinks is partial", async () => {
    await impact(owned(OLD), owned(OLD, { pools: { a: 2 } }), { rollback: "partial" });
  });

  test("of a refused upgrade is full: nothing happens", async () => {
    await impact(owned(NEW), owned(OLD), { rollback: "full" });
  });
});
