// A node or a text → the first thing that Go's YAML parser rejects although the `yaml` package accepts it.
import { isAlias, isCollection, isScalar, type ParsedNode } from "yaml";
import { FILE } from "../../model/unevaluated.ts";
import type { Fault } from "./ast.ts";

/** The first character that is not permitted in a YAML stream. Rests on go.yaml.in/yaml/v2 readerc.go. */
export function refusedCharacter(text: string): Fault | undefined {
  const at = text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
  if (at < 0) return undefined;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return { offset: at, message: `the control character U+${code} is not allowed` };
}

/**
 * The first character that is a line break in YAML 1.1 but not for the `yaml` package. How Go reads such a text is
 * not evaluated.
 */
export function foreignLineBreak(text: string): Fault | undefined {
  const at = text.search(/[\r\x85\u2028\u2029]/);
  return at < 0
    ? undefined
    : {
        offset: at,
        message: FILE.lineBreak,
        unsure: true,
      };
}

/** A directive or a lone `...` before the content: cut at `---`, such a document is refused by Go. */
export function refusedPrelude(text: string, contentOffset: number): Fault | undefined {
  const at = text.slice(0, contentOffset + 4).search(/^(?:%|\.\.\.(?:\s|$))/m);
  return at < 0 ? undefined : { offset: at, message: "a directive or `...` stands before the document" };
}

/** What Go's scanner rejects in one node. `inFlow`: whether it is inside `[` or `{`. */
export function refusedNode(node: ParsedNode, text: string, inFlow: boolean): Fault | undefined {
  const offset = node.range[0];
  if (isAlias(node)) return undefined;
  if (node.anchor !== undefined && !/^[\w-]+$/.test(node.anchor)) {
    return { offset, message: `the anchor name &${node.anchor} holds other than letters, digits, _ and -` };
  }
  if (!isScalar(node)) return undefined;
  const source = text.slice(offset, node.range[1]);
  if (node.type === "QUOTE_DOUBLE") return refusedEscape(source, offset);
  if (node.type === "QUOTE_SINGLE" && source.slice(1, -1).replaceAll("''", "").includes("'")) {
    return { offset, message: "the closing quote is missing" };
  }
  if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") return blankTail(source, offset, text);
  if (inFlow && node.type === "PLAIN" && /^:|\?/.test(source)) {
    return { offset, message: "inside [ ] and { } an unquoted text may not hold ? nor begin with :" };
  }
  return undefined;
}

/** After a block scalar of stated indentation the `yaml` package drops lines of blanks that Go keeps. */
function blankTail(source: string, offset: number, text: string): Fault | undefined {
  const header = source.slice(0, source.indexOf("\n") + 1);
  if (!/^[|>][-+]?[1-9]/.test(header)) return undefined;
  const tail = /\s*/y;
  tail.lastIndex = offset + source.trimEnd().length;
  const blanks = tail.exec(text)?.[0] ?? "";
  if (!/\n[ \t]+\n/.test(blanks)) return undefined;
  return {
    offset,
    message: FILE.blankLines,
    unsure: true,
  };
}

/**
 * What Go's scanner refuses, or reads otherwise, about a key inside `[ ]` or `{ }`: one that spans lines or more than
 * 1024 characters, and an unquoted one whose colon touches the bracket or comma that follows.
 */
export function refusedFlowKey(key: ParsedNode, text: string): Fault | undefined {
  const [offset, end] = key.range;
  if (isCollection(key)) return undefined;
  const colon = text.slice(end, end + 2000).search(/\S/) + end;
  if (text[colon] !== ":") return undefined;
  if (text.slice(offset, colon).includes("\n") || colon - offset > 1024) {
    return { offset, message: "a key must stand on one line with its colon, within 1024 characters" };
  }
  if (colon === end && isScalar(key) && key.type === "PLAIN" && /[,[\]{}]/.test(text[colon + 1] ?? "")) {
    return { offset, message: "a space is missing after the colon" };
  }
  return undefined;
}

function refusedEscape(source: string, offset: number): Fault | undefined {
  const escapes = /\\(?:(u[dD][89a-fA-F][0-9a-fA-F]{2}|\/)|[\s\S])/g;
  for (const match of source.matchAll(escapes)) {
    if (match[1] !== undefined) {
      return { offset: offset + match.index, message: `the escape \\${match[1]} is allowed in JSON only` };
    }
    if (match.index + match[0].length >= source.length) {
      return { offset, message: "the closing quote is missing" };
    }
  }
  return undefined;
}
