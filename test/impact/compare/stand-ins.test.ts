// Clusters that Git does not list → the plan that their names would give, but for what is not known.
import { describe, expect, test } from "@jest/globals";
import { assemblePlan } from "../../../src/impact/plan/assemble-plan.ts";
import { assessChanges } from "../../../src/impact/rules/assess.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { CONTEXT, type FileMap, planInputs } from "../../support/repository.ts";
import { object } from "../../support/small-fleet.ts";

const REPO = "repoURL: https://github.com/example-org/fleet.git, targetRevision: main";
const FINALIZERS = "finalizers: [resources-finalizer.argocd.argoproj.io]";
const app = (name: string, path: string, destination: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd, ${FINALIZERS}}
spec:
  project: default
  source: {${REPO}, path: ${path}}
  destination: {name: ${destination}, namespace: argocd}
  syncPolicy: {automated: {prune: true}}
`;
const set = (name: string, path: string, { destination = "'{{name}}'", tools = "" } = {}) => {
  const clusters = "clusters: {selector: {matchLabels: {zone: edge}}}";
  const generator =
    tools === "" ? clusters : `matrix: {generators: [{${clusters}}, {list: {elements: [${tools}]}}]}`;
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: ${name}, namespace: argocd}
spec:
  generators: [{${generator}}]
  template:
    metadata: {name: '{{name}}-${name}'}
    spec:
      project: default
      source: {${REPO}, path: ${path}}
      destination: {name: ${destination}, namespace: shop}
      syncPolicy: {automated: {prune: true}}
`;
};
const text = (name: string, value: string) => `${object("ConfigMap", name)}data: {a: "${value}"}\n`;
const tool = (name: string) => `{tool: ${name}}`;
const ROOT = { "root.yaml": app("root", "sets", "in-cluster") };
const CATALOGUE = {
  ".github/breakwater.yml": "catalog: {clusters: [{name: north, labels: {zone: edge}}]}\n",
};

async function planOf(base: FileMap, head: FileMap): Promise<Plan> {
  const input = await planInputs({ base, head }, CONTEXT);
  return assemblePlan({ input, findings: assessChanges(input), ids: { baseSha: "0", headTree: "0" } });
}

/** What a plan says of one cluster of the kind, whatever it is called. */
function saidOf({ changes, findings, verdict }: Plan): unknown {
  const plain = {
    changes: changes.map(({ cluster: _, standIn: _s, evidence: _e, destination: _d, ...change }) => change),
    findings: findings
      .filter(({ rule }) => rule !== "unresolved-generator")
      .map(({ rule, severity, subject, message, source }) => ({
        rule,
        severity,
        subject,
        message: message.replace(/^On every cluster labelled `zone=edge`: /, ""),
        source,
      })),
    stop: verdict === "stop",
  };
  return JSON.parse(JSON.stringify(plain).replaceAll("<cluster>", "north"));
}

const SETS: readonly (readonly [string, FileMap, FileMap])[] = [
  [
    "an object that changes",
    { "sets/web.yaml": set("web", "apps/web"), "apps/web/one.yaml": text("one", "1") },
    { "apps/web/one.yaml": text("one", "2") },
  ],
  [
    "an element of a matrix that goes",
    {
      "sets/web.yaml": set("{{tool}}", "'apps/{{tool}}'", {
        tools: `${tool("web")}, ${tool("log")}`,
      }).replace("metadata: {name: {{tool}}, namespace", "metadata: {name: tools, namespace"),
      "apps/web/one.yaml": text("one", "1"),
      "apps/log/two.yaml": text("two", "1"),
    },
    {
      "sets/web.yaml": set("{{tool}}", "'apps/{{tool}}'", { tools: tool("web") }).replace(
        "metadata: {name: {{tool}}, namespace",
        "metadata: {name: tools, namespace",
      ),
    },
  ],
  [
    "a set that goes",
    {
      "sets/web.yaml": set("web", "apps/web"),
      "sets/log.yaml": set("log", "apps/log"),
      "apps/web/one.yaml": text("one", "1"),
      "apps/log/two.yaml": text("two", "1"),
    },
    { "sets/web.yaml": "" },
  ],
  [
    "a path that is another",
    {
      "sets/web.yaml": set("web", "apps/web"),
      "apps/web/one.yaml": text("one", "1"),
      "apps/log/two.yaml": text("two", "1"),
    },
    { "sets/web.yaml": set("web", "apps/log") },
  ],
  [
    "an Application here that a set makes for each",
    {
      "sets/up.yaml": set("up", "apps/up", { destination: "in-cluster" }),
      "apps/up/child.yaml": app("child", "apps/web", "in-cluster"),
      "apps/web/one.yaml": text("one", "1"),
    },
    { "apps/web/one.yaml": text("one", "2") },
  ],
];

