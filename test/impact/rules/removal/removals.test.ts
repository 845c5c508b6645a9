// What goes and what stays when something leaves Git: every way Argo CD has, and the rule that says so.
import { describe, expect, test } from "@jest/globals";
import type { RuleId } from "../../../../src/model/finding.ts";
import { check, type Edits, type Expected } from "../../../support/check.ts";
import { type AppOptions, app, cluster, object } from "../../../support/small-fleet.ts";

const SHOP = "Application argocd/shop";
const APP = "apps/shop.yaml";
const ONE = "shop/one.yaml";
const TWO = "shop/two.yaml";

const shop = (options: AppOptions): Edits => ({ [APP]: app("shop", options) });
const root = (options: AppOptions): Edits => ({ "root.yaml": app("root", { path: "apps", ...options }) });

/** A set of one Application that has its name and its path. */
const set = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}, namespace: argocd}
spec:
  generators: [{list: {elements: [{name: ${name}}]}}]
  template:
    metadata: {name: "{{name}}"}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: "{{name}}"}
      destination: {name: in-cluster, namespace: shop}
      syncPolicy: {automated: {prune: true}}
`;

/** The only finding of its rule. */
const only = (rule: RuleId, facts: Record<string, unknown>): Expected => ({
  findings: { [rule]: [{ facts }] },
});

describe("an object leaves Git", () => {
  test.each<[string, AppOptions, string]>([
    ["pruned", {}, `caution resources-deleted ${SHOP}`],
    ["no prune", { automated: "selfHeal: true" }, `caution prune-disabled ${SHOP}`],
    ["no automated sync", { automated: null }, `caution resources-deleted ${SHOP}`],
  ])("%s", async (_, options, finding) => {
    await check(shop(options), { [ONE]: null }, { findings: [finding] });
  });

  test("Prune=false keeps it, Prune=confirm and manual sync wait for a person", async () => {
    const annotated = (sync: string): Edits => ({ [ONE]: object("ConfigMap", "one", { sync }) });
    await check(annotated("Prune=false"), { [ONE]: null }, only("prune-disabled", { annotated: true }));
    await check(
      annotated("Prune=confirm"),
      { [ONE]: null },
      only("resources-deleted", { applies: "manual" }),
    );
    await check(
      shop({ automated: null }),
      { [ONE]: null },
      { findings: { "resources-deleted": [{ message: expect.stringContaining("not before a person") }] } },
    );
  });

  test.each([
    ["refused without allowEmpty", "prune: true", "prune-refused"],
    ["deleted with it", "prune: true, allowEmpty: true", "resources-deleted"],
  ])("the last objects: %s", async (_, automated, rule) => {
    const base = { ...shop({ automated }), "shop/README.md": "# shop\n" };
    await check(base, { [ONE]: null, [TWO]: null }, { findings: [`caution ${rule} ${SHOP}`] });
  });

  test("not rendered any more by a source that changed", async () => {
    const base = { ...shop({ recurse: true }), "shop/more/three.yaml": object("ConfigMap", "three") };
    await check(base, shop({}), { findings: [`caution prune-by-source-removal ${SHOP}`] });
  });

  test("what gravely goes with it makes it a stop", async () => {
    const instance = object("ArgoCD", "argocd", { api: "argocd-service.vsphere.vmware.com/v1alpha1" });
    await check(
      { "shop/argocd.yaml": instance },
      { "shop/argocd.yaml": null },
      { findings: [`stop resources-deleted ${SHOP}`] },
    );
  });

  test("nothing leaves: nothing is said", async () => {
    await check({}, { "shop/three.yaml": object("ConfigMap", "three") }, { findings: [] });
  });
});

describe("an Application leaves Git", () => {
  const GONE: Edits = { [APP]: null };

  test.each<[string, Edits, string[]]>([
    ["with the finalizer it cascades", shop({ finalizer: true }), [`stop cascade-delete ${SHOP}`]],
    ["without it orphans", {}, [`caution orphaned-resources ${SHOP}`]],
    [
      "a cluster that nobody manages any more is a stop",
      { "shop/east.yaml": cluster("east") },
      [`stop orphaned-resources ${SHOP}`],
    ],
  ])("%s", async (_, base, findings) => {
    await check(base, GONE, { findings });
  });

  test("the sync policy of the Application itself does not matter to the cascade", async () => {
    const base = shop({ finalizer: true, automated: null });
    await check(base, GONE, only("cascade-delete", { count: 2, applies: "auto" }));
  });

  test("Prune=false does not stop a cascade; Delete=false, Helm's keep and CRDs do stay", async () => {
    const base: Edits = {
      ...shop({ finalizer: true }),
      [ONE]: object("ConfigMap", "one", { sync: "Prune=false" }),
      [TWO]: object("ConfigMap", "two", { sync: "Delete=false" }),
      "shop/crd.yaml": object("CustomResourceDefinition", "things.example.com", {
        namespace: "",
        api: "apiextensions.k8s.io/v1",
      }),
    };
    await check(base, GONE, {
      findings: {
        "cascade-delete": [{ facts: { names: ["ConfigMap one"] } }],
        "orphaned-resources": [{ facts: { reason: "kept", count: 2 } }],
      },
    });
  });

  test("Delete=confirm on one object holds the whole deletion", async () => {
    const base = {
      ...shop({ finalizer: true }),
      [ONE]: object("ConfigMap", "one", { sync: "Delete=confirm" }),
    };
    await check(base, GONE, {
      changes: [`remove ${SHOP}`, "delete ConfigMap shop/one, manual", "delete ConfigMap shop/two, manual"],
    });
  });

  test("its parent does not prune: it stays, and keeps its objects", async () => {
    const base = { ...root({ automated: "selfHeal: true" }), ...shop({ finalizer: true }) };
    await check(base, GONE, only("prune-disabled", { itself: true, parent: "argocd/root", count: 2 }));
    await check(base, GONE, { findings: [`caution prune-disabled ${SHOP}`] });
  });

  test("its parent syncs by hand: not before somebody does", async () => {
    const base = { ...root({ automated: null }), ...shop({ finalizer: true }) };
    await check(base, GONE, only("cascade-delete", { applies: "manual" }));
  });

  test("skip-reconcile: the deletion is not carried out while the annotation stands", async () => {
    const annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
    await check(shop({ finalizer: true, annotations }), GONE, only("cascade-delete", { applies: "blocked" }));
    await check(shop({ annotations }), GONE, only("orphaned-resources", { applies: "auto" }));
  });

  test("its parent goes without finalizer: it stays live with all it manages", async () => {
    const base: Edits = {
      [APP]: null,
      "apps/team.yaml": app("team"),
      "team/shop.yaml": app("shop", { finalizer: true }),
    };
    await check(
      base,
      { "apps/team.yaml": null },
      {
        findings: {
          "orphaned-resources": [
            { subject: "Application argocd/team" },
            { subject: SHOP, facts: { reason: "application-stays", count: 2 } },
          ],
        },
      },
    );
  });

  test.each<[boolean, string]>([
    [true, `stop cascade-delete ${SHOP}`],
    [false, `caution orphaned-resources ${SHOP}`],
  ])(
    "its parent cascades: it goes, and its own finalizer decides about its objects: %s",
    async (finalizer, finding) => {
      const base: Edits = {
        [APP]: null,
        "apps/team.yaml": app("team", { finalizer: true }),
        "team/shop.yaml": app("shop", { finalizer }),
      };
      await check(
        base,
        { "apps/team.yaml": null },
        {
          findings: ["stop cascade-delete Application argocd/team", finding],
        },
      );
    },
  );

  test("a parent cascades: what goes through its Applications is named, and what those without a finalizer leave", async () => {
    const base: Edits = {
      [APP]: null,
      [ONE]: null,
      [TWO]: null,
      "apps/team.yaml": app("team", { finalizer: true }),
      "team/east.yaml": app("east", { finalizer: true }),
      "team/west.yaml": app("west"),
      "team/note.yaml": object("ConfigMap", "note"),
      "east/inner.yaml": app("inner", { finalizer: true }),
      "inner/one.yaml": object("ConfigMap", "inner-one"),
      "west/one.yaml": object("ConfigMap", "west-one"),
    };
    await check(
      base,
      { "apps/team.yaml": null },
      {
        findings: {
          "cascade-delete": [
            {
              subject: "Application argocd/team",
              facts: {
                count: 3,
                names: expect.arrayContaining(["Application east", "Application west", "ConfigMap note"]),
                deeper: 2,
                deeperNames: ["Application inner", "ConfigMap inner-one"],
                leaving: ["argocd/west"],
                left: 1,
                leftNames: ["ConfigMap west-one"],
              },
              message: expect.stringMatching(
                /deletes what it manages: 3 objects \(.*and through what is deleted there 2 objects \(.*ConfigMap west-one.*\) keeps running, unmanaged: Application `argocd\/west` has no finalizer/,
              ),
            },
            {
              subject: "Application argocd/east",
              facts: { count: 1, names: ["Application inner"], deeper: 1 },
            },
            { subject: "Application argocd/inner", facts: { count: 1, names: ["ConfigMap inner-one"] } },
          ],
          "orphaned-resources": [{ subject: "Application argocd/west", facts: { count: 1 } }],
        },
      },
    );
  });

  test("a parent cascades: the Applications of its ApplicationSet go with it", async () => {
    const base: Edits = {
      "apps/team.yaml": app("team", { finalizer: true }),
      "team/set.yaml": set("made"),
      "made/one.yaml": object("ConfigMap", "made-one"),
    };
    await check(
      base,
      { "apps/team.yaml": null },
      only("cascade-delete", {
        names: ["ApplicationSet made"],
        deeper: 2,
        deeperNames: ["Application made", "ConfigMap made-one"],
      }),
    );
  });

  test("a parent without finalizer leaves its Applications, and says so", async () => {
    const base: Edits = {
      [APP]: null,
      "apps/team.yaml": app("team"),
      "team/shop.yaml": app("shop", { finalizer: true }),
    };
    await check(
      base,
      { "apps/team.yaml": null },
      {
        findings: {
          "orphaned-resources": [
            {
              subject: "Application argocd/team",
              severity: "caution",
              facts: { count: 1, names: ["Application shop"] },
            },
            { subject: SHOP },
          ],
        },
      },
    );
  });

  test("a root: whoever applied it removes it", async () => {
    const base = {
      "other.yaml": app("other", { finalizer: true, path: "other" }),
      "other/one.yaml": object("ConfigMap", "other"),
    };
    const OTHER = "Application argocd/other";
    await check(
      base,
      { "other.yaml": null },
      {
        findings: [`stop cascade-delete ${OTHER}`, `caution root-object-changed ${OTHER}`],
      },
    );
    await check(base, { "other.yaml": null }, only("cascade-delete", { applies: "manual" }));
  });

  test("an empty one is a note", async () => {
    const base = { [ONE]: null, [TWO]: null, "shop/README.md": "# shop\n" };
    await check(base, GONE, { findings: [`note orphaned-resources ${SHOP}`] });
  });
});

test("managedNamespaceMetadata keeps the namespace once it is live", async () => {
  const ns = { "shop/ns.yaml": object("Namespace", "shop", { namespace: "" }) };
  const managing = app("shop").replace(
    "syncPolicy: {",
    "syncPolicy: {managedNamespaceMetadata: {labels: {a: b}}, ",
  );
  const changed = (operation: "orphan" | "delete") => ({ changes: { "Namespace shop": [{ operation }] } });
  await check({ ...ns, [APP]: managing }, { "shop/ns.yaml": null }, changed("orphan"));
  await check(ns, { [APP]: managing, "shop/ns.yaml": null }, changed("delete"));
});

describe("a removal that only a sync with pruning carries out", () => {
  const PRUNING = /person syncs with pruning \(`argocd app sync --prune`/;

  test("an object of an Application without automated sync", async () => {
    await check(
      shop({ automated: null }),
      { [ONE]: null },
      {
        changes: {
          "ConfigMap shop/one": [
            {
              operation: "delete",
              applies: "manual",
              requiresPruning: true,
              because: expect.stringContaining("only a sync with pruning deletes this"),
            },
          ],
        },
        findings: {
          "resources-deleted": [
            { facts: { applies: "manual", pruning: true }, message: expect.stringMatching(PRUNING) },
          ],
        },
        plan: {
          headline: expect.stringContaining("once somebody syncs with pruning"),
          waves: [{ why: expect.stringContaining("nothing happens until somebody syncs with pruning") }],
        },
      },
    );
  });

  test("the message of a manual Application does not say that it prunes", async () => {
    const told = { message: expect.not.stringContaining("and prunes") };
    await check(shop({ automated: null }), { [ONE]: null }, { findings: { "resources-deleted": [told] } });
  });

  test("a cluster, data, an Application and its cascade", async () => {
    const manual = shop({ automated: null });
    const words = [{ facts: { pruning: true }, message: expect.stringMatching(PRUNING) }];
    const claim = { "shop/data.yaml": object("PersistentVolumeClaim", "orders") };
    const east = { "shop/east.yaml": cluster("east") };
    await check({ ...manual, ...claim }, { "shop/data.yaml": null }, { findings: { "data-loss": words } });
    await check(
      { ...manual, ...east },
      { "shop/east.yaml": null },
      { findings: { "cluster-deleted": words } },
    );
    const parent = { ...root({ automated: null }), ...shop({ finalizer: true }) };
    await check(
      parent,
      { [APP]: null },
      {
        changes: {
          "ConfigMap shop/one": [{ operation: "delete", applies: "manual", requiresPruning: true }],
        },
        findings: { "cascade-delete": words },
      },
    );
  });

  test("not one that waits for something else", async () => {
    const plain = { requiresPruning: undefined };
    const annotated = (sync: string): Edits => ({ [ONE]: object("ConfigMap", "one", { sync }) });
    await check(
      annotated("Prune=confirm"),
      { [ONE]: null },
      { changes: { "ConfigMap shop/one": [{ ...plain, applies: "manual" }] } },
    );
    await check({}, { [ONE]: null }, { changes: { "ConfigMap shop/one": [{ ...plain, applies: "auto" }] } });
    const other = {
      "other.yaml": app("other", { finalizer: true, path: "other" }),
      "other/one.yaml": object("ConfigMap", "other"),
    };
    await check(
      other,
      { "other.yaml": null },
      { changes: { "ConfigMap shop/other": [{ ...plain, applies: "manual" }] } },
    );
  });

  test("an object that something else holds as well still needs it", async () => {
    const annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
    await check(
      shop({ automated: null, annotations }),
      { [ONE]: null },
      {
        changes: {
          "ConfigMap shop/one": [{ operation: "delete", applies: "blocked", requiresPruning: true }],
        },
      },
    );
  });

  test("a hook stays whatever the sync does", async () => {
    const hook = object("ConfigMap", "one").replace(
      "metadata:\n",
      "metadata:\n  annotations: {argocd.argoproj.io/hook: PreSync}\n",
    );
    await check(
      { ...shop({ automated: null }), [ONE]: hook },
      { [ONE]: null },
      {
        changes: {
          "ConfigMap shop/one": [{ operation: "orphan", applies: "auto", requiresPruning: undefined }],
        },
      },
    );
  });

  test("what is in a namespace that goes by itself needs none", async () => {
    const base: Edits = {
      ...root({ automated: "prune: true" }),
      "apps/ns.yaml": object("Namespace", "shop", { namespace: "" }),
      ...shop({ automated: null, annotations: {} }),
      [ONE]: object("ConfigMap", "one", { sync: "Prune=false" }),
    };
    await check(
      base,
      { "apps/ns.yaml": null, [ONE]: null },
      {
        changes: {
          "ConfigMap shop/one": [{ operation: "delete", applies: "auto", requiresPruning: undefined }],
        },
      },
    );
  });
});

describe("data", () => {
  const claim = { "shop/data.yaml": object("PersistentVolumeClaim", "orders") };

  test("pruned or in a cascade it is a stop, and said once for an Application", async () => {
    const base = (finalizer: boolean): Edits => ({
      ...shop({ finalizer }),
      ...claim,
      "shop/ns.yaml": object("Namespace", "shop", { namespace: "" }),
    });
    await check(
      base(false),
      { "shop/data.yaml": null, "shop/ns.yaml": null },
      {
        findings: { "data-loss": [{ severity: "stop", facts: { count: 2, namespaces: 1, declared: 2 } }] },
      },
    );
    await check(
      base(true),
      { [APP]: null },
      {
        findings: [`stop cascade-delete ${SHOP}`, `stop data-loss ${SHOP}`],
      },
    );
  });

  test("orphaned it is not lost", async () => {
    await check(claim, { [APP]: null }, { findings: [`caution orphaned-resources ${SHOP}`] });
  });
});

describe("cascade-delete-enabled", () => {
  test("an Application that stays gets the finalizer", async () => {
    await check({}, shop({ finalizer: true }), {
      findings: {
        "cascade-delete-enabled": [
          {
            subject: "Application argocd/shop",
            severity: "caution",
            facts: { application: "argocd/shop", count: 2, clusters: 0 },
          },
        ],
      },
    });
  });

  test.each<[string, Edits, Edits]>([
    ["loses it", shop({ finalizer: true }), shop({})],
    ["is new with it", { [APP]: null }, shop({ finalizer: true })],
    ["goes", {}, { [APP]: null }],
  ])("not one that %s", async (_, base, head) => {
    await check(base, head, { findings: { "cascade-delete-enabled": [] } });
  });
});
