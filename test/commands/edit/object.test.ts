import { describe, expect, test } from "@jest/globals";
import { editObject } from "../../../src/commands/edit/object.ts";
import type { FieldPath, Json } from "../../../src/lib/json-types.ts";
import type { EditStep } from "../../../src/model/edit.ts";

const POOL = `# the fleet
spec:
  version: "v1.33.6"   # one minor at a time
  pools:
  - class: node-pool   # every pool
    name: a
    replicas: 3
  # bigger
  - class: node-pool
    name: b
    variables: {size: large}
    # - name: c
`;

const set = (path: FieldPath, value: Json): EditStep => ({ op: "set", path, value });
const remove = (...path: FieldPath): EditStep => ({ op: "remove", path });
const insert = (path: FieldPath, key: string, value: Json, after?: string): EditStep => ({
  op: "insert",
  path,
  key,
  value,
  ...(after === undefined ? {} : { after }),
});

/** The lines that differ, as `-old` and `+new`. */
function change(text: string, steps: readonly EditStep[], line = 2): string[] {
  const edited = editObject(text, line, steps);
  if ("refused" in edited) return [edited.refused];
  const [before, after] = [text.split("\n"), edited.text.split("\n")];
  return [
    ...before.filter((old) => !after.includes(old)).map((old) => `-${old}`),
    ...after.filter((now) => !before.includes(now)).map((now) => `+${now}`),
  ];
}

describe("an edit touches the bytes it means", () => {
  test.each<[name: string, steps: EditStep[], lines: string[]]>([
    [
      "quotes and comment stay",
      [set(["spec", "version"], "v1.34.2")],
      ['-  version: "v1.33.6"   # one minor at a time', '+  version: "v1.34.2"   # one minor at a time'],
    ],
    ["a number", [set(["spec", "pools", 0, "replicas"], 5)], ["-    replicas: 3", "+    replicas: 5"]],
    [
      "a text that would be read as a number is quoted",
      [set(["spec", "pools", 0, "name"], "1e3")],
      ["-    name: a", '+    name: "1e3"'],
    ],
    ["a key behind another", [insert(["spec", "pools", 1], "replicas", 2, "name")], ["+    replicas: 2"]],
    [
      "maps and lists below a new key",
      [insert(["spec", "pools", 0], "metadata", { annotations: { "x/min": "2" }, list: [{ a: 1, b: [] }] })],
      [
        "+    metadata:",
        "+      annotations:",
        '+        x/min: "2"',
        "+      list:",
        "+      - a: 1",
        "+        b: []",
      ],
    ],
    [
      "a value in braces",
      [set(["spec", "pools", 1, "variables", "size"], "x-small")],
      ["-    variables: {size: large}", "+    variables: {size: x-small}"],
    ],
    [
      "a key in braces",
      [insert(["spec", "pools", 1, "variables"], "disk", "fast")],
      ["-    variables: {size: large}", "+    variables: {size: large, disk: fast}"],
    ],
    ["the last key of an item", [remove("spec", "pools", 0, "replicas")], ["-    replicas: 3"]],
    [
      "the key beside the dash",
      [remove("spec", "pools", 0, "class")],
      ["-  - class: node-pool   # every pool", "-    name: a", "+  - name: a"],
    ],
    [
      "an item, with the comment above it left",
      [remove("spec", "pools", 1)],
      ["-  - class: node-pool", "-    name: b", "-    variables: {size: large}"],
    ],
    [
      "several at once",
      [set(["spec", "pools", 0, "replicas"], 4), set(["spec", "pools", 1, "name"], "c")],
      ["-    replicas: 3", "-    name: b", "+    replicas: 4", "+    name: c"],
    ],
  ])("%s", (_, steps, lines) => {
    expect(change(POOL, steps)).toEqual(lines);
  });

  test("CRLF, a byte order mark and a missing last line end stay", () => {
    const text = "\uFEFFa: 1\r\nb:\r\n  c: x";
    const edited = editObject(text, 1, [insert(["b"], "d", "z"), set(["a"], 2)]);
    expect(edited).toMatchObject({ text: "\uFEFFa: 2\r\nb:\r\n  c: x\r\n  d: z" });
  });

  test("only the document asked for changes", () => {
    const text = "a: 1\n---\na: 1\n---\na: 1\n";
    expect(editObject(text, 3, [set(["a"], 2)])).toMatchObject({ text: "a: 1\n---\na: 2\n---\na: 1\n" });
  });

  test("an empty value becomes one, and a key without value a map", () => {
    expect(editObject("a:\nb:  # why\n", 1, [set(["a"], 1), set(["b"], "x")])).toMatchObject({
      text: "a: 1\nb:  x # why\n",
    });
    expect(editObject("a:\nb: 1\n", 1, [insert(["a"], "c", true)])).toMatchObject({
      text: "a:\n  c: true\nb: 1\n",
    });
  });

  test("JSON stays JSON", () => {
    const edited = editObject('{"a": "x", "b": {"c": 1}}', 1, [insert(["b"], "d", "y"), remove("a")]);
    expect(edited).toMatchObject({ text: '{"b": {"c": 1, "d": "y"}}' });
  });
});

