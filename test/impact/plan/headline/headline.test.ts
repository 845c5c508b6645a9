import { describe, expect, test } from "@jest/globals";
import { headlineOf, titleOf } from "../../../../src/impact/plan/headline/headline.ts";
import type { ClusterImpact, Finding, PlanChange, Revertability } from "../../../../src/model/plan.ts";
import { change, cluster, finding } from "../../../render/plan.ts";

const one = { min: 1, max: 1 };
const zero = { min: 0, max: 0 };
const rollout = { controlPlane: one, workers: { min: 3, max: 3 }, peakExtra: 1 };
const upgrade = (name = "cl03", parts: Partial<PlanChange> = {}) =>
  change({
    cluster: name,
    from: "v1.32.7---vmware.3-fips-vkr.1",
    to: "v1.33.6---vmware.1-fips-vkr.2",
    rollout,
    ...parts,
  });
const velero = (name: string) =>
  change({ layer: "addon", operation: "install", cluster: name, what: "velero" });
const workload = (name: string, parts: Partial<PlanChange> = {}) =>
  change({
    layer: "workload",
    operation: "update",
    object: { group: "", kind: "ConfigMap", namespace: "n", name },
    ...parts,
  });
const impacts = [cluster({ nodes: { replaced: { min: 4, max: 4 }, created: zero, removed: zero } })];

function headline(changes: PlanChange[], clusters: ClusterImpact[] = [], more = {}): string {
  const running = new Map([["cl02", { min: 2, max: 4 }]]);
  return headlineOf({ changes, clusters, running, dormant: [], notEvaluated: [], ...more });
}

describe("a sentence with the most serious first", () => {
  const orphan = change({ operation: "orphan", cluster: "cl02" });
  test.each<[PlanChange[], string]>([
    [
      [upgrade(), velero("cl01"), velero("cl03"), orphan],
      "Orphans cluster `cl02` (2–4 VMs keep running unmanaged), upgrades cluster `cl03` 1.32.7 → 1.33.6 (4 node VMs replaced, one at a time), adds `velero` to `cl01` and `cl03`.",
    ],
    [
      [upgrade("cl01", { applies: "refused", to: "v1.35.0" })],
      "Asks for an upgrade of cluster `cl01` 1.32.7 → 1.35.0, which the API refuses.",
    ],
    [[upgrade("a", { applies: "manual" })], "Upgrades cluster `a` 1.32.7 → 1.33.6 once somebody syncs."],
    [Array.from({ length: 12 }, (_, i) => upgrade(`c${i}`)), "Upgrades 12 clusters."],
    [[upgrade("a"), upgrade("b")], "Upgrades clusters `a` and `b`."],
    [[workload("a")], "Changes ConfigMap `a`."],
    [[workload("a"), workload("b")], "Changes 2 ConfigMaps."],
    [
      [
        workload("a"),
        change({
          layer: "delivery",
          operation: "break",
          object: { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "web" },
          applies: "blocked",
        }),
      ],
      "Breaks Application `web`, changes ConfigMap `a`.",
    ],
    [
      [change({ operation: "scale", what: "pool-1", from: "3", to: "5" })],
      "Scales cluster `cl03` (`pool-1` 3 → 5).",
    ],
  ])("%#", (changes, sentence) => {
    expect(headline(changes, impacts)).toBe(sentence);
  });
});

describe("says what it is that changes", () => {
  const pool = (name: string, kind: "comes" | "goes", parts: Partial<PlanChange> = {}) =>
    change({
      operation: "scale",
      what: name,
      fields: [
        {
          path: `spec.topology.workers.machineDeployments[${name}]`,
          ...(kind === "comes" ? { after: "class node-pool" } : { before: "class node-pool" }),
        },
      ],
      ...parts,
    });
  const application = (operation: PlanChange["operation"], parts: Partial<PlanChange> = {}) =>
    change({
      layer: "delivery",
      operation,
      object: { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "app-1" },
      ...parts,
    });
  const field = (path: string) => ({ fields: [{ path, before: "a", after: "b" }] });
  const inSpace = (name: string) =>
    change({
      operation: "delete",
      cluster: name,
      object: { group: "cluster.x-k8s.io", kind: "Cluster", namespace: "workload-ns", name },
    });
  const space = change({
    layer: "platform",
    operation: "delete",
    object: { group: "", kind: "Namespace", namespace: "", name: "workload-ns" },
  });
  const versions = (from: string, to: string) => ({ from, to, rollout: undefined as never });

  test.each<[PlanChange[], string]>([
    [[pool("b", "goes"), pool("c", "comes")], "Replaces pool `b` by `c` in cluster `cl03`."],
    [[pool("b", "goes")], "Removes pool `b` from cluster `cl03`."],
    [[pool("c", "comes"), pool("d", "comes")], "Adds pools `c` and `d` to cluster `cl03`."],
    [
      ["a", "b", "c", "d"].map((name) => pool("x", "comes", { cluster: name })),
      "Adds or removes pools in 4 clusters.",
    ],
    [
      [upgrade("cl02", versions("v1.34.2---vmware.1-vkr.3", "v1.34.2---vmware.1-fips-vkr.3"))],
      "Moves cluster `cl02` to the FIPS flavour of 1.34.2.",
    ],
    [
      [upgrade("cl02", versions("v1.34.2---vmware.1-fips-vkr.3", "v1.34.2---vmware.1-vkr.3"))],
      "Moves cluster `cl02` to the non-FIPS flavour of 1.34.2.",
    ],
    [
      [upgrade("cl02", versions("v1.34.2---vmware.1-vkr.2", "v1.34.2---vmware.1-vkr.10"))],
      "Upgrades cluster `cl02` 1.34.2 (vkr.2 → vkr.10).",
    ],
    [
      [space, inSpace("cl01"), inSpace("cl02")],
      "Deletes vSphere Namespace `workload-ns` with clusters `cl01` and `cl02`.",
    ],
    [[space], "Deletes Namespace `workload-ns`."],
    [
      [change({ operation: "rebase", to: "builtin-generic-v3.6.0" })],
      "Rebases cluster `cl03` onto ClusterClass `builtin-generic-v3.6.0`.",
    ],
    [[application("repath", field("spec.source.path"))], "Points Application `app-1` to another path."],
    [
      [application("repath", field("spec.source.targetRevision"))],
      "Points Application `app-1` to another revision.",
    ],
    [[application("repath", field("spec.source.directory"))], "Changes what is read by Application `app-1`."],
    [[application("rewave", { to: "21" })], "Moves Application `app-1` to wave 21."],
    [
      [application("policy", field("spec.syncPolicy.automated.prune"))],
      "Changes the sync policy of Application `app-1`.",
    ],
    [[application("policy", field("metadata.finalizers"))], "Changes the finalizers of Application `app-1`."],
    [
      [
        application("break", { applies: "blocked" }),
        workload("a", { operation: "orphan", applies: "blocked" }),
      ],
      "Breaks Application `app-1`, leaves 1 object as it is.",
    ],
  ])("%#", (changes, sentence) => {
    expect(headline(changes)).toBe(sentence);
  });
});