describe("a plan without the clusters' names is the one with them", () => {
  test.each(SETS)("%s", async (_, more, edits) => {
    const base = { ...ROOT, ...more };
    const head = { ...base, ...edits };
    const unlisted = await planOf(base, head);
    const listed = await planOf({ ...base, ...CATALOGUE }, { ...head, ...CATALOGUE });
    expect(saidOf(unlisted)).toEqual(saidOf(listed));
    expect(listed.changes.length).toBeGreaterThan(0);
    expect(listed.complete).toBe(true);
    expect(unlisted.complete).toBe(false);
    const generated = unlisted.changes.filter(({ object: { kind } }) => kind !== "ApplicationSet");
    expect(generated.map(({ standIn, evidence }) => [standIn, evidence])).toEqual(
      generated.map(() => [true, "unknown"]),
    );
    expect(unlisted.clusters).toEqual([]);
    expect(unlisted.headline).toMatch(/every cluster labelled `zone=edge`.*; Git lists none of them/);
  });
});

test("an Application that is delivered to each of them is of the Argo CD there", async () => {
  const base = {
    ...ROOT,
    "sets/up.yaml": set("up", "apps/up"),
    "apps/up/child.yaml": app("child", "apps/web", "in-cluster"),
    "apps/web/one.yaml": text("one", "1"),
  };
  const { changes, complete } = await planOf(base, { ...base, "apps/web/one.yaml": text("one", "2") });
  expect(complete).toBe(false);
  expect(
    changes.map(({ object: { name }, destination, cluster }) => [name, destination.cluster, cluster]),
  ).toEqual([["one", "every cluster labelled zone=edge", "every cluster labelled zone=edge"]]);
});

test("no project refuses a cluster whose name is not known", async () => {
  const project = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: edge, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{name: "edge-*", namespace: "*"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
`;
  const base = {
    ...ROOT,
    "sets/project.yaml": project,
    "sets/web.yaml": set("web", "apps/web").replace("project: default", "project: edge"),
    "apps/web/one.yaml": text("one", "1"),
  };
  const { changes, findings } = await planOf(base, {
    ...base,
    "apps/web/one.yaml": text("one", "2"),
  });
  expect(changes).toMatchObject([{ operation: "update", applies: "auto", standIn: true }]);
  expect(findings.filter(({ severity }) => severity === "stop")).toEqual([]);
});

test("a file far below that changes no object leaves the plan incomplete", async () => {
  const base = {
    ...ROOT,
    "sets/up.yaml": set("up", "apps/up", { destination: "in-cluster" }),
    "apps/up/child.yaml": app("child", "apps/web", "in-cluster"),
    "apps/web/one.yaml": text("one", "1"),
  };
  const { impact, notEvaluated } = await planOf(base, {
    ...base,
    "apps/web/one.yaml": `# a word\n${text("one", "1")}`,
  });
  expect([impact, notEvaluated.map(({ application, path }) => [application, path])]).toEqual([
    "unknown",
    [["argocd/up", "apps/web/one.yaml"]],
  ]);
});
