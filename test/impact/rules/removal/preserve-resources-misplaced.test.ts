// preserveResourcesOnDeletion counts in spec.syncPolicy of an ApplicationSet, and nowhere else.
import { test } from "@jest/globals";
import { check, replacing } from "../../../support/check.ts";
import { app } from "../../../support/small-fleet.ts";

const KEY = "preserveResourcesOnDeletion: true";

const set = (spec: string, template = "") => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
${spec}  generators: [{list: {elements: [{team: a}]}}]
  template:
    metadata: {name: "team-{{team}}"}
    spec:
${template}      project: default
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: teams}
      destination: {name: in-cluster, namespace: teams}
`;

test.each([
  ["spec", set(`  ${KEY}\n`), "spec.preserveResourcesOnDeletion"],
  [
    "the template's syncPolicy",
    set("", `      syncPolicy: {${KEY}}\n`),
    "spec.template.spec.syncPolicy.preserveResourcesOnDeletion",
  ],
  ["a templatePatch", set(`  templatePatch: "spec: {syncPolicy: {${KEY}}}"\n`), "spec.templatePatch"],
])("in %s of a set", async (_, text, place) => {
  await check(
    {},
    { "apps/teams.yaml": text },
    {
      findings: {
        "preserve-resources-misplaced": [
          { subject: "ApplicationSet argocd/teams", facts: { set: true, place }, source: { side: "head" } },
        ],
      },
    },
  );
});

test("in an Application", async () => {
  const head = { "apps/shop.yaml": app("shop").replace("syncPolicy: {", `syncPolicy: {${KEY}, `) };
  await check({}, head, {
    findings: {
      "preserve-resources-misplaced": [{ subject: "Application argocd/shop", facts: { set: false } }],
    },
  });
});

test.each([
  ["where it counts", {}, { "apps/teams.yaml": set(`  syncPolicy: {${KEY}}\n`) }],
  [
    "where it was before",
    { "apps/teams.yaml": set(`  ${KEY}\n`) },
    { "apps/teams.yaml": replacing(["team: a", "team: b"]) },
  ],
])("%s it is none", async (_, base, head) => {
  await check(base, head, { findings: { "preserve-resources-misplaced": [] } });
});
