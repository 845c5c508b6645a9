// A scalar whose text is YAML itself (an inline patch, `helm.values`) → that text, and the way back to the file.
import type { TreeNode } from "../../manifests/yaml/tree.ts";
import { nextLine } from "./layout.ts";
import type { Splice } from "./splice.ts";

export type Embedded = {
  readonly text: string;
  /** Makes a splice of `text` one of the file. */
  readonly outward: (splice: Splice) => Splice;
};

/** `value` is what the scalar says. Undefined where the file does not hold it character by character. */
export function embeddedText(file: string, node: TreeNode, value: string): Embedded | undefined {
  if (node.kind !== "scalar" || node.tagged || node.shared) return undefined;
  if (node.style === "block") return blockText(file, node, value);
  const quote = node.style === "plain" ? 0 : 1;
  const start = node.start + quote;
  return file.slice(start, node.end - quote) === value
    ? { text: value, outward: (one) => ({ ...one, start: start + one.start, end: start + one.end }) }
    : undefined;
}

/** Only `|`: each line of the file is a line of the text behind the same indentation. */
function blockText(file: string, node: TreeNode, value: string): Embedded | undefined {
  const begin = nextLine(file, node.start);
  if (!/^\|[+-]?[ \t]*(?:#.*)?$/.test(file.slice(node.start, begin).trimEnd())) return undefined;
  const raw = file.slice(begin, node.end).split("\n");
  const indent = /^ */.exec(raw.find((line) => line.trim() !== "") ?? "")?.[0].length ?? 0;
  const margin = " ".repeat(indent);
  const starts: { readonly own: number; readonly file: number; readonly bare: boolean }[] = [];
  let own = 0;
  let at = begin;
  for (const line of raw) {
    starts.push({ own, file: at + Math.min(indent, line.length), bare: line.length < indent });
    own += Math.max(0, line.length - indent) + 1;
    at += line.length + 1;
  }
  const text = raw.map((line) => line.slice(indent)).join("\n");
  if (text.trimEnd() !== value.trimEnd()) return undefined;
  const lineOf = (offset: number) =>
    starts.findLast((start) => start.own <= offset) ?? { own: 0, file: begin, bare: true };
  const back = (offset: number) => lineOf(offset).file + offset - lineOf(offset).own;
  const outward = ({ start, end, text: written }: Splice): Splice => ({
    start: back(start),
    end: back(end),
    text: lineOf(start).bare
      ? margin + written.replaceAll(/\n(?!$)/g, `\n${margin}`)
      : written.replaceAll("\n", `\n${margin}`),
  });
  return { text, outward };
}
