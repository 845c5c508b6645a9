// Whether a change happens, and what becomes of what Git drops, where several Applications have a say.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { app, drop, object, shop } from "../../../support/small-fleet.ts";

async function changes(base: FileMap, head: FileMap, application: string) {
  const input = await planInputs({ base, head });
  return input.changes
    .filter((c) => c.application === application)
    .map((c) => [c.operation, c.object.name, c.applies, c.cause]);
}

const SKIPPED = { annotations: { "argocd.argoproj.io/skip-reconcile": "true" } };

test("an Application that is to be reconciled again waits for its parent to say so", async () => {
  const edited = (files: FileMap) => ({ ...files, "shop/one.yaml": object("Secret", "one") });
  const by = (automated: string | null, base: typeof SKIPPED | object) => shop(base, { automated });
  expect(await changes(by(null, SKIPPED), edited(by(null, {})), "argocd/shop")).toEqual([
    ["create", "one", "manual", undefined],
    ["delete", "one", "manual", "pruned"],
  ]);
  expect(await changes(by("prune: true", SKIPPED), edited(by("prune: true", {})), "argocd/shop")).toEqual([
    ["create", "one", "auto", undefined],
    ["delete", "one", "auto", "pruned"],
  ]);
});

test("the children of a parent that delivers elsewhere stay where they were", async () => {
  const base = shop();
  const head = {
    ...drop(base, "apps/shop.yaml"),
    "root.yaml": app("root", { path: "apps", destination: "far" }),
  };
  expect(await changes(base, head, "argocd/root")).toContainEqual(["orphan", "shop", "manual", "retargeted"]);
  expect(await changes(base, head, "argocd/shop")).toEqual([
    ["orphan", "one", "manual", "owner-retained"],
    ["orphan", "two", "manual", "owner-retained"],
  ]);
});

test("a removed ApplicationSet that nobody delivers is removed by hand", async () => {
  const set = object("ApplicationSet", "teams", { namespace: "argocd", api: "argoproj.io/v1alpha1" });
  const { changes: found } = await planInputs({ base: { ...shop(), "set.yaml": set }, head: shop() });
  expect(found.map((c) => [c.operation, c.applies, c.cause])).toEqual([["remove", "manual", "root"]]);
});
