// Repositories without Applications: what of their files counts as applied.
import { describe, expect, test } from "@jest/globals";
import type { Renderers } from "../../../src/delivery/generate/render-job.ts";
import { changeLine } from "../../support/plan-lines.ts";
import { isPresent, realRenderers } from "../../support/renderers.ts";
import { CONTEXT, type FileMap, planInputs } from "../../support/repository.ts";

const configMap = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {key: ${value}}\n`;
const kustomization = (...resources: string[]) => `resources: [${resources.join(", ")}]\n`;
const TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Values.name }}}\n";
const CHART: FileMap = {
  "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "charts/web/templates/web.yaml": TEMPLATE,
  "charts/web/values.yaml": "name: web\n",
};

/** What a rule or a person sees: changes, what is not evaluated, and problems of files. */
async function said(base: FileMap, head: FileMap, renderers?: Renderers) {
  const { changes, deliveries } = await planInputs({ base, head }, CONTEXT, renderers);
  return [
    ...changes.map((c) => `${changeLine(c)} in ${(c.head ?? c.base)?.destination.key}`),
    ...deliveries.notEvaluated.map(({ path, reason }) => `? ${path} ${reason}`),
    ...deliveries.undeliveredProblems.map(({ path, code }) => `! ${path} ${code}`),
  ];
}

test.each<[string, FileMap, FileMap, string[]]>([
  [
    "a document that no longer parses: it removes nothing",
    { "pair.yaml": `${configMap("a", "1")}---\n${configMap("b", "1")}` },
    { "pair.yaml": `${configMap("a", "2")}---\n${configMap("b", "1")}broken: [\n` },
    ["update ConfigMap shop/a in .", "! pair.yaml invalid-yaml"],
  ],
  ["a file that moves", { "one.yaml": configMap("a", "1") }, { "apps/one.yaml": configMap("a", "1") }, []],
  [
    "a file that moves and changes",
    { "one.yaml": configMap("a", "1") },
    { "apps/one.yaml": configMap("a", "2") },
    ["update ConfigMap shop/a in apps"],
  ],
  [
    "copies that move together",
    { "dev/a.yaml": configMap("a", "1"), "prod/a.yaml": configMap("a", "2") },
    { "x/a.yaml": configMap("a", "2"), "y/a.yaml": configMap("a", "1") },
    [],
  ],
  [
    "a copy that comes",
    { "dev/a.yaml": configMap("a", "1") },
    { "dev/a.yaml": configMap("a", "1"), "prod/a.yaml": configMap("a", "1") },
    ["create ConfigMap shop/a in prod"],
  ],
  [
    "a template of a chart",
    CHART,
    { ...CHART, "charts/web/templates/web.yaml": `${TEMPLATE}data: {a: b}\n` },
    ["? charts/web/templates/web.yaml no Application installs the chart in charts/web"],
  ],
  [
    "a chart that goes",
    CHART,
    { "charts/web/README.md": "" },
    ["? charts/web/Chart.yaml no Application installs the chart in charts/web"],
  ],
  ["the read-me of a chart", CHART, { ...CHART, "charts/web/README.md": "New.\n" }, []],
  [
    "values without a chart",
    { "env/prod-values.yaml": "kind: x\napiVersion: y\n" },
    { "env/prod-values.yaml": "kind: x\napiVersion: z\n" },
    ["? env/prod-values.yaml no Application names these values, and a chart may be installed with them"],
  ],
  [
    "a template of another tool",
    { "skeleton/a.yaml": "" },
    { "skeleton/a.yaml": TEMPLATE },
    ["? skeleton/a.yaml it is a template that nothing in Git fills in"],
  ],
  ["a file of another tool", { "package.json": '{"name": "a"}' }, { "package.json": '{"name": "b"}' }, []],
  [
    "a manifest that breaks: it removes nothing",
    { "a.yaml": configMap("a", "1") },
    { "a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: [name\n" },
    ["! a.yaml invalid-yaml"],
  ],
  [
    "a JSON file that breaks: it removes nothing",
    { "a.json": '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop"}}' },
    { "a.json": '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop"}' },
    ["! a.json invalid-yaml"],
  ],
  ["another tool's JSON with comments", { "a.json": '{"a":1}' }, { "a.json": '{"a":1 // one\n' }, []],
  [
    "a kustomization without its renderer",
    { "k/kustomization.yaml": kustomization("a.yaml"), "k/a.yaml": configMap("a", "1") },
    { "k/kustomization.yaml": kustomization("a.yaml"), "k/a.yaml": configMap("a", "2") },
    ["? k/a.yaml Kustomize is not rendered"],
  ],
])("%s", async (_, base, head, expected) => {
  expect(await said(base, head)).toEqual(expected);
});

/** What other tools fill in or read, in the places where repositories keep it; each of them is no YAML, or no object. */
const BRACES =
  "{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n{{- end }}\n";
const LAYOUTS: Readonly<Record<string, FileMap>> = {
  "a chart at the root": { "Chart.yaml": "name: a\n", "templates/a.yaml": BRACES, "values.yaml": "a: [1]\n" },
  "a chart with hooks, tests and a subchart": {
    "c/Chart.yaml": "name: c\n",
    "c/templates/hooks/a.yaml": BRACES,
    "c/templates/tests/a.yaml": BRACES,
    "c/charts/d/Chart.yaml": "name: d\n",
    "c/charts/d/templates/a.yaml": BRACES,
    "c/ci/values.yaml": "a: {{ b }}\n",
  },
  "a library chart": {
    "lib/Chart.yaml": "name: lib\ntype: library\n",
    "lib/templates/_a.yaml": `{{- define "a" }}\n${BRACES}{{ end }}\n`,
  },
  "charts far below": { "a/b/charts/c/Chart.yaml": "name: c\n", "a/b/charts/c/templates/x/a.yaml": BRACES },
  "a chart that Kustomize renders": {
    "k/kustomization.yaml": "helmCharts: [{name: c, valuesFile: v.yaml}]\nhelmGlobals: {chartHome: charts}\n",
    "k/v.yaml": "a: 1\n",
    "k/charts/c/Chart.yaml": "name: c\n",
    "k/charts/c/templates/a.yaml": BRACES,
  },
  "a skeleton of cookiecutter": {
    "{{cookiecutter.name}}/a.yaml": BRACES.replaceAll(".Values", "cookiecutter"),
  },
  "templates of Jinja": {
    "roles/a/templates/a.yaml.j2": BRACES,
    "roles/a/templates/b.yaml": `{% if a %}\n${BRACES}`,
  },
  "patches and schemas": {
    "k/kustomization.yaml": "patches: [{path: p.yaml}, {path: q.json}]\n",
    "k/p.yaml": "- {op: add, path: /a, value: b}\n",
    "k/q.json": '[{"op": "remove", "path": "/a"}]',
    "schemas/a.json": '{"$schema": "x", "kind": {"type": "string"}}',
  },
  "files of other tools": {
    "package.json": '{"name": "a"}',
    "tsconfig.json": "// a comment\n{}",
    ".github/workflows/a.yaml": "on: push\njobs: {a: {runs-on: ${{ matrix.os }}}}\n",
    "mkdocs.yml": "theme: !!python/name:a.b\n",
  },
};

test.each(Object.entries(LAYOUTS))("nothing is called invalid in %s", async (_, files) => {
  const edited = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `${text}\n`]));
  for (const [base, head] of [
    [{}, files],
    [files, edited],
    [files, {}],
  ] as const) {
    const found = await said({ "README.md": "", ...base }, { "README.md": "", ...head });
    expect(found.filter((line) => !line.startsWith("? "))).toEqual([]);
  }
});

describe("built by the real programs", () => {
  const renderers = realRenderers();
  const overlays: FileMap = {
    "base/kustomization.yaml": kustomization("a.yaml"),
    "base/a.yaml": configMap("a", "1"),
    "dev/kustomization.yaml": `${kustomization("../base")}patches: [{path: p.yaml}]\n`,
    "dev/p.yaml": configMap("a", "3"),
    "prod/kustomization.yaml": kustomization("../base"),
  };
  const kustomize = isPresent("kustomize") ? test : test.skip;
  const helm = isPresent("helm") ? test : test.skip;

  kustomize("the overlays count, not the base and not the patch", async () => {
    const based = { ...overlays, "base/a.yaml": configMap("a", "2") };
    expect(await said(overlays, based, renderers)).toEqual(["update ConfigMap shop/a in prod"]);
    const patched = { ...overlays, "dev/p.yaml": configMap("a", "4") };
    expect(await said(overlays, patched, renderers)).toEqual(["update ConfigMap shop/a in dev"]);
  });

  kustomize("a kustomization that comes above plain files moves them", async () => {
    const { "base/a.yaml": a = "" } = overlays;
    expect(
      await said({ "base/a.yaml": a }, { ...overlays, "dev/p.yaml": configMap("a", "1") }, renderers),
    ).toEqual(["create ConfigMap shop/a in prod"]);
  });

  kustomize("one that cannot be built deletes nothing", async () => {
    const head = { ...overlays, "prod/kustomization.yaml": kustomization("../base", "b.yaml") };
    expect(await said(overlays, head, renderers)).toEqual([
      expect.stringMatching(/^\? prod\/kustomization.yaml Kustomize (?:refuses it|failed): /),
    ]);
  });

  helm("a chart is rendered with its own values, and stays unknown", async () => {
    const head = { ...CHART, "charts/web/templates/web.yaml": `${TEMPLATE}data: {a: b}\n` };
    expect(await said(CHART, head, renderers)).toEqual([
      "update ConfigMap web in charts/web",
      "? charts/web/templates/web.yaml no Application installs the chart in charts/web",
    ]);
  });
});
