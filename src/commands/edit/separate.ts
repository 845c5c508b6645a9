// A document that is two objects, and the line where the second begins → the `---` between them, proven by reading the result.
import { get, isMap, sameJson } from "../../lib/json.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { ParsedFile } from "../../model/manifest.ts";
import type { Layout } from "./layout.ts";
import { type Splice, splicedText } from "./splice.ts";

const SEPARATOR = "missing-separator";

/**
 * `at` is the document's index. Both objects together must say what the document said, where the last of equal keys counts,
 * every other document what it said before, both must have names, and no separator may be missing in them: else it is refused.
 */
export function separated(
  { text, eol }: Layout,
  before: ParsedFile,
  at: number,
  line: number,
): { readonly splices: readonly Splice[]; readonly text: string } | { readonly refused: string } {
  const start = text.split("\n", line - 1).join("\n").length + 1;
  const splices = [{ start, end: start, text: `---${eol}` }];
  const result = splicedText(text, splices) ?? text;
  const after = parseFile(result);
  const [first, second] = [after.documents[at]?.value, after.documents[at + 1]?.value];
  const both = isMap(first) && isMap(second) ? { ...first, ...second } : undefined;
  const named = [first, second].every((object) => typeof get(object, ["metadata", "name"]) === "string");
  const rest = after.documents.toSpliced(at, 2, ...before.documents.slice(at, at + 1));
  const missing = ({ problems }: ParsedFile) => problems.filter(({ code }) => code === SEPARATOR).length;
  const reads =
    both !== undefined &&
    named &&
    sameJson(both, before.documents[at]?.value) &&
    rest.length === before.documents.length &&
    rest.every(({ value }, i) => sameJson(value, before.documents[i]?.value)) &&
    missing(after) < missing(before);
  return reads ? { splices, text: result } : { refused: "the two objects would not read as intended" };
}
