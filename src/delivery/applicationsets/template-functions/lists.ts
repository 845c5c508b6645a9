// Functions on lists.
import { TemplateFault } from "../go-template-parser.ts";
import { type GoValue, isTrue } from "../go-value.ts";
import {
  type Args,
  deepEqual,
  exactly,
  type Functions,
  type GoFunction,
  int,
  int64,
  listOf,
  stringOf,
  text,
  unorderedList,
} from "./arguments.ts";

/** More entries than these a function does not make. */
const LONGEST = 10_000;

const onList = (of: (list: readonly GoValue[]) => GoValue): GoFunction =>
  exactly(1, ([list]) => of(listOf(list)));
const append: GoFunction = exactly(2, ([list, value]) => [...listOf(list), value]);
const prepend: GoFunction = exactly(2, ([list, value]) => [value, ...listOf(list)]);
const first = onList((list) => list[0] ?? null);
const last = onList((list) => list.at(-1) ?? null);
const rest = onList((list) => (list.length === 0 ? null : list.slice(1)));
const initial = onList((list) => (list.length === 0 ? null : list.slice(0, -1)));
const reverse = onList((list) => [...list].reverse());
const compact = onList((list) => list.filter(isTrue));
const uniq = onList((list) => {
  if (list.length > 1000) throw new TemplateFault("so long a list is not supported");
  return list.filter((value, i) => list.findIndex((other) => deepEqual(value, other)) === i);
});
const has: GoFunction = exactly(2, ([needle, list]) => {
  if (list === undefined || list === null) return false;
  return unorderedList(list).some((value) => deepEqual(needle, value));
});
const without: GoFunction = ([list, ...omitted]) =>
  listOf(list).filter((value) => !omitted.some((other) => deepEqual(value, other)));

/** (sprig list.go, strings.go, numeric.go) */
export const LISTS: Functions = {
  list: (args) => [...args],
  tuple: (args) => [...args],
  append,
  push: append,
  mustAppend: append,
  mustPush: append,
  prepend,
  mustPrepend: prepend,
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  has,
  mustHas: has,
  without,
  mustWithout: without,
  slice: sliced,
  mustSlice: sliced,
  concat: (lists) => lists.flatMap(listOf),
  join: exactly(2, ([separator, list]) => strings(list).join(text(separator))),
  toStrings: exactly(1, ([list]) => strings(list)),
  sortAlpha: exactly(1, ([list]) => {
    const plain = Array.isArray(list) ? unorderedList(list).filter(present).map(stringOf) : [stringOf(list)];
    return plain.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }),
  until: exactly(1, ([count]) => steps(0, int(count), int(count) < 0 ? -1 : 1)),
  untilStep: exactly(3, ([start, stop, step]) => steps(int(start), int(stop), int(step))),
};

function present(value: GoValue): boolean {
  return value !== undefined && value !== null;
}

/** sprig's strslice: a single value counts as a list of one. */
function strings(list: GoValue): string[] {
  if (!present(list)) return [];
  return Array.isArray(list) ? listOf(list).filter(present).map(stringOf) : [stringOf(list)];
}

function sliced([list, start, end, ...more]: Args): GoValue {
  const whole = listOf(list);
  if (whole.length === 0) return null;
  const from = Number(start === undefined ? 0n : int64(start));
  const to = end === undefined ? whole.length : Number(int64(end));
  if (more.length > 0 || from < 0 || from > to || to > whole.length)
    throw new TemplateFault("slice is out of range");
  return whole.slice(from, to);
}

function steps(start: number, stop: number, step: number): GoValue {
  if (step === 0 || (stop < start && step >= 0) || (stop >= start && step < 0)) return [];
  const count = Math.ceil((stop - start) / step);
  if (count > LONGEST) throw new TemplateFault("so long a list is not supported");
  return Array.from({ length: Math.max(0, count) }, (_, i) => BigInt(start + i * step));
}
