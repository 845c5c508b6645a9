// A blob's text → its documents and what is odd about them. Never throws.
import type { ParsedDocument, ParsedFile, ParseProblem } from "../../model/manifest.ts";
import { FILE } from "../../model/unevaluated.ts";
import { readDocument } from "./document.ts";
import { splitDocuments } from "./split.ts";
import { templatesIn } from "./templated.ts";

/** Length of the longest text that is parsed, in UTF-16 code units; 2 MiB of ASCII. */
export const MAX_TEXT_LENGTH = 2 * 1024 * 1024;

/**
 * A YAML or JSON file as Argo CD's repo server reads it (YAML 1.1 of sigs.k8s.io/yaml, docs/decisions/yaml.md).
 * A text beyond `MAX_TEXT_LENGTH` gives the problem `file-too-large` and nothing else. Problems are in the order of
 * their lines. A document with unfilled placeholders that is no valid YAML either has a problem for each.
 */
export function parseFile(text: string): ParsedFile {
  const manifestLike = looksLikeManifest(text);
  if (text.length > MAX_TEXT_LENGTH) {
    const message = FILE.textTooLong(MAX_TEXT_LENGTH);
    return { documents: [], problems: [{ code: "file-too-large", line: 1, message }], manifestLike };
  }
  const { chunks, brokenSeparators } = splitDocuments(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const documents: ParsedDocument[] = [];
  const problems: ParseProblem[] = brokenSeparators.map((line) => ({
    code: "invalid-yaml",
    line,
    message: "only a comment may follow --- on its line, or Argo CD refuses the file",
  }));
  for (const chunk of chunks) {
    const read = readDocument(chunk);
    if (read.document !== undefined) documents.push(read.document);
    problems.push(...read.problems, ...templatesIn(chunk));
  }
  return {
    documents,
    problems: problems.sort((a, b) => a.line - b.line),
    manifestLike,
    ...skipMarker(text),
    ...notJson(text),
  };
}

/** The line where `json.Decoder` would fail (argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJSON). */
function notJson(text: string): Pick<ParsedFile, "notJson"> {
  if (!/^[ \t\r\n]*\{/.test(text)) return { notJson: 1 };
  try {
    JSON.parse(text);
    return {};
  } catch (error) {
    const position = Number(/ at position (\d+)/.exec((error as SyntaxError).message)?.[1] ?? text.length);
    return { notJson: text.slice(0, position).split("\n").length };
  }
}

/** Anywhere in the text, in a comment or not (argo-cd reposerver/repository/repository.go, skipFileRenderingMarker). */
function skipMarker(text: string): { skipMarker?: number } {
  const at = text.indexOf("+argocd:skip-file-rendering");
  return at < 0 ? {} : { skipMarker: text.slice(0, at).split("\n").length };
}

/** Rests on argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJSON: three `bytes.Contains`. */
function looksLikeManifest(text: string): boolean {
  return text.includes("apiVersion:") && text.includes("kind:") && text.includes("metadata:");
}
