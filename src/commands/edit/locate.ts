// A document's tree and a path → the nodes on it, or why the value there cannot be edited alone.
import type { FieldPath } from "../../lib/json-types.ts";
import type { TreeEntry, TreeNode } from "../../manifests/yaml/tree.ts";

/** A node and what contains it. */
type Step = {
  readonly node: TreeNode;
  /** Set in a map. */
  readonly entry: TreeEntry | undefined;
  /** Set in a list. */
  readonly index: number;
};

/** From the root to the node of the path. */
export type Located = {
  readonly node: TreeNode;
  readonly steps: readonly Step[];
  readonly parent: TreeNode | undefined;
  /** The node is inside `[ ]` or `{ }`. */
  readonly flow: boolean;
};

/** Refused are paths through anchors that aliases repeat, aliases, merge keys and duplicate keys. */
export function locate(root: TreeNode, path: FieldPath): Located | { readonly refused: string } {
  const steps: Step[] = [{ node: root, entry: undefined, index: -1 }];
  let node = root;
  for (const step of path) {
    const refused = unfit(node);
    if (refused !== undefined) return { refused };
    const next = child(node, step);
    if ("refused" in next) return next;
    steps.push(next);
    node = next.node;
  }
  const refused = unfit(node);
  if (refused !== undefined) return { refused };
  const above = steps.slice(0, -1);
  const flow = above.some((step) => step.node.kind !== "scalar" && "flow" in step.node && step.node.flow);
  return { node, steps, parent: above.at(-1)?.node, flow };
}

function unfit(node: TreeNode): string | undefined {
  if (node.kind === "alias")
    return "it is written as an alias (*), so the value belongs to another place of the file";
  if (node.shared) return "it carries an anchor (&) that aliases repeat, so other places would change too";
  return undefined;
}

function child(node: TreeNode, step: string | number): Step | { readonly refused: string } {
  if (node.kind === "list") {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined
      ? { refused: `there is no item ${String(step)}` }
      : { node: item, entry: undefined, index: Number(step) };
  }
  if (node.kind !== "map") return { refused: `${String(step)} is looked for in what is no map` };
  const named = node.entries.filter(({ name }) => name === String(step));
  const [entry] = named;
  if (named.length > 1) return { refused: `the key ${String(step)} stands more than once` };
  if (entry !== undefined) return { node: entry.value, entry, index: -1 };
  const merged = node.entries.some(({ merge }) => merge);
  return {
    refused: merged
      ? `the key ${String(step)} is not written there; a merge key (<<) brings what it holds`
      : `there is no key ${String(step)}`,
  };
}
