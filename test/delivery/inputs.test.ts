import { expect, test } from "@jest/globals";
import { planImpact } from "../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { CONTEXT, type FileMap, snapshots } from "../support/repository.ts";

const REPO = "repoURL: https://github.com/example-org/fleet.git, targetRevision: main";

function application(source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: it, namespace: argocd}
spec:
  source: {${REPO}, ${source}}
  destination: {name: somewhere, namespace: demo}
  syncPolicy: {automated: {prune: true}}
`;
}

function applicationSet(generator: string, source: string, patch = ""): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: it, namespace: argocd}
spec:
  generators: [${generator}]
${patch}  template:
    metadata: {name: "{{path.basename}}"}
    spec:
      source: {${REPO}, ${source}}
      destination: {name: somewhere, namespace: demo}
`;
}

const LINK = "link to ";
const KNOWN_DIRECTORIES =
  "{git: {repoURL: https://github.com/example-org/fleet.git, directories: [{path: apps/*}]}}";
/** Beside what only a hosting service knows, nothing of a set can be generated. */
const unknowable = (generator: string) => `{matrix: {generators: [{scmProvider: {}}, ${generator}]}}`;
const DIRECTORIES = unknowable(KNOWN_DIRECTORIES);
const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";

const SUBMODULE = "submodule at ";

/** Texts that begin with "link to " are symbolic links, those that begin with "submodule at " submodules. */
async function planOf(base: FileMap, head: FileMap) {
  const plain = (tree: FileMap) =>
    Object.fromEntries(Object.entries(tree).map(([path, text]) => [path, text.replace(LINK, "")]));
  const { snapshots: made, readBlobs } = snapshots(plain(base), plain(head));
  const [before, after] = made.map((snapshot, side) => {
    const files = [...snapshot.files].map(([path, { oid }]) => {
      const text = (side === 0 ? base : head)[path] ?? "";
      const mode = text.startsWith(LINK) ? "120000" : text.startsWith(SUBMODULE) ? "160000" : "100644";
      return [path, { oid, mode }] as const;
    });
    return { ...snapshot, files: new Map(files) };
  }) as Snapshot[] as [Snapshot, Snapshot];
  return planImpact(before, after, DEFAULT_CONFIG, CONTEXT, { readBlobs });
}

const helm = application("path: charts/a, helm: {fileParameters: [{name: f, path: ../../files/f.txt}]}");
const chart = "dependencies: [{name: common, repository: 'file://../common'}]\n";
const kustomize = application("path: k/overlay, kustomize: {components: [../part]}");
const overlay = "helmCharts: [{name: local, valuesFile: ../values/v.yaml}]\n";
const jsonnet = application("path: j, directory: {jsonnet: {libs: [vendor]}}");
const bySet = applicationSet(DIRECTORIES, "path: '{{path}}'");
const byPatch = applicationSet(
  unknowable("{list: {elements: [{env: prod}]}}"),
  "path: plain",
  "  templatePatch: |\n    spec:\n      source:\n        path: patched/{{env}}\n",
);
const byValues = applicationSet(
  DIRECTORIES,
  "path: '{{path}}', helm: {valueFiles: ['../../values/{{env}}.yaml']}",
);

