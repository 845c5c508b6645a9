// Whether a change happens, and what becomes of what Git drops, where several Applications have a say.
import { test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { type AppOptions, app, object } from "../../../support/small-fleet.ts";

test.each<[string | null, "manual" | "auto"]>([
  [null, "manual"],
  ["prune: true", "auto"],
])(
  "an Application that is to be reconciled again waits for its parent to say so: %s",
  async (automated, applies) => {
    const shop = (options: AppOptions): Edits => ({ "apps/shop.yaml": app("shop", options) });
    const root = { "root.yaml": app("root", { path: "apps", automated }) };
    const skipped = shop({ annotations: { "argocd.argoproj.io/skip-reconcile": "true" } });
    await check(
      { ...root, ...skipped },
      { ...shop({}), "shop/one.yaml": object("Secret", "one") },
      {
        changes: {
          "Secret shop/one": [{ operation: "create", applies, cause: undefined }],
          "ConfigMap shop/one": [{ operation: "delete", applies, cause: "pruned" }],
          "ConfigMap shop/two": [],
        },
      },
    );
  },
);

test("the children of a parent that delivers elsewhere stay where they were, and go on as they are", async () => {
  const head = { "apps/shop.yaml": null, "root.yaml": app("root", { path: "apps", destination: "far" }) };
  await check({}, head, {
    changes: {
      "Application argocd/shop": [{ operation: "orphan", applies: "manual", cause: "retargeted" }],
      "ConfigMap shop/one": [],
      "ConfigMap shop/two": [],
    },
  });
});

test("a removed ApplicationSet that nobody delivers is removed by hand", async () => {
  const set = object("ApplicationSet", "teams", { namespace: "argocd", api: "argoproj.io/v1alpha1" });
  await check(
    { "set.yaml": set },
    { "set.yaml": null },
    {
      changes: { "ApplicationSet argocd/teams": [{ operation: "remove", applies: "manual", cause: "root" }] },
      plan: { changes: [{}] },
    },
  );
});
