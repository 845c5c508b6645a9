// Deletions and take-overs that go out together, and moves that leave something behind.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { app, cluster, drop, object, registration, shop } from "../../../support/small-fleet.ts";

async function found(rule: string, base: FileMap, head: FileMap) {
  return assessChanges(await planInputs({ base, head })).filter((f) => f.rule === rule);
}

const races = (base: FileMap, head: FileMap) => found("deletion-race", base, head);

/** Application east declares a cluster and its registration, Application shop runs on it. */
function east(finalizer: boolean): FileMap {
  return {
    ...drop(shop(), "apps/shop.yaml"),
    "apps/shop.yaml": app("shop", { destination: "east", finalizer }),
    "apps/east.yaml": app("east", { namespace: "workloads", finalizer: true }),
    "east/cluster.yaml": cluster("east"),
    "east/register.yaml": registration("east"),
  };
}

describe("deletion-race, targets", () => {
  test("a cluster together with an Application that cascades on it", async () => {
    const base = east(true);
    const [race, ...more] = await races(base, drop(base, "apps/shop.yaml", "apps/east.yaml"));
    expect(race).toMatchObject({
      subject: "Cluster workloads/east",
      severity: "stop",
      facts: { race: "cluster", names: ["argocd/shop"] },
    });
    expect(more).toEqual([]);
  });

  describe("where both are removed by one parent", () => {
    type Waves = { readonly east: string; readonly shop: string; readonly last?: string };
    const wave = (value: string, more = {}) => ({ "argocd.argoproj.io/sync-wave": value, ...more });
    const waved = ({ east: cluster, shop: on, last }: Waves): FileMap => ({
      ...east(true),
      "apps/shop.yaml": app("shop", { destination: "east", finalizer: true, annotations: wave(on) }),
      "apps/east.yaml": app("east", {
        namespace: "workloads",
        finalizer: true,
        annotations: wave(cluster, last ? { "argocd.argoproj.io/sync-options": last } : {}),
      }),
    });
    const removed = (base: FileMap) => drop(base, "apps/shop.yaml", "apps/east.yaml");

    test.each<[string, Waves, boolean]>([
      ["the higher wave goes first", { east: "10", shop: "20" }, false],
      ["one wave goes at once", { east: "10", shop: "10" }, true],
      ["inverted waves take the cluster first", { east: "20", shop: "10" }, true],
      ["PruneLast takes the cluster last", { east: "20", shop: "10", last: "PruneLast=true" }, false],
    ])("%s", async (_, waves, race) => {
      const base = waved(waves);
      expect(await races(base, removed(base))).toHaveLength(race ? 1 : 0);
      const [gone] = await found("cluster-deleted", base, removed(base));
      expect(gone?.facts).toMatchObject({ after: race ? [] : ["argocd/shop"] });
    });

    test("an Argo CD before 2.11 prunes in no such order", async () => {
      const base = waved({ east: "10", shop: "20" });
      const input = await planInputs({ base, head: removed(base) });
      const old = {
        ...input,
        config: { ...input.config, argocd: { ...input.config.argocd, version: "2.10" } },
      };
      expect(assessChanges(old).filter((f) => f.rule === "deletion-race")).toHaveLength(1);
    });

    test("of two parents neither waits for the other, whatever the waves", async () => {
      const base: FileMap = {
        ...waved({ east: "10", shop: "20" }),
        "apps/team.yaml": app("team"),
        "team/project.yaml": `${object("AppProject", "team", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec: {}\n`,
      };
      const { "apps/shop.yaml": moved, ...rest } = base;
      const split = { ...rest, "team/shop.yaml": moved as string };
      expect(await races(split, drop(split, "team/shop.yaml", "apps/east.yaml"))).toHaveLength(1);
    });

    test("a registration waits in the same way", async () => {
      const base: FileMap = {
        ...waved({ east: "10", shop: "20" }),
        "east/cluster.yaml": object("ConfigMap", "other", { namespace: "workloads" }),
      };
      expect(await races(base, removed(base))).toEqual([]);
      const equal = { ...base, "apps/shop.yaml": (base["apps/shop.yaml"] as string).replace('"20"', '"10"') };
      expect(await races(equal, removed(equal))).toMatchObject([{ facts: { race: "registration" } }]);
    });
  });

  test("not with an Application that leaves its objects, nor with one that stays", async () => {
    expect(await races(east(false), drop(east(false), "apps/shop.yaml", "apps/east.yaml"))).toEqual([]);
    expect(await races(east(true), drop(east(true), "apps/east.yaml"))).toEqual([]);
  });

  test("a registration together with an Application that cascades through it", async () => {
    const base = east(true);
    expect(await races(base, drop(base, "apps/shop.yaml", "east/register.yaml"))).toMatchObject([
      { subject: "ArgoCluster workloads/east", facts: { race: "registration", names: ["argocd/shop"] } },
    ]);
    expect(await races(base, drop(base, "east/register.yaml"))).toEqual([]);
  });
});

