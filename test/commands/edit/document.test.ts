// Documents of a file, taken out and put in as text.
import { expect, test } from "@jest/globals";
import { addDocument, cutDocument, documentText } from "../../../src/commands/edit/document.ts";
import { splicedText } from "../../../src/commands/edit/splice.ts";
import { parseFile } from "../../../src/manifests/yaml/file.ts";

const THREE = "# one\na: 1\n---\n# two\nb: 2 # x\n--- # c\nc: 3";

test.each<[line: number, text: string, without: string]>([
  [2, "# one\na: 1\n", "# two\nb: 2 # x\n--- # c\nc: 3"],
  [5, "# two\nb: 2 # x\n", "# one\na: 1\n--- # c\nc: 3"],
  [7, "c: 3", "# one\na: 1\n---\n# two\nb: 2 # x\n"],
])("the document on line %s", (line, text, without) => {
  expect(parseFile(THREE).documents.map((one) => one.line)).toContain(line);
  expect(documentText(THREE, line)).toBe(text);
  const splice = cutDocument(THREE, line);
  expect(splice && splicedText(THREE, [splice])).toBe(without);
});

test("only a document of its own can be taken out", () => {
  expect(cutDocument("kind: List\nitems:\n- a: 1\n", 3)).toBeUndefined();
  expect(cutDocument("a: 1\n", 1)).toEqual({ start: 0, end: 5, text: "" });
});

test.each([
  ["a: 1\n", "a: 1\n---\nb: 2\n"],
  ["a: 1", "a: 1\n---\nb: 2\n"],
  ["a: 1\r\n", "a: 1\r\n---\r\nb: 2\r\n"],
])("one more document behind %j", (text, expected) => {
  expect(splicedText(text, [addDocument(text, "b: 2\n")])).toBe(expected);
});
