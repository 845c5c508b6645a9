// Two trees that show a failure → smaller ones that still show it.
import type { File, Tree } from "./deliver/tree.ts";

type Pair = { readonly base: Tree; readonly head: Tree };

/**
 * Takes differences back and files away, one path at a time and again until nothing more goes. A mutation that did not
 * matter goes with its paths, and so does a unit.
 */
export async function minimise(pair: Pair, fails: (pair: Pair) => Promise<boolean>): Promise<Pair> {
  let smallest = pair;
  for (let before: Pair | undefined; before !== smallest; ) {
    before = smallest;
    for (const path of new Set([...smallest.base.keys(), ...smallest.head.keys()]))
      for (const smaller of smallerBy(path, smallest))
        if (await fails(smaller)) {
          smallest = smaller;
          break;
        }
  }
  return smallest;
}

function smallerBy(path: string, { base, head }: Pair): Pair[] {
  const [before, after] = [base.get(path), head.get(path)];
  const without = { base: put(base, path, undefined), head: put(head, path, undefined) };
  // Without the root nothing would be delivered: another case.
  const root = path === "root.yaml" || path.startsWith("bootstrap/");
  if (before?.text === after?.text) return root ? [] : [without];
  if (root) return [{ base, head: put(head, path, before) }];
  return [{ base, head: put(head, path, before) }, { base: put(base, path, after), head }, without];
}

function put(tree: Tree, path: string, file: File | undefined): Tree {
  const changed = new Map(tree);
  if (file === undefined) changed.delete(path);
  else changed.set(path, file);
  return changed;
}
