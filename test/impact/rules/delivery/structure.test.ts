// Paths, roots, waves, circles, shared and undelivered objects.
import { describe, expect, test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { app, cluster, object, registration } from "../../../support/small-fleet.ts";

const SHOP = "Application argocd/shop";
const APP = "apps/shop.yaml";
const ONE = "shop/one.yaml";

describe("paths", () => {
  const EMPTIED: Edits = { [ONE]: null, "shop/two.yaml": null };
  const FILLED: Edits = { [ONE]: object("ConfigMap", "one"), "shop/two.yaml": object("ConfigMap", "two") };

  test("path-missing: gone, or never there for a new Application; not if it was missing before", async () => {
    await check({}, EMPTIED, {
      findings: {
        "path-missing": [
          { subject: SHOP, severity: "stop", facts: { path: "shop", isNew: false, count: 2 } },
        ],
      },
    });
    await check(
      { ...EMPTIED, [APP]: null },
      { [APP]: app("shop") },
      { findings: { "path-missing": [{ facts: { isNew: true, count: 0 } }] } },
    );
    await check(EMPTIED, { [APP]: app("shop", { automated: null }) }, { findings: { "path-missing": [] } });
  });

  test("path-now-exists: waited for, not new with its Application, not another path", async () => {
    await check(EMPTIED, FILLED, {
      findings: { "path-now-exists": [{ subject: SHOP, facts: { path: "shop", count: 2 } }] },
    });
    await check(
      { ...EMPTIED, [APP]: null },
      { ...FILLED, [APP]: app("shop") },
      { findings: { "path-now-exists": [] } },
    );
    await check(EMPTIED, { [APP]: app("shop", { path: "apps" }) }, { findings: { "path-now-exists": [] } });
  });
});

describe("root-object-changed", () => {
  test("changed, added, removed; not what a root delivers", async () => {
    await check(
      {},
      { "root.yaml": app("root", { path: "apps", automated: null }) },
      {
        findings: {
          "root-object-changed": [
            { subject: "Application argocd/root", evidence: "unknown", facts: { operations: ["policy"] } },
          ],
        },
      },
    );
    const second = { "lab.yaml": app("lab"), "lab/one.yaml": object("ConfigMap", "lab") };
    await check({}, second, {
      findings: {
        "root-object-changed": [
          { subject: "Application argocd/lab", facts: { operations: ["add"], below: 1 } },
        ],
      },
    });
    await check(
      second,
      { "lab.yaml": null, "lab/one.yaml": null },
      { findings: { "root-object-changed": [{ facts: { operations: ["remove"] } }] } },
    );
    await check({}, { [APP]: app("shop", { automated: null }) }, { findings: { "root-object-changed": [] } });
  });
});

describe("unmanaged-edit", () => {
  const OLD = { "attic/old.yaml": object("ConfigMap", "older") };
  const EDITED = { "attic/old.yaml": object("ConfigMap", "newer") };

  test("named once for a directory, nothing for what is delivered", async () => {
    await check(OLD, EDITED, {
      findings: { "unmanaged-edit": [{ facts: { directory: "attic", count: 2, cover: "" } }] },
    });
    await check({}, { [ONE]: object("ConfigMap", "other") }, { findings: { "unmanaged-edit": [] } });
  });

  test("an Application that follows another revision, or leaves the file out, is named", async () => {
    await check({ ...OLD, "apps/attic.yaml": app("attic", { revision: "v1.2.0" }) }, EDITED, {
      findings: {
        "unmanaged-edit": [{ facts: { cover: "pinned", application: "argocd/attic", revision: "v1.2.0" } }],
      },
    });
    await check(
      { "shop/deep/old.yaml": object("ConfigMap", "older") },
      { "shop/deep/old.yaml": object("ConfigMap", "newer") },
      { findings: { "unmanaged-edit": [{ facts: { cover: "left-out", application: "argocd/shop" } }] } },
    );
  });
});

describe("wave-not-gating", () => {
  const pair = (wave: number): Edits => ({
    [APP]: app("shop", { wave: 1 }),
    "apps/stock.yaml": app("stock", { wave }),
    "stock/three.yaml": object("ConfigMap", "three"),
  });
  const FIRST = { [ONE]: object("ConfigMap", "uno") };
  const BOTH = { ...FIRST, "stock/three.yaml": object("ConfigMap", "tres") };

  test("a note for changes in several waves; nothing within one wave or one Application", async () => {
    await check(pair(2), BOTH, {
      findings: {
        "wave-not-gating": [{ severity: "note", subject: "Application argocd/root", facts: { needs: [] } }],
      },
    });
    await check(pair(1), BOTH, { findings: { "wave-not-gating": [] } });
    await check(pair(2), FIRST, { findings: { "wave-not-gating": [] } });
  });

  test("a note for another wave", async () => {
    await check(
      pair(2),
      { "apps/stock.yaml": app("stock", { wave: 7 }) },
      {
        findings: { "wave-not-gating": [{ severity: "note", facts: { applications: ["argocd/stock"] } }] },
      },
    );
  });

  test.each<[string, Edits, Edits, string]>([
    [
      "namespace",
      pair(1),
      {
        [ONE]: object("Namespace", "new", { namespace: "" }),
        "stock/three.yaml": object("ConfigMap", "three", { namespace: "new" }),
      },
      "argocd/stock|Namespace new|argocd/shop",
    ],
    [
      "cluster",
      {},
      {
        "apps/east.yaml": app("east", { namespace: "workloads" }),
        "east/cluster.yaml": cluster("east"),
        "east/register.yaml": registration("east"),
        "apps/store.yaml": app("store", { destination: "east" }),
        "store/one.yaml": object("ConfigMap", "one"),
      },
      "argocd/store|Cluster east|argocd/east",
    ],
  ])("a caution where one change needs another: %s", async (_, base, head, need) => {
    const needs = expect.arrayContaining([need]);
    await check(base, head, { findings: { "wave-not-gating": [{ severity: "caution", facts: { needs } }] } });
  });
});

describe("circles and doubles", () => {
  test("application-cycle: new, and not again", async () => {
    const circle = {
      "ring/a/b.yaml": app("b", { path: "ring/b", namespace: "argocd" }),
      "ring/b/a.yaml": app("a", { path: "ring/a", namespace: "argocd" }),
    };
    await check({}, circle, {
      findings: {
        "application-cycle": [{ severity: "stop", facts: { cycle: ["argocd/a", "argocd/b"] } }],
      },
    });
    await check(circle, { [ONE]: object("ConfigMap", "uno") }, { findings: { "application-cycle": [] } });
  });

  test("shared-resource: new, and not again", async () => {
    const base = { "apps/stock.yaml": app("stock"), "stock/x.yaml": object("ConfigMap", "x") };
    const shared = { "stock/one.yaml": object("ConfigMap", "one") };
    await check(base, shared, {
      findings: {
        "shared-resource": [
          { facts: { applications: ["argocd/shop", "argocd/stock"], count: 1, names: ["ConfigMap one"] } },
        ],
      },
    });
    await check(
      { ...base, ...shared },
      { "stock/x.yaml": object("ConfigMap", "y") },
      { findings: { "shared-resource": [] } },
    );
  });

  test("duplicate-object: new, and not again although its lines move", async () => {
    const doubled = { "shop/again.yaml": object("ConfigMap", "one") };
    await check({}, doubled, {
      findings: { "duplicate-object": [{ subject: SHOP, facts: { count: 1, names: ["ConfigMap one"] } }] },
    });
    const moved = { "shop/again.yaml": `# a remark\n${object("ConfigMap", "one")}` };
    await check(doubled, moved, { findings: { "duplicate-object": [] } });
  });
});
