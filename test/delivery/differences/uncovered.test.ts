// Changed files that no known Application reads: when something may deliver them all the same.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, object } from "../../support/small-fleet.ts";

const REPO = "repoURL: https://github.com/example-org/fleet.git, targetRevision: main";
const set = (name: string, generator: string, source: string) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: "${name}", namespace: argocd}
spec:
  generators: [${generator}]
  template:
    metadata: {name: "{{name}}-${name}"}
    spec:
      source: {${REPO}, ${source}}
      destination: {name: "{{name}}", namespace: d}
`;
const plugin = (name: string, path: string) =>
  app(name, { path }).replace(`    path: ${path}`, `    path: ${path}\n    plugin: {name: p}`);
const foreign = (destination: string) =>
  app("other", { destination }).replace("example-org/fleet", "example-org/other");
const CHART = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
const child = (path: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {{ .Values.name }}\nspec:\n  source:\n    path: ${path}\n`;
const DIRECTORIES =
  "{git: {repoURL: https://github.com/example-org/fleet.git, directories: [{path: apps/*}]}}";
const CLUSTERS = "{clusters: {selector: {matchLabels: {env: prod}}}}";
const PLAIN: FileMap = { "app.yaml": app("known"), "known/one.yaml": object("ConfigMap", "one") };
const declares = (path: string) => new RegExp(`an Application that ${path} declares may read it`);

test.each<[string, FileMap, string, RegExp]>([
  [
    "a plain Application in a chart whose root Git does not show",
    { "boot/Chart.yaml": CHART, "boot/templates/web.yaml": child("apps/web") },
    "apps/web/one.yaml",
    declares("boot/templates/web.yaml"),
  ],
  [
    "one in a helper of such a chart",
    { "boot/Chart.yaml": CHART, "boot/templates/_web.tpl": child("apps/{{ .Values.name }}") },
    "apps/web/one.yaml",
    declares("boot/templates/_web.tpl"),
  ],
  [
    "one whose path values give",
    { "boot/Chart.yaml": CHART, "boot/templates/web.yaml": child("{{ .Values.path }}") },
    "apps/web/one.yaml",
    declares("boot/templates/web.yaml"),
  ],
  [
    "a set in a chart of a set for clusters that Git does not know",
    {
      "boot.yaml": set("boot", CLUSTERS, "path: boot"),
      "boot/Chart.yaml": CHART,
      "boot/templates/set.yaml": set("{{ .Values.name }}", DIRECTORIES, "path: '{{path}}'"),
    },
    "apps/web/one.yaml",
    /boot\/templates\/set.yaml declares may read it; Application argocd\/standin[0-9a-f]{8}-boot is not evaluated/,
  ],
  [
    "a base that such a set's directories read",
    {
      "boot.yaml": plugin("boot", "boot"),
      "boot/set.yaml": set("{{ x }}", DIRECTORIES, "path: '{{path}}'"),
      "apps/web/kustomization.yaml": "resources: [../../bases/web]\n",
      "bases/web/kustomization.yaml": "resources: [one.yaml]\n",
    },
    "bases/web/one.yaml",
    /boot\/set.yaml declares may read it; Application argocd\/boot is not evaluated/,
  ],
  [
    "values of a chart that makes Applications of them",
    {
      "boot.yaml": app("boot"),
      "boot/Chart.yaml": CHART,
      "boot/values.yaml": `applications: {web: {source: {${REPO}, path: apps/web}}}\n`,
    },
    "apps/web/one.yaml",
    /what boot\/values.yaml passes on|boot\/values.yaml declares/,
  ],
  [
    "values given to a chart of another repository",
    {
      "boot.yaml": app("boot")
        .replace("https://github.com/example-org/fleet.git", "https://charts.example.com")
        .replace(
          "    path: boot",
          `    chart: argocd-apps\n    helm: {valuesObject: {applications: {web: {source: {${REPO}, path: apps/web}}}}}`,
        ),
    },
    "apps/web/one.yaml",
    /what boot.yaml passes on declares may read it; Application argocd\/boot is not evaluated/,
  ],
  [
    "Applications of another repository",
    { "other.yaml": foreign("in-cluster") },
    "apps/web/one.yaml",
    /those of https:\/\/github.com\/example-org\/other.git are not read/,
  ],
  ["a chart", { "c/Chart.yaml": CHART }, "c/templates/one.yaml", /no Application installs the chart in c/],
  [
    "a chart in a chart",
    { "c/Chart.yaml": CHART, "c/charts/d/Chart.yaml": CHART },
    "c/charts/d/values.yaml",
    /the chart in c$/,
  ],
  [
    "a kustomization",
    { "k/kustomization.yaml": "resources: [one.yaml]\n" },
    "k/one.yaml",
    /builds the kustomization in k/,
  ],
  ["values by their name", {}, "env/values-prod.yaml", /no Application names these values/],
  [
    "a kustomization for an environment of the name test",
    { "env/test/kustomization.yaml": "resources: [one.yaml]\n" },
    "env/test/one.yaml",
    /builds the kustomization in env\/test/,
  ],
  [
    "a kustomization that is called a test",
    { "tests/k/kustomization.yaml": "resources: [one.yaml]\n", "src/main_test.go": "" },
    "tests/k/one.yaml",
    /builds the kustomization in tests\/k/,
  ],
  [
    "a kustomization in a folder with a dot",
    { ".deploy/kustomization.yaml": "resources: [one.yaml]\n" },
    ".deploy/one.yaml",
    /builds the kustomization in .deploy/,
  ],
])("%s may deliver a changed file", async (_, more, path, reason) => {
  const { deliveries } = await edited({ ...PLAIN, ...more }, path);
  expect(deliveries.undelivered).toEqual([]);
  expect(deliveries.notEvaluated).toEqual([
    expect.objectContaining({ path, reason: expect.stringMatching(reason) }),
  ]);
});

