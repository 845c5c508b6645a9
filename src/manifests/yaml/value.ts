// A surveyed syntax tree → the value Kubernetes reads, or the first reason it cannot. Never throws.
import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from "yaml";
import type { Json } from "../../lib/json-types.ts";
import type { AnyNode, Notice } from "./anchors.ts";
import { type Fault, MAX_DEPTH, TOO_DEEP } from "./ast.ts";
import { keyText, type Resolved, resolveScalar } from "./scalar.ts";

export type Decoded = {
  readonly value: Json;
  /** Set where the document is refused; `value` is then of no use. */
  readonly fault: Fault | undefined;
  readonly duplicates: readonly Notice[];
};

type Reading = {
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly open: Set<Alias>;
  readonly duplicates: Notice[];
  /** Positions of keys that the document has a second time. */
  readonly rootDuplicates: Map<string, number>;
  fault: Decoded["fault"];
  count: number;
  aliased: number;
  aliasDepth: number;
};

/** Entries of a map under construction; `type` distinguishes `1` from `"1"`, `own` an own key from a merged one. */
type Entries = Map<string, { value: Json; type: string; own: boolean }>;

/**
 * The value of a document as sigs.k8s.io/yaml converts it to JSON: merge keys apply in the order of the text, the last
 * of several equal keys wins, non-string keys become strings. Every alias counts against the budget of
 * go.yaml.in/yaml/v2 decode.go, allowedAliasRatio.
 */
export function decode(root: ParsedNode, targets: ReadonlyMap<Alias, ParsedNode>): Decoded {
  const reading: Reading = {
    targets,
    open: new Set(),
    duplicates: [],
    rootDuplicates: new Map(),
    fault: undefined,
    count: 0,
    aliased: 0,
    aliasDepth: 0,
  };
  const value = read(root, reading, 0);
  return { value, fault: reading.fault, duplicates: [...missingSeparator(reading), ...reading.duplicates] };
}

/** An object begins with these; a document that has them twice was meant to be two. */
function missingSeparator({ rootDuplicates }: Reading): Notice[] {
  const [api, kind] = [rootDuplicates.get("apiVersion"), rootDuplicates.get("kind")];
  if (api === undefined || kind === undefined) return [];
  const message =
    "`apiVersion` and `kind` stand twice in one document, so `---` is missing above this line: the last of equal keys counts, and the first object is lost";
  return [{ code: "missing-separator", offset: Math.min(api, kind), message }];
}

/** The resolved tag and text of a scalar that `yaml` parsed under the failsafe schema. */
export function resolved(node: Scalar): Resolved {
  const text = typeof node.value === "string" ? node.value : "";
  if (node.tag !== undefined) return resolveScalar(node.tag, text);
  return node.type === "PLAIN" || node.type === undefined
    ? resolveScalar("", text)
    : { kind: "value", value: text };
}

/** Whether a key merges its value. Rests on go.yaml.in/yaml/v2 decode.go, isMerge. */
export function isMergeKey(node: unknown): boolean {
  if (!isScalar(node) || node.value !== "<<") return false;
  if (node.tag !== undefined) return node.tag === "!" || node.tag === "tag:yaml.org,2002:merge";
  return node.type === "PLAIN";
}

function read(node: AnyNode, reading: Reading, depth: number): Json {
  if (reading.fault !== undefined) return null;
  if (node === null) return null;
  if (overBudget(reading)) return refuse(reading, node, "its aliases expand to too much", true);
  if (depth > MAX_DEPTH) return refuse(reading, node, TOO_DEEP, true);
  if (isAlias(node))
    return throughAlias(node as Alias.Parsed, reading, (target) => read(target, reading, depth + 1)) ?? null;
  if (isMap(node)) return mapValue(node.items as Pair<ParsedNode, AnyNode>[], reading, depth);
  if (isSeq(node)) return node.items.map((item) => read(item as AnyNode, reading, depth + 1));
  return isScalar(node) ? scalarValue(node as Scalar.Parsed, reading) : null;
}

