// One document's text → the line of any field in it. Never throws.
import { type Alias, isAlias, isMap, isSeq, type Pair, type ParsedNode, type Scalar } from "yaml";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import { type AnyNode, survey } from "./anchors.ts";
import { lineFinder, syntaxOf } from "./ast.ts";
import { type Plain, readPlain } from "./plain.ts";
import { keyText } from "./scalar.ts";
import type { Chunk } from "./split.ts";
import { isMergeKey, resolved } from "./value.ts";

/** Where a value was found and the node itself. */
type Position = { readonly offset: number; readonly node: AnyNode };
type Targets = ReadonlyMap<Alias, ParsedNode>;

/**
 * Answers with the 1-based line of the deepest node that exists on a path: of a map entry the line of its key, of a
 * list item the line where it begins. The text is parsed again at the first question, so that a file keeps no tree
 * until it is asked for a line.
 */
export function lineLookup(chunk: Chunk, documentLine: number): (field: FieldPath) => number {
  let find: ((field: FieldPath) => number) | undefined;
  return (field) => {
    if (field.length === 0) return documentLine;
    find ??= finder(chunk, documentLine);
    return find(field);
  };
}

function finder(chunk: Chunk, documentLine: number): (field: FieldPath) => number {
  const plain = readPlain(chunk.text, true);
  return plain === undefined ? finderInTree(chunk, documentLine) : finderInPlain(chunk, plain);
}

function finderInPlain(chunk: Chunk, plain: Plain): (field: FieldPath) => number {
  return (field) => {
    let { value, line } = plain;
    for (const step of field) {
      const key = Array.isArray(value) ? step : String(step);
      const next = plain.places.get(value)?.get(key);
      if (next === undefined) break;
      line = next;
      value = (value as Record<string | number, Json>)[key] as Json;
    }
    return chunk.line - 1 + line;
  };
}

/** The same over the syntax tree. */
export function finderInTree(chunk: Chunk, documentLine: number): (field: FieldPath) => number {
  const { root } = syntaxOf(chunk.text);
  if (root === null) return () => documentLine;
  const { targets } = survey(root, chunk.text, false);
  const lineAt = lineFinder(chunk.text);
  const indexes = new WeakMap<object, Map<string, Position>>();
  return (field) => {
    let at: Position = { offset: root.range[0], node: root };
    for (const step of field) {
      const next = child(at.node, step, targets, indexes);
      if (next === undefined) break;
      at = next;
    }
    return chunk.line - 1 + lineAt(at.offset);
  };
}

function child(
  node: AnyNode,
  step: string | number,
  targets: Targets,
  indexes: WeakMap<object, Map<string, Position>>,
): Position | undefined {
  const target = node !== null && isAlias(node) ? targets.get(node as Alias) : node;
  if (isSeq(target)) {
    const item = typeof step === "number" ? (target.items[step] as AnyNode | undefined) : undefined;
    return item == null ? undefined : { offset: item.range[0], node: item };
  }
  if (!isMap(target)) return undefined;
  const index = indexes.get(target) ?? new Map<string, Position>();
  if (!indexes.has(target)) {
    indexes.set(target, index);
    addEntries(index, target.items as Pair<ParsedNode, AnyNode>[], targets, new Set([target]));
  }
  return index.get(String(step));
}

/** Keys in the order in which `decode` overwrites them. */
function addEntries(
  index: Map<string, Position>,
  items: readonly Pair<ParsedNode, AnyNode>[],
  targets: Targets,
  open: Set<unknown>,
): void {
  for (const { key, value } of items) {
    if (isMergeKey(key)) {
      addMerged(index, value, targets, open);
      continue;
    }
    const scalar = isAlias(key) ? targets.get(key as Alias) : key;
    const name = scalar == null ? undefined : keyText(resolved(scalar as Scalar));
    if (name !== undefined) index.set(name, { offset: key.range[0], node: value });
  }
}

function addMerged(index: Map<string, Position>, value: AnyNode, targets: Targets, open: Set<unknown>): void {
  const sources = isSeq(value) ? (value.items as AnyNode[]).toReversed() : [value];
  for (const source of sources) {
    const target = source !== null && isAlias(source) ? targets.get(source as Alias) : source;
    if (!isMap(target) || open.has(target)) continue;
    open.add(target);
    addEntries(index, target.items as Pair<ParsedNode, AnyNode>[], targets, open);
    open.delete(target);
  }
}
