import { describe, expect, test } from "@jest/globals";
import { parseFile } from "../../../src/manifests/yaml/file.ts";
import { manifestDefects, manifestsOf, strayDocuments } from "../../../src/manifests/yaml/manifests.ts";

const manifests = (text: string) => manifestsOf(parseFile(text), "a.yaml");

describe("manifestsOf", () => {
  test("reads group, version, kind, namespace and name", () => {
    const text =
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b, namespace: c}\n";
    expect(manifests(text)).toMatchObject([
      {
        group: "",
        version: "v1",
        kind: "Pod",
        namespace: "",
        name: "a",
        origin: { path: "a.yaml", line: 1 },
      },
      {
        group: "apps",
        version: "v1",
        kind: "Deployment",
        namespace: "c",
        name: "b",
        origin: { path: "a.yaml", line: 6 },
      },
    ]);
  });

  test("expands items, with lines of the file", () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: Pod\n";
    const [first, second] = manifests(text);
    expect([first?.origin.line, first?.lineOf(["metadata", "name"]), second?.origin.line]).toEqual([4, 7, 8]);
    expect(second?.lineOf(["kind"])).toBe(9);
  });

  test.each<[text: string, count: number]>([
    ["apiVersion: v1\nkind: ConfigMapList\nitems: null\n", 0],
    ["apiVersion: v1\nkind: ConfigMapList\nitems: []\n", 0],
    ["apiVersion: v1\nkind: A\nitems: null\nspec: {}\n", 1],
    ["apiVersion: v1\nkind: A\nitems: {}\n", 1],
    ["apiVersion: v1\nkind: A\nitems: [{apiVersion: v1, kind: B}, {kind: C}, 1]\n", 1],
    ["kind: A\n", 0],
    ["apiVersion: v1\n", 0],
    ["apiVersion: 1\nkind: A\n", 0],
    ["- apiVersion: v1\n  kind: A\n", 0],
  ])("%j holds %i", (text, count) => {
    expect(manifests(text)).toHaveLength(count);
  });

  test("a name that is no text is no name", () => {
    expect(manifests("apiVersion: v1\nkind: A\nmetadata: {name: 1, namespace: [a]}\n")).toMatchObject([
      { name: "", namespace: "" },
    ]);
  });
});

describe("strayDocuments", () => {
  test.each<[text: string, strays: string[]]>([
    ["a: 1\n", ["1: kind is missing"]],
    ["apiVersion: v1\nkind: A\n---\nkind: B\n", ["4: apiVersion is missing"]],
    ["- a\n", []],
    ["items:\n- a\n- kind: ''\n", ["1: kind is missing"]],
    ["kind: List\nitems:\n- a\n- kind: ''\n", ["3: an entry of items is not a map", "4: kind is missing"]],
    [
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  metadata: {name: a}\n  items: []\n",
      ["4: a list within a list: Argo CD applies it as it is, and no API has objects of that kind"],
    ],
  ])("%j", (text, strays) => {
    expect(strayDocuments(parseFile(text)).map(({ line, message }) => `${line}: ${message}`)).toEqual(strays);
  });
});

describe("manifestDefects", () => {
  test.each<[metadata: string, defects: string[]]>([
    ["metadata: {name: a}", []],
    ["metadata: {generateName: a-}", []],
    ["metadata: {name: a, labels: , annotations: {b: c, d: }}", []],
    ["a: 1", ["1: metadata is missing, so the object has no name"]],
    ["metadata:", ["1: metadata is missing, so the object has no name"]],
    ["metadata: []", ["3: metadata is not a map"]],
    ["metadata: {}", ["3: metadata has neither name nor generateName"]],
    ["metadata:\n  name: 12", ["4: metadata.name is the number 12, not a text"]],
    ["metadata:\n  name: a\n  namespace: NO", ["5: metadata.namespace is the boolean false, not a text"]],
    ["metadata:\n  name: a\n  labels: [a]", ["5: metadata.labels is not a map"]],
    [
      "metadata:\n  name: a\n  annotations:\n    wave: 10\n    b: {}",
      [
        "6: wave under metadata.annotations is the number 10, not a text; put it in quotes",
        "7: b under metadata.annotations is a map, not a text; put it in quotes",
      ],
    ],
  ])("%j", (metadata, defects) => {
    const [manifest] = manifests(`apiVersion: v1\nkind: A\n${metadata}\n`);
    if (manifest === undefined) throw new Error("no manifest");
    expect(manifestDefects(manifest).map(({ line, message }) => `${line}: ${message}`)).toEqual(defects);
  });
});
