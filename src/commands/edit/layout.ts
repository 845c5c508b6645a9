// A text and its tree → how it is laid out: line ends, indentation, where a line begins and ends.
import type { TreeNode } from "../../manifests/yaml/tree.ts";

export type Layout = {
  readonly text: string;
  readonly eol: "\n" | "\r\n";
  /** Columns of one level. */
  readonly step: number;
  /** Columns of a list behind its key. */
  readonly dashes: number;
};

/** The first indented map and the first list under a key decide; two blanks and none where there is nothing to see. */
export function layoutOf(text: string, root: TreeNode): Layout {
  const seen: { step?: number; dashes?: number } = {};
  look(text, root, undefined, seen);
  return {
    text,
    eol: /\r\n/.test(text) ? "\r\n" : "\n",
    step: seen.step ?? 2,
    dashes: seen.dashes ?? 0,
  };
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset behind the line end of the line of an offset; the text's length for the last line. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** How many characters precede an offset on its line. A byte order mark does not count. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (start === 0 && text.startsWith("\uFEFF") ? 1 : 0);
}

/** Where the lines of a node in block style end: behind its last line with its comment. */
export function endOfLines(text: string, node: TreeNode): number {
  const end = lastOf(node);
  return end.kind === "scalar" && end.style === "block" && text[end.end - 1] === "\n"
    ? end.end
    : nextLine(text, end.end);
}

function lastOf(node: TreeNode): TreeNode {
  if (node.kind === "map" && !node.flow) {
    const last = node.entries.at(-1);
    return last === undefined ? node : lastOf(last.value);
  }
  if (node.kind === "list" && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined ? node : lastOf(last);
  }
  return node;
}

function look(
  text: string,
  node: TreeNode,
  key: number | undefined,
  seen: { step?: number; dashes?: number },
): void {
  if (node.kind === "list") {
    if (key !== undefined && !node.flow) seen.dashes ??= Math.max(0, columnOf(text, node.start) - key);
    for (const item of node.items) look(text, item, undefined, seen);
  }
  if (node.kind !== "map") return;
  const own = node.entries[0]?.key.start ?? node.start;
  const column = columnOf(text, own);
  if (key !== undefined && !node.flow && column > key) seen.step ??= column - key;
  for (const entry of node.entries) look(text, entry.value, columnOf(text, entry.key.start), seen);
}
