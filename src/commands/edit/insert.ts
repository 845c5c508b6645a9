// A map's place, a key and a value → the splice that adds the key.
import type { Json } from "../../lib/json-types.ts";
import type { TreeEntry, TreeNode } from "../../manifests/yaml/tree.ts";
import { entryLines } from "./block-text.ts";
import { columnOf, endOfLines, type Layout, nextLine } from "./layout.ts";
import type { Located } from "./locate.ts";
import { keyIn, scalarText } from "./scalar-text.ts";
import type { Splice } from "./splice.ts";

type Insertion = { readonly key: string; readonly value: Json; readonly after?: string };
type Spliced = Splice | { readonly refused: string };

/**
 * In a block map on lines of its own, indented as its siblings. In a flow map only a single value is possible. A key without
 * a value counts as an empty map.
 */
export function insertKey(layout: Layout, { node, steps, flow }: Located, insertion: Insertion): Spliced {
  if (node.kind === "map") {
    if (node.entries.some(({ name }) => name === insertion.key))
      return { refused: `the key ${insertion.key} is there already` };
    return node.flow ? intoFlow(layout, node, insertion) : intoBlock(layout, node.entries, insertion);
  }
  const entry = steps.at(-1)?.entry;
  const empty = node.kind === "scalar" && node.style === "plain" && node.start === node.end && !node.tagged;
  if (!empty || entry === undefined || flow) return { refused: "what stands there is no map" };
  const column = columnOf(layout.text, entry.key.start) + layout.step;
  return lines(layout, nextLine(layout.text, node.end), column, insertion);
}

function intoBlock(layout: Layout, entries: readonly TreeEntry[], insertion: Insertion): Spliced {
  const [first] = entries;
  const before = entries.find(({ name }) => name !== undefined && name === insertion.after) ?? entries.at(-1);
  if (first === undefined || before === undefined) return { refused: "the map is empty" };
  return lines(
    layout,
    endOfLines(layout.text, before.value),
    columnOf(layout.text, first.key.start),
    insertion,
  );
}

function lines(layout: Layout, at: number, column: number, { key, value }: Insertion): Spliced {
  const written = entryLines(key, value, column, layout);
  return written === undefined ? { refused: "the value cannot be written" } : lineSplice(layout, at, written);
}

/** Whole lines at the beginning of a line, or behind a last line that has no line end. */
export function lineSplice({ text, eol }: Layout, at: number, written: readonly string[]): Splice {
  const open = at > 0 && text[at - 1] !== "\n";
  const block = written.join(eol);
  return { start: at, end: at, text: open ? `${eol}${block}` : `${block}${eol}` };
}

function intoFlow({ text }: Layout, map: Extract<TreeNode, { kind: "map" }>, insertion: Insertion): Spliced {
  const { key, value } = insertion;
  const last = map.entries.at(-1);
  const json = text[last?.key.start ?? -1] === '"';
  const name = json ? JSON.stringify(key) : keyIn(key);
  const written = scalarText(value, json ? "double" : "plain", true);
  if (written === undefined) return { refused: "a map in braces takes single values only" };
  if (last !== undefined)
    return { start: last.value.end, end: last.value.end, text: `, ${name}: ${written}` };
  if (text.slice(map.start, map.end).replace(/\s/g, "") !== "{}")
    return { refused: "the braces hold something else" };
  return { start: map.start + 1, end: map.start + 1, text: `${name}: ${written}` };
}
