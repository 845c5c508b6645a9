// What ignoreApplicationDifferences keeps in Applications that exist.
import { describe, expect, test } from "@jest/globals";
import { keptBy } from "../../../src/delivery/applicationsets/ignore-differences.ts";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import type { Manifest } from "../../../src/model/manifest.ts";

const set = (...rules: Json[]): Manifest => ({
  object: { spec: { ignoreApplicationDifferences: rules } },
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "ApplicationSet",
  namespace: "argocd",
  name: "set",
  origin: { path: "set.yaml", line: 1 },
  lineOf: () => 1,
});
const application = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  metadata: { ...metadata, name: "a" },
  spec,
});
const before = application({ source: { targetRevision: "v1", path: "p" }, project: "x" });
const after = application({ source: { targetRevision: "v2", path: "q" }, project: "x" });
const POINTER = { jsonPointers: ["/spec/source/targetRevision"] };

describe("a path", () => {
  test.each([
    [POINTER],
    [{ jqPathExpressions: [".spec.source.targetRevision"] }],
    [{ jqPathExpressions: ['.spec["source"]."targetRevision"?'] }],
    [{ name: "a", ...POINTER }],
  ])("%j stays, the rest changes", (rule) => {
    const { object, kept, unread } = keptBy(set(rule), "a", before, after);
    expect(object).toEqual(application({ source: { targetRevision: "v1", path: "q" }, project: "x" }));
    expect({ kept, unread }).toEqual({ kept: ["spec.source.targetRevision"], unread: [] });
  });

  test("of another Application, or without a rule, changes", () => {
    expect(keptBy(set({ name: "b", ...POINTER }), "a", before, after).object).toBe(after);
    expect(keptBy(set(), "a", before, after).object).toBe(after);
  });

  test("that only one side has stays as it is", () => {
    const escaped = { jsonPointers: ["/metadata/annotations/x~1y"] };
    const annotated = application({}, { annotations: { "x/y": "1" } });
    expect(keptBy(set(escaped), "a", application({}), annotated).object).toEqual(application({}));
    expect(keptBy(set(escaped), "a", annotated, application({})).object).toEqual(annotated);
  });

  test("in a list stays only while the rest of the list does", () => {
    const rule = { jqPathExpressions: [".spec.sources[].targetRevision"] };
    const sources = (revision: string, path: string) =>
      application({ sources: [{ targetRevision: revision, path }] });
    expect(keptBy(set(rule), "a", sources("v1", "p"), sources("v2", "p")).object).toEqual(sources("v1", "p"));
    expect(keptBy(set(rule), "a", sources("v1", "p"), sources("v2", "q")).object).toEqual(
      application({ sources: [{ path: "q" }] }),
    );
  });
});

test("an expression beyond a path is named and keeps nothing", () => {
  const query = '.spec.sources[] | select(.path == "p")';
  const { object, unread } = keptBy(set({ jqPathExpressions: [query] }), "a", before, after);
  expect(object).toEqual(after);
  expect(unread).toEqual([query]);
});

test("hostile paths do no harm", () => {
  const rule = { jsonPointers: ["", "/", "/__proto__/x", "no slash"], jqPathExpressions: ["", ".", "[[["] };
  expect(() => keptBy(set(rule, null, 3), "a", before, after)).not.toThrow();
});
