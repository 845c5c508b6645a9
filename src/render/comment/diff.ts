// Fields of one object → lines of a diff fence.
import { diffLines } from "diff";
import type { FieldChange } from "../../model/plan.ts";

export type ObjectDiff = {
  readonly full: string[];
  /** The same without unchanged lines around the changes. */
  readonly plain: string[];
  /** Lines that begin with + or -. */
  readonly changed: number;
};

const CONTEXT = 3;
const LINES_AT_MOST = 300;

/** Linear but for text that differs in up to 2,000 lines; beyond that all old lines precede all new ones. */
export function diffOf(fields: readonly FieldChange[]): ObjectDiff {
  const full: string[] = [];
  for (const field of fields) {
    full.push(`  ${field.path}`);
    for (const line of valueDiff(field)) full.push(line);
  }
  const plain = full.filter((line) => !line.startsWith("    "));
  const changed = full.filter((line) => /^[+-]/.test(line)).length;
  return { full: capped(full), plain: capped(plain), changed };
}

/** Unchanged lines get four blanks, so that they differ from the two of a path. */
function valueDiff({ before, after }: FieldChange): string[] {
  const old = before === undefined ? undefined : textOf(before);
  const young = after === undefined ? undefined : textOf(after);
  if (old === undefined || young === undefined || !(old.includes("\n") || young.includes("\n"))) {
    return [...prefixed("- ", old), ...prefixed("+ ", young)];
  }
  const parts = diffLines(old, young, { maxEditLength: 2000 });
  if (parts === undefined) return [...prefixed("- ", old), ...prefixed("+ ", young)];
  const last = parts.length - 1;
  return parts.flatMap((part, at) => {
    if (part.added) return prefixed("+ ", part.value);
    if (part.removed) return prefixed("- ", part.value);
    return around(prefixed("    ", part.value), at > 0, at < last);
  });
}

/** Of an unchanged stretch, the lines next to a change. */
function around(lines: string[], tail: boolean, front: boolean): string[] {
  const keep = (tail ? CONTEXT : 0) + (front ? CONTEXT : 0);
  if (lines.length <= keep + 1) return lines;
  return [...(tail ? lines.slice(0, CONTEXT) : []), "    …", ...(front ? lines.slice(-CONTEXT) : [])];
}

function prefixed(prefix: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  return value
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `${prefix}${line}`);
}

/** A string as it is, anything else as JSON. Integers beyond 2^53 keep their digits. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value === "" ? '""' : value;
  return (
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner), 2) ??
    String(value)
  );
}

function capped(lines: string[]): string[] {
  if (lines.length <= LINES_AT_MOST) return lines;
  return [...lines.slice(0, LINES_AT_MOST), `  … ${lines.length - LINES_AT_MOST} more lines`];
}
