// Paths, roots, waves, circles, shared and undelivered objects.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { app, cluster, drop, object, registration, shop } from "../../../support/small-fleet.ts";

async function found(rule: string, base: FileMap, head: FileMap) {
  return assessChanges(await planInputs({ base, head })).filter((f) => f.rule === rule);
}

const SHOP = "Application argocd/shop";

describe("paths", () => {
  const pathless = drop(shop(), "shop/one.yaml", "shop/two.yaml");

  test("path-missing: gone, or never there for a new Application; not if it was missing before", async () => {
    expect(await found("path-missing", shop(), pathless)).toMatchObject([
      { subject: SHOP, severity: "stop", facts: { path: "shop", isNew: false, count: 2 } },
    ]);
    expect(await found("path-missing", drop(pathless, "apps/shop.yaml"), pathless)).toMatchObject([
      { facts: { isNew: true, count: 0 } },
    ]);
    const touched = { ...pathless, "apps/shop.yaml": app("shop", { automated: null }) };
    expect(await found("path-missing", pathless, touched)).toEqual([]);
  });

  test("path-now-exists: waited for, not new with its Application, not another path", async () => {
    expect(await found("path-now-exists", pathless, shop())).toMatchObject([
      { subject: SHOP, facts: { path: "shop", count: 2 } },
    ]);
    expect(await found("path-now-exists", drop(pathless, "apps/shop.yaml"), shop())).toEqual([]);
    const elsewhere = { ...pathless, "apps/shop.yaml": app("shop", { path: "apps" }) };
    expect(await found("path-now-exists", pathless, elsewhere)).toEqual([]);
  });
});

describe("root-object-changed", () => {
  test("changed, added, removed; not what a root delivers", async () => {
    const changed = { ...shop(), "root.yaml": app("root", { path: "apps", automated: null }) };
    expect(await found("root-object-changed", shop(), changed)).toMatchObject([
      { subject: "Application argocd/root", evidence: "unknown", facts: { operations: ["policy"] } },
    ]);
    const second = { ...shop(), "lab.yaml": app("lab"), "lab/one.yaml": object("ConfigMap", "lab") };
    expect(await found("root-object-changed", shop(), second)).toMatchObject([
      {
        subject: "Application argocd/lab",
        facts: { operations: ["add"], below: 1 },
      },
    ]);
    expect(await found("root-object-changed", second, shop())).toMatchObject([
      { facts: { operations: ["remove"] } },
    ]);
    expect(await found("root-object-changed", shop(), shop({ automated: null }))).toEqual([]);
  });
});

describe("unmanaged-edit", () => {
  const edit = (files: FileMap) => ({ ...files, "attic/old.yaml": object("ConfigMap", "newer") });
  const attic = (extra: FileMap = {}): FileMap => ({
    ...shop(),
    "attic/old.yaml": object("ConfigMap", "older"),
    ...extra,
  });

  test("named once for a directory, nothing for what is delivered", async () => {
    expect(await found("unmanaged-edit", attic(), edit(attic()))).toMatchObject([
      { facts: { directory: "attic", count: 2, cover: "" } },
    ]);
    const delivered = { ...shop(), "shop/one.yaml": object("ConfigMap", "other") };
    expect(await found("unmanaged-edit", shop(), delivered)).toEqual([]);
  });

  test("an Application that follows another revision, or leaves the file out, is named", async () => {
    const pinned = attic({ "apps/attic.yaml": app("attic", { revision: "v1.2.0" }) });
    expect(await found("unmanaged-edit", pinned, edit(pinned))).toMatchObject([
      { facts: { cover: "pinned", application: "argocd/attic", revision: "v1.2.0" } },
    ]);
    const flat = { ...shop(), "shop/deep/old.yaml": object("ConfigMap", "older") };
    const edited = { ...flat, "shop/deep/old.yaml": object("ConfigMap", "newer") };
    expect(await found("unmanaged-edit", flat, edited)).toMatchObject([
      { facts: { cover: "left-out", application: "argocd/shop" } },
    ]);
  });
});

