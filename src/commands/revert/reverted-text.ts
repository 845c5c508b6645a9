// A text before a change, after it and now → now without the change, line by line.
import { applyPatch, structuredPatch } from "diff";

/** Lines that a change may have for them to be compared. */
const MOST_LINES = 2000;

/** Undefined where the lines of the change, or those around them, are others by now. */
export function revertedText(texts: {
  readonly before: string;
  readonly after: string;
  readonly now: string;
}): string | undefined {
  const { before, after, now } = texts;
  const options = { context: 3, maxEditLength: MOST_LINES };
  const reverse = structuredPatch("text", "text", after, before, undefined, undefined, options);
  if (reverse === undefined) return undefined;
  const reverted = applyPatch(now, reverse, { autoConvertLineEndings: false });
  return reverted === false ? undefined : reverted;
}
