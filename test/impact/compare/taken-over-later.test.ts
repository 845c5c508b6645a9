// An object that moves to an Application which does not take it over by itself: what becomes of it meanwhile.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { type AppOptions, app, object, shop } from "../../support/small-fleet.ts";

/** `one` moves from shop, which syncs and prunes, to spare. */
async function moved(spare: AppOptions, other = object("ConfigMap", "three")): Promise<string[]> {
  const { "shop/one.yaml": one = "", ...rest } = shop();
  const fleet: FileMap = { ...rest, "apps/spare.yaml": app("spare", spare), "spare/three.yaml": other };
  const { changes } = await planInputs({
    base: { ...fleet, "shop/one.yaml": one },
    head: { ...fleet, "spare/one.yaml": one },
  });
  return changes.map((c) => `${c.operation} ${c.object.name} by ${c.application}, ${c.applies}`);
}

test("one that syncs by itself takes it over", async () => {
  expect(await moved({})).toEqual(["adopt one by argocd/spare, auto"]);
});

test("until somebody syncs it is deleted", async () => {
  expect(await moved({ automated: null })).toEqual([
    "adopt one by argocd/spare, manual",
    "delete one by argocd/shop, auto",
  ]);
});

test("as long as a file is broken it is deleted", async () => {
  expect(await moved({}, `${object("ConfigMap", "three")}data: [\n`)).toEqual([
    "adopt one by argocd/spare, blocked",
    "delete one by argocd/shop, auto",
  ]);
});