describe("wave-not-gating", () => {
  const wave = (value: string) => ({ "argocd.argoproj.io/sync-wave": value });
  const pair = (two = "2"): FileMap => ({
    ...shop({ annotations: wave("1") }),
    "apps/stock.yaml": app("stock", { annotations: wave(two) }),
    "stock/three.yaml": object("ConfigMap", "three"),
  });
  const both = (files: FileMap): FileMap => ({
    ...files,
    "shop/one.yaml": object("ConfigMap", "uno"),
    "stock/three.yaml": object("ConfigMap", "tres"),
  });

  test("a note for changes in several waves; nothing within one wave or one Application", async () => {
    expect(await found("wave-not-gating", pair(), both(pair()))).toMatchObject([
      { severity: "note", subject: "Application argocd/root", facts: { needs: [] } },
    ]);
    expect(await found("wave-not-gating", pair("1"), both(pair("1")))).toEqual([]);
    const one = { ...pair(), "shop/one.yaml": object("ConfigMap", "uno") };
    expect(await found("wave-not-gating", pair(), one)).toEqual([]);
  });

  test("a note for another wave", async () => {
    expect(await found("wave-not-gating", pair(), pair("7"))).toMatchObject([
      { severity: "note", facts: { applications: ["argocd/stock"] } },
    ]);
  });

  test.each<[string, FileMap, FileMap, string]>([
    [
      "namespace",
      pair("1"),
      {
        "shop/one.yaml": object("Namespace", "new", { namespace: "" }),
        "stock/three.yaml": object("ConfigMap", "three", { namespace: "new" }),
      },
      "argocd/stock|Namespace new|argocd/shop",
    ],
    [
      "cluster",
      shop(),
      {
        "apps/east.yaml": app("east", { namespace: "workloads" }),
        "east/cluster.yaml": cluster("east"),
        "east/register.yaml": registration("east"),
        "apps/store.yaml": app("store", { destination: "east" }),
        "store/one.yaml": object("ConfigMap", "one"),
      },
      "argocd/store|Cluster east|argocd/east",
    ],
  ])("a caution where one change needs another: %s", async (_, base, changes, need) => {
    const [finding] = await found("wave-not-gating", base, { ...base, ...changes });
    expect(finding).toMatchObject({ severity: "caution" });
    expect(finding?.facts["needs"]).toContain(need);
  });
});

describe("circles and doubles", () => {
  test("application-cycle: new, and not again", async () => {
    const circle = {
      ...shop(),
      "ring/a/b.yaml": app("b", { path: "ring/b", namespace: "argocd" }),
      "ring/b/a.yaml": app("a", { path: "ring/a", namespace: "argocd" }),
    };
    expect(await found("application-cycle", shop(), circle)).toMatchObject([
      { severity: "stop", facts: { cycle: ["argocd/a", "argocd/b"] } },
    ]);
    const edited = { ...circle, "shop/one.yaml": object("ConfigMap", "uno") };
    expect(await found("application-cycle", circle, edited)).toEqual([]);
  });

  test("shared-resource: new, and not again", async () => {
    const base = { ...shop(), "apps/stock.yaml": app("stock"), "stock/x.yaml": object("ConfigMap", "x") };
    const shared = { ...base, "stock/one.yaml": object("ConfigMap", "one") };
    expect(await found("shared-resource", base, shared)).toMatchObject([
      { facts: { applications: ["argocd/shop", "argocd/stock"], count: 1, names: ["ConfigMap one"] } },
    ]);
    expect(
      await found("shared-resource", shared, { ...shared, "stock/x.yaml": object("ConfigMap", "y") }),
    ).toEqual([]);
  });

  test("duplicate-object: new, and not again although its lines move", async () => {
    const doubled = { ...shop(), "shop/again.yaml": object("ConfigMap", "one") };
    expect(await found("duplicate-object", shop(), doubled)).toMatchObject([
      { subject: SHOP, facts: { count: 1, names: ["ConfigMap one"] } },
    ]);
    const moved = { ...doubled, "shop/again.yaml": `# a remark\n${object("ConfigMap", "one")}` };
    expect(await found("duplicate-object", doubled, moved)).toEqual([]);
  });
});
