// A key's or an item's place → the splice that takes it away with its lines.
import type { TreeNode } from "../../manifests/yaml/tree.ts";
import { columnOf, endOfLines, type Layout, lineStart, nextLine } from "./layout.ts";
import type { Located } from "./locate.ts";
import type { Splice } from "./splice.ts";

type Spliced = Splice | { readonly refused: string };

/**
 * Comments above it stay; those behind it and inside it go. The last key of a map and the last item of a list stay,
 * because what is left would no longer be a map or a list.
 */
export function removePart(layout: Layout, { node, steps, parent }: Located): Spliced {
  const step = steps.at(-1);
  if (parent?.kind === "map" && step?.entry !== undefined) {
    const at = parent.entries.indexOf(step.entry);
    const parts = parent.entries.map(({ key, value }) => ({ start: key.start, end: value.end }));
    if (parent.flow) return fromFlow(layout, parts, at);
    if (parts.length < 2) return { refused: "it is the only key of its map" };
    return keyLines(layout, parts[at]?.start ?? 0, parts[at + 1]?.start, node);
  }
  if (parent?.kind !== "list" || step === undefined) return { refused: "the whole document stands there" };
  if (parent.flow) return fromFlow(layout, parent.items, step.index);
  if (parent.items.length < 2) return { refused: "it is the only item of its list" };
  return itemSplice(layout, parent, step.index);
}

function keyLines({ text }: Layout, start: number, next: number | undefined, value: TreeNode): Spliced {
  const line = lineStart(text, start);
  const before = text.slice(line, start).replace("\uFEFF", "");
  const end = endOfLines(text, value);
  if (/^ *$/.test(before)) return wholeLines(text, line, end);
  if (next === undefined || !/^ *(?:- +)+$/.test(before))
    return { refused: "something else stands on its line" };
  return { start, end: next, text: "" };
}

/** A last line without line end takes the line end before it along. */
function wholeLines(text: string, start: number, end: number): Splice {
  if (end < text.length || text.endsWith("\n")) return { start, end, text: "" };
  return { start: text.slice(0, start).replace(/\r?\n$/, "").length, end, text: "" };
}

function itemSplice({ text }: Layout, list: Extract<TreeNode, { kind: "list" }>, index: number): Spliced {
  const item = list.items[index];
  const before = list.items[index - 1];
  if (item === undefined) return { refused: "there is no such item" };
  const dash = before === undefined ? list.start : dashLine(text, list, before, item);
  const start = lineStart(text, dash ?? 0);
  if (dash === undefined || !/^\uFEFF? *$/.test(text.slice(start, dash)))
    return { refused: "something else stands on its line" };
  return wholeLines(text, start, endOfLines(text, item));
}

/** The first dash behind the item before that is in the column of the list's. */
function dashLine(text: string, list: TreeNode, before: TreeNode, item: TreeNode): number | undefined {
  const column = columnOf(text, list.start);
  for (let at = endOfLines(text, before); at <= item.start && at < text.length; at = nextLine(text, at)) {
    if (text[at + column] === "-" && text.slice(at, at + column).trim() === "") return at + column;
  }
  return undefined;
}

function fromFlow(
  { text }: Layout,
  parts: readonly { readonly start: number; readonly end: number }[],
  at: number,
): Spliced {
  const [part, next, before] = [parts[at], parts[at + 1], parts[at - 1]];
  if (part === undefined) return { refused: "there is no such part" };
  const start = next === undefined && before !== undefined ? before.end : part.start;
  const end = next?.start ?? part.end;
  if (/[#&!]/.test(text.slice(start, part.start) + text.slice(part.end, end)))
    return { refused: "a comment, an anchor or a tag stands beside it" };
  return { start, end, text: "" };
}
