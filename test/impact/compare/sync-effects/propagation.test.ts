// PrunePropagationPolicy → what of a pruned object goes, and what keeps running.
import { describe, expect, test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { type AppOptions, app, cluster, object } from "../../../support/small-fleet.ts";

const FILE = "shop/more.yaml";
const with_ = (syncOptions: string, more: AppOptions = {}): Edits => ({
  "apps/shop.yaml": app("shop", { syncOptions, ...more }),
});
const ORPHAN = "PrunePropagationPolicy=orphan";

const pruned = async (text: string, options: Edits, expected: object) =>
  await check({ ...options, [FILE]: text }, { [FILE]: null }, expected);

const workload = (kind: string, api: string, spec = "{}") => `${object(kind, "old", { api })}spec: ${spec}\n`;

describe("an object that its controller's objects belong to", () => {
  test.each<[string, string]>([
    ["Deployment", "apps/v1"],
    ["ReplicaSet", "apps/v1"],
    ["StatefulSet", "apps/v1"],
    ["DaemonSet", "apps/v1"],
    ["Job", "batch/v1"],
    ["CronJob", "batch/v1"],
    ["ReplicationController", "v1"],
  ])("%s", async (kind, api) => {
    const change = { operation: "delete", applies: "auto", propagation: "orphan" } as const;
    await pruned(workload(kind, api), with_(ORPHAN), {
      changes: { [`${kind} shop/old`]: [change] },
      findings: {
        "resources-deleted": [
          { message: expect.stringContaining("keep running, unmanaged (`PrunePropagationPolicy=orphan`)") },
        ],
      },
    });
  });

  test.each<[string, string]>([
    ["ConfigMap", object("ConfigMap", "old")],
    ["Pod", workload("Pod", "v1")],
    ["PersistentVolumeClaim", object("PersistentVolumeClaim", "old")],
    ["Deployment", workload("Deployment", "apps.example.com/v1")],
    [
      "Deployment",
      workload("Deployment", "apps/v1").replace(
        "metadata:\n",
        "metadata:\n  finalizers: [example.com/clean-up]\n",
      ),
    ],
  ])("not %s of %j", async (kind, text) => {
    await pruned(text, with_(ORPHAN), {
      changes: { [`${kind} shop/old`]: [{ operation: "delete", propagation: undefined }] },
    });
  });

  test("a Cluster is deleted: its controller deletes the machines itself", async () => {
    await pruned(cluster("east"), with_(ORPHAN), {
      changes: { "Cluster workloads/east": [{ operation: "delete", propagation: undefined }] },
      findings: { "cluster-deleted": [{ severity: "stop" }] },
    });
  });

  test("the claims of a StatefulSet that is deleted with them stay, too", async () => {
    const spec =
      "{persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}, volumeClaimTemplates: [{metadata: {name: data}}]}";
    const text = workload("StatefulSet", "apps/v1", spec);
    await pruned(
      text,
      {},
      { findings: { "data-loss": [{ severity: "stop" }] }, plan: { rollback: { verdict: "destructive" } } },
    );
    await pruned(text, with_(ORPHAN), {
      findings: { "data-loss": [], "resources-deleted": [{ facts: { orphaning: 1, dependents: "pods" } }] },
      plan: { rollback: { verdict: "partial" } },
    });
  });
});

describe("which policy counts", () => {
  test.each<[string, string | undefined]>([
    [ORPHAN, "orphan"],
    [`${ORPHAN}, PrunePropagationPolicy=background`, undefined],
    [`${ORPHAN}, PrunePropagationPolicy=foreground`, undefined],
    ["PrunePropagationPolicy=Orphan", undefined],
    ["PrunePropagationPolicy=background", undefined],
  ])("%s", async (options, propagation) => {
    await pruned(workload("Deployment", "apps/v1"), with_(options), {
      changes: { "Deployment shop/old": [{ operation: "delete", propagation }] },
    });
  });

  test("one that the merge itself brings does not count yet", async () => {
    const text = workload("Deployment", "apps/v1");
    await check(
      { [FILE]: text },
      { [FILE]: null, ...with_(ORPHAN) },
      {
        changes: { "Deployment shop/old": [{ propagation: undefined }] },
      },
    );
    await check(
      { ...with_(ORPHAN), [FILE]: text },
      { [FILE]: null, "apps/shop.yaml": app("shop") },
      {
        changes: { "Deployment shop/old": [{ propagation: undefined }] },
      },
    );
  });

  test("the cascade of an Application leaves nothing, whatever its sync options", async () => {
    const base = { ...with_(ORPHAN, { finalizer: true }), [FILE]: workload("Deployment", "apps/v1") };
    await check(
      base,
      { "apps/shop.yaml": null },
      {
        changes: { "Deployment shop/old": [{ operation: "delete", propagation: undefined }] },
      },
    );
  });

  test("an Application that is pruned alone still cascades: it has a finalizer", async () => {
    const base = {
      "root.yaml": app("root", { path: "apps", syncOptions: ORPHAN }),
      "apps/shop.yaml": app("shop", { finalizer: true }),
    };
    await check(
      base,
      { "apps/shop.yaml": null },
      {
        changes: ["remove Application argocd/shop", "delete ConfigMap shop/one", "delete ConfigMap shop/two"],
      },
    );
  });

  test("what a namespace takes along leaves nothing", async () => {
    const ns = object("Namespace", "shop", { namespace: "" });
    await check(
      { ...with_(ORPHAN), [FILE]: workload("Deployment", "apps/v1"), "apps/ns.yaml": ns },
      { [FILE]: null, "apps/ns.yaml": null },
      {
        changes: { "Deployment shop/old": [{ operation: "delete", propagation: undefined }] },
      },
    );
  });
});

describe("several objects", () => {
  test("those whose pods stay are counted", async () => {
    const base = { ...with_(ORPHAN), [FILE]: workload("Deployment", "apps/v1") };
    await check(
      base,
      { [FILE]: null, "shop/one.yaml": null },
      {
        findings: {
          "resources-deleted": [
            {
              facts: { count: 2, orphaning: 1 },
              message: expect.stringContaining("The pods of 1 of them keep running"),
            },
          ],
        },
      },
    );
  });
});

describe("the finalizer of an Application", () => {
  const finalizers = (...names: string[]): string =>
    app("shop").replace(
      "  namespace: argocd\n",
      `  namespace: argocd\n  finalizers: [${names.map((name) => `resources-finalizer.argocd.argoproj.io${name}`).join(", ")}]\n`,
    );

  test.each<[string, string[], "cascade" | "orphan"]>([
    ["plain", [""], "cascade"],
    ["in the background", ["/background"], "cascade"],
    ["in the foreground", ["/foreground"], "cascade"],
    ["in no way that Argo CD knows", ["/orphan"], "orphan"],
  ])("%s", async (_, names, deletion) => {
    await check(
      { "apps/shop.yaml": finalizers(...names) },
      { "apps/shop.yaml": null },
      {
        changes: {
          "Application argocd/shop": [{ operation: "remove", deletion }],
          "ConfigMap shop/one": [{ operation: deletion === "cascade" ? "delete" : "orphan" }],
        },
      },
    );
  });

  test.each<[string[], "remove" | "orphan"]>([
    [["/background"], "orphan"],
    [["/foreground"], "remove"],
    [["", "/background"], "remove"],
    [["/background", ""], "orphan"],
  ])("decides how a set below it is deleted, the first of several: %j", async (names, operation) => {
    const base = {
      "apps/shop.yaml": finalizers(...names),
      "shop/set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: made, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
spec:
  generators: [{list: {elements: [{name: made}]}}]
  syncPolicy: {applicationsSync: create-update}
  template:
    metadata: {name: "{{name}}"}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: "{{name}}"}
      destination: {name: in-cluster, namespace: shop}
`,
      "made/one.yaml": object("ConfigMap", "made-one"),
    };
    await check(
      base,
      { "apps/shop.yaml": null },
      {
        changes: { "Application argocd/made": [{ operation }] },
      },
    );
  });
});