test.each<[string, string, FileMap]>([
  ["a file parameter", "files/f.txt", { "app.yaml": helm, "charts/a/Chart.yaml": chart }],
  ["a chart beside the chart", "charts/common/t.tpl", { "app.yaml": helm, "charts/a/Chart.yaml": chart }],
  [
    "a component of the Application",
    "k/part/kustomization.yaml",
    { "app.yaml": kustomize, "k/overlay/kustomization.yaml": overlay },
  ],
  [
    "values of an inflated chart",
    "k/values/v.yaml",
    { "app.yaml": kustomize, "k/overlay/kustomization.yaml": overlay },
  ],
  [
    "an inflated chart",
    "k/overlay/charts/local/values.yaml",
    { "app.yaml": kustomize, "k/overlay/kustomization.yaml": overlay },
  ],
  ["a Jsonnet library beside", "j/lib.libsonnet", { "app.yaml": jsonnet, "j/a.jsonnet": "{}" }],
  ["a Jsonnet library directory", "vendor/x.jsonnet", { "app.yaml": jsonnet, "j/a.jsonnet": "{}" }],
  [
    "an .argocd-source file of a plugin",
    "plain/.argocd-source-it.yaml",
    { "app.yaml": application("path: plain, plugin: {name: p}"), "plain/a.yaml": CONFIG_MAP },
  ],
  [
    "a base of a kustomization that a plugin gets",
    "k/base/one.yaml",
    {
      "app.yaml": application("path: k/prod, plugin: {name: p}"),
      "k/prod/kustomization.yaml": "resources: [../base]\n",
      "k/base/kustomization.yaml": "resources: [one.yaml]\n",
    },
  ],
  [
    "a file that another one in the path of a plugin names",
    "env/prod.yaml",
    {
      "app.yaml": application("path: web, plugin: {name: p}"),
      "web/helmfile.yaml": "releases: [{name: web, values: ['../env/prod.yaml']}]\n",
    },
  ],
  [
    "a directory behind a link",
    "real/here/a.yaml",
    { "app.yaml": application("path: way/here"), way: `${LINK}real` },
  ],
  [
    "a base behind a link",
    "k/real/one.yaml",
    {
      "app.yaml": application("path: k/prod"),
      "k/prod/kustomization.yaml": "resources: [../base]\n",
      "k/base": `${LINK}real`,
      "k/real/kustomization.yaml": "resources: [one.yaml]\n",
    },
  ],
  [
    "a value file behind a link to its directory",
    "values/prod.yaml",
    {
      "app.yaml": application("path: charts/a, helm: {valueFiles: [../../way/prod.yaml]}"),
      "charts/a/Chart.yaml": "name: a\n",
      way: `${LINK}values`,
    },
  ],
  [
    "what a link in a chart leads to",
    "files/deep/one.txt",
    {
      "app.yaml": application("path: charts/a"),
      "charts/a/Chart.yaml": "name: a\n",
      "charts/a/files": `${LINK}../../files`,
    },
  ],
  [
    "a base that a generated Application reads",
    "shared/p.txt",
    {
      "set.yaml": bySet,
      "apps/a/kustomization.yaml": "resources: [../../shared]\n",
      "shared/kustomization.yaml": "configMapGenerator: [{name: c, files: [p.txt]}]\n",
    },
  ],
  [
    "value files above the template's path",
    "values/prod.yaml",
    { "set.yaml": byValues, "apps/a/Chart.yaml": "name: a\n" },
  ],
  ["a path in a templatePatch", "patched/prod/x.yaml", { "set.yaml": byPatch, "plain/a.yaml": CONFIG_MAP }],
])("%s is not evaluated when it changes", async (_, path, files) => {
  const plan = await planOf({ ...files, [path]: "a: 1\n" }, { ...files, [path]: "a: 2\n" });
  expect(plan.notEvaluated).toEqual([expect.objectContaining({ path, application: "argocd/it" })]);
  expect(plan.dormant).toEqual([]);
  expect(plan.impact).toBe("unknown");
  expect(await planOf(files, files)).toMatchObject({ impact: "none", complete: true });
});

test.each<[string, FileMap]>([
  [
    "resource of a kustomization",
    { "app.yaml": application("path: k"), "k/kustomization.yaml": "resources: [../vendor/base]\n" },
  ],
  [
    "file of a generator",
    {
      "app.yaml": application("path: k"),
      "k/kustomization.yaml": "configMapGenerator: [{name: c, files: [../vendor/f.txt]}]\n",
    },
  ],
  [
    "value file",
    {
      "app.yaml": application("path: charts/a, helm: {valueFiles: [../../vendor/v.yaml]}"),
      "charts/a/Chart.yaml": "name: a\n",
    },
  ],
  [
    "file parameter",
    {
      "app.yaml": application(
        "path: charts/a, helm: {fileParameters: [{name: f, path: ../../vendor/f.txt}]}",
      ),
      "charts/a/Chart.yaml": "name: a\n",
    },
  ],
  [
    "dependency",
    {
      "app.yaml": application("path: charts/a"),
      "charts/a/Chart.yaml": "dependencies: [{name: lib, repository: 'file://../../vendor/lib'}]\n",
    },
  ],
  [
    "file that a plugin may read",
    {
      "app.yaml": application("path: web, plugin: {name: p}"),
      "web/helmfile.yaml": "releases: [{values: ['../vendor/v.yaml']}]\n",
    },
  ],
])("a %s in a submodule is not evaluated when the submodule moves", async (_, files) => {
  const plan = await planOf({ ...files, vendor: `${SUBMODULE}a` }, { ...files, vendor: `${SUBMODULE}b` });
  expect(plan.notEvaluated).toEqual([expect.objectContaining({ path: "vendor", application: "argocd/it" })]);
  expect(plan.impact).toBe("unknown");
});

