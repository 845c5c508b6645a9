// The arguments of a template function → values of the type its Go parameter has, or TemplateFault.
import { TemplateFault } from "../go-template-parser.ts";
import { formatted, type GoMap, type GoValue, isGoMap, isTextMap, Long, ordered } from "../go-value.ts";

export type Args = readonly GoValue[];
export type GoFunction = (args: Args) => GoValue;
export type Functions = Readonly<Record<string, GoFunction>>;

/** A function of exactly `count` arguments. */
export function exactly(count: number, of: GoFunction): GoFunction {
  return (args) => {
    if (args.length !== count) throw new TemplateFault(`it takes ${count} arguments, not ${args.length}`);
    return of(args);
  };
}

/** A function of texts alone. */
export function texts(count: number, of: (...parts: string[]) => GoValue): GoFunction {
  return exactly(count, (args) => of(...args.map(text)));
}

/** A parameter of type string. */
export function text(value: GoValue): string {
  if (typeof value !== "string") throw new TemplateFault("a text is expected");
  return value;
}

/** A text whose bytes are its characters: Go counts and cuts bytes. */
export function asciiText(value: GoValue): string {
  const plain = text(value);
  if (Buffer.byteLength(plain) !== plain.length)
    throw new TemplateFault("cutting a text with other than ASCII characters is not supported");
  return plain;
}

/** A parameter of type map[string]any, which labels, annotations and `values` of a generator are not. */
export function anyMap(value: GoValue): GoMap {
  if (!isGoMap(value) || isTextMap(value)) throw new TemplateFault("a map of any values is expected");
  return value;
}

/** A list whose order is known. */
export function listOf(value: GoValue): readonly GoValue[] {
  return ordered(unorderedList(value));
}

export function unorderedList(value: GoValue): readonly GoValue[] {
  if (!Array.isArray(value)) throw new TemplateFault("a list is expected");
  return value as readonly GoValue[];
}

/** A parameter of type int: text/template passes no int64 and no float64 to it (exec.go, validateType). */
export function int(value: GoValue): number {
  if (typeof value !== "bigint") throw new TemplateFault("a whole number is expected");
  return Number(value);
}

/** What sprig's toInt64 makes of a value (spf13/cast, ToInt64); texts that are no plain decimal are refused. */
export function int64(value: GoValue): bigint {
  if (typeof value === "bigint") return value;
  if (value instanceof Long) return value.value;
  if (value === null || value === undefined) return 0n;
  if (typeof value === "number" && Math.abs(value) < 2 ** 53) return BigInt(Math.trunc(value));
  if (typeof value === "string" && /^-?(?:0|[1-9][0-9]{0,17})$/.test(value)) return BigInt(value);
  throw new TemplateFault("a number is expected");
}

/** sprig's strval. */
export function stringOf(value: GoValue): string {
  return typeof value === "string" ? value : formatted(value);
}

/** reflect.DeepEqual: of one type and equal; int, int64 and float64 are three types. */
export function deepEqual(a: GoValue, b: GoValue): boolean {
  if (a instanceof Long || b instanceof Long)
    return a instanceof Long && b instanceof Long && a.value === b.value;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value: GoValue, i) => deepEqual(value, b[i] as GoValue));
  if (isGoMap(a) && isGoMap(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]))
    );
  }
  return (a ?? null) === (b ?? null);
}
