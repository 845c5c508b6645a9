// A seed → the tree of a repository, below one root Application.
import type { File, Tree } from "../deliver/tree.ts";
import { type Random, randomOf } from "../random.ts";
import { application, configMap } from "./manifests.ts";
import { type Draft, policyOf, put, UNITS } from "./units.ts";

const NAMES = ["ada", "bob", "cat", "dan", "eve", "fay"];

export function repositoryOf(seed: number): { readonly base: Tree; readonly random: Random } {
  const random = randomOf(seed);
  const draft: Draft = {
    files: new Map(),
    links: new Map(),
    submodules: new Map(),
    random,
    clusters: [],
    projects: [],
  };
  const count = 1 + random.below(4);
  const drawn = NAMES.slice(0, count).map((name) => ({ name, ...drawUnit(random) }));
  const early = drawn.filter((one) => one.early);
  for (const { unit, name } of [...early, ...drawn.filter((one) => !one.early)]) unit(draft, name);
  const recurse = random.chance(20) ? ["directory: {recurse: true}"] : [];
  const root = { ...policyOf(draft), path: "apps", namespace: "argocd", source: recurse };
  const text = application("root", root);
  if (random.chance(90)) draft.files.set("root.yaml", text);
  else putOverlays(draft, text);
  draft.files.set("README.md", "# A fleet\n");
  if (random.chance(4)) dropApplications(draft);
  if (random.chance(8)) breakOne(draft);
  return { base: treeOf(draft), random };
}

/** A repository of manifests, whose Applications are kept elsewhere or do not exist. */
function dropApplications({ files, links, submodules }: Draft): void {
  for (const [path, text] of files) if (/kind: Application/.test(text)) files.delete(path);
  for (const path of [...files.keys()]) if (/^(?:bootstrap|labs)\//.test(path)) files.delete(path);
  links.clear();
  submodules.clear();
}

/** The root is what a person builds and applies: one kustomization of a base, or two that differ. */
function putOverlays(draft: Draft, root: string): void {
  put(draft, "bootstrap/base", { "kustomization.yaml": "resources: [root.yaml]\n", "root.yaml": root });
  put(draft, "bootstrap/prod", { "kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n" });
  if (draft.random.chance(50)) return;
  const patch =
    "patches:\n- target: {kind: Application}\n  patch: '[{op: replace, path: /spec/source/path, value: labs}]'\n";
  put(draft, "bootstrap/lab", { "kustomization.yaml": `resources: [../base]\nnamePrefix: lab-\n${patch}` });
  put(draft, "svc/lab", { "settings.yaml": configMap("lab-settings") });
  put(draft, "labs", { "lab.yaml": application("lab", { ...policyOf(draft), path: "svc/lab" }) });
}

/** Something is broken before the pull request. */
function breakOne({ files, random }: Draft): void {
  const paths = [...files.keys()].filter((path) => /^(svc|fan)\/.*\.(yaml|json)$/.test(path));
  if (paths.length === 0) return;
  const path = random.pick(paths);
  files.set(path, `${files.get(path)}broken: [\n`);
}

function drawUnit(random: Random): (typeof UNITS)[number] {
  let left = random.below(UNITS.reduce((sum, { weight }) => sum + weight, 0));
  for (const one of UNITS) {
    left -= one.weight;
    if (left < 0) return one;
  }
  return UNITS[0] as (typeof UNITS)[number];
}

function treeOf({ files, links, submodules }: Draft): Tree {
  const all: [string, File][] = [
    ...[...files].map(([path, text]): [string, File] => [path, { text }]),
    ...[...links].map(([path, text]): [string, File] => [path, { text, link: true }]),
    ...[...submodules].map(([path, text]): [string, File] => [path, { text, submodule: true }]),
  ];
  return new Map(all.sort(([left], [right]) => (left < right ? -1 : 1)));
}
