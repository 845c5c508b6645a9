import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import {
  annotation,
  hasOption,
  managedNamespaceMetadata,
  readApplication,
  syncOptionsOf,
  waveOf,
} from "../../../src/manifests/argocd/application.ts";
import { cleanPath } from "../../../src/manifests/argocd/source.ts";
import { manifestOf } from "../manifest.ts";

const annotated = (annotations: Json) => manifestOf({ kind: "ConfigMap", metadata: { annotations } });
const application = (spec: Json, metadata: object = {}) =>
  manifestOf({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "cl01", namespace: "argocd", ...metadata },
    spec,
  });

test.each<[Json, Record<string, string> | undefined]>([
  [{ labels: { team: "a", wrong: 1 }, annotations: { b: "c" } }, { team: "a" }],
  [{}, {}],
  [null, undefined],
  ["labels", undefined],
])("managedNamespaceMetadata %j", (managed, labels) => {
  const read = managedNamespaceMetadata(application({ syncPolicy: { managedNamespaceMetadata: managed } }));
  expect(read && Object.fromEntries(read.labels)).toEqual(labels);
});

describe("waves", () => {
  test.each<[Json, number]>([
    ["10", 10],
    ["+5", 5],
    ["-3", -3],
    [" 10", 0],
    ["10.0", 0],
    ["", 0],
    ["1_0", 0],
    ["99999999999999999999", 0],
    [10, 0],
    [null, 0],
  ])("%p is wave %p", (value, wave) => {
    expect(waveOf(annotated({ "argocd.argoproj.io/sync-wave": value }))).toBe(wave);
  });

  test("Helm's weight counts where the annotation says nothing", () => {
    const weight = { "helm.sh/hook-weight": "-4" };
    expect(waveOf(annotated(weight))).toBe(-4);
    expect(waveOf(annotated({ ...weight, "argocd.argoproj.io/sync-wave": "ten" }))).toBe(-4);
    expect(waveOf(annotated({ ...weight, "argocd.argoproj.io/sync-wave": "2" }))).toBe(2);
  });

  test("one value that is no text makes every annotation unreadable", () => {
    expect(waveOf(annotated({ "argocd.argoproj.io/sync-wave": "2", other: 1 }))).toBe(0);
    expect(annotation(annotated({ a: "x", b: true }), "a")).toBeUndefined();
    expect(annotation(annotated({ a: null }), "a")).toBe("");
    expect(annotation(annotated(["a"]), "a")).toBeUndefined();
  });
});

test("sync options are trimmed", () => {
  const manifest = annotated({ "argocd.argoproj.io/sync-options": " Prune=false,, Delete=confirm " });
  expect(syncOptionsOf(manifest)).toEqual(["Prune=false", "Delete=confirm"]);
  expect(hasOption(manifest, "Prune=false")).toBe(true);
  expect(hasOption(manifest, "Prune")).toBe(false);
});

describe("readApplication", () => {
  test("fills in what Argo CD fills in", () => {
    const spec = readApplication(application({ source: { repoURL: "https://x/y", path: "./clusters/" } }));
    expect(spec).toMatchObject({
      ref: "argocd/cl01",
      project: "default",
      automated: undefined,
      cascade: false,
    });
    expect(spec.sources[0]).toMatchObject({ targetRevision: "HEAD", path: "clusters", declared: undefined });
  });

  test.each<[Json, string, object | undefined]>([
    [{}, "3.0", { prune: false, selfHeal: false, allowEmpty: false }],
    [{ prune: true }, "3.0", { prune: true }],
    [{ prune: "true" }, "3.0", { prune: false }],
    [{ enabled: false, prune: true }, "3.0.19+vmware.1", { prune: true }],
    [{ enabled: false, prune: true }, "3.1", undefined],
    [{ enabled: false, prune: true }, "v3.10.2", undefined],
    [{ enabled: true }, "3.1", { prune: false }],
    [null, "3.0", undefined],
    ["yes", "3.0", undefined],
  ])("automated %p under %s", (automated, version, expected) => {
    const read = readApplication(application({ syncPolicy: { automated } }), version).automated;
    if (expected === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(expected);
  });

  test.each<[Json, boolean]>([
    [["resources-finalizer.argocd.argoproj.io"], true],
    [["resources-finalizer.argocd.argoproj.io/background"], true],
    [["resources-finalizer.argocd.argoproj.io/foreground"], true],
    [["post-delete-finalizer.argocd.argoproj.io"], false],
    [null, false],
    ["resources-finalizer.argocd.argoproj.io", false],
  ])("finalizers %p cascade: %p", (finalizers, cascade) => {
    expect(readApplication(application({}, { finalizers })).cascade).toBe(cascade);
  });

  test("sources stand before source, and two tool blocks declare none", () => {
    const sources = [
      { repoURL: "a", ref: "values" },
      { repoURL: "b", chart: "c", helm: {} },
    ];
    const read = readApplication(application({ source: { repoURL: "z", path: "p" }, sources })).sources;
    expect(read.map((source) => [source.repoURL, source.path, source.declared])).toEqual([
      ["a", undefined, undefined],
      ["b", undefined, "helm"],
    ]);
    const both = readApplication(
      application({ sources: [], source: { helm: {}, directory: { recurse: true } } }),
    );
    expect(both.sources[0]).toMatchObject({ declared: undefined, directory: { recurse: true } });
  });

  test("odd types never throw", () => {
    for (const odd of [
      null,
      1,
      "x",
      [],
      [1],
      { source: "x", destination: [], syncPolicy: 3, sources: [3, null] },
    ])
      expect(readApplication(application(odd, { finalizers: 3, annotations: "x" })).sources).toEqual([]);
  });
});

test.each([
  [".", ""],
  ["./", ""],
  ["a//b/./c/", "a/b/c"],
  ["a/../b", "b"],
  ["../a", "../a"],
  ["a/../../b", "../b"],
  ["/a/", "/a"],
])("the path %p is %p", (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});
