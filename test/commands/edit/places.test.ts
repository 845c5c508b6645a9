// Places of a value in a file, also in YAML that stands in it as a text, and their edits.
import { describe, expect, test } from "@jest/globals";
import { editPlace, editWithin, placesOf, rootsOf } from "../../../src/commands/edit/places.ts";

const find = (text: string, value: string) => placesOf(text, (own) => own === value);
const paths = (text: string, value: string) =>
  find(text, value).map(({ path, inside }) =>
    [...path, ...(inside === undefined ? [] : ["→", ...inside.path])].join("."),
  );

describe("finds", () => {
  test("numbers and texts that read the same, in every document", () => {
    expect(paths('a: 3\nb: ["3", {c: 3}]\n---\nd: "3"\n', "3")).toEqual(["a", "b.0", "b.1.c", "d"]);
  });

  test("what stands in a text that is YAML", () => {
    expect(paths("p: |\n  - op: replace\n    value: 3\nq: '[{\"value\": 3}]'\n", "3")).toEqual([
      "p.→.0.value",
      "q.→.0.value",
    ]);
  });

  test("nothing in prose, booleans, keys and comments", () => {
    expect(paths('a: "there are 3"\nb: true\n"3": x # 3\n', "3")).toEqual([]);
  });
});

describe("edits", () => {
  test.each<[string, string, string]>([
    ["a number", "a: 3 # c\n", "a: 5 # c\n"],
    ["a quoted one", 'a: "3"\n', 'a: "5"\n'],
    [
      "in a block",
      "k:\n- patch: |-\n    - op: replace\n\n      value: 3 # c\n  z: 1\n",
      "k:\n- patch: |-\n    - op: replace\n\n      value: 5 # c\n  z: 1\n",
    ],
    ["in a block at the end", "p: |\n  a: 3", "p: |\n  a: 5"],
    ["in a second document of a block", "p: |\n  b: 1\n  ---\n  a: 3\n", "p: |\n  b: 1\n  ---\n  a: 5\n"],
    ["in single quotes", "p: '[{\"value\": 3}]'\n", "p: '[{\"value\": 5}]'\n"],
    ["in a flow of another document", "z: 1\n---\nq: {a: 3}\n", "z: 1\n---\nq: {a: 5}\n"],
  ])("%s", (_, before, after) => {
    const [place] = find(before, "3");
    expect(place && editPlace(before, place, 5)).toMatchObject({ text: after });
  });

  test.each<[string, string]>([
    ["folded", "p: >\n  a: 3\n\n  b: 1\n"],
    ["escaped", 'p: "a: 3\\nb: 1"\n'],
    ["with Windows line ends", "p: |\r\n  b: 1\r\n  a: 3\r\n"],
    ["with an indentation of its own", "p: |2\n    a: 3\n    b: 1\n"],
  ])("nothing in a text that is %s", (_, text) => {
    const [place] = find(text, "3");
    expect(place && editPlace(text, place, 5)).toMatchObject({ refused: expect.any(String) });
  });

  test("nothing that an alias repeats", () => {
    const text = "a: &n 3\nb: *n\n";
    const [place] = find(text, "3");
    expect(place && editPlace(text, place, 5)).toMatchObject({ refused: expect.stringContaining("anchor") });
  });
});

describe("adds to a patch that stands in a text", () => {
  const step = { op: "append", path: [], value: { op: "add", path: "/b" } } as const;

  test.each<[string, string, string]>([
    [
      "at the end",
      "p: |-\n  - op: add\n    path: /a",
      "p: |-\n  - op: add\n    path: /a\n  - op: add\n    path: /b",
    ],
    [
      "before a key",
      "l:\n- p: |\n    - path: /a\n  q: 1\n",
      "l:\n- p: |\n    - path: /a\n    - op: add\n      path: /b\n  q: 1\n",
    ],
    [
      "before empty lines",
      "p: |\n  - path: /a\n\nq: 1\n",
      "p: |\n  - path: /a\n  - op: add\n    path: /b\n\nq: 1\n",
    ],
  ])("%s", (_, before, after) => {
    const root = rootsOf(before).find(({ inside }) => inside !== undefined);
    expect(root && editWithin(before, root, step)).toMatchObject({ text: after });
  });
});
