// What an ApplicationSet generates wrongly: a name the API refuses, one name twice, a parameter without a value.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";

const FILE = "apps/teams.yaml";

function set({ elements = "{team: a}, {team: b}", name = "team-{{.team}}", path = "teams" } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  goTemplate: true
  generators: [{list: {elements: [${elements}]}}]
  template:
    metadata: {name: "${name}"}
    spec:
      project: default
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: "${path}"}
      destination: {name: in-cluster, namespace: teams}
`;
}

test.each([
  [
    "a name that the API refuses",
    set({ elements: "{team: a}, {team: B_}" }),
    { kind: "invalid-name", names: ["team-B_"] },
  ],
  [
    "one name for two elements",
    set({ elements: "{team: a}, {team: a}" }),
    { kind: "duplicate", names: ["team-a"] },
  ],
  [
    "an expression without a value",
    set({ path: "teams/{{.path}}" }),
    { kind: "no-value", names: ["team-a", "team-b"], expressions: ["{{.path}}"] },
  ],
])("%s", async (_, text, facts) => {
  await check(
    { [FILE]: set() },
    { [FILE]: text },
    {
      findings: { "appset-flaw": [{ subject: "ApplicationSet argocd/teams", facts }] },
    },
  );
});

test("a flaw that the set had before is none, one more Application with it is", async () => {
  const base = { [FILE]: set({ path: "teams/{{.path}}" }) };
  const head = set({ path: "teams/{{.path}}", elements: "{team: a}, {team: b}, {team: c}" });
  await check(base, { [FILE]: `${base[FILE]}# again\n` }, { findings: { "appset-flaw": [] } });
  await check(
    base,
    { [FILE]: head },
    {
      findings: { "appset-flaw": [{ facts: { count: 1, names: ["team-c"] } }] },
    },
  );
});
