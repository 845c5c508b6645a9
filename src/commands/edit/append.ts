// A list's place and a value → the splice that adds an item to its end.
import type { Json } from "../../lib/json-types.ts";
import { itemLines } from "./block-text.ts";
import { lineSplice } from "./insert.ts";
import { columnOf, endOfLines, type Layout } from "./layout.ts";
import type { Located } from "./locate.ts";
import { scalarText } from "./scalar-text.ts";
import type { Splice } from "./splice.ts";

/** Dashes are put under the dashes of the list. Between brackets only a single value is possible. */
export function appendItem(
  layout: Layout,
  { node }: Located,
  value: Json,
): Splice | { readonly refused: string } {
  if (node.kind !== "list") return { refused: "what stands there is no list" };
  const last = node.items.at(-1);
  if (!node.flow) {
    if (last === undefined) return { refused: "the list is empty" };
    const written = itemLines(value, columnOf(layout.text, node.start), layout);
    if (written === undefined) return { refused: "the value cannot be written" };
    return lineSplice(layout, endOfLines(layout.text, last), written);
  }
  const json = layout.text[last?.start ?? -1] === '"';
  const written = scalarText(value, json ? "double" : "plain", true);
  if (written === undefined) return { refused: "a list in brackets takes single values only" };
  const at = last?.end ?? node.start + 1;
  return { start: at, end: at, text: last === undefined ? written : `, ${written}` };
}
