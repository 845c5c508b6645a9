// A syntax tree → the node of each alias, with the first thing in it that Kubernetes' parser rejects.
import { type Alias, isAlias, isCollection, isMap, isSeq, type ParsedNode } from "yaml";
import { FILE } from "../../model/unevaluated.ts";
import { type Fault, MAX_DEPTH, TOO_DEEP } from "./ast.ts";
import { refusedFlowKey, refusedNode } from "./strict.ts";

export type AnyNode = ParsedNode | null;

/** A problem of a document that is readable. */
export type Notice = Fault & { readonly code: "not-evaluated" | "duplicate-key" | "missing-separator" };

export type Survey = {
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly fault: Fault | undefined;
  /** Tags that carry a meaning Kubernetes does not know, with their offsets. */
  readonly tags: readonly Notice[];
};

type Walk = {
  text: string;
  strict: boolean;
  anchors: Map<string, ParsedNode>;
  targets: Map<Alias, ParsedNode>;
  fault: Fault | undefined;
  tags: Notice[];
};

/**
 * One walk in the order of the text: an alias stands for the latest node before it that carries its name
 * (go.yaml.in/yaml/v2 decode.go, parser.alias). `strict` asks for what Go's YAML scanner refuses, too.
 */
export function survey(root: ParsedNode, text: string, strict: boolean): Survey {
  const walk: Walk = {
    text,
    strict,
    anchors: new Map(),
    targets: new Map(),
    fault: undefined,

    tags: [],
  };
  visit(root, walk, 0, false);
  return walk;
}

function visit(node: AnyNode, walk: Walk, depth: number, inFlow: boolean): void {
  if (node === null || walk.fault !== undefined) return;
  const offset = node.range[0];
  if (depth > MAX_DEPTH) {
    walk.fault = { offset, message: TOO_DEEP, unsure: true };
    return;
  }
  if (isAlias(node)) {
    bind(node as Alias.Parsed, walk);
    return;
  }
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (node.tag !== undefined && !known(node.tag)) {
    const message = FILE.tag(node.tag);
    walk.tags.push({ code: "not-evaluated", offset, message });
  }
  if (walk.strict) walk.fault = refusedNode(node, walk.text, inFlow);
  const within = inFlow || (isCollection(node) && node.flow === true);
  if (isSeq(node)) for (const item of node.items) visit(item as AnyNode, walk, depth + 1, within);
  if (!isMap(node)) return;
  for (const pair of node.items) {
    const key = pair.key as AnyNode;
    if (walk.strict && within && key !== null) walk.fault ??= refusedFlowKey(key, walk.text);
    visit(key, walk, depth + 1, within);
    visit(pair.value as AnyNode, walk, depth + 1, within);
  }
}

function bind(alias: Alias.Parsed, walk: Walk): void {
  const target = walk.anchors.get(alias.source);
  if (target === undefined) {
    walk.fault = {
      offset: alias.range[0],
      message: `the anchor &${alias.source} is not defined before its use`,
    };
  } else {
    walk.targets.set(alias, target);
  }
}

const KNOWN = /^(?:!|tag:yaml\.org,2002:(?:str|bool|int|float|null|timestamp|binary|map|seq|merge))$/;

function known(tag: string): boolean {
  return KNOWN.test(tag);
}
