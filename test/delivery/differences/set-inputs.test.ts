import { expect, test } from "@jest/globals";
import { setReads } from "../../../src/delivery/applicationsets/set-reads.ts";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import type { Json } from "../../../src/lib/json-types.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { snapshots } from "../../support/repository.ts";

const TREE = {
  "README.md": "",
  "clusters/cl01/apps/a.yaml": "",
  "clusters/cl01/notes.yaml": "",
  "releases/gateway.yaml": "",
  "releases/scanner.yaml": "",
  "web/overlay/kustomization.yaml": "resources: [../base]\n",
  "web/base/kustomization.yaml": "resources: [web.yaml]\n",
  "web/base/web.yaml": "",
};

async function reads(generators: Json[], template: Json, more: Record<string, Json> = {}) {
  const { snapshots: made, readBlobs } = snapshots(TREE);
  const object = { spec: { generators, template: { spec: template }, ...more } };
  const found = await setReads(
    made[0] as Snapshot,
    { manifest: { object } as unknown as Manifest },
    createFiles(readBlobs),
  );
  return found.anywhere ? "anywhere" : [...found.paths].sort();
}

const CLUSTERS: Json = { clusters: {} };
const list = (...elements: Json[]): Json => ({ list: { elements } });
const path = (template: string): Json => ({ source: { path: template } });
const chart = (...valueFiles: string[]): Json => ({
  sources: [
    { ref: "v" },
    { chart: "c", path: "clusters", helm: { valueFiles, valuesObject: { path: "web" } } },
  ],
});

test.each<[string, Json[], Json, string | string[]]>([
  ["a placeholder inside", [CLUSTERS], path("clusters/{{name}}/apps"), ["clusters/cl01/apps/a.yaml"]],
  [
    "what a kustomization there reads elsewhere",
    [CLUSTERS],
    path("web/overlay"),
    ["web/base/kustomization.yaml", "web/base/web.yaml", "web/overlay/kustomization.yaml"],
  ],
  ["nothing fixed", [CLUSTERS], path("{{name}}"), "anywhere"],
  [
    "nothing fixed but for elements",
    [list({ p: "releases" })],
    path("{{p}}"),
    ["releases/gateway.yaml", "releases/scanner.yaml"],
  ],
  [
    "elements combined with clusters",
    [{ matrix: { generators: [CLUSTERS, list({ p: "clusters/cl01/apps" })] } }],
    path("{{p}}"),
    ["clusters/cl01/apps/a.yaml"],
  ],
  [
    "a value that the cluster fills in",
    [{ clusters: { values: { p: "{{name}}" } } }],
    path("{{values.p}}"),
    "anywhere",
  ],
  ["a chart from elsewhere", [CLUSTERS], chart("values.yaml"), []],
  [
    "literal values in a value file's name",
    [{ clusters: { values: { r: "gateway" } } }],
    chart("$v/releases/{{.values.r}}.yaml"),
    ["releases/gateway.yaml"],
  ],
  [
    "an open value file's name",
    [CLUSTERS],
    chart("$v/releases/{{name}}.yaml"),
    ["releases/gateway.yaml", "releases/scanner.yaml"],
  ],
  [
    "a value file beside",
    [CLUSTERS],
    chart("../../releases/{{name}}.yaml"),
    ["releases/gateway.yaml", "releases/scanner.yaml"],
  ],
  [
    "a value file of the chart does not fix an open path",
    [CLUSTERS],
    { source: { path: "{{name}}", helm: { valueFiles: ["values.yaml"] } } },
    "anywhere",
  ],
])("%s", async (_, generators, template, expected) => {
  expect(await reads(generators, template)).toEqual(expected);
});

test("the paths of a generator's own template and of a templatePatch", async () => {
  const own: Json = { clusters: { template: { spec: { source: { path: "clusters/cl01/apps" } } } } };
  expect(await reads([own], {})).toEqual(["clusters/cl01/apps/a.yaml"]);
  const templatePatch = "spec:\n  source:\n    path: releases/{{ .name }}.yaml\n";
  expect(await reads([CLUSTERS], {}, { templatePatch })).toEqual([
    "releases/gateway.yaml",
    "releases/scanner.yaml",
  ]);
});
