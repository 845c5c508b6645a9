// A scalar's tag and text → the value Kubernetes reads, or the reason it cannot be read.
import type { Json } from "../../lib/json-types.ts";

/** A scalar's value, a float that JSON has no form for, or a text that its tag forbids. */
export type Resolved =
  | { readonly kind: "value"; readonly value: Json }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "unreadable"; readonly reason: string };

const CORE = "tag:yaml.org,2002:";
const RESOLVABLE = new Set(["", "str", "bool", "int", "float", "null", "timestamp"]);

const WORDS = new Map<string, Json>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(asTrue),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(asFalse),
  ["", null],
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
]);

const SPECIAL_FLOATS = new Map<string, number>([
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

/**
 * The value of a scalar as YAML 1.1 in Go's reading: `NO` is false, `010` is 8, `1_000` is 1000, `1:30` and dates are
 * strings, an integer no 64 bits can hold is a float. `tag` is the resolved tag or "" for an untagged plain scalar.
 * Integers above 2^53 are returned as `bigint`. Rests on go.yaml.in/yaml/v2 resolve.go, resolve.
 */
export function resolveScalar(tag: string, text: string): Resolved {
  const short = tag.startsWith(CORE) ? tag.slice(CORE.length) : tag;
  if (short === "binary") return resolveBinary(text);
  if (short === "str" || !RESOLVABLE.has(short) || (short !== "" && short === tag)) return value(text);
  const found = resolvePlain(text);
  if (short === "") return found;
  if (!fits(short, found, text)) return unfit(short, text);
  return short === "float" && found.kind === "value" ? { kind: "float", value: Number(found.value) } : found;
}

function unfit(short: string, text: string): Resolved {
  return {
    kind: "unreadable",
    reason: `${JSON.stringify(clip(text))} is not a value of the type !!${short}`,
  };
}

/** The key Kubernetes sees for a resolved map key; undefined where it refuses the key (null and integers from 2^63 on). */
export function keyText(key: Resolved): string | undefined {
  if (key.kind === "unreadable") return undefined;
  if (key.kind === "float") return floatKey(key.value);
  if (key.value === null || typeof key.value === "object") return undefined;
  if (typeof key.value === "bigint" && key.value > 0x7fffffffffffffffn) return undefined;
  return String(key.value);
}

function resolvePlain(text: string): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) return value(word);
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return { kind: "float", value: special };
  if (!/^[-+.0-9]/.test(text)) return value(text);
  return resolveNumber(text) ?? value(text);
}

function resolveNumber(text: string): Resolved | undefined {
  if (text.startsWith(".")) return resolveFloat(text, /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/);
  const plain = text.replaceAll("_", "");
  const integer = resolveInteger(plain);
  if (integer !== undefined) return value(integer);
  return resolveFloat(plain, /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/);
}

/** A float beyond the range of 64 bits is read as a string, because Go's ParseFloat reports it as an error. */
function resolveFloat(text: string, form: RegExp): Resolved | undefined {
  if (!form.test(text)) return undefined;
  const number = Number(text.replaceAll("_", ""));
  return Number.isFinite(number) ? { kind: "float", value: number } : undefined;
}

/** Go strconv.ParseInt with base 0, then ParseUint, then resolve.go's own forms of `0b`. */
function resolveInteger(plain: string): number | bigint | undefined {
  if (plain.length > 80) return undefined;
  const match = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(plain);
  if (match === null) return signedBinary(plain);
  const [, sign, hex, binary, octal, decimal] = match;
  const magnitude = BigInt(
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? "0"),
  );
  return in64Bits(sign === "-" ? -magnitude : magnitude, sign !== "");
}

function signedBinary(plain: string): number | bigint | undefined {
  const match = /^0b([-+])([01]{1,64})$/.exec(plain);
  if (match === null) return undefined;
  const magnitude = BigInt(`0b${match[2]}`);
  return in64Bits(match[1] === "-" ? -magnitude : magnitude, true);
}

function in64Bits(integer: bigint, signed: boolean): number | bigint | undefined {
  const top = signed ? 0x7fffffffffffffffn : 0xffffffffffffffffn;
  if (integer > top || integer < -0x8000000000000000n) return undefined;
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

function resolveBinary(text: string): Resolved {
  const packed = text.replace(/[\r\n]/g, "");
  const sound = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  const bytes = sound ? Buffer.from(packed, "base64").toString("utf8") : "\uFFFD";
  return bytes.includes("\uFFFD")
    ? { kind: "unreadable", reason: "a !!binary value is no base64 of a text" }
    : value(bytes);
}

function fits(type: string, found: Resolved, text: string): boolean {
  if (type === "float" && found.kind === "float") return true;
  if (found.kind !== "value") return false;
  if (type === "float") return isInteger(found.value) && found.value <= 0x7fffffffffffffffn;
  if (type === "int") return isInteger(found.value);
  if (type === "bool") return typeof found.value === "boolean";
  if (type === "null") return found.value === null;
  return /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/.test(text);
}

/** strconv.FormatFloat(f, 'g', -1, 32), as sigs.k8s.io/yaml prints a float that is a map key. */
function floatKey(key: number): string {
  const single = Math.fround(key);
  if (Number.isNaN(single)) return ".nan";
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  const [digits = "0", exponent = "0"] = shortest(single).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${digits}e${power}`));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function shortest(single: number): string {
  for (let precision = 0; precision < 9; precision++) {
    const text = single.toExponential(precision);
    if (Math.fround(Number(text)) === single) return text;
  }
  return single.toExponential();
}

function isInteger(value: Json): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function value(of: Json): Resolved {
  return { kind: "value", value: of };
}

function asTrue(word: string): readonly [string, Json] {
  return [word, true];
}

function asFalse(word: string): readonly [string, Json] {
  return [word, false];
}
