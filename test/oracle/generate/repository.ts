// A seed → the tree of a repository, below one root Application.
import type { Tree } from "../deliver/tree.ts";
import { type Random, randomOf } from "../random.ts";
import { application } from "./manifests.ts";
import { type Draft, policyOf, UNITS } from "./units.ts";

const NAMES = ["ada", "bob", "cat", "dan", "eve", "fay"];

export function repositoryOf(seed: number): { readonly base: Tree; readonly random: Random } {
  const random = randomOf(seed);
  const draft: Draft = { files: new Map(), random, clusters: [], projects: [] };
  const count = 1 + random.below(4);
  const drawn = NAMES.slice(0, count).map((name) => ({ name, ...drawUnit(random) }));
  const early = drawn.filter((one) => one.early);
  for (const { unit, name } of [...early, ...drawn.filter((one) => !one.early)]) unit(draft, name);
  const recurse = random.chance(20) ? ["directory: {recurse: true}"] : [];
  const root = { ...policyOf(draft), path: "apps", namespace: "argocd", source: recurse };
  draft.files.set("root.yaml", application("root", root));
  draft.files.set("README.md", "# A fleet\n");
  return { base: treeOf(draft.files), random };
}

function drawUnit(random: Random): (typeof UNITS)[number] {
  let left = random.below(UNITS.reduce((sum, { weight }) => sum + weight, 0));
  for (const one of UNITS) {
    left -= one.weight;
    if (left < 0) return one;
  }
  return UNITS[0] as (typeof UNITS)[number];
}

function treeOf(files: ReadonlyMap<string, string>): Tree {
  return new Map([...files].sort().map(([path, text]) => [path, { text }]));
}