test.each<[string, FileMap, string, number]>([
  ["a manifest that nothing names", {}, "drafts/one.yaml", 1],
  ["a read-me", {}, "README.md", 0],
  ["what a workflow reads", {}, ".github/values.yaml", 1],
  [
    "a kustomization that a test beside it reads",
    { "pkg/testdata/kustomization.yaml": "resources: [one.yaml]\n", "pkg/build_test.go": "" },
    "pkg/testdata/one.yaml",
    1,
  ],
  [
    "a kustomization that kuttl reads",
    { "tests/a/kustomization.yaml": "resources: [one.yaml]\n", "tests/kuttl-test.yaml": "" },
    "tests/a/one.yaml",
    1,
  ],
  [
    "a kustomization that a workflow reads",
    { ".github/kind/kustomization.yaml": "resources: [one.yaml]\n" },
    ".github/kind/one.yaml",
    1,
  ],
  ["a test of a chart", { "c/Chart.yaml": CHART }, "c/templates/tests/one.yaml", 1],
  ["the read-me of a chart", { "c/Chart.yaml": CHART }, "c/README.md", 0],
  [
    "what a chart ignores",
    { "c/Chart.yaml": CHART, "c/.helmignore": "# no\ndrafts/\n" },
    "c/drafts/one.txt",
    0,
  ],
  [
    "a file of a chart that an Application reads at a tag",
    { "tagged.yaml": app("tagged", { path: "c", revision: "v1" }), "c/Chart.yaml": CHART },
    "c/templates/one.yaml",
    1,
  ],
  [
    "what an Application beside names elsewhere",
    { "boot/Chart.yaml": CHART, "boot/templates/web.yaml": child("apps/web") },
    "drafts/one.yaml",
    1,
  ],
])("%s is not delivered", async (_, more, path, dormant) => {
  const { deliveries } = await edited({ ...PLAIN, ...more }, path);
  expect(deliveries.notEvaluated).toEqual([]);
  expect(deliveries.undelivered).toHaveLength(dormant);
});

test("what a known Application reads is not told twice", async () => {
  const chart = { "boot/Chart.yaml": CHART, "boot/templates/web.yaml": child("known") };
  const { changes, deliveries } = await edited({ ...PLAIN, ...chart }, "known/one.yaml");
  expect([changes.length, deliveries.notEvaluated.length]).toEqual([1, 0]);
});

const KUSTOMIZATION = "resources: [one.yaml, ../base]\n";
const MOVABLE: FileMap = {
  "old/c/Chart.yaml": CHART,
  "old/c/templates/one.yaml": object("ConfigMap", "one"),
  "old/k/kustomization.yaml": KUSTOMIZATION,
  "old/k/one.yaml": object("ConfigMap", "two"),
  "old/base/kustomization.yaml": "resources: [three.yaml]\n",
  "old/base/three.yaml": object("ConfigMap", "three"),
  "old/values-prod.yaml": "a: b\n",
};

/** `old/` becomes `new/`. */
const movedTo = (files: FileMap) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/^old/, "new"), text]));

test.each<[string, FileMap, FileMap, readonly string[]]>([
  ["everything moves", {}, {}, []],
  [
    "a template changes on the way",
    {},
    { "new/c/templates/one.yaml": object("ConfigMap", "other") },
    ["no Application installs the chart in old/c", "no Application installs the chart in new/c"],
  ],
  [
    "a base that moves with them changes",
    {},
    { "new/base/three.yaml": `${object("ConfigMap", "three")}data: {a: b}\n` },
    ["old/base", "new/base"].map((at) => `no Application builds the kustomization in ${at}`),
  ],
  [
    "Applications of another repository may name the place",
    { "other.yaml": foreign("in-cluster") },
    {},
    [
      "no Application builds the kustomization in old/base",
      "no Application builds the kustomization in old/k",
      "no Application installs the chart in old/c",
      "no Application names these values, and a chart may be installed with them",
    ],
  ],
])("what nobody installs is nothing where it only moves: %s", async (_, more, changed, reasons) => {
  const base = { ...PLAIN, ...more, ...MOVABLE };
  const head = { ...PLAIN, ...more, ...movedTo(MOVABLE), ...changed };
  const { deliveries } = await planInputs({ base, head });
  expect(deliveries.notEvaluated.map(({ reason }) => reason)).toEqual(expect.arrayContaining([...reasons]));
  if (reasons.length === 0) expect(deliveries.notEvaluated).toEqual([]);
});

/** A ConfigMap in that file is edited. */
function edited(files: FileMap, path: string) {
  const one = object("ConfigMap", "one");
  return planInputs({
    base: { ...files, [path]: one },
    head: { ...files, [path]: `${one}data: {a: b}\n` },
  });
}