test.each<[string, FileMap]>([
  ["that no Application reads", { "app.yaml": application("path: plain"), "plain/one.yaml": CONFIG_MAP }],
  ["of a repository without Applications", { "plain/one.yaml": CONFIG_MAP }],
])("a submodule %s may hold what somebody installs", async (_, files) => {
  const plan = await planOf({ ...files, vendor: `${SUBMODULE}a` }, { ...files, vendor: `${SUBMODULE}b` });
  expect(plan.notEvaluated).toEqual([
    {
      path: "vendor",
      reason: "it is a Git submodule, which is not fetched, and no Application names its place",
    },
  ]);
  expect(plan.impact).toBe("unknown");
});

test("a pointer to Git LFS is named", async () => {
  const pointer = (oid: string) =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${oid.repeat(64)}\nsize 12\n`;
  const files = { "app.yaml": application("path: plain"), "plain/one.yaml": CONFIG_MAP };
  const plan = await planOf(
    { ...files, "plain/big.yaml": pointer("a") },
    { ...files, "plain/big.yaml": pointer("b") },
  );
  expect(plan.notEvaluated).toEqual([
    {
      path: "plain/big.yaml",
      application: "argocd/it",
      reason: "is stored in Git LFS, which is not fetched",
    },
  ]);
});

test("a link that leads to a link is followed", async () => {
  const files = { "app.yaml": application("path: plain"), "plain/a.yaml": `${LINK}../l`, l: `${LINK}m.yaml` };
  const plan = await planOf(
    { ...files, "m.yaml": CONFIG_MAP },
    { ...files, "m.yaml": `${CONFIG_MAP}data: {a: b}\n` },
  );
  expect(plan.changes.map((c) => `${c.operation} ${c.object.name}`)).toEqual(["update one"]);
});

test.each(["../../etc/passwd", "/etc/passwd", "a/../../../b"])(
  "a link to %s anywhere in the repository breaks every Application of it",
  async (target) => {
    const files = { "app.yaml": application("path: plain"), "plain/a.yaml": CONFIG_MAP };
    const plan = await planOf(files, { ...files, "docs/here": `${LINK}${target}` });
    expect(plan.changes.filter((c) => c.operation === "break").map((c) => c.object.name)).toEqual(["it"]);
    expect(plan).toMatchObject({ verdict: "stop", impact: "some" });
    const back = await planOf({ ...files, "docs/here": `${LINK}${target}` }, files);
    expect(back.changes.filter((c) => c.operation === "repair").map((c) => c.object.name)).toEqual(["it"]);
  },
);

test("a link that stays inside breaks nothing, wherever it leads", async () => {
  const files = { "app.yaml": application("path: plain"), "plain/a.yaml": CONFIG_MAP };
  const plan = await planOf(files, { ...files, "docs/here": `${LINK}../plain/nothing.yaml` });
  expect(plan.changes).toEqual([]);
});

/** Whatever the paths say: the file that makes the difference is read on the other side alone. */
test.each<[string, string, FileMap, FileMap]>([
  [
    "kustomization",
    "k/overlay/patch.yaml",
    { "k/overlay/kustomization.yaml": "patches: [{path: patch.yaml}]\n", "k/overlay/patch.yaml": "a: 1\n" },
    { "k/overlay/kustomization.yaml": "patches: [{path: patch.yaml}]\n" },
  ],
])("a %s that loses a file is not evaluated without a renderer", async (_, path, base, head) => {
  const app = { "app.yaml": application("path: k/overlay") };
  const plan = await planOf({ ...app, ...base }, { ...app, ...head });
  expect(plan.notEvaluated).toEqual([expect.objectContaining({ path, application: "argocd/it" })]);
});