describe("deletion-race, owners", () => {
  const two = (options: Parameters<typeof app>[1] = {}): FileMap => ({
    ...shop(options),
    "apps/stock.yaml": app("stock"),
    "stock/three.yaml": object("ConfigMap", "three"),
  });
  const moved = (base: FileMap) => ({
    ...drop(base, "shop/one.yaml"),
    "stock/one.yaml": base["shop/one.yaml"] as string,
  });

  test("an object moves while the former owner prunes", async () => {
    expect(await races(two(), moved(two()))).toMatchObject([
      { subject: "Application argocd/shop", facts: { race: "owner", to: "argocd/stock", count: 1 } },
    ]);
  });

  test.each([
    ["does not prune", { automated: "selfHeal: true" }],
    ["goes without a finalizer", {}],
  ])("no race where the former owner %s", async (name, options) => {
    const base = two(options);
    const head = name.startsWith("goes") ? drop(moved(base), "apps/shop.yaml") : moved(base);
    expect(await races(base, head)).toEqual([]);
  });

  test("no race for an object that is annotated Prune=false before", async () => {
    const base = { ...two(), "shop/one.yaml": object("ConfigMap", "one", { sync: "Prune=false" }) };
    expect(await races(base, moved(base))).toEqual([]);
  });

  test("one of two owners drops what the other goes on delivering", async () => {
    const base = { ...two(), "stock/one.yaml": object("ConfigMap", "one") };
    expect(await races(base, drop(base, "shop/one.yaml"))).toMatchObject([
      { subject: "Application argocd/shop", facts: { race: "shared", to: "argocd/stock" } },
    ]);
  });

  test("a renamed Application cascades over what its successor takes", async () => {
    const base = shop({ finalizer: true });
    const head = { ...base, "apps/shop.yaml": app("store", { path: "shop", finalizer: true }) };
    expect(await races(base, head)).toMatchObject([{ facts: { cascade: true, count: 2 } }]);
    expect(await found("cascade-delete", base, head)).toMatchObject([{ facts: { count: 0, handedOver: 2 } }]);
  });

  test("an Application changes its parent: grave with a finalizer, else not", async () => {
    const parents = (finalizer: boolean): FileMap => ({
      ...shop({ finalizer }),
      "apps/team.yaml": app("team"),
      "team/project.yaml": object("AppProject", "team", {
        namespace: "argocd",
        api: "argoproj.io/v1alpha1",
      }),
    });
    const shifted = (base: FileMap) => ({
      ...drop(base, "apps/shop.yaml"),
      "team/shop.yaml": base["apps/shop.yaml"] as string,
    });
    for (const [finalizer, severity] of [
      [true, "stop"],
      [false, "caution"],
    ] as const) {
      const base = parents(finalizer);
      expect(await races(base, shifted(base))).toMatchObject([
        { subject: "Application argocd/shop", severity, facts: { race: "move", from: "argocd/root" } },
      ]);
    }
  });
});

describe("destination-changed", () => {
  test("another cluster: created there, kept here", async () => {
    const base = { ...east(false), "apps/shop.yaml": app("shop") };
    const head = { ...base, "apps/shop.yaml": app("shop", { destination: "east" }) };
    expect(await found("destination-changed", base, head)).toMatchObject([
      {
        subject: "Application argocd/shop",
        facts: { elsewhere: true, to: "east", count: 2, created: 2 },
      },
    ]);
  });

  test("another namespace, or only another spelling", async () => {
    const head = { ...shop(), "apps/shop.yaml": app("shop", { namespace: "store" }) };
    expect(await found("destination-changed", shop(), head)).toMatchObject([{ facts: { elsewhere: false } }]);
    const respelled = app("shop").replace("name: in-cluster", "server: https://kubernetes.default.svc");
    expect(await found("destination-changed", shop(), { ...shop(), "apps/shop.yaml": respelled })).toEqual(
      [],
    );
  });
});
