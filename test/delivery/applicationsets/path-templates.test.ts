// Paths with placeholders, and what they cost.
import { describe, expect, it, test } from "@jest/globals";
import {
  fixedPrefix,
  mayBecome,
  mayEndWith,
  mayLieIn,
} from "../../../src/delivery/applicationsets/path-templates.ts";
import { declaredReads } from "../../../src/delivery/differences/declared-reads.ts";
import { mayBecome as mayStandFor, symbolOf } from "../../../src/model/stand-in.ts";

describe("what a path with placeholders may become", () => {
  it.each([
    ["apps/{{name}}/base", "apps/web/base", true],
    ["apps/{{name}}/base", "apps/a/b/base", true],
    ["apps/{{name}}/base", "apps/base", false],
    ["apps/{{ index .a/b }}", "apps/x", true],
    ["a/{{ if .x }}b/c{{ else }}d{{ end }}/e", "a/zz/e", true],
    ["a/[xy]?", "a/xz", true],
    ["a/$" + "{env}", "a/lab", true],
    ["a/{b,c}/d", "a/b/d", true],
    ["./a//b", "a/b", true],
    ["a/{{x", "a/x", false],
  ])("%s, %s: %s", (template, path, expected) => {
    expect(mayBecome(template)(path)).toBe(expected);
  });

  it.each([
    ["apps/{{x}}", "apps/a/b.yaml", true],
    ["apps/a", "apps/a/b.yaml", true],
    ["apps/a", "apps/a", true],
    ["apps/a", "apps/ab", false],
    ["apps/{{x}}/a", "apps/y/ab/a/c", true],
    ["apps/{{x}}/a", "apps/y/ab", false],
  ])("what lies in %s, %s: %s", (template, path, expected) => {
    expect(mayLieIn(template)(path)).toBe(expected);
  });

  it.each([
    ["../values/{{env}}.yaml", "x/values/lab.yaml", true],
    ["../values/{{env}}.yaml", "values/lab.yaml", true],
    ["../values/{{env}}.yaml", "myvalues/lab.yaml", false],
  ])("what ends with %s, %s: %s", (template, path, expected) => {
    expect(mayEndWith(template)(path)).toBe(expected);
  });

  it("begins where nothing is open", () => {
    expect(fixedPrefix("a/b/{{x}}/c")).toBe("a/b");
    expect(fixedPrefix("{{x}}/c")).toBe("");
  });
});

test("a symbol stands for a directory or a part of one, never for nothing or two", () => {
  const [one, other] = [symbolOf("one"), symbolOf("other")];
  const fits = mayStandFor(`a/x${one}-${other}/b`);
  expect(["a/xq-r/b", "a/x-r/b", "a/xq-/b", "a/xq/r-s/b", "a/xq-r"].map(fits)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

const TREE = {
  sha: "",
  tree: "",
  files: new Map([["apps/web/a.yaml", { oid: "1", mode: "100644" }]]),
  paths: ["apps/web/a.yaml"],
};

describe("what a declaration names", () => {
  it.each([
    ['path: "apps/{{ .x }}"', ["apps/{{ .x }}"], false],
    ["- apps/web//b", ["apps/web"], false],
    ['{{ include "apps/web" . }}', ["apps/web"], false],
    ["a: /apps/web/{{x}}{{y}}", ["apps/web/*"], false],
    ["path: {{ .x }}", [], true],
    ["{{ .x }} apps/web {{ .y }}/c", ["apps/web"], false],
  ])("%s", (text, places, anywhere) => {
    const reads = declaredReads(text, TREE);
    const open = (place: string) => place.replace(/\{\{.*?\}\}|\*+/g, "*");
    expect([...new Set(reads.places.map(open))]).toEqual([...new Set(places.map(open))]);
    expect(reads.anywhere).toBe(anywhere);
  });
});

describe("poison costs next to nothing", () => {
  const many = 50_000;
  it.each<[string, () => unknown]>([
    ["thirty placeholders", () => mayBecome(`${"a{{x}}".repeat(30)}b`)("a".repeat(120))],
    ["thirty symbols", () => mayStandFor(`${`a${symbolOf("x")}`.repeat(30)}b`)("a".repeat(120))],
    ["placeholders with letters between", () => mayBecome("a{{x}}".repeat(many))("a".repeat(many))],
    ["the same below", () => mayLieIn(`${"a{{x}}".repeat(many)}b`)("a".repeat(3 * many))],
    [
      "symbols with letters between",
      () => mayStandFor(`a${symbolOf("x")}`.repeat(many))("a".repeat(3 * many)),
    ],
    ["placeholders that nothing closes", () => mayBecome("{{".repeat(many))("a")],
    ["classes that nothing closes", () => mayBecome("[".repeat(many))("a")],
    ["variables that nothing closes", () => mayBecome(["$", "{"].join("").repeat(many))("a")],
    ["placeholders in a row", () => declaredReads("{{a}}".repeat(many), TREE)],
    ["a long word without a slash", () => declaredReads("a".repeat(4 * many), TREE)],
    ["a path of braces", () => declaredReads(`path: ${"{{".repeat(many)}`, TREE)],
    ["conditions that nothing ends", () => fixedPrefix("{{if ".repeat(many))],
  ])("%s", (_, run) => {
    const before = process.cpuUsage();
    run();
    const { user } = process.cpuUsage(before);
    expect(user).toBeLessThan(500_000);
  });
});
