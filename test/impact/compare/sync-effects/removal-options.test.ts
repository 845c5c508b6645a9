// Prune and Delete among an Application's own sync options: which Argo CD reads them, and what an object says against it.
import { expect, test } from "@jest/globals";
import { CONFIG_PATH } from "../../../../src/policy/configuration/merge.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { drop, object, shop } from "../../../support/small-fleet.ts";

const ONE = "shop/one.yaml";
const APP = "apps/shop.yaml";

function by(version: string, files: FileMap): FileMap {
  return { ...files, [CONFIG_PATH]: `argocd: {version: "${version}"}\n` };
}

async function fates(base: FileMap, head: FileMap) {
  const { changes } = await planInputs({ base, head });
  return changes
    .filter((c) => c.application === "argocd/shop" && c.object.kind === "ConfigMap")
    .map((c) => [c.operation, c.object.name, c.applies, c.cause, c.because]);
}

async function pruned(version: string, syncOptions: string, sync?: string) {
  const base = by(version, {
    ...shop({ syncOptions }),
    [ONE]: object("ConfigMap", "one", sync ? { sync } : {}),
  });
  return fates(base, drop(base, ONE));
}

const KEPT = "Application argocd/shop has Prune=false among its syncOptions";
const HELD = "Application argocd/shop has Prune=confirm among its syncOptions";

test("Prune stands for all objects from 3.4 on", async () => {
  expect(await pruned("3.4", "Prune=false")).toEqual([["orphan", "one", "auto", "prune-false", KEPT]]);
  expect(await pruned("3.4", "Prune=confirm")).toEqual([["delete", "one", "manual", "pruned", HELD]]);
  expect(await pruned("3.3", "Prune=false")).toEqual([["delete", "one", "auto", "pruned", undefined]]);
  expect(await pruned("3.3", "Prune=confirm")).toEqual([["delete", "one", "auto", "pruned", undefined]]);
});

test("what an object says of the same key comes first", async () => {
  expect(await pruned("3.4", "Prune=false", "Prune=true")).toEqual([
    ["delete", "one", "auto", "pruned", undefined],
  ]);
  expect(await pruned("3.4", "Prune=false", "Prune=confirm")).toEqual([
    ["delete", "one", "manual", "pruned", "the object is annotated Prune=confirm"],
  ]);
  expect(await pruned("3.4", "Prune=false", "Delete=false")).toEqual([
    ["orphan", "one", "auto", "prune-false", KEPT],
  ]);
});

test("a default that the same merge brings may come too late", async () => {
  const base = by("3.4", shop());
  const head = by("3.4", drop(shop({ syncOptions: "Prune=false" }), ONE));
  expect(await fates(base, head)).toEqual([["delete", "one", "auto", "pruned", undefined]]);
});

async function cascaded(version: string, syncOptions: string, sync?: string) {
  const one = { [ONE]: object("ConfigMap", "one", sync ? { sync } : {}) };
  const base = by(version, { ...shop({ finalizer: true, syncOptions }), ...one });
  return (await fates(base, drop(base, APP))).map(([operation, name, applies]) => [operation, name, applies]);
}

test("Delete holds or keeps all objects of a cascade from 3.4 on", async () => {
  expect(await cascaded("3.4", "Delete=false")).toEqual([
    ["orphan", "one", "auto"],
    ["orphan", "two", "auto"],
  ]);
  expect(await cascaded("3.4", "Delete=false", "Delete=true")).toEqual([
    ["delete", "one", "auto"],
    ["orphan", "two", "auto"],
  ]);
  expect(await cascaded("3.4", "Delete=confirm")).toEqual([
    ["delete", "one", "manual"],
    ["delete", "two", "manual"],
  ]);
  expect(await cascaded("3.3", "Delete=false")).toEqual([
    ["delete", "one", "auto"],
    ["delete", "two", "auto"],
  ]);
});

test("an object that stays holds no deletion of others", async () => {
  expect(await cascaded("3.0", "PruneLast=true", "Delete=confirm,Delete=false")).toEqual([
    ["orphan", "one", "auto"],
    ["delete", "two", "auto"],
  ]);
});

test("what would stay in a namespace that goes, goes with it", async () => {
  const base = {
    ...shop({ finalizer: true }),
    [ONE]: object("ConfigMap", "one", { sync: "Delete=false" }),
    "shop/namespace.yaml": object("Namespace", "shop", { namespace: "" }),
  };
  expect(await fates(base, drop(base, APP))).toEqual([
    ["delete", "one", "auto", "namespace", "Namespace shop goes, with everything in it"],
    ["delete", "two", "auto", "cascade", undefined],
  ]);
});
