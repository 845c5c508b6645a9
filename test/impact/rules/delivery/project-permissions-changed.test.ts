// An AppProject permits more or less, or an Application asks for more than its project permits.
import { test } from "@jest/globals";
import { check, type Edits, replacing } from "../../../support/check.ts";
import { app } from "../../../support/small-fleet.ts";

const RULE = "project-permissions-changed";
const PROJECT = "apps/team.yaml";
const APP = "apps/shop.yaml";

const project = (namespace: string) => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", namespace: "${namespace}"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
`;

const inTeam = (options: Parameters<typeof app>[1] = {}) =>
  app("shop", options).replace("spec:\n", "spec:\n  project: team\n");

const permitted: Edits = { [PROJECT]: project("shop"), [APP]: inTeam() };
const refused: Edits = { [PROJECT]: project("other"), [APP]: inTeam() };

test.each<[string, Edits, Edits, object]>([
  [
    "a project takes the right of an Application",
    permitted,
    { [PROJECT]: project("other") },
    {
      subject: "AppProject argocd/team",
      severity: "stop",
      facts: { about: "project", state: "changes", fields: ["destinations"], loses: ["argocd/shop"] },
    },
  ],
  [
    "a project gives an Application a right",
    refused,
    { [PROJECT]: project("shop") },
    { subject: "AppProject argocd/team", severity: "caution", facts: { gains: ["argocd/shop"], loses: [] } },
  ],
  [
    "a project permits something else, and nobody loses or gains",
    permitted,
    { [PROJECT]: project("sho*") },
    { severity: "caution", facts: { loses: [], gains: [], leaving: [] } },
  ],
  [
    "a project is deleted while an Application of it is",
    { [PROJECT]: project("shop"), [APP]: inTeam({ finalizer: true }) },
    { [PROJECT]: null, [APP]: null },
    { severity: "stop", facts: { state: "goes", leaving: ["argocd/shop"] } },
  ],
  [
    "an Application asks for more",
    permitted,
    { [APP]: inTeam({ namespace: "other" }) },
    { subject: "Application argocd/shop", severity: "stop", facts: { about: "application", state: "known" } },
  ],
  [
    "a new Application is refused",
    { [PROJECT]: project("other") },
    { "apps/new.yaml": inTeam().replace("name: shop", "name: new") },
    { subject: "Application argocd/new", severity: "stop", facts: { state: "new" } },
  ],
  [
    "a refused Application has changes",
    refused,
    { "shop/one.yaml": replacing(["name: one", "name: one\n  labels: {a: b}"]) },
    { severity: "caution", facts: { state: "still", waiting: 1 } },
  ],
])("%s", async (_, base, head, expected) => {
  await check(base, head, { findings: { [RULE]: [expected] } });
});

test.each<[string, Edits, Edits]>([
  [
    "a label of the project",
    permitted,
    { [PROJECT]: replacing(["name: team,", "name: team, labels: {a: b},"]) },
  ],
  ["a project that nobody uses is deleted", { [PROJECT]: project("shop") }, { [PROJECT]: null }],
  ["a refused Application without changes", refused, { "web/web.yaml": replacing(["web:1", "web:2"]) }],
])("%s is none", async (_, base, head) => {
  await check(base, head, { findings: { [RULE]: [] } });
});
