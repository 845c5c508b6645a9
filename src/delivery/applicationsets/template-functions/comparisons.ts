// Go's own comparisons, `not`, `len` and `index`.
import { TemplateFault } from "../go-template-parser.ts";
import { type GoValue, isGoMap, isTextMap, isTrue, Long } from "../go-value.ts";
import { type Args, exactly, type Functions, int64, text } from "./arguments.ts";

export const COMPARISONS: Functions = {
  eq: equals,
  ne: exactly(2, (args) => !equals(args)),
  lt: exactly(2, ([a, b]) => before(a, b)),
  le: exactly(2, ([a, b]) => before(a, b) || equals([a, b])),
  gt: exactly(2, ([a, b]) => !before(a, b) && !equals([a, b])),
  ge: exactly(2, ([a, b]) => !before(a, b)),
  not: exactly(1, ([value]) => !isTrue(value)),
  len: exactly(1, ([value]) => {
    if (typeof value === "string") return BigInt(Buffer.byteLength(value));
    if (Array.isArray(value)) return BigInt(value.length);
    if (isGoMap(value)) return BigInt(Object.keys(value).length);
    throw new TemplateFault("a text, a list or a map is expected");
  }),
  index: indexed,
};

function plainOf(value: GoValue): string | boolean | number | bigint {
  if (value instanceof Long) return value.value;
  if (["string", "boolean", "number", "bigint"].includes(typeof value))
    return value as string | boolean | number | bigint;
  throw new TemplateFault("values of no simple type are compared");
}

/** Both as simple values of one kind; Go refuses to compare others, an int with a float among them. */
function alike(a: GoValue, b: GoValue) {
  const [one, other] = [plainOf(a), plainOf(b)];
  if (typeof one !== typeof other) throw new TemplateFault("values of different types are compared");
  return [one, other] as const;
}

/** Whether the first value is one of the others. One that is nil equals nil alone (text/template funcs.go, eq). */
function equals(args: Args): boolean {
  if (args.length < 2) throw new TemplateFault("eq needs two values");
  const [first, ...others] = args;
  return others.some((other) => {
    if (isNil(first) || isNil(other)) return isNil(first) && isNil(other);
    const [one, two] = alike(first, other);
    return one === two;
  });
}

function isNil(value: GoValue): boolean {
  return value === null || value === undefined;
}

function before(a: GoValue, b: GoValue): boolean {
  const [one, other] = alike(a, b);
  if (typeof one === "boolean") throw new TemplateFault("booleans have no order");
  if (typeof one === "string") return Buffer.compare(Buffer.from(one), Buffer.from(other as string)) < 0;
  return one < (other as number | bigint);
}

function indexed(args: Args): GoValue {
  const [start, ...keys] = args;
  if (start === undefined || start === null) throw new TemplateFault("index of nothing");
  return keys.reduce<GoValue>((value, key) => {
    if (Array.isArray(value)) {
      if (typeof key !== "bigint" && !(key instanceof Long)) throw new TemplateFault("no index of a list");
      const at = int64(key);
      if (at < 0n || at >= BigInt(value.length)) throw new TemplateFault("the index is out of range");
      return value[Number(at)] as GoValue;
    }
    if (!isGoMap(value)) throw new TemplateFault("a list or a map is expected");
    // A missing key gives the zero value whatever the options say.
    if (Object.hasOwn(value, text(key))) return value[text(key)];
    return isTextMap(value) ? "" : undefined;
  }, start);
}
