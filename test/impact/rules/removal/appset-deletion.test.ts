// An ApplicationSet is deleted, with its Applications and what they manage.
import { test } from "@jest/globals";
import { check, type Edits, replacing } from "../../../support/check.ts";

const RESOURCES_FINALIZER = "finalizers: [resources-finalizer.argocd.argoproj.io]";

/** A set that generates team-a and team-b, which read the directory of the shop. */
function set({ finalizer = RESOURCES_FINALIZER, policy = "" } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  generators: [{list: {elements: [{team: a}, {team: b}]}}]
${policy === "" ? "" : `  syncPolicy: {${policy}}\n`}  template:
    metadata: {name: "team-{{team}}", ${finalizer}}
    spec:
      project: default
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: "teams/{{team}}"}
      destination: {name: in-cluster, namespace: "{{team}}"}
`;
}

const BASE: Edits = {
  "apps/teams.yaml": set(),
  "teams/a/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n",
  "teams/b/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n",
};
const GONE: Edits = { "apps/teams.yaml": null };

test("it is one stop for the set, and none for each Application", async () => {
  await check(BASE, GONE, {
    findings: {
      "appset-deletion": [
        {
          severity: "stop",
          subject: "ApplicationSet argocd/teams",
          facts: { applications: 2, count: 2, again: 0, policy: "", applies: "auto" },
        },
      ],
      "cascade-delete": [],
      "resources-deleted": [],
    },
  });
});

test.each([
  ["its Applications have another finalizer", set({ finalizer: "finalizers: [example.com/other]" })],
  ["it preserves what they manage", set({ policy: "preserveResourcesOnDeletion: true" })],
])("%s: no cascade", async (_, text) => {
  await check({ ...BASE, "apps/teams.yaml": text }, GONE, { findings: { "appset-deletion": [] } });
});

test("the controller adds the finalizer where the template has none", async () => {
  const base = { ...BASE, "apps/teams.yaml": set({ finalizer: "labels: {a: b}" }) };
  await check(base, GONE, { findings: { "appset-deletion": [{ facts: { count: 2 } }] } });
});

test("a policy that binds the controller does not hold here", async () => {
  const base = { ...BASE, "apps/teams.yaml": set({ policy: "applicationsSync: create-only" }) };
  await check(base, GONE, { findings: { "appset-deletion": [{ facts: { policy: "create-only" } }] } });
});

test("an element that leaves the set deletes its own Application only", async () => {
  const head = { "apps/teams.yaml": replacing([", {team: b}", ""]) };
  await check(BASE, head, {
    findings: {
      "appset-deletion": [],
      "cascade-delete": [{ subject: "Application argocd/team-b", facts: { count: 1 } }],
    },
  });
});
