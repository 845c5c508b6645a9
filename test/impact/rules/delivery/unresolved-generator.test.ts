// A generator that Git cannot answer, where a change reaches its set.
import { test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";

const FILE = "apps/teams.yaml";

const set = (generator: string, path = "teams") => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  generators: [${generator}]
  template:
    metadata: {name: "{{repository}}"}
    spec:
      project: default
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: ${path}}
      destination: {name: in-cluster, namespace: teams}
`;

const SCM = "{scmProvider: {github: {organization: example}}}";
const LIST = "{list: {elements: [{repository: a}]}}";
const TEAMS: Edits = { "teams/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n" };

test.each<[string, Edits, Edits, string]>([
  ["is new", {}, { [FILE]: set(SCM) }, "new"],
  ["is deleted", { [FILE]: set(SCM) }, { [FILE]: null }, "gone"],
  ["changes", { [FILE]: set(SCM) }, { [FILE]: set(SCM, "other") }, "changed"],
  [
    "reads what changes",
    { [FILE]: set(SCM), ...TEAMS },
    { "teams/one.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n" },
    "reads",
  ],
])("its set %s", async (_, base, head, state) => {
  await check(base, head, {
    findings: {
      "unresolved-generator": [
        {
          subject: "ApplicationSet argocd/teams",
          evidence: "unknown",
          facts: { set: "argocd/teams", state },
        },
      ],
    },
  });
});

test.each<[string, Edits, Edits]>([
  ["a generator that Git answers", {}, { [FILE]: set(LIST), ...TEAMS }],
  ["a set that no change reaches", { [FILE]: set(SCM), ...TEAMS }, { "shop/one.yaml": null }],
])("%s is none", async (_, base, head) => {
  await check(base, head, { findings: { "unresolved-generator": [] } });
});
