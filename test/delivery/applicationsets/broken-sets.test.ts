// A file that a git generator cannot read stops the whole set: its Applications go on as the base generates them.
import { expect, test } from "@jest/globals";
import { check, checkTrees } from "../../support/check.ts";
import { object, SMALL_FLEET } from "../../support/small-fleet.ts";

const REPO = "repoURL: https://github.com/example-org/fleet.git";
const SET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: teams, namespace: argocd}
spec:
  goTemplate: true
  generators: [{git: {${REPO}, files: [{path: "teams/*.yaml"}]}}]
  template:
    metadata: {name: "team-{{ .name }}"}
    spec:
      project: default
      source: {${REPO}, targetRevision: main, path: "work/{{ .name }}"}
      destination: {name: in-cluster, namespace: teams}
      syncPolicy: {automated: {prune: true}}
`;
const BASE = {
  "apps/teams.yaml": SET,
  "teams/blue.yaml": "name: blue\n",
  "teams/green.yaml": "name: green\n",
  "work/blue/one.yaml": object("ConfigMap", "one", { namespace: "teams" }),
  "work/green/two.yaml": object("ConfigMap", "two", { namespace: "teams" }),
};
const TORN = "name: [\n";
const BREAKS = { "appset-flaw": [{ subject: "ApplicationSet argocd/teams", severity: "stop" as const }] };

test.each([
  ["does not parse", TORN],
  ["holds no map", "- 1\n- 2\n"],
])("a file that %s breaks the set, and nothing goes", (_, text) =>
  check(
    BASE,
    { "teams/blue.yaml": text },
    {
      changes: ["break ApplicationSet argocd/teams, blocked"],
      findings: { ...BREAKS, "cascade-delete": [], "unresolved-generator": [] },
      plan: { complete: true },
    },
  ),
);

test("nor does what no file asks for any more, and what goes on reads the head", () =>
  check(
    BASE,
    {
      "teams/blue.yaml": TORN,
      "teams/green.yaml": null,
      "work/green/two.yaml": object("ConfigMap", "three", { namespace: "teams" }),
    },
    {
      changes: [
        "break ApplicationSet argocd/teams, blocked",
        "create ConfigMap teams/three",
        "delete ConfigMap teams/two",
      ],
      findings: BREAKS,
    },
  ));

test("a set that is mended may make whatever it made before", () => {
  const base = { ...SMALL_FLEET, ...BASE, "teams/blue.yaml": TORN };
  const head = { ...base, "teams/blue.yaml": "name: blue\n" };
  return checkTrees(
    { base, head },
    {
      changes: ["repair ApplicationSet argocd/teams"],
      plan: {
        complete: false,
        notEvaluated: [
          {
            application: "argocd/teams",
            reason: expect.stringContaining("its git generator cannot read teams/blue.yaml"),
          },
        ],
      },
    },
  );
});
