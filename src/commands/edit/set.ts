// A scalar's place and a value → the splice that writes the value there.
import type { Json } from "../../lib/json-types.ts";
import type { Layout } from "./layout.ts";
import type { Located } from "./locate.ts";
import { scalarText } from "./scalar-text.ts";
import type { Splice } from "./splice.ts";

/** Quotes stay where the value is a text. An empty value is filled in behind its colon. */
export function setScalar(
  { text }: Layout,
  { node, flow, parent }: Located,
  value: Json,
): Splice | { readonly refused: string } {
  if (node.kind !== "scalar") return { refused: "a map or a list stands there, not a single value" };
  if (node.style === "block") return { refused: "the value is a block of text (| or >)" };
  if (node.tagged) return { refused: "the value carries a tag (!)" };
  const written = scalarText(value, node.style, flow);
  if (written === undefined) return { refused: "the value does not fit on one line" };
  const { start, end } = node;
  const empty = start === end;
  if (empty && parent?.kind === "list") return { refused: "the item is empty" };
  if (!empty) return { start, end, text: written };
  const before = /\s/.test(text[start - 1] ?? " ") ? "" : " ";
  return { start, end, text: `${before}${written}${text[end] === "#" ? " " : ""}` };
}
