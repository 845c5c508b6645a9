// A template function's name and its arguments → its value. Go's own functions and the sprig ones seen in real sets.

import { TemplateFault } from "./go-template-syntax.ts";
import { formatted, type GoValue, isGoMap, isTrue } from "./go-value.ts";
import { sanitiseName } from "./names.ts";

type Args = readonly GoValue[];
type GoFunction = (args: Args) => GoValue;

/** Calls `name` as text/template or sprig would. Throws TemplateFault for unknown names and arguments that do not fit. */
export function callFunction(name: string, args: Args): GoValue {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!found) throw new TemplateFault(`the function ${name} is not supported`);
  return found(args);
}

/** A function of texts alone. */
function texts(count: number, of: (...parts: string[]) => GoValue): GoFunction {
  return (args) => {
    if (args.length !== count) throw new TemplateFault(`it takes ${count} arguments, not ${args.length}`);
    return of(...args.map(text));
  };
}

function text(value: GoValue): string {
  if (typeof value !== "string") throw new TemplateFault("a text is expected");
  return value;
}

function mapOf(value: GoValue): { readonly [key: string]: GoValue } {
  if (!isGoMap(value)) throw new TemplateFault("a map is expected");
  return value;
}

function listOf(value: GoValue): readonly GoValue[] {
  if (!Array.isArray(value)) throw new TemplateFault("a list is expected");
  return value as readonly GoValue[];
}

function exactly(count: number, of: GoFunction): GoFunction {
  return (args) => {
    if (args.length !== count) throw new TemplateFault(`it takes ${count} arguments, not ${args.length}`);
    return of(args);
  };
}

/** Whether two values are the same kind of scalar; Go refuses to compare others. */
function comparable(a: GoValue, b: GoValue): void {
  const plain = ["string", "boolean", "number", "bigint"];
  if (typeof a !== typeof b || !plain.includes(typeof a))
    throw new TemplateFault("values of different or of no simple types are compared");
}

function equals(args: Args): boolean {
  if (args.length < 2) throw new TemplateFault("eq needs two values");
  const [first, ...others] = args;
  return others.some((other) => {
    comparable(first, other);
    return first === other;
  });
}

function before(a: GoValue, b: GoValue): boolean {
  comparable(a, b);
  if (typeof a === "boolean") throw new TemplateFault("booleans have no order");
  if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b as string)) < 0;
  return (a as number) < (b as number);
}

function indexed(args: Args): GoValue {
  const [start, ...keys] = args;
  return keys.reduce<GoValue>((value, key) => {
    if (Array.isArray(value)) {
      if (typeof key !== "bigint" || key < 0n || key >= BigInt(value.length))
        throw new TemplateFault("the index is out of range");
      return value[Number(key)] as GoValue;
    }
    const map = mapOf(value);
    // A missing key gives the zero value whatever the options say.
    return Object.hasOwn(map, text(key)) ? map[text(key)] : undefined;
  }, start);
}

/** fmt.Sprintf with the verbs %s, %v, %d and %q of plain values. */
function sprintf([format, ...args]: Args): string {
  let at = 0;
  const out = text(format).replaceAll(/%(.?)/g, (_, verb: string) => {
    if (verb === "%") return "%";
    const value = args[at++];
    if (verb === "v" && value !== undefined) return formatted(value);
    if (verb === "s" && typeof value === "string") return value;
    if (verb === "d" && typeof value === "bigint") return String(value);
    if (verb === "q" && typeof value === "string") return quoted(value);
    throw new TemplateFault(`printf with %${verb} is not supported here`);
  });
  if (at !== args.length) throw new TemplateFault("printf has more values than verbs");
  return out;
}

/** strconv.Quote for printable ASCII. */
function quoted(value: string): string {
  if (/[^\x20-\x7e\n\t\r]/.test(value))
    throw new TemplateFault("quoting a special character is not supported");
  return JSON.stringify(value);
}

function stringOf(value: GoValue): string {
  return typeof value === "string" ? value : formatted(value);
}

