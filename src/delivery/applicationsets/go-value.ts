// The values of a Go template: how they print, when they are true, and which Go type they would have.
import { TemplateFault } from "./go-template-parser.ts";

/** An int64, which Go keeps apart from the int of a literal: a parameter of type int does not take it. */
export class Long {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = BigInt.asIntN(64, value);
  }
}

/** A value as Go's template package holds it: `bigint` is an int, `number` a float64, undefined "no value". */
export type GoValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | Long
  | string
  | readonly GoValue[]
  | GoMap;
export type GoMap = { readonly [key: string]: GoValue };

export function isGoMap(value: GoValue): value is GoMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Long);
}

const TEXT_MAPS = new WeakSet<object>();
const UNORDERED = new WeakSet<object>();

/** Marks a map[string]string: functions that want a map[string]any refuse it, and a key it lacks is "". */
export function asTextMap<T extends object>(map: T): T {
  TEXT_MAPS.add(map);
  return map;
}

export function isTextMap(value: GoValue): boolean {
  return isGoMap(value) && TEXT_MAPS.has(value);
}

/** Marks a list whose order Go leaves to chance. Nothing that depends on the order may read it. */
export function asUnordered(list: readonly GoValue[]): readonly GoValue[] {
  if (list.length > 1) UNORDERED.add(list);
  return list;
}

/** The list itself, where its order is known. Throws TemplateFault otherwise. */
export function ordered(list: readonly GoValue[]): readonly GoValue[] {
  if (UNORDERED.has(list)) throw new TemplateFault("the order of the keys of a map is left to chance");
  return list;
}

/** Not empty and not zero (text/template exec.go, isTrue). */
export function isTrue(value: GoValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Long) return value.value !== 0n;
  if (isGoMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** What an action writes (text/template exec.go, printValue). */
export function printed(value: GoValue): string {
  return value === undefined || value === null ? "<no value>" : formatted(value);
}

/** Go's `%v`. */
export function formatted(value: GoValue): string {
  if (value === undefined || value === null) return "<nil>";
  if (typeof value === "number") return formatFloat(value);
  if (value instanceof Long) return String(value.value);
  if (Array.isArray(value))
    return `[${ordered(value as readonly GoValue[])
      .map(formatted)
      .join(" ")}]`;
  if (!isGoMap(value)) return String(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${key}:${formatted(value[key])}`);
  return `map[${entries.join(" ")}]`;
}

/** A float64 under `%v`: shortest digits, an exponent from 1e6 on or below 1e-4 (fmt/print.go, strconv/ftoa.go, %g). */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) throw new TemplateFault("a number is not finite");
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
