// ApplicationSets for clusters that Git does not list → the Applications that stand in for theirs.
import { describe, expect, test } from "@jest/globals";
import { expandSet } from "../../../src/delivery/applicationsets/expand.ts";
import type { KnownCluster } from "../../../src/delivery/applicationsets/inventory.ts";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { spelledOut } from "../../../src/model/stand-in.ts";
import { snapshots } from "../../support/repository.ts";

const EDGE = { clusters: { selector: { matchLabels: { zone: "edge" } } } };
const list = (...elements: Json[]) => ({ list: { elements } });

/** What the set makes, as a person reads it. */
async function expand(
  generators: readonly Json[],
  template: JsonObject,
  { go = true, clusters = [] as readonly KnownCluster[], templatePatch = "" } = {},
) {
  const { snapshots: made, readBlobs } = snapshots({ "edge/north/x.yaml": "a: 1\n" });
  const set: Manifest = {
    object: { spec: { goTemplate: go, generators, template, templatePatch } },
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "ApplicationSet",
    namespace: "argocd",
    name: "set",
    origin: { path: "set.yaml", line: 1 },
    lineOf: () => 1,
  };
  const expansion = await expandSet(set, "argocd", "argocd", {
    snapshot: made[0] as Snapshot,
    files: createFiles(readBlobs),
    trackedRevision: () => ({ kind: "this-merge" }),
    clusters,
    onEitherSide: clusters,
    unseen: [],
  });
  const { applications, symbols, standIns, unknown, refused } = expansion;
  const read = applications.map(({ object }) => JSON.parse(spelledOut(JSON.stringify(object), symbols)));
  const stands = applications.map(({ name }) => standIns.get(name)?.selector);
  return { read, stands, unknown, refused, names: read.map(({ metadata }) => metadata.name) };
}

const named = (name: string, spec: JsonObject = {}) => ({ metadata: { name }, spec });
const registered: KnownCluster = {
  name: "north",
  server: "https://north",
  project: "",
  argoNamespace: "argocd",
  labels: new Map([["zone", "edge"]]),
  annotations: new Map(),
};

describe("one Application stands in for those of clusters that Git does not list", () => {
  test.each([
    [true, "{{ .name }}-{{ .metadata.labels.zone }}-{{ .metadata.labels.env }}"],
    [false, "{{name}}-{{metadata.labels.zone}}-{{metadata.labels.env}}"],
  ])("with what the selector fixes (goTemplate: %s)", async (go, name) => {
    const { names, read, stands, unknown } = await expand([EDGE], named("x", { project: name }), { go });
    expect([names, stands]).toEqual([["x"], ["zone=edge"]]);
    expect(read[0].spec.project).toBe("<cluster>-edge-<label env>");
    expect(unknown[0]?.standIns.map(({ selector }) => selector)).toEqual(["zone=edge"]);
  });

  test("in Argo CD's own cluster as well, where all are asked for", async () => {
    const { read, stands } = await expand(
      [{ clusters: {} }],
      named("a-{{ .name }}", { project: "{{ .metadata.labels.env }}" }),
    );
    expect(read.map(({ metadata, spec }) => [metadata.name, spec.project])).toEqual([
      ["a-in-cluster", "<label env>"],
      ["a-<cluster>", "<label env>"],
    ]);
    expect(stands).toEqual([undefined, ""]);
  });

  test("beside none where Git answers", async () => {
    const { names, unknown } = await expand([EDGE], named("{{ .name }}"), { clusters: [registered] });
    expect([names, unknown]).toEqual([["north"], []]);
  });

  test("through matrix, values, annotations with a slash, functions that only compose, and a templatePatch", async () => {
    const clusters = { clusters: { ...EDGE.clusters, values: { id: "{{ .name }}.example" } } };
    const { read } = await expand(
      [{ matrix: { generators: [clusters, list({ tool: "a" }, { tool: "b" })] } }],
      named('{{ printf "%s-%s" .name .tool }}', {
        project: '{{ index .metadata.annotations "team.example/owner" | quote }}',
        info: "{{ normalize .name }} {{ .values.id }} {{ .nameNormalized }}",
      }),
      { templatePatch: "spec: {destination: {server: '{{ .server }}'}}" },
    );
    expect(read.map(({ metadata }) => metadata.name)).toEqual(["<cluster>-a", "<cluster>-b"]);
    expect(read[0].spec).toEqual({
      project: '"<annotation team.example/owner>"',
      info: "<cluster> <cluster>.example <cluster>",
      destination: { server: "<server of the cluster>" },
    });
  });

  test("the same name for the same clusters, in whatever order they are asked for", async () => {
    const asked = (...labels: [string, string][]) => ({
      clusters: { selector: { matchLabels: Object.fromEntries(labels) } },
    });
    const [one, other] = [["a", "1"] as [string, string], ["b", "2"] as [string, string]];
    const { names, stands } = await expand([asked(one, other), asked(other, one)], named("{{ .name }}"));
    expect([names, stands]).toEqual([["<cluster>"], ["a=1 and b=2"]]);
  });
});

describe("what looks into a cluster that Git does not list is not evaluated", () => {
  test.each([
    '{{ if eq .name "north" }}a{{ end }}',
    "{{ if .metadata.labels.env }}a{{ end }}",
    '{{ default "a" .metadata.labels.env }}',
    '{{ .metadata.labels.env | default "a" }}',
    "{{ with .metadata.annotations }}a{{ end }}",
    "{{ range $k, $v := .metadata.labels }}{{ $k }}{{ end }}",
    '{{ or .metadata.labels.env "a" }}',
    '{{ hasKey .metadata.labels "env" }}',
    "{{ trunc 3 .name }}",
    '{{ replace "-" "" .name }}',
    "{{ .metadata.labels }}",
    "{{ toJson .metadata }}",
  ])("%s", async (project) => {
    const { names, unknown, refused } = await expand([EDGE], named("{{ .name }}", { project }));
    expect([names, refused]).toEqual([[], undefined]);
    expect(unknown).toMatchObject([{ reason: expect.stringMatching(/does not register/), standIns: [] }]);
  });

  test.each([
    ["a selector beside the generator", { ...EDGE, selector: { matchLabels: { name: "north" } } }],
    ["a selector for an open label", { ...EDGE, selector: { matchLabels: { "metadata.labels.env": "a" } } }],
    [
      "a git generator that is filled in",
      {
        matrix: {
          generators: [EDGE, { git: { repoURL: "here", directories: [{ path: "edge/{{ .name }}" }] } }],
        },
      },
    ],
    ["a list in one", { clusters: { ...EDGE.clusters, flatList: true } }],
    ["what it overrides", { merge: { mergeKeys: ["name"], generators: [list({ name: "north" }), EDGE] } }],
  ])("%s", async (_, generator) => {
    const { names, unknown } = await expand([generator], named("x"));
    expect(names).toEqual([]);
    expect(unknown).toMatchObject([{ standIns: [] }]);
  });

  test("the other generators give what they give", async () => {
    const { names } = await expand([EDGE, list({ name: "a" })], named("{{ if .name }}{{ .name }}{{ end }}"));
    expect(names).toEqual(["a"]);
  });

  test("an element of a merge that may be one of them is told", async () => {
    const merge = { merge: { mergeKeys: ["name"], generators: [EDGE, list({ name: "north" })] } };
    const { names, unknown } = await expand([merge], named("{{ .name }}"));
    expect(names).toEqual(["<cluster>"]);
    expect(unknown.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/overrides/));
  });
});
