// What a merge changes and only a later sync applies: ignored differences, and manifest-generate-paths.
import { test } from "@jest/globals";
import { check, replacing } from "../../../support/check.ts";
import { app, object } from "../../../support/small-fleet.ts";

const APP = "apps/shop.yaml";
const CONFIG = `${object("ConfigMap", "one")}data: {level: info, other: a}\n`;
const ignoring = (more = "") =>
  app("shop", { syncOptions: more }).replace(
    "spec:\n",
    "spec:\n  ignoreDifferences: [{kind: ConfigMap, jsonPointers: [/data/level]}]\n",
  );
const generating = app("shop", {
  annotations: { "argocd.argoproj.io/manifest-generate-paths": "/elsewhere" },
});

test.each([
  ["a field that the Application ignores", ignoring(), "ignored-differences"],
  ["a path that its manifest-generate-paths leave out", generating, "generate-paths"],
])("%s", async (_, text, later) => {
  const base = { [APP]: text, "shop/one.yaml": CONFIG };
  await check(
    base,
    { "shop/one.yaml": replacing(["info", "debug"]) },
    {
      findings: {
        "applied-later": [
          {
            subject: "Application argocd/shop",
            facts: { application: "argocd/shop", later, count: 1, names: ["ConfigMap one"] },
          },
        ],
      },
    },
  );
});

test.each([
  [
    "another field changes with it",
    ignoring(),
    [
      ["info", "debug"],
      ["other: a", "other: b"],
    ] as const,
  ],
  ["nothing is ignored", app("shop"), [["info", "debug"]] as const],
])("%s: applied now", async (_, text, edits) => {
  const base = { [APP]: text, "shop/one.yaml": CONFIG };
  await check(base, { "shop/one.yaml": replacing(...edits) }, { findings: { "applied-later": [] } });
});
