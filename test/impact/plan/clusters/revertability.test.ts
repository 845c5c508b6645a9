// What a pull request adds → whether a revert deletes it, leaves it, or deletes it alone: judged as any other removal.
import { describe, expect, test } from "@jest/globals";
import type { Revertability } from "../../../../src/model/plan.ts";
import { check, type Edits } from "../../../support/check.ts";
import { type AppOptions, app, cluster, object } from "../../../support/small-fleet.ts";

const EAST = cluster("east");
const EAST_APP = "apps/east.yaml";

/** A new cluster below an Application that is new with it. */
const newApplication = (options: AppOptions): Edits => ({
  [EAST_APP]: app("east", options),
  "east/cluster.yaml": EAST,
});

const rollback = (verdict: Revertability, why = "") => ({
  plan: { rollback: { verdict, why: expect.stringContaining(why) } },
});

const DELETED = "a revert deletes the cluster with what it holds by then";
const LEFT = "a revert leaves the cluster in place, unmanaged";

describe("a new cluster", () => {
  test.each<[string, AppOptions, Revertability, string]>([
    ["whose Application has the finalizer", { finalizer: true }, "destructive", DELETED],
    ["whose Application has none", {}, "partial", LEFT],
    [
      "whose Application has none, whatever it prunes",
      { automated: "prune: true, allowEmpty: true" },
      "partial",
      LEFT,
    ],
    [
      "whose Application is annotated skip-reconcile",
      { finalizer: true, annotations: { "argocd.argoproj.io/skip-reconcile": "true" } },
      "partial",
      "a revert leaves Application `east` in place",
    ],
  ])("%s", async (_, options, verdict, why) => {
    await check({}, newApplication(options), rollback(verdict, why));
  });

  test.each<[string, AppOptions, Revertability, string]>([
    ["prunes", {}, "destructive", DELETED],
    ["does not prune", { automated: "selfHeal: true" }, "partial", LEFT],
    ["syncs by hand: a person may prune", { automated: null }, "destructive", DELETED],
    [
      "has Prune=false in an Argo CD that knows no such option",
      { syncOptions: "Prune=false" },
      "destructive",
      DELETED,
    ],
  ])("below an Application that stays and %s", async (_, options, verdict, why) => {
    await check(
      { "apps/shop.yaml": app("shop", options) },
      { "shop/east.yaml": EAST },
      rollback(verdict, why),
    );
  });

  test("that is all its Application has: Argo CD refuses to prune everything", async () => {
    const base: Edits = { "apps/east.yaml": app("east"), "east/README.md": "# east\n" };
    await check(base, { "east/cluster.yaml": EAST }, rollback("partial", LEFT));
    const open: Edits = {
      ...base,
      "apps/east.yaml": app("east", { automated: "prune: true, allowEmpty: true" }),
    };
    await check(open, { "east/cluster.yaml": EAST }, rollback("destructive", DELETED));
  });

  test.each<[string, Revertability, string]>([
    ["Prune=false", "partial", LEFT],
    ["Prune=confirm", "destructive", DELETED],
    ["Delete=false", "destructive", DELETED],
  ])("annotated %s, below an Application that stays", async (option, verdict, why) => {
    await check({}, { "shop/east.yaml": annotated(EAST, option) }, rollback(verdict, why));
  });

  test("annotated Delete=false, below a new Application with the finalizer", async () => {
    const head = {
      ...newApplication({ finalizer: true }),
      "east/cluster.yaml": annotated(EAST, "Delete=false"),
    };
    await check({}, head, rollback("partial", LEFT));
  });

  test("below a parent that does not prune: the new Application outlives the revert", async () => {
    const base = { "root.yaml": app("root", { path: "apps", automated: "selfHeal: true" }) };
    await check(base, newApplication({ finalizer: true }), rollback("partial", LEFT));
  });

  test("below a root that is new with it: a person deletes it, and with it what its finalizer takes", async () => {
    const head = (finalizer: boolean): Edits => ({
      "lab.yaml": app("lab", { finalizer }),
      "lab/east.yaml": EAST,
    });
    await check({}, head(true), rollback("destructive", DELETED));
    await check({}, head(false), rollback("partial", LEFT));
  });

  test("below an Application that delivers elsewhere from now on", async () => {
    const to = (name: string) => app("east", { namespace: name, destination: `supervisor-ns-${name}` });
    const base = {
      "apps/ns.yaml": namespaces(),
      "east/cluster.yaml": EAST.replace("  namespace: workloads\n", ""),
      [EAST_APP]: to("one"),
    };
    await check(base, { [EAST_APP]: to("two") }, rollback("partial", "a revert leaves the cluster in place"));
  });
});

describe("another object that is new", () => {
  const CLAIM = object("PersistentVolumeClaim", "orders");

  test.each<[string, AppOptions, Revertability]>([
    ["is pruned with its data", {}, "destructive"],
    ["stays where nothing prunes it", { automated: "selfHeal: true" }, "partial"],
  ])("%s", async (_, options, verdict) => {
    await check({ "apps/shop.yaml": app("shop", options) }, { "shop/claim.yaml": CLAIM }, rollback(verdict));
  });

  test("that holds no data is taken back, or left", async () => {
    const head = { "shop/three.yaml": object("ConfigMap", "three") };
    await check({}, head, rollback("full"));
    const keeps = { "apps/shop.yaml": app("shop", { automated: "selfHeal: true" }) };
    await check(keeps, head, rollback("partial", "a revert leaves ConfigMap `three` in place"));
  });

  test("whose claims its deletion takes, and does not take where it is pruned alone", async () => {
    const head = { "shop/db.yaml": STATEFUL_SET };
    await check({}, head, rollback("destructive"));
    const orphans = { "apps/shop.yaml": app("shop", { syncOptions: "PrunePropagationPolicy=orphan" }) };
    await check(orphans, head, rollback("full"));
  });

  test("several that stay are counted, the cluster is named", async () => {
    const head = { ...newApplication({}), "east/more.yaml": object("ConfigMap", "more") };
    await check({}, head, rollback("partial", "a revert leaves the cluster"));
    const keeps = { "apps/shop.yaml": app("shop", { automated: "selfHeal: true" }) };
    const two = {
      "shop/three.yaml": object("ConfigMap", "three"),
      "shop/four.yaml": object("ConfigMap", "four"),
    };
    await check(keeps, two, rollback("partial", " and 1 more object in place"));
  });
});

function annotated(text: string, option: string): string {
  return text.replace(
    "metadata:\n",
    `metadata:\n  annotations: {argocd.argoproj.io/sync-options: "${option}"}\n`,
  );
}

function namespaces(): string {
  return ["one", "two"]
    .map(
      (name) =>
        `${object("ArgoNamespace", name, { namespace: name, api: "field.vmware.com/v1" })}spec: {argoNamespace: argocd, project: default}\n`,
    )
    .join("---\n");
}

const STATEFUL_SET = `${object("StatefulSet", "db", { api: "apps/v1" })}spec:
  replicas: 1
  serviceName: db
  selector: {matchLabels: {app: db}}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "db:1"}]}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`;