function scalarValue(node: Scalar.Parsed, reading: Reading): Json {
  const found = resolved(node);
  if (found.kind === "value") return found.value;
  if (found.kind === "unreadable") return refuse(reading, node, found.reason);
  if (Number.isFinite(found.value)) return found.value === 0 ? 0 : found.value;
  return refuse(reading, node, "JSON has no number for infinity or not-a-number");
}

function mapValue(items: readonly Pair<ParsedNode, AnyNode>[], reading: Reading, depth: number): Json {
  const entries: Entries = new Map();
  fill(entries, items, reading, depth, true);
  const object: Record<string, Json> = {};
  for (const [key, { value }] of entries) define(object, key, value);
  return object;
}

function fill(
  entries: Entries,
  items: readonly Pair<ParsedNode, AnyNode>[],
  reading: Reading,
  depth: number,
  own: boolean,
): void {
  for (const { key, value } of items) {
    if (reading.fault !== undefined) return;
    if (isMergeKey(key)) {
      merge(entries, value ?? key, reading, depth);
      continue;
    }
    const name = keyOf(key, reading);
    if (name === undefined) return;
    const before = entries.get(name.text);
    if (before !== undefined && (before.type !== name.type || (own && before.own))) {
      const message = `the key ${JSON.stringify(name.text)} stands more than once; the last one counts`;
      reading.duplicates.push({ code: "duplicate-key", offset: key.range[0], message });
      if (depth === 0) reading.rootDuplicates.set(name.text, key.range[0]);
    }
    entries.set(name.text, { value: read(value, reading, depth + 1), type: name.type, own });
  }
}

function keyOf(key: AnyNode, reading: Reading): { text: string; type: string } | undefined {
  overBudget(reading);
  if (key === null) return undefined;
  if (isAlias(key)) return throughAlias(key as Alias.Parsed, reading, (target) => keyOf(target, reading));
  if (!isScalar(key)) {
    refuse(reading, key, "a map or a list stands where a key is expected");
    return undefined;
  }
  const found = resolved(key as Scalar);
  const text = keyText(found);
  if (text !== undefined) return { text, type: found.kind === "value" ? typeof found.value : found.kind };
  refuse(
    reading,
    key,

    found.kind === "unreadable" ? found.reason : "null or a huge number stands as a key",
  );
  return undefined;
}

/** Rests on go.yaml.in/yaml/v2 decode.go, decoder.merge: of a list, earlier maps win; a key already set is overwritten. */
function merge(entries: Entries, node: ParsedNode, reading: Reading, depth: number): void {
  const sources = isSeq(node) ? (node.items as ParsedNode[]).toReversed() : [node];
  if (isSeq(node)) overBudget(reading);
  for (const source of sources) {
    overBudget(reading);
    const target = isAlias(source) ? reading.targets.get(source as Alias) : source;
    if (!isMap(target)) {
      refuse(reading, source, "<< needs a map or a list of maps");
      return;
    }
    const items = target.items as Pair<ParsedNode, AnyNode>[];
    if (!isAlias(source)) fill(entries, items, reading, depth + 1, false);
    else throughAlias(source as Alias.Parsed, reading, () => fill(entries, items, reading, depth + 1, false));
  }
}

function throughAlias<Result>(
  alias: Alias.Parsed,
  reading: Reading,
  use: (target: ParsedNode) => Result,
): Result | undefined {
  const target = reading.targets.get(alias);
  if (target === undefined || reading.open.has(alias)) {
    refuse(reading, alias, `the anchor &${alias.source} contains itself`, true);
    return undefined;
  }
  reading.open.add(alias);
  reading.aliasDepth++;
  const result = use(target);
  reading.aliasDepth--;
  reading.open.delete(alias);
  return result;
}

function overBudget(reading: Reading): boolean {
  reading.count++;
  if (reading.aliasDepth > 0) reading.aliased++;
  const { count, aliased } = reading;
  if (aliased <= 100 || count <= 1000) return false;
  const share =
    count <= 400_000 ? 0.99 : count >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((count - 400_000) / 3_600_000);
  return aliased / count > share;
}

function refuse(reading: Reading, node: ParsedNode, message: string, unsure = false): null {
  reading.fault ??= { offset: node.range[0], message, unsure };
  return null;
}

/** An own property whatever its name, so that `__proto__` is a key like any other. */
function define(object: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}
