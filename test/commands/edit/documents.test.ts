// Documents of a text that go, that become comments, or that are added.
import { describe, expect, test } from "@jest/globals";
import {
  appended,
  commentedOut,
  newDocument,
  withoutDocuments,
} from "../../../src/commands/edit/documents.ts";
import { splicedText } from "../../../src/commands/edit/splice.ts";

const THREE = "# one\na: 1\n---\nb: 2\n--- # last\nc: 3\n";

function without(text: string, lines: readonly number[]): string | undefined {
  const splices = withoutDocuments(text, lines);
  return splices && splicedText(text, splices);
}

describe("documents go with their separators", () => {
  test.each([
    ["the first", [2], "b: 2\n--- # last\nc: 3\n"],
    ["the second", [4], "# one\na: 1\n--- # last\nc: 3\n"],
    ["the last", [6], "# one\na: 1\n---\nb: 2\n"],
    ["the first two", [2, 4], "c: 3\n"],
    ["the outer ones", [2, 6], "b: 2\n"],
    ["all", [2, 4, 6], undefined],
  ])("%s", (_, lines, left) => expect(without(THREE, lines)).toBe(left));

  test("line ends stay as they are", () => expect(without("a: 1\r\n---\r\nb: 2\r\n", [3])).toBe("a: 1\r\n"));
  test("a file with a separator at its end goes as a whole", () =>
    expect(without("---\na: 1\n---\n", [2])).toBeUndefined());
});

test.each([
  ["a: 1\n\nb: 2\n", 1, "# a: 1\n\n# b: 2\n"],
  [THREE, 2, "# one\n# a: 1\n---\nb: 2\n--- # last\nc: 3\n"],
  [THREE, 6, "# one\na: 1\n---\nb: 2\n--- # last\n# c: 3\n"],
  ["a: 1\r\n# b\r\nc: 2", 1, "# a: 1\r\n# # b\r\n# c: 2"],
])("%j is commented out from line %d", (text, line, result) =>
  expect(splicedText(text, commentedOut(text, line, "# "))).toBe(result),
);

describe("a new document", () => {
  const object = { kind: "A", spec: { list: [{ a: "1" }] } };
  test.each([
    [undefined, 'kind: A\nspec:\n  list:\n    - a: "1"\n'],
    ["x:\n    y:\n    - 1\n", 'kind: A\nspec:\n    list:\n    - a: "1"\n'],
    ["x:\r\n  - 1\r\n", 'kind: A\r\nspec:\r\n  list:\r\n    - a: "1"\r\n'],
  ])("like %j", (like, text) => expect(newDocument(object, like)).toBe(text));

  test.each([
    ["", "b: 2\n"],
    ["a: 1\n", "a: 1\n---\nb: 2\n"],
    ["a: 1", "a: 1\n---\nb: 2\n"],
    ["a: 1\n---\n", "a: 1\n---\nb: 2\n"],
  ])("behind %j", (text, result) => expect(splicedText(text, [appended(text, ["b: 2\n"])])).toBe(result));
});
