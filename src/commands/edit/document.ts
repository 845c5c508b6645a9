// A file's text and a document of it → its own text, the splice that takes it out, or the one that adds it to another file.
import { parseFile } from "../../manifests/yaml/file.ts";
import { treesOf } from "../../manifests/yaml/tree.ts";
import { layoutOf } from "./layout.ts";
import type { Splice } from "./splice.ts";

/** Offsets of a document with the comments above it, without the separators around. */
type Span = { readonly start: number; readonly end: number; readonly first: boolean };

/** The text of the document that begins on a line; undefined where an object begins there that shares its document. */
export function documentText(text: string, line: number): string | undefined {
  const span = spanOf(text, line);
  return span && text.slice(span.start, span.end);
}

/** Takes it out with the separator above it, or the one below the first. */
export function cutDocument(text: string, line: number): Splice | undefined {
  const span = spanOf(text, line);
  if (span === undefined) return undefined;
  const { start, end, first } = span;
  if (!first) return { start: text.lastIndexOf("\n", start - 2) + 1, end, text: "" };
  const below = text.indexOf("\n", end);
  return { start, end: below < 0 ? text.length : below + 1, text: "" };
}

/** Puts it behind the last document. */
export function addDocument(text: string, document: string): Splice {
  const root = treesOf(text)[0]?.root;
  const eol = root === undefined ? "\n" : layoutOf(text, root).eol;
  const open = text === "" || text.endsWith("\n") ? "" : eol;
  const lines = document.trimEnd().split(/\r?\n/).join(eol);
  return { start: text.length, end: text.length, text: `${open}---${eol}${lines}${eol}` };
}

function spanOf(text: string, line: number): Span | undefined {
  if (!parseFile(text).documents.some((document) => document.line === line)) return undefined;
  let span: Span = { start: 0, end: text.length, first: true };
  let at = 0;
  for (const [index, one] of text.split("\n").entries()) {
    const separates = one.replace("\uFEFF", "").startsWith("---");
    if (separates && index + 1 > line) return { ...span, end: at };
    at = Math.min(text.length, at + one.length + 1);
    if (separates) span = { start: at, end: text.length, first: false };
  }
  return span;
}
