// What Git does not know of a cluster → marks that go through templates, and the symbols that remain of them.

import { isMap } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { replaceClosed } from "../../lib/open-text.ts";
import { symbolOf } from "../../model/stand-in.ts";
import { TemplateFault } from "./go-template-parser.ts";
import { type GoValue, isGoMap } from "./go-value.ts";

/** Characters of a private use area: no text of a repository is taken for a mark by accident. */
const [OPEN, CLOSE, APART] = ["\uE000", "\uE001", "\uE002"];
const MARK = /\uE000([^\uE001]*)\uE001/g;

/** A key of parameters that hold marks: the name of the stand-in, "" for what stands in for none. */
export const STAND_IN = "\uE000stand-in";

/** A key of a map any other key of which has a value that Git does not know: what the marks of these begin with. */
export const OPEN_MAP = "\uE000open";

/** `what` leads to a value of a cluster: "name", or "label" and its key. */
export function markOf(cluster: string, ...what: readonly string[]): string {
  return `${OPEN}${[cluster, ...what].join(APART)}${CLOSE}`;
}

/** The symbol that remains of a mark, for anything but a name. */
export function symbolOfValue(...unknown: readonly string[]): string {
  return symbolOf(unknown.join(APART));
}

/** The mark of a key that the map does not hold, where it is one that holds unknown keys. */
export function openValue(value: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const start = Object.hasOwn(value, OPEN_MAP) ? value[OPEN_MAP] : undefined;
  return typeof start === "string" ? `${OPEN}${start}${APART}${key}${CLOSE}` : undefined;
}

/** Without goTemplate: the mark of a label or annotation, `metadata.labels.env`, that the parameters do not name. */
export function openParameter(params: JsonObject, name: string): string | undefined {
  const cluster = Object.hasOwn(params, OPEN_MAP) ? params[OPEN_MAP] : undefined;
  const [, what = "", key = ""] = /^metadata\.(label|annotation)s\.(.+)$/.exec(name) ?? [];
  return typeof cluster === "string" && key !== "" ? markOf(cluster, what, key) : undefined;
}

/** A map with these values, and marks for all others. `what` as in markOf. */
export function openMap<T extends object>(known: T, cluster: string, what: string): T {
  return { ...known, [OPEN_MAP]: [cluster, what].join(APART) };
}

/** Whether a value is, or holds, what Git does not know. */
export function isUnknown(value: GoValue | Json): boolean {
  if (typeof value === "string") return value.includes(OPEN);
  if (Array.isArray(value)) return value.some((entry: GoValue) => isUnknown(entry));
  if (!isGoMap(value as GoValue)) return false;
  return Object.entries(value as JsonObject).some(([key, child]) => key.includes(OPEN) || isUnknown(child));
}

/** Text with symbols in place of its marks, in keys as well; `symbols` collects what a person reads for each. */
export function withSymbols(value: Json, symbols: Map<string, string>): Json {
  if (typeof value === "string") return value.includes(OPEN) ? symbolsIn(value, symbols) : value;
  if (Array.isArray(value)) return value.map((entry) => withSymbols(entry, symbols));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [symbolsIn(key, symbols), withSymbols(child, symbols)]),
  );
}

function symbolsIn(text: string, symbols: Map<string, string>): string {
  return replaceClosed(text, MARK, CLOSE, (_, unknown = "") => {
    const [cluster = "", what = "name", key] = unknown.split(APART);
    const symbol = what === "name" ? cluster : symbolOf(unknown);
    const words =
      what === "name" ? "cluster" : key === undefined ? `${what} of the cluster` : `${what} ${key}`;
    symbols.set(symbol, `<${words}>`);
    return symbol;
  });
}

/** Functions that put their arguments together and look into none of them. */
const COMPOSING: ReadonlySet<string> = new Set([
  "print",
  "printf",
  "println",
  "cat",
  "quote",
  "squote",
  "toString",
  "toStrings",
  "join",
  "indent",
  "nindent",
  "list",
  "tuple",
  "append",
  "prepend",
  "push",
  "concat",
  "first",
  "last",
  "dict",
  "set",
  "toYaml",
  "toJson",
]);

/**
 * What a template function makes of arguments that Git does not know. Throws TemplateFault for one that looks into them. Of an open
 * map `index` and `get` take a value; Argo CD's own `normalize` leaves the name of a cluster as it stands in
 * `nameNormalized`.
 */
export function onUnknown(
  name: string,
  args: readonly GoValue[],
  call: (args: readonly GoValue[]) => GoValue,
): GoValue {
  const [first, key, more] = args;
  if ((name === "index" || name === "get") && isGoMap(first) && typeof key === "string" && !isUnknown(key)) {
    const taken = Object.hasOwn(first, key) ? first[key] : openValue(first, key);
    if (taken !== undefined)
      return more === undefined ? taken : onUnknown(name, [taken, ...args.slice(2)], call);
  }
  if (name === "index" && Array.isArray(first) && !isUnknown(key)) return call(args);
  if (name === "normalize" && typeof first === "string" && replaceClosed(first, MARK, CLOSE, () => "") === "")
    return first;
  if (!COMPOSING.has(name) || args.some(isOpen))
    throw new TemplateFault(`${name} looks into what Git does not know`);
  const marks = new Map<string, string>();
  const made = call(args.map((arg) => mapped(arg, (text) => withPlainMarks(text, marks))));
  return mapped(made, (text) => marksBack(text, marks));
}

/** Whether a list or a map holds a map with unknown keys. */
export function isOpen(value: GoValue): boolean {
  if (Array.isArray(value)) return value.some((entry: GoValue) => isOpen(entry));
  return isGoMap(value) && Object.entries(value).some(([key, child]) => key.includes(OPEN) || isOpen(child));
}

/** Functions quote special characters, which the value has none of. */
function withPlainMarks(text: string, marks: Map<string, string>): string {
  return replaceClosed(text, MARK, CLOSE, (mark = "", unknown = "") => {
    const plain = symbolOf(unknown);
    marks.set(plain, mark);
    return plain;
  });
}

function marksBack(text: string, marks: ReadonlyMap<string, string>): string {
  let out = text;
  for (const [plain, mark] of marks) out = out.replaceAll(plain, mark);
  return out;
}

function mapped(value: GoValue, of: (text: string) => string): GoValue {
  if (typeof value === "string") return of(value);
  if (Array.isArray(value)) return value.map((entry: GoValue) => mapped(entry, of));
  if (!isGoMap(value) || !isUnknown(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [of(key), mapped(child, of)]));
}
