// Functions that write and read JSON and base64, and checksums.
import { createHash } from "node:crypto";
import type { Json } from "../../../lib/json-types.ts";
import { TemplateFault } from "../go-template-parser.ts";
import { type GoValue, isGoMap, Long, ordered } from "../go-value.ts";
import { exactly, type Functions, texts } from "./arguments.ts";

const HEX = (algorithm: string) =>
  texts(1, (value) => createHash(algorithm).update(value, "utf8").digest("hex"));

/** (sprig defaults.go, strings.go, crypto.go). The `must` functions differ only where they fail, and then the set fails. */
export const ENCODINGS: Functions = {
  toJson: exactly(1, ([value]) => escaped(json(value))),
  mustToJson: exactly(1, ([value]) => escaped(json(value))),
  toRawJson: exactly(1, ([value]) => json(value)),
  mustToRawJson: exactly(1, ([value]) => json(value)),
  toPrettyJson: exactly(1, ([value]) => escaped(json(value, "\n"))),
  mustToPrettyJson: exactly(1, ([value]) => escaped(json(value, "\n"))),
  fromJson: texts(1, fromJson),
  mustFromJson: texts(1, fromJson),
  b64enc: texts(1, (value) => Buffer.from(value, "utf8").toString("base64")),
  b64dec: texts(1, (value) => {
    const bytes = Buffer.from(value, "base64");
    const decoded = bytes.toString("utf8");
    if (bytes.toString("base64") !== value || !Buffer.from(decoded, "utf8").equals(bytes))
      throw new TemplateFault("the text is no base64 of a text");
    return decoded;
  }),
  sha1sum: HEX("sha1"),
  sha256sum: HEX("sha256"),
  sha512sum: HEX("sha512"),
};

/** A value as encoding/json writes it, keys in order. `newline` begins the lines of the indented form. */
function json(value: GoValue, newline = ""): string {
  if (value instanceof Long || typeof value === "bigint")
    return String(value instanceof Long ? value.value : value);
  if (typeof value === "number") return jsonNumber(value);
  const inner = newline === "" ? "" : `${newline}  `;
  const wrap = (open: string, entries: readonly string[], close: string) =>
    entries.length === 0 ? open + close : `${open}${inner}${entries.join(`,${inner}`)}${newline}${close}`;
  if (Array.isArray(value)) {
    const list = ordered(value as readonly GoValue[]);
    return wrap(
      "[",
      list.map((entry) => json(entry, inner)),
      "]",
    );
  }
  if (!isGoMap(value)) return JSON.stringify(value ?? null).replaceAll(/[\u2028\u2029]/g, unicode);
  const colon = newline === "" ? ":" : ": ";
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}${colon}${json(value[key], inner)}`);
  return wrap("{", entries, "}");
}

/** A float64: no exponent between 1e-6 and 1e21 (encoding/json encode.go, floatEncoder), as in JavaScript. */
function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TemplateFault("a number is not finite");
  return Object.is(value, -0) ? "-0" : String(value);
}

/** encoding/json writes <, >, & as escapes. */
function escaped(value: string): string {
  return value.replaceAll(/[<>&]/g, unicode);
}

function unicode(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function fromJson(value: string): GoValue {
  try {
    return JSON.parse(value) as GoValue;
  } catch {
    throw new TemplateFault("the text is no JSON");
  }
}

/** Numbers of JSON and YAML are float64 to a template. */
export function floats(value: Json): GoValue {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map((entry: Json) => floats(entry));
  if (typeof value !== "object" || value === null) return value as GoValue;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, floats(child)]));
}
