// Two objects in one document → the `---` between them, or why none is put there.
import { expect, test } from "@jest/globals";
import { editObject } from "../../../src/commands/edit/object.ts";

const ONE = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: limits\n";
const TWO = "apiVersion: v1\nkind: Secret\nmetadata: {name: key}\n";
const REFUSED = { refused: "the two objects would not read as intended" };

const separated = (text: string, line: number, from = 1) =>
  editObject(text, from, [{ op: "separate", line }]);

test("the second object begins a document of its own", () => {
  expect(separated(ONE + TWO, 5)).toMatchObject({ text: `${ONE}---\n${TWO}` });
});

test("line ends and the other documents stay", () => {
  const dos = (text: string) => text.replaceAll("\n", "\r\n");
  const before = `${TWO}---\n${ONE}${TWO}---\n${ONE}`;
  const after = `${TWO}---\n${ONE}---\n${TWO}---\n${ONE}`;
  expect(separated(dos(before), 9, 5)).toMatchObject({ text: dos(after) });
});

test.each([
  ["the line is within an object", ONE + TWO, 4],
  [
    "the second begins with another key, so that it would lose its name",
    `${ONE}metadata: {name: key}\napiVersion: v1\nkind: Secret\n`,
    6,
  ],
  ["three objects share the document", ONE + TWO + ONE, 5],
  [
    "the keys stand in braces",
    "{apiVersion: v1, kind: A, metadata: {name: a},\napiVersion: v1, kind: B, metadata: {name: b}}\n",
    2,
  ],
])("nothing is put there where %s", (_, text, line) => {
  expect(separated(text, line)).toEqual(REFUSED);
});
