// What goes and what stays when something leaves Git: every way Argo CD has, and the rule that says so.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { app, cluster, drop, object, shop } from "../../../support/small-fleet.ts";

async function findings(base: FileMap, head: FileMap): Promise<FindingDraft[]> {
  return assessChanges(await planInputs({ base, head }));
}

async function rules(base: FileMap, head: FileMap): Promise<string[]> {
  return (await findings(base, head)).map((f) => `${f.severity} ${f.rule} ${f.subject}`).sort();
}

async function only(base: FileMap, head: FileMap, rule: string): Promise<FindingDraft> {
  const found = (await findings(base, head)).filter((f) => f.rule === rule);
  expect(found).toHaveLength(1);
  return found[0] as FindingDraft;
}

const SHOP = "Application argocd/shop";
const APP = "apps/shop.yaml";

describe("an object leaves Git", () => {
  test.each<[string, Parameters<typeof shop>[0], string[]]>([
    ["pruned", {}, [`caution resources-deleted ${SHOP}`]],
    ["no prune", { automated: "selfHeal: true" }, [`caution prune-disabled ${SHOP}`]],
    ["no automated sync", { automated: null }, [`caution resources-deleted ${SHOP}`]],
  ])("%s", async (_, options, expected) => {
    expect(await rules(shop(options), drop(shop(options), "shop/one.yaml"))).toEqual(expected);
  });

  test("Prune=false keeps it, Prune=confirm and manual sync wait for a person", async () => {
    const with_ = (sync: string) => ({ ...shop(), "shop/one.yaml": object("ConfigMap", "one", { sync }) });
    const of = async (base: FileMap, rule: string) => only(base, drop(base, "shop/one.yaml"), rule);
    expect((await of(with_("Prune=false"), "prune-disabled")).facts).toMatchObject({ annotated: true });
    expect((await of(with_("Prune=confirm"), "resources-deleted")).facts).toMatchObject({
      applies: "manual",
    });
    expect((await of(shop({ automated: null }), "resources-deleted")).message).toContain(
      "not before a person",
    );
  });

  test("the last objects: refused without allowEmpty, deleted with it", async () => {
    const files = (automated: string) => ({ ...shop({ automated }), "shop/README.md": "# shop\n" });
    const emptied = (automated: string) => drop(files(automated), "shop/one.yaml", "shop/two.yaml");
    const [refused, allowed] = ["prune: true", "prune: true, allowEmpty: true"];
    expect(await rules(files(refused), emptied(refused))).toEqual([`caution prune-refused ${SHOP}`]);
    expect(await rules(files(allowed), emptied(allowed))).toEqual([`caution resources-deleted ${SHOP}`]);
  });

  test("not rendered any more by a source that changed", async () => {
    const files = { ...shop({ recurse: true }), "shop/more/three.yaml": object("ConfigMap", "three") };
    expect(await rules(files, { ...files, [APP]: app("shop") })).toEqual([
      `caution prune-by-source-removal ${SHOP}`,
    ]);
  });

  test("what gravely goes with it makes it a stop", async () => {
    const instance = object("ArgoCD", "argocd", { api: "argocd-service.vsphere.vmware.com/v1alpha1" });
    const files = { ...shop(), "shop/argocd.yaml": instance };
    expect(await rules(files, drop(files, "shop/argocd.yaml"))).toEqual([`stop resources-deleted ${SHOP}`]);
  });

  test("nothing leaves: nothing is said", async () => {
    expect(await rules(shop(), { ...shop(), "shop/three.yaml": object("ConfigMap", "three") })).toEqual([]);
  });
});