describe("what cannot be edited alone is refused with the reason", () => {
  const shared = "a: &x {v: 1}\nb: *x\nc:\n  <<: *x\n  d: 1\ne: &y 1\n";
  test.each<[name: string, text: string, step: EditStep, refused: RegExp]>([
    ["an anchor that an alias repeats", shared, set(["a", "v"], 2), /carries an anchor \(&\)/],
    ["an alias", shared, set(["b"], 2), /written as an alias/],
    ["below an alias", shared, set(["b", "v"], 2), /written as an alias/],
    ["what a merge key brings", shared, set(["c", "v"], 2), /a merge key \(<<\) brings/],
    ["a key that is there", shared, insert([], "e", 2), /the key e is there already/],
    ["a key that is not there", shared, set(["f"], 2), /there is no key f/],
    ["a key that stands twice", "a: 1\na: 2\n", set(["a"], 3), /more than once/],
    ["a template", "a: {{ .Values.a }}\nb: 1\n", set(["b"], 2), /the file is a template: line 1/],
    ["a template in quotes", 'a: "{{ .Values.a }}"\nb: 1\n', set(["b"], 2), /the file is a template/],
    ["a broken file", "a: 1\n---\nb: [\n", set(["a"], 2), /the file cannot be read whole: line 4/],
    ["a block of text", "a: |\n  x\n", set(["a"], "y"), /a block of text/],
    ["a map", "a: {b: 1}\n", set(["a"], "y"), /a map or a list stands there/],
    ["a map inside brackets", "a: [x]\n", { op: "append", path: ["a"], value: { b: 1 } }, /single values/],
    ["the only key", "a:\n  b: 1\n", remove("a", "b"), /the only key/],
    ["the only item", "a:\n- b\n", remove("a", 0), /the only item/],
    ["a removal that takes an anchor along", "a: &x 1\nb: *x\nc: 1\n", remove("a"), /carries an anchor/],
    ["an anchor inside what goes", "a: {v: &x 1}\nb: *x\n", remove("a"), /would not read as intended/],
    [
      "a key on a line of its own with ?",
      "? a\n: 1\nb: 2\n",
      remove("a"),
      /something else stands on its line/,
    ],
  ])("%s", (_, text, step, refused) => {
    expect(change(text, [step], 1).join()).toMatch(refused);
  });

  test("an anchor nobody repeats is no hindrance", () => {
    expect(change(shared, [set(["e"], 2)], 1)).toEqual(["-e: &y 1", "+e: &y 2"]);
  });

  test("two steps at one place", () => {
    expect(change("a: 1\n", [set(["a"], 2), set(["a"], 3)], 1)).toEqual([
      "two of the edits touch the same place",
    ]);
  });
});
