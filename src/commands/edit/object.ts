// A file's text, a document and steps → the edits that make them, proven by reading the result, or why there are none.

import { get, list, sameJson } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import { type TreeNode, treesOf } from "../../manifests/yaml/tree.ts";
import type { EditStep, Separation } from "../../model/edit.ts";
import type { ParsedFile } from "../../model/manifest.ts";
import { appendItem } from "./append.ts";
import { expectedValue } from "./expected.ts";
import { insertKey } from "./insert.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { locate } from "./locate.ts";
import { removePart } from "./remove.ts";
import { separated } from "./separate.ts";
import { setScalar } from "./set.ts";
import { type Splice, splicedText } from "./splice.ts";

/** `refused` says in a sentence's part why the text cannot be edited: "it is written as an alias". */
export type Edited = { readonly splices: readonly Splice[]; readonly text: string };
export type EditRefusal = { readonly refused: string };

/** Problems that a file may have and still be edited: its documents are read as they are. */
export const HARMLESS: ReadonlySet<string> = new Set([
  "non-object-document",
  "duplicate-key",
  "missing-separator",
]);

/**
 * Edits the object that begins on `line`: a document, or an entry of a document's list `items` (see Manifest). All steps speak of the text as it is. The result is
 * read again: the document must say what the steps ask for and every other document what it said before, else it is
 * refused. Linear in the text, for each step.
 */
export function editObject(
  text: string,
  line: number,
  steps: readonly (EditStep | Separation)[],
): Edited | EditRefusal {
  const file = parseFile(text);
  const problems = file.problems.filter(({ code }) => !HARMLESS.has(code));
  const problem = problems.find(({ code }) => code === "templated") ?? problems[0];
  if (problem !== undefined) {
    const why = problem.code === "templated" ? "the file is a template" : "the file cannot be read whole";
    return { refused: `${why}: line ${problem.line}, ${problem.message}` };
  }
  const place = findObject(file, line);
  const before = place && file.documents[place.document];
  const tree = treesOf(text).find((document) => document.line === before?.line);
  if (place === undefined || before === undefined || tree === undefined)
    return { refused: `no object begins on line ${line}` };
  const layout = layoutOf(text, tree.root);
  const splices: Splice[] = [];
  let wanted: Json = before.value;
  for (const asked of steps) {
    if (asked.op === "separate") return separated(layout, file, place.document, asked.line);
    const step = { ...asked, path: [...place.at, ...asked.path] };
    const spliced = spliceOf(layout, tree.root, step);
    if ("refused" in spliced) return spliced;
    splices.push(spliced);
    wanted = expectedValue(wanted, step);
  }
  const result = splicedText(text, splices);
  if (result === undefined) return { refused: "two of the edits touch the same place" };
  return reads(result, file, place.document, wanted)
    ? { splices, text: result }
    : { refused: "the edited file would not read as intended" };
}

/** Which document of a file holds the object that begins on a line, and where in it. */
function findObject(file: ParsedFile, line: number): { document: number; at: FieldPath } | undefined {
  const whole = file.documents.findIndex((document) => document.line === line);
  if (whole >= 0) return { document: whole, at: [] };
  const document = file.documents.findLastIndex((one) => one.line < line);
  const holder = file.documents[document];
  const item = list(holder?.value, ["items"]).findIndex((_, i) => holder?.lineOf(["items", i]) === line);
  return item < 0 ? undefined : { document, at: ["items", item] };
}

/** The object that begins on a line of a text, as `editObject` finds it. */
export function objectOn(text: string, line: number): Json | undefined {
  const file = parseFile(text);
  const place = findObject(file, line);
  return place && get(file.documents[place.document]?.value, place.at);
}

function spliceOf(layout: Layout, root: TreeNode, step: EditStep): Splice | EditRefusal {
  const found = locate(root, step.path);
  if ("refused" in found) return found;
  if (step.op === "set") return setScalar(layout, found, step.value);
  if (step.op === "insert") return insertKey(layout, found, step);
  if (step.op === "append") return appendItem(layout, found, step.value);
  return removePart(layout, found);
}

function reads(text: string, before: ParsedFile, at: number, wanted: Json): boolean {
  const after = parseFile(text);
  if (after.documents.length !== before.documents.length) return false;
  if (after.problems.length > before.problems.length) return false;
  return after.documents.every(({ value }, i) =>
    sameJson(value, i === at ? wanted : before.documents[i]?.value),
  );
}
