// A scalar whose text is YAML itself (an inline patch, `helm.values`) → that text, and the way back to the file.
import type { TreeNode } from "../parse/tree.ts";
import { nextLine } from "./layout.ts";

/** `back` leads from an offset of `text` to the same character of the file. */
export type Embedded = { readonly text: string; readonly back: (offset: number) => number };

/** `value` is what the scalar says. Undefined where the file does not hold it character by character. */
export function embeddedText(file: string, node: TreeNode, value: string): Embedded | undefined {
  if (node.kind !== "scalar" || node.tagged || node.shared) return undefined;
  if (node.style === "block") return blockText(file, node, value);
  const quote = node.style === "plain" ? 0 : 1;
  const start = node.start + quote;
  return file.slice(start, node.end - quote) === value
    ? { text: value, back: (offset) => start + offset }
    : undefined;
}

/** Only `|`: each line of the file is a line of the text behind the same indentation. */
function blockText(file: string, node: TreeNode, value: string): Embedded | undefined {
  const begin = nextLine(file, node.start);
  if (!/^\|[+-]?[ \t]*(?:#.*)?$/.test(file.slice(node.start, begin).trimEnd())) return undefined;
  const raw = file.slice(begin, node.end).split("\n");
  const indent = /^ */.exec(raw.find((line) => line.trim() !== "") ?? "")?.[0].length ?? 0;
  const starts: { readonly own: number; readonly file: number }[] = [];
  let own = 0;
  let at = begin;
  for (const line of raw) {
    starts.push({ own, file: at + Math.min(indent, line.length) });
    own += Math.max(0, line.length - indent) + 1;
    at += line.length + 1;
  }
  const text = raw.map((line) => line.slice(indent)).join("\n");
  if (text.trimEnd() !== value.trimEnd()) return undefined;
  const back = (offset: number) => {
    const line = starts.findLast((start) => start.own <= offset) ?? { own: 0, file: begin };
    return line.file + offset - line.own;
  };
  return { text, back };
}
