// Renderers that fail one Application → exactly that one is not evaluated, and the rest of the plan stands.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { UNGUARDED } from "../../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../../src/adapters/renderers/renderers.ts";
import type { Rendered, Renderers } from "../../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { isPresent, REQUIRED, realRenderers, type Tool } from "../../support/renderers.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const application = (name: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", path: ${name}}
  destination: {name: somewhere, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`;
const configMap = (name: string, value: number) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: "${value}"}\n`;
const tree = (value: number): FileMap => ({
  "apps/bad.yaml": application("bad"),
  "apps/good.yaml": application("good"),
  "apps/plain.yaml": application("plain"),
  "bad/kustomization.yaml": "resources: [a.yaml]\n",
  "bad/a.yaml": configMap("bad", value),
  "good/kustomization.yaml": "resources: [a.yaml]\n",
  "good/a.yaml": configMap("good", value),
  "plain/a.yaml": configMap("plain", value),
});

async function planOf(base: FileMap, head: FileMap, renderers: Renderers): Promise<Plan> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  return planImpact(before, after, DEFAULT_CONFIG, CONTEXT, { readBlobs, renderers });
}

const said = ({ changes }: Plan) => changes.map(({ object, operation }) => `${operation} ${object.name}`);

test.each<[string, Rendered, string]>([
  ["missing", { state: "unavailable", reason: "Kustomize is not installed" }, "Kustomize is not installed"],
  ["too slow", { state: "unavailable", reason: "it took longer than 30 s" }, "it took longer than 30 s"],
  [
    "failing for reasons of its own",
    { state: "failed", message: "out of memory", exact: true },
    "Kustomize failed: out of memory",
  ],
  [
    "another version, failing",
    { state: "failed", message: "yaml: no", exact: false },
    "Kustomize failed: yaml: no",
  ],
  ["silent", { state: "rendered", text: "\n" }, "Kustomize printed nothing although there are resources"],
])("%s", async (_, answer, reason) => {
  const plan = await planOf(tree(1), tree(2), {
    render: async ({ directory, files }) =>
      directory === "bad" ? answer : { state: "rendered", text: files.get("good/a.yaml")?.text ?? "" },
  });
  expect(plan.notEvaluated).toEqual([{ path: "bad/a.yaml", application: "argocd/bad", reason }]);
  expect(said(plan)).toEqual(["update good", "update plain"]);
  expect(plan.dormant).toEqual([]);
});

describe("a program", () => {
  const scratch = mkdtempSync(join(tmpdir(), "breakwater-bad-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  /** Prints its version, and in a directory `bad` does what the script says. */
  const program = (name: string, version: string, script: string) => {
    const path = join(scratch, name);
    writeFileSync(
      path,
      `#!/bin/sh\nif [ "$1" = version ]; then echo ${version}; exit 0; fi\ncase "$PWD" in */bad) ${script};; *) /bin/cat a.yaml;; esac\n`,
    );
    chmodSync(path, 0o755);
    return { path, exact: true };
  };
  const limits = { time: 1000, output: 100_000 };

  test.each<[string, string, string]>([
    ["killed", "kill -9 $$", "Kustomize did not finish: it was killed (SIGKILL)"],
    ["too slow", "/bin/sleep 20", "Kustomize did not finish: it took longer than 1 s"],
    [
      "talking too much",
      "while :; do echo 0123456789; done",
      "Kustomize did not finish: it printed too much",
    ],
    ["failing without a reason", "exit 3", "Kustomize failed: it gave no reason"],
  ])("%s", async (name, script, reason) => {
    const kustomize = program(name.replaceAll(" ", "-"), "v5.6.0", script);
    const plan = await planOf(
      tree(1),
      tree(2),
      createRenderers({ kustomize, helm: undefined }, UNGUARDED, limits),
    );
    expect(plan.notEvaluated).toEqual([{ path: "bad/a.yaml", application: "argocd/bad", reason }]);
    expect(said(plan)).toEqual(["update good", "update plain"]);
  });

  test.each<[string, ReturnType<typeof program> | undefined, string]>([
    ["missing", undefined, "Kustomize is not installed"],
    ["too old", program("old", "v4.5.7", "exit 0"), "Kustomize v4.5.7 is too old: Argo CD 3.0 runs 5.6.0"],
  ])("%s leaves what needs no renderer", async (_, kustomize, reason) => {
    const plan = await planOf(tree(1), tree(2), createRenderers({ kustomize, helm: undefined }, UNGUARDED));
    expect(plan.notEvaluated).toEqual([
      { path: "bad/a.yaml", application: "argocd/bad", reason },
      { path: "good/a.yaml", application: "argocd/good", reason },
    ]);
    expect(said(plan)).toEqual(["update plain"]);
  });
});

const chart = (template: string, dependencies = ""): FileMap => ({
  "bad/Chart.yaml": `apiVersion: v2\nname: bad\nversion: 1.0.0\n${dependencies}`,
  "bad/templates/a.yaml": template,
});
const LIBRARY = "dependencies: [{name: lib, version: 1.0.0, repository: https://charts.example.com}]\n";
const FROZEN = ["break bad", "orphan bad", "update good", "update plain"];

/** What Argo CD fails on too freezes its Application, which is a change; what only we lack is not evaluated. */
describe.each<[string, Tool, (value: number) => FileMap, string[], object[]]>([
  [
    "a cycle of kustomizations",
    "kustomize",
    (value) => ({
      "bad/a.yaml": configMap("bad", value),
      "bad/kustomization.yaml": value === 1 ? "resources: [a.yaml]\n" : "resources: [a.yaml, ../round]\n",
      "round/kustomization.yaml": "resources: [../bad]\n",
    }),
    FROZEN,
    [],
  ],
  [
    "a chart without its dependency",
    "helm",
    (value) => chart(configMap("bad", value), LIBRARY),
    ["update good", "update plain"],
    [
      {
        application: "argocd/bad",
        reason: "chart dependency lib 1.0.0 from https://charts.example.com is not vendored",
      },
    ],
  ],
  [
    "a template that does not evaluate",
    "helm",
    (value) => chart(value === 1 ? configMap("bad", 1) : "a: {{ .Values.no.such.value }}\n"),
    FROZEN,
    [],
  ],
])("%s", (_, tool, bad, changes, notEvaluated) => {
  const present = isPresent("kustomize") && isPresent(tool);
  if (!present && REQUIRED)
    throw new Error(`${tool} is required and not on this machine: npm run renderers, and bubblewrap`);
  (present ? test : test.skip)(`concerns its Application alone (needs kustomize and ${tool})`, async () => {
    const treeAt = (value: number) => ({ ...without(tree(value), "bad/"), ...bad(value) });
    const plan = await planOf(treeAt(1), treeAt(2), realRenderers());
    expect(said(plan)).toEqual(changes);
    expect(plan.notEvaluated).toMatchObject(notEvaluated);
    expect(plan.notEvaluated).toHaveLength(notEvaluated.length);
  });
});

function without(files: FileMap, prefix: string): FileMap {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(prefix)));
}

test("of an ApplicationSet with a generator that cannot be known, what the other one says is planned", async () => {
  const set = (value: number) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: many, namespace: argocd}
spec:
  generators:
  - list: {elements: [{name: listed}]}
  - scmProvider: {github: {organization: example-org}}
  template:
    metadata: {name: "{{name}}"}
    spec:
      source: {repoURL: "https://github.com/example-org/fleet.git", path: "sets/{{name}}"}
      destination: {name: somewhere, namespace: demo}
      syncPolicy: {automated: {prune: ${value === 1}}}
`;
  const files = (value: number): FileMap => ({
    ...without(without(tree(value), "bad/"), "apps/bad"),
    "apps/many.yaml": set(value),
    "sets/listed/a.yaml": configMap("listed", value),
  });
  const plan = await planOf(files(1), files(2), {
    render: async ({ files: given }) => ({ state: "rendered", text: given.get("good/a.yaml")?.text ?? "" }),
  });
  expect(plan.notEvaluated).toEqual([
    {
      application: "argocd/many",
      path: "sets/listed/a.yaml",
      reason:
        "not all Applications of this ApplicationSet are generated: its scmProvider generator asks a Git hosting service; the Application for every repository that github has in example-org gets the change of the set",
    },
  ]);
  expect(said(plan)).toEqual([
    "policy listed",
    "update many",
    "update good",
    "update listed",
    "update plain",
  ]);
});
