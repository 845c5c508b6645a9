// A scalar value and a style → how it is written. Never throws.
import type { Json } from "../../lib/json-types.ts";
import { resolveScalar } from "../../manifests/yaml/scalar.ts";
import type { ScalarStyle } from "../../manifests/yaml/tree.ts";

/** Texts that every reader of YAML reads alike without quotes. */
const PLAIN = /^[A-Za-z0-9_./+-](?:[A-Za-z0-9_./+@=~-]|:(?=[A-Za-z0-9_./-]))*$/;

/**
 * Texts keep the style where it can hold them; other values have no quotes. Undefined for what one line cannot
 * hold: maps, lists, and texts with half a surrogate pair.
 */
export function scalarText(value: Json, style: ScalarStyle, flow: boolean): string | undefined {
  if (typeof value === "string") return textIn(value, style, flow);
  return typeof value === "object" && value !== null ? undefined : String(value);
}

/** A key as a block map writes it. */
export function keyIn(key: string): string {
  return textIn(key, "plain", false) ?? JSON.stringify(key);
}

function textIn(text: string, style: ScalarStyle, flow: boolean): string | undefined {
  if (/[\ud800-\udfff]/u.test(text)) return undefined;
  if (style === "plain" && isPlain(text, flow)) return text;
  if (style === "single" && /^[\x20-\x7e\xa0-\ufefe]*$/.test(text) && !/[\u2028\u2029]/.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return doubleQuoted(text);
}

/** `-` and `+` alone begin other things; YAML 1.1 reads some words as booleans and some digits as octal. */
function isPlain(text: string, flow: boolean): boolean {
  if (!PLAIN.test(text) || /^[-+.]{1,3}$/.test(text) || /^---|^\.\.\./.test(text)) return false;
  if (flow && text.includes(":")) return false;
  const read = resolveScalar("", text);
  if (/^[-+]?[0-9.][0-9_.:eExXoO+-]*$/.test(text)) return false;
  return read.kind === "value" && read.value === text;
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