function json(value: GoValue): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (isGoMap(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${json(key)}:${json(value[key])}`)
      .join(",")}}`;
  // encoding/json writes <, >, & as escapes.
  return JSON.stringify(value ?? null).replaceAll(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function integer(value: GoValue): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(Math.trunc(value));
  throw new TemplateFault("a number is expected");
}

function fold(of: (a: bigint, b: bigint) => bigint): GoFunction {
  return (args) => {
    if (args.length === 0) throw new TemplateFault("a number is expected");
    return args.map(integer).reduce(of);
  };
}

/** Characters of `set` taken from both ends, or from one. */
function trimmed(value: string, set: string, start: boolean, end: boolean): string {
  let [from, to] = [0, value.length];
  while (start && from < to && set.includes(value[from] as string)) from++;
  while (end && to > from && set.includes(value[to - 1] as string)) to--;
  return value.slice(from, to);
}

function slug(value: string, longest = 50): string {
  if (value.length > longest) throw new TemplateFault("slugify of a long text is not supported");
  const plain = value.toLowerCase();
  if (!/^[a-z0-9-]*$/.test(plain) || plain.includes("--"))
    throw new TemplateFault("slugify of a text with special characters is not supported");
  return trimmed(plain, "-", true, true);
}

function dig(args: Args): GoValue {
  if (args.length < 3) throw new TemplateFault("dig needs a key, a default and a map");
  let value: GoValue = mapOf(args.at(-1));
  for (const key of args.slice(0, -2)) {
    const map = mapOf(value);
    if (!Object.hasOwn(map, text(key))) return args.at(-2);
    value = map[text(key)];
  }
  return value;
}

function dict(args: Args): GoValue {
  const out: Record<string, GoValue> = Object.create(null) as Record<string, GoValue>;
  for (let at = 0; at < args.length; at += 2)
    out[stringOf(args[at])] = at + 1 < args.length ? args[at + 1] : "";
  return out;
}

const SPACE = " \t\n\v\f\r";

const FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  eq: equals,
  ne: exactly(2, (args) => !equals(args)),
  lt: exactly(2, ([a, b]) => before(a, b)),
  le: exactly(2, ([a, b]) => before(a, b) || a === b),
  gt: exactly(2, ([a, b]) => before(b, a)),
  ge: exactly(2, ([a, b]) => before(b, a) || a === b),
  not: exactly(1, ([value]) => !isTrue(value)),
  len: exactly(1, ([value]) => {
    if (typeof value === "string") return BigInt(Buffer.byteLength(value));
    if (Array.isArray(value)) return BigInt(value.length);
    return BigInt(Object.keys(mapOf(value)).length);
  }),
  index: indexed,
  printf: sprintf,
  default: exactly(2, ([fallback, value]) => (isTrue(value) ? value : fallback)),
  empty: exactly(1, ([value]) => !isTrue(value)),
  coalesce: (args) => args.find(isTrue) ?? null,
  ternary: exactly(3, ([yes, no, condition]) => {
    if (typeof condition !== "boolean") throw new TemplateFault("ternary needs a boolean");
    return condition ? yes : no;
  }),
  required: exactly(2, ([message, value]) => {
    if (value === undefined || value === null || value === "") throw new TemplateFault(text(message));
    return value;
  }),
  fail: texts(1, (message) => {
    throw new TemplateFault(`it fails by itself: ${message}`);
  }),
  quote: (args) =>
    args
      .filter((value) => value !== undefined && value !== null)
      .map((value) => quoted(stringOf(value)))
      .join(" "),
  squote: (args) =>
    args
      .filter((value) => value !== undefined && value !== null)
      .map((value) => `'${stringOf(value)}'`)
      .join(" "),
  toString: exactly(1, ([value]) => stringOf(value)),
  lower: texts(1, (value) => value.toLowerCase()),
  upper: texts(1, (value) => value.toUpperCase()),
  trim: texts(1, (value) => trimmed(value, SPACE, true, true)),
  trimAll: texts(2, (set, value) => trimmed(value, set, true, true)),
  trimPrefix: texts(2, (prefix, value) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimSuffix: texts(2, (suffix, value) =>
    suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  replace: texts(3, (from, to, value) => {
    if (from === "") throw new TemplateFault("replacing nothing is not supported");
    return value.replaceAll(from, () => to);
  }),
  contains: texts(2, (part, value) => value.includes(part)),
  hasPrefix: texts(2, (part, value) => value.startsWith(part)),
  hasSuffix: texts(2, (part, value) => value.endsWith(part)),
  nospace: texts(1, (value) => value.replaceAll(/[ \t\n\v\f\r]/g, "")),
  trunc: exactly(2, ([length, value]) => {
    const [count, whole] = [Number(integer(length)), text(value)];
    if (Buffer.byteLength(whole) !== whole.length)
      throw new TemplateFault("trunc of a special character is not supported");
    return count < 0 ? whole.slice(Math.max(0, whole.length + count)) : whole.slice(0, count);
  }),
  normalize: texts(1, sanitiseName),
  slugify: (args) => {
    if (args.length !== 1) throw new TemplateFault("slugify with options is not supported");
    return slug(text(args[0]));
  },
  splitList: texts(2, (separator, value) => value.split(separator)),
  split: texts(2, (separator, value) =>
    Object.fromEntries(value.split(separator).map((part, i) => [`_${i}`, part])),
  ),
  join: exactly(2, ([separator, list]) =>
    listOf(list)
      .filter((value) => value !== null && value !== undefined)
      .map(stringOf)
      .join(text(separator)),
  ),
  list: (args) => [...args],
  first: exactly(1, ([list]) => listOf(list)[0]),
  last: exactly(1, ([list]) => listOf(list).at(-1)),
  has: exactly(2, ([needle, list]) => listOf(list).some((value) => json(value) === json(needle))),
  dict,
  get: exactly(2, ([map, key]) => {
    const own = mapOf(map);
    return Object.hasOwn(own, text(key)) ? own[text(key)] : "";
  }),
  hasKey: exactly(2, ([map, key]) => Object.hasOwn(mapOf(map), text(key))),
  dig,
  toJson: exactly(1, ([value]) => json(value)),
  add: fold((a, b) => a + b),
  sub: exactly(2, ([a, b]) => integer(a) - integer(b)),
  mul: fold((a, b) => a * b),
};