describe("an Application leaves Git", () => {
  const gone = (base: FileMap) => drop(base, APP);

  test("with the finalizer it cascades, without it orphans", async () => {
    expect(await rules(shop({ finalizer: true }), gone(shop()))).toEqual([`stop cascade-delete ${SHOP}`]);
    expect(await rules(shop(), gone(shop()))).toEqual([`caution orphaned-resources ${SHOP}`]);
  });

  test("the sync policy of the Application itself does not matter to the cascade", async () => {
    const base = shop({ finalizer: true, automated: null });
    expect((await only(base, gone(base), "cascade-delete")).facts).toMatchObject({
      count: 2,
      applies: "auto",
    });
  });

  test("Prune=false does not stop a cascade; Delete=false, Helm's keep and CRDs do stay", async () => {
    const base: FileMap = {
      ...shop({ finalizer: true }),
      "shop/one.yaml": object("ConfigMap", "one", { sync: "Prune=false" }),
      "shop/two.yaml": object("ConfigMap", "two", { sync: "Delete=false" }),
      "shop/crd.yaml": object("CustomResourceDefinition", "things.example.com", {
        namespace: "",
        api: "apiextensions.k8s.io/v1",
      }),
    };
    expect((await only(base, gone(base), "cascade-delete")).facts).toMatchObject({
      names: ["ConfigMap one"],
    });
    expect((await only(base, gone(base), "orphaned-resources")).facts).toMatchObject({
      reason: "kept",
      count: 2,
    });
  });

  test("Delete=confirm on one object holds the whole deletion", async () => {
    const base = {
      ...shop({ finalizer: true }),
      "shop/one.yaml": object("ConfigMap", "one", { sync: "Delete=confirm" }),
    };
    const { changes } = await planInputs({ base, head: gone(base) });
    const objects = changes.filter((c) => c.application === "argocd/shop");
    expect(objects.map((c) => c.applies)).toEqual(["manual", "manual"]);
  });

  test("a cluster that nobody manages any more is a stop", async () => {
    const base = { ...shop(), "shop/east.yaml": cluster("east") };
    expect(await rules(base, gone(base))).toEqual([`stop orphaned-resources ${SHOP}`]);
  });

  test("its parent does not prune: it stays, and keeps its objects", async () => {
    const base = shop({ finalizer: true }, { automated: "selfHeal: true" });
    const found = await only(base, gone(base), "prune-disabled");
    expect(found.facts).toMatchObject({ itself: true, parent: "argocd/root", count: 2 });
    expect(await rules(base, gone(base))).toEqual([`caution prune-disabled ${SHOP}`]);
  });

  test("its parent syncs by hand: not before somebody does", async () => {
    const base = shop({ finalizer: true }, { automated: null });
    expect((await only(base, gone(base), "cascade-delete")).facts).toMatchObject({ applies: "manual" });
  });

  test("skip-reconcile: the deletion is not carried out while the annotation stands", async () => {
    const annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
    const base = shop({ finalizer: true, annotations });
    expect((await only(base, gone(base), "cascade-delete")).facts).toMatchObject({ applies: "blocked" });
    const plain = shop({ annotations });
    expect((await only(plain, gone(plain), "orphaned-resources")).facts).toMatchObject({
      applies: "auto",
    });
  });

  test("its parent goes without finalizer: it stays live with all it manages", async () => {
    const base: FileMap = {
      ...drop(shop({ finalizer: true }), APP),
      "apps/team.yaml": app("team"),
      "team/shop.yaml": app("shop", { finalizer: true }),
    };
    const found = await findings(base, drop(base, "apps/team.yaml"));
    const facts = found.filter((f) => f.subject === SHOP).map((f) => f.facts);
    expect(facts).toMatchObject([{ reason: "application-stays", count: 2 }]);
  });

  test("its parent cascades: it goes, and its own finalizer decides about its objects", async () => {
    const base = (finalizer: boolean): FileMap => ({
      ...drop(shop(), APP),
      "apps/team.yaml": app("team", { finalizer: true }),
      "team/shop.yaml": app("shop", { finalizer }),
    });
    const later = (files: FileMap) => drop(files, "apps/team.yaml");
    expect(await rules(base(true), later(base(true)))).toContain(`stop cascade-delete ${SHOP}`);
    expect(await rules(base(false), later(base(false)))).toContain(`caution orphaned-resources ${SHOP}`);
  });

  test("a root: whoever applied it removes it", async () => {
    const base = {
      "root.yaml": app("root", { finalizer: true, path: "shop" }),
      "shop/one.yaml": object("ConfigMap", "one"),
      "other.yaml": app("other", { path: "shop2" }),
      "shop2/two.yaml": object("ConfigMap", "two"),
    };
    const found = await findings(base, drop(base, "root.yaml"));
    expect(found.map((f) => `${f.severity} ${f.rule} ${f.subject}`)).toEqual([
      "stop cascade-delete Application argocd/root",
      "caution root-object-changed Application argocd/root",
    ]);
    expect(found[0]?.facts).toMatchObject({ applies: "manual" });
  });

  test("an empty one is a note", async () => {
    const base = { ...drop(shop(), "shop/one.yaml", "shop/two.yaml"), "shop/README.md": "# shop\n" };
    expect(await rules(base, gone(base))).toEqual([`note orphaned-resources ${SHOP}`]);
  });
});

describe("data", () => {
  const claim = object("PersistentVolumeClaim", "orders");

  test("pruned or in a cascade it is a stop, and said once for an Application", async () => {
    const base = (finalizer: boolean) => ({
      ...shop({ finalizer }),
      "shop/data.yaml": claim,
      "shop/ns.yaml": object("Namespace", "shop", { namespace: "" }),
    });
    const pruned = await only(base(false), drop(base(false), "shop/data.yaml", "shop/ns.yaml"), "data-loss");
    expect(pruned).toMatchObject({ severity: "stop", facts: { count: 2, namespaces: 1, declared: 2 } });
    expect(await rules(base(true), drop(base(true), APP))).toEqual([
      `stop cascade-delete ${SHOP}`,
      `stop data-loss ${SHOP}`,
    ]);
  });

  test("orphaned it is not lost", async () => {
    const base = { ...shop(), "shop/data.yaml": claim };
    expect(await rules(base, drop(base, APP))).toEqual([`caution orphaned-resources ${SHOP}`]);
  });
});

describe("cascade-delete-enabled", () => {
  const found = async (base: FileMap, head: FileMap) =>
    (await findings(base, head)).filter((f) => f.rule === "cascade-delete-enabled");

  test("an Application that stays gets the finalizer", async () => {
    expect(await found(shop(), shop({ finalizer: true }))).toMatchObject([
      {
        subject: "Application argocd/shop",
        severity: "caution",
        facts: { application: "argocd/shop", count: 2, clusters: 0 },
      },
    ]);
  });

  test("not one that loses it, is new with it, or goes", async () => {
    expect(await found(shop({ finalizer: true }), shop())).toEqual([]);
    const without = drop(shop(), "apps/shop.yaml");
    expect(await found(without, shop({ finalizer: true }))).toEqual([]);
    expect(await found(shop(), without)).toEqual([]);
  });
});
