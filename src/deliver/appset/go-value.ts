// The values of a Go template: how they print, and when they are true.
import { TemplateFault } from "./go-template-syntax.ts";

/** A value as Go's template package holds it: `bigint` is an int, `number` a float64, undefined "no value". */
export type GoValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly GoValue[]
  | { readonly [key: string]: GoValue };

export function isGoMap(value: GoValue): value is { readonly [key: string]: GoValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Not empty and not zero (text/template exec.go, isTrue). */
export function isTrue(value: GoValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
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
  if (Array.isArray(value)) return `[${value.map(formatted).join(" ")}]`;
  if (!isGoMap(value)) return String(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${key}:${formatted(value[key])}`);
  return `map[${entries.join(" ")}]`;
}

/** A float64 under `%v`: shortest digits, an exponent from 1e6 on or below 1e-4 (fmt/print.go, strconv/ftoa.go, %g). */
function formatFloat(value: number): string {
  if (!Number.isFinite(value)) throw new TemplateFault("a number is not finite");
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
