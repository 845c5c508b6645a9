// Splices of a text → the text after them.

import type { TextEdit } from "../../model/edit.ts";

/** An edit of a text whose file is known. */
export type Splice = Omit<TextEdit, "path">;

/** Undefined where two splices overlap. Insertions at one place keep their order. */
export function splicedText(text: string, splices: readonly Splice[]): string | undefined {
  const sorted = splices.toSorted((a, b) => a.start - b.start);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text: inserted } of sorted) {
    if (start < done) return undefined;
    parts.push(text.slice(done, start), inserted);
    done = end;
  }
  return parts.join("") + text.slice(done);
}