test.each([
  [{}, "Nothing changes in any cluster."],
  [
    { dormant: [change()] },
    "Nothing changes in any cluster; 1 edit is in files that no Application delivers.",
  ],
  [{ notEvaluated: [{ reason: "r" }] }, "Nothing Git can show changes; 1 unit was not evaluated."],
  [
    { notEvaluated: [{ reason: "r" }, { reason: "s" }], dormant: [change(), change()] },
    "Nothing Git can show changes; 2 edits are in files that no Application delivers and 2 units were not evaluated.",
  ],
])("without changes: %#", (more, sentence) => {
  expect(headline([], [], more)).toBe(sentence);
});

test("says what it does not know", () => {
  expect(headline([workload("a")], [], { notEvaluated: [{ reason: "r" }] })).toBe(
    "Changes ConfigMap `a`; 1 unit was not evaluated.",
  );
});

test("counts what does not fit", () => {
  const changes = Array.from({ length: 40 }, (_, i) => velero(`cluster-${i}`)).map((c, i) => ({
    ...c,
    what: `addon-${i}`,
  }));
  const sentence = headline([upgrade(), ...changes], impacts);
  expect(sentence.length).toBeLessThanOrEqual(300);
  expect(sentence).toMatch(/^Upgrades cluster `cl03`.*, and \d+ more changes\.$/);
});

describe("a title", () => {
  const title = (
    changes: PlanChange[],
    findings: Finding[] = [],
    { verdict = "full" as Revertability, notEvaluated = [] as { reason: string }[] } = {},
  ) =>
    titleOf({
      ...{ changes, findings, notEvaluated, dormant: [], running: new Map() },
      clusters: [
        cluster({
          environment: "prod",
          nodes: { replaced: { min: 4, max: 4 }, created: zero, removed: zero },
        }),
      ],
      rollback: { verdict, why: "" },
    });
  const remove = (cluster: string) => change({ operation: "delete", cluster });

  test("names the environment, not the cost, and says when a revert does not take it back", () => {
    expect(title([upgrade()], [], { verdict: "forward-only" })).toBe(
      "upgrades prod cluster `cl03` 1.32.7 → 1.33.6; a revert cannot undo it",
    );
  });

  test("leaves out add-ons that go with a deleted cluster", () => {
    const uninstall = (name: string) =>
      change({ layer: "addon", operation: "uninstall", cluster: name, what: "velero" });
    expect(title([remove("cl03"), uninstall("cl03")])).toBe(
      "deletes prod cluster `cl03` and everything on it",
    );
    expect(title([remove("cl03"), uninstall("cl04")])).toContain("removes `velero` from `cl04`");
  });

  test("begins with what the gravest finding is about, unless somebody accepted it", () => {
    const grave = finding({ severity: "stop", subject: "ConfigMap n/web", message: "`web` is wrong" });
    expect(title([upgrade(), workload("web")], [grave])).toMatch(
      /^changes ConfigMap `web`, upgrades prod cluster/,
    );
    const accepted = { ...grave, acknowledged: { by: "ann", reason: "agreed" } };
    expect(title([upgrade(), workload("web")], [accepted])).toMatch(/^upgrades prod cluster/);
  });

  test("is what a stop says that no change tells, its first clause where that is long", () => {
    const long = `The Application \`web\` cannot be read: ${"it goes on and on ".repeat(9)}`;
    const grave = finding({ severity: "stop", subject: "Application argocd/web", message: long });
    expect(title([workload("x")], [grave], { notEvaluated: [{ reason: "r" }] })).toBe(
      "the Application `web` cannot be read; 1 unit was not evaluated",
    );
  });

  test("of nothing says so", () => {
    expect(title([])).toBe("nothing changes in any cluster");
    expect(title([], [], { notEvaluated: [{ reason: "r" }] })).toBe(
      "nothing Git can show changes; 1 unit was not evaluated",
    );
  });
});
