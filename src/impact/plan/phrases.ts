// Numbers and names → parts of sentences.
import { code } from "../../lib/code-span.ts";
import { list } from "../../lib/english.ts";
import type { Range } from "../../model/plan.ts";

/** "3", or "2–4" where Git only bounds the number. */
export function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min}–${max}`;
}

/** "`a`, `b` and `c`", each name once. */
export function distinctNames(names: Iterable<string>): string {
  return list([...new Set(names)].map(code));
}
