// A file's text → the syntax of its documents as plain data, by offsets of the file. Never throws.
import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from "yaml";
import { type AnyNode, survey } from "./anchors.ts";
import { lineFinder, lineStarts, syntaxOf } from "./ast.ts";
import { keyText } from "./scalar.ts";
import { type Chunk, splitDocuments } from "./split.ts";
import { isMergeKey, resolved } from "./value.ts";

/** How a scalar is written; "block" is `|` or `>`. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

/** An absent value is an empty plain scalar after its colon. */
export type TreeNode = {
  /** Offset into the file's text, without the node's anchor, tag and comments. */
  readonly start: number;
  /** The same; of a map or list in block style, the end of its last part. */
  readonly end: number;
  /** An alias refers to it. */
  readonly shared: boolean;
  readonly tagged: boolean;
} & (
  | { readonly kind: "scalar"; readonly style: ScalarStyle }
  | { readonly kind: "alias" }
  | { readonly kind: "map"; readonly flow: boolean; readonly entries: readonly TreeEntry[] }
  | { readonly kind: "list"; readonly flow: boolean; readonly items: readonly TreeNode[] }
);

export type TreeEntry = {
  /** The key as Kubernetes reads it; undefined where it is not readable as a key. */
  readonly name: string | undefined;
  /** The key is `<<`. */
  readonly merge: boolean;
  readonly key: TreeNode;
  readonly value: TreeNode;
};

export type TreeDocument = {
  /** As `ParsedDocument.line` of the same document. */
  readonly line: number;
  readonly root: TreeNode;
};

type Reading = {
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly shared: ReadonlySet<ParsedNode>;
  readonly at: (offset: number) => number;
};

/** Documents that are not empty and can be read, in the order of the text. */
export function treesOf(text: string): TreeDocument[] {
  const marked = text.startsWith("\uFEFF");
  const starts = lineStarts(text);
  return splitDocuments(marked ? text.slice(1) : text).chunks.flatMap((chunk) => {
    const document = treeOf(chunk, starts, marked);
    return document === undefined ? [] : [document];
  });
}

function treeOf(chunk: Chunk, starts: readonly number[], marked: boolean): TreeDocument | undefined {
  const { root, fault } = syntaxOf(chunk.text);
  if (root === null || fault !== undefined) return undefined;
  const { targets, fault: refused } = survey(root, chunk.text, false);
  if (refused !== undefined) return undefined;
  const lineAt = lineFinder(chunk.text);
  const own = lineStarts(chunk.text);
  const at = (offset: number) => {
    const line = lineAt(offset);
    const whole = chunk.line - 1 + line;
    return (starts[whole - 1] ?? 0) + (marked && whole === 1 ? 1 : 0) + offset - (own[line - 1] ?? 0);
  };
  const reading = { targets, shared: new Set(targets.values()), at };
  return { line: chunk.line - 1 + lineAt(root.range[0]), root: nodeOf(root, 0, reading) };
}

function nodeOf(node: AnyNode, empty: number, reading: Reading): TreeNode {
  const { at, shared } = reading;
  if (node === null)
    return {
      kind: "scalar",
      style: "plain",
      start: at(empty),
      end: at(empty),
      shared: false,
      tagged: false,
    };
  const [start, end] = [at(node.range[0]), at(node.range[1])];
  if (isAlias(node)) return { kind: "alias", start, end, shared: false, tagged: false };
  const common = { start, end, shared: shared.has(node), tagged: node.tag !== undefined };
  if (isSeq(node)) {
    const items = (node.items as AnyNode[]).map((item) => nodeOf(item, node.range[0], reading));
    return { ...common, kind: "list", flow: node.flow === true, items, end: lastEnd(node.flow, items, end) };
  }
  if (isMap(node)) {
    const entries = (node.items as Pair<ParsedNode, AnyNode>[]).map((pair) => entryOf(pair, reading));
    const values = entries.map(({ value }) => value);
    return {
      ...common,
      kind: "map",
      flow: node.flow === true,
      entries,
      end: lastEnd(node.flow, values, end),
    };
  }
  return { ...common, kind: "scalar", style: styleOf(node as Scalar) };
}

function entryOf({ key, value }: Pair<ParsedNode, AnyNode>, reading: Reading): TreeEntry {
  const scalar = isAlias(key) ? reading.targets.get(key as Alias) : key;
  return {
    name: isScalar(scalar) ? keyText(resolved(scalar as Scalar)) : undefined,
    merge: isMergeKey(key),
    key: nodeOf(key, 0, reading),
    value: nodeOf(value, key.range[1], reading),
  };
}

function lastEnd(flow: boolean | undefined, parts: readonly TreeNode[], end: number): number {
  return flow === true ? end : (parts.at(-1)?.end ?? end);
}

function styleOf({ type }: Scalar): ScalarStyle {
  if (type === "QUOTE_DOUBLE") return "double";
  if (type === "QUOTE_SINGLE") return "single";
  return type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" ? "block" : "plain";
}
