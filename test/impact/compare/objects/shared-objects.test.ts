// One object that several Applications deliver: nothing is created that is there, and nothing is deleted that stays.
import { describe, test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { app, cluster, object, registration } from "../../../support/small-fleet.ts";

const ONE = "ConfigMap shop/one";
const TWIN = app("twin", { path: "shop" });
const changed = `${object("ConfigMap", "one")}data: {a: b}\n`;
const TWO: Edits = { "apps/twin.yaml": app("twin"), "twin/one.yaml": object("ConfigMap", "one") };

describe("an Application begins to deliver what another one delivers", () => {
  test("of the same path: it takes over, and creates nothing", async () => {
    await check(
      {},
      { "apps/twin.yaml": TWIN },
      {
        changes: ["add Application argocd/twin", "adopt ConfigMap shop/one", "adopt ConfigMap shop/two"],
        findings: ["caution shared-resource Application argocd/shop"],
      },
    );
    await check(
      {},
      { "apps/twin.yaml": TWIN },
      {
        changes: {
          [ONE]: [
            {
              operation: "adopt",
              applies: "auto",
              application: "argocd/twin",
              fields: [{ path: "application", before: "argocd/shop", after: "argocd/twin" }],
            },
          ],
        },
      },
    );
  });

  test("with another content: that is an update", async () => {
    const head = { "apps/twin.yaml": app("twin"), "twin/one.yaml": changed };
    await check({}, head, {
      changes: ["add Application argocd/twin", "adopt ConfigMap shop/one", "update ConfigMap shop/one"],
    });
  });

  test("its own sync is what applies a change, if the other one waits for a person", async () => {
    const base = { "apps/shop.yaml": app("shop", { automated: null }) };
    const head = { "apps/twin.yaml": TWIN, "shop/one.yaml": changed };
    await check(base, head, {
      changes: {
        [ONE]: [
          { operation: "adopt", applies: "auto" },
          { operation: "update", applies: "auto" },
        ],
      },
    });
  });

  test("what nothing delivered before is created", async () => {
    const head = { "apps/twin.yaml": app("twin"), "twin/three.yaml": object("ConfigMap", "three") };
    await check({}, head, { changes: ["add Application argocd/twin", "create ConfigMap shop/three"] });
  });

  test("on another cluster it is another object", async () => {
    const head = { "apps/twin.yaml": app("twin", { path: "shop", destination: "cl01" }) };
    await check({}, head, {
      changes: [
        "add Application argocd/twin",
        "create ConfigMap shop/one on cl01",
        "create ConfigMap shop/two on cl01",
      ],
    });
  });

  test("both change alike: the change is told once", async () => {
    const head = {
      "shop/one.yaml": changed,
      "apps/twin.yaml": app("twin"),
      "twin/one.yaml": changed,
    };
    await check({}, head, {
      changes: ["add Application argocd/twin", "adopt ConfigMap shop/one", "update ConfigMap shop/one"],
    });
  });

  test("with FailOnSharedResource its sync fails as a whole", async () => {
    const head = {
      "apps/twin.yaml": app("twin", { syncOptions: "FailOnSharedResource=true" }),
      "twin/one.yaml": object("ConfigMap", "one"),
      "twin/three.yaml": object("ConfigMap", "three"),
    };
    const blocked = { applies: "blocked", application: "argocd/twin" } as const;
    await check({}, head, {
      changes: { [ONE]: [blocked], "ConfigMap shop/three": [{ operation: "create", ...blocked }] },
    });
  });

  test("a Cluster and its registration are taken over, not created and registered", async () => {
    const head = {
      "apps/twin.yaml": app("twin", { namespace: "workloads" }),
      "twin/cluster.yaml": cluster("cl01", { pools: { a: 3 } }),
      "twin/register.yaml": registration("cl01"),
    };
    await check({}, head, {
      changes: [
        "add Application argocd/twin",
        "adopt ArgoCluster workloads/cl01 on cl01",
        "adopt Cluster workloads/cl01",
      ],
    });
  });
});

describe("one of two Applications ceases to deliver", () => {
  const shared = { race: "shared", from: "argocd/twin", to: "argocd/shop", count: 1, cascade: false };

  test("it prunes what it was the last to sync, and the other one keeps it: never a deletion", async () => {
    const dropped = { "twin/one.yaml": null, "twin/three.yaml": object("ConfigMap", "three") };
    await check(TWO, dropped, {
      changes: { [ONE]: [{ operation: "adopt", evidence: "unknown", application: "argocd/shop" }] },
      findings: { "deletion-race": [{ severity: "stop", evidence: "unknown", facts: shared }] },
    });
  });

  test("it goes without a finalizer: the object stays", async () => {
    await check(
      TWO,
      { "apps/twin.yaml": null, "twin/one.yaml": null },
      {
        changes: ["remove Application argocd/twin", "adopt ConfigMap shop/one"],
        findings: { "deletion-race": [] },
      },
    );
  });

  test("it does not prune, and the other one waits for a person: nothing is left behind", async () => {
    const base = {
      ...TWO,
      "apps/twin.yaml": app("twin", { automated: "selfHeal: true" }),
      "apps/shop.yaml": app("shop", { automated: null }),
    };
    const dropped = { "twin/one.yaml": null, "twin/three.yaml": object("ConfigMap", "three") };
    await check(base, dropped, { changes: { [ONE]: [{ operation: "adopt", application: "argocd/shop" }] } });
  });

  test("it goes with a finalizer: that may delete what is shared", async () => {
    const base = { ...TWO, "apps/twin.yaml": app("twin", { finalizer: true }) };
    await check(
      base,
      { "apps/twin.yaml": null, "twin/one.yaml": null },
      {
        changes: ["remove Application argocd/twin", "adopt ConfigMap shop/one"],
        findings: { "deletion-race": [{ facts: { ...shared, cascade: true } }] },
      },
    );
  });

  test("the declarations differ: the one that stays is applied", async () => {
    const base = { ...TWO, "twin/one.yaml": changed };
    await check(
      base,
      { "apps/twin.yaml": null, "twin/one.yaml": null },
      {
        changes: {
          [ONE]: [
            { operation: "adopt", evidence: "unknown" },
            { operation: "update", evidence: "unknown", fields: [{ path: "data" }] },
          ],
        },
      },
    );
  });

  test("both cease: it is deleted", async () => {
    const third = {
      "shop/one.yaml": null,
      "twin/one.yaml": null,
      "twin/three.yaml": object("ConfigMap", "x"),
    };
    await check(TWO, third, {
      changes: { [ONE]: [{ operation: "delete" }, { operation: "delete" }] },
      findings: { "deletion-race": [] },
    });
  });
});
