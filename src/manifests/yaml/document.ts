// One document's text → its value and its problems, by line of the file. Never throws.
import type { Json } from "../../lib/json-types.ts";
import type { ParsedDocument, ParseProblem } from "../../model/manifest.ts";
import { FILE } from "../../model/unevaluated.ts";
import { survey } from "./anchors.ts";
import { type Fault, lineFinder, syntaxOf } from "./ast.ts";
import { lineLookup } from "./lines.ts";
import { readPlain } from "./plain.ts";
import type { Chunk } from "./split.ts";
import { foreignLineBreak, refusedCharacter, refusedPrelude } from "./strict.ts";
import { decode } from "./value.ts";

export type ReadDocument = {
  readonly document: ParsedDocument | undefined;
  readonly problems: readonly ParseProblem[];
};

/** The most problems of one kind that are listed for a document. */
const MAX_LISTED = 20;

/**
 * A document as Kubernetes reads it. Comments only, nothing and `null` give neither a document nor a problem. A
 * text that is strict JSON is not checked for what Go's YAML scanner rejects, because Argo CD reads it as JSON
 * first (k8s.io/apimachinery pkg/util/yaml/decoder.go, YAMLOrJSONDecoder.Decode).
 */
export function readDocument(chunk: Chunk): ReadDocument {
  const plain = readPlain(chunk.text);
  if (plain === undefined) return readAny(chunk);
  const line = chunk.line - 1 + plain.line;
  return { document: { line, value: plain.value, lineOf: lineLookup(chunk, line) }, problems: [] };
}

/** The same by the whole syntax of YAML. */
export function readAny(chunk: Chunk): ReadDocument {
  const lineAt = lineFinder(chunk.text);
  const read = readValue(chunk.text);
  const problems: ParseProblem[] = read.faults.map(({ code, offset, message }) => ({
    code,
    line: chunk.line - 1 + lineAt(offset),
    message,
  }));
  if (read.value === undefined || read.value === null) return { document: undefined, problems };
  const line = chunk.line - 1 + lineAt(read.offset);
  if (!isObject(read.value)) {
    const message = `this document is ${describe(read.value)}, not a map`;
    problems.push({ code: "non-object-document", line, message });
  }
  return { document: { line, value: read.value, lineOf: lineLookup(chunk, line) }, problems };
}

type CodedFault = Fault & { readonly code: ParseProblem["code"] };
type ReadValue = {
  /** Undefined where the text cannot be read. */
  readonly value: Json | undefined;
  /** Where the value begins. */
  readonly offset: number;
  readonly faults: readonly CodedFault[];
};

function readValue(text: string): ReadValue {
  const character = refusedCharacter(text);
  if (character !== undefined) return failed(character);
  const foreign = foreignLineBreak(text);
  if (foreign !== undefined) return failed(foreign);
  const { root, fault, rest } = syntaxOf(text);
  const strict = !isJson(text);
  if (fault !== undefined) return failed(fault);
  const prelude = refusedPrelude(text, root === null ? text.length : root.range[0]);
  if (prelude !== undefined) return failed(prelude);
  if (root === null) return { value: null, offset: 0, faults: [] };
  const surveyed = survey(root, text, strict);
  if (surveyed.fault !== undefined) return failed(surveyed.fault);
  const decoded = decode(root, surveyed.targets);
  if (decoded.fault !== undefined) return failed(decoded.fault);
  return {
    value: decoded.value,
    offset: root.range[0],
    faults: [
      ...decoded.duplicates.slice(0, MAX_LISTED),
      ...surveyed.tags.slice(0, MAX_LISTED),
      ...ignoredRest(rest),
    ],
  };
}

function ignoredRest(offset: number | undefined): CodedFault[] {
  if (offset === undefined) return [];
  return [{ code: "not-evaluated", offset, message: FILE.rest }];
}

function failed(fault: Fault): ReadValue {
  return {
    value: undefined,
    offset: 0,
    faults: [{ ...fault, code: fault.unsure ? "not-evaluated" : "invalid-yaml" }],
  };
}

function isJson(text: string): boolean {
  if (!text.trimStart().startsWith("{")) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: Json): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : typeof value === "boolean" ? "a boolean" : "a number";
}
