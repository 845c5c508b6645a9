// A tree and a call of Kustomize or Helm → what the program prints. Each distinct input is rendered once in a process.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PROGRAMS, type Store } from "../renders.ts";
import { Broken, readYaml } from "./directory.ts";
import type { KubeObject } from "./objects.ts";
import { isDirectory, normalize, parentOf, type Tree, walk } from "./tree.ts";

type Printed = { readonly text: string } | { readonly broken: string };
type Result = { readonly objects: readonly KubeObject[] } | { readonly broken: string };

const known = new Map<string, Result>();
let store: Store | undefined;

/** From now on what is rendered is looked for there, too. */
export function keepIn(kept: Store): void {
  store = kept;
}

/** `args` are for the program in `directory` of the checkout; what it reads is `inputs`. */
export function render(
  tool: "kustomize" | "helm",
  tree: Tree,
  directory: string,
  args: readonly string[],
  inputs: ReadonlySet<string>,
): readonly KubeObject[] {
  const read = [...inputs].sort().map((path) => [path, tree.get(path)]);
  const key = createHash("sha256")
    .update(JSON.stringify([tool, directory, args, read]))
    .digest("hex");
  let result = known.get(key);
  if (result === undefined) {
    const kept = store?.get(key) as Printed | undefined;
    const printed = kept ?? run(tool, tree, directory, args, inputs);
    if (!kept) store?.set(key, printed);
    result = "broken" in printed ? printed : { objects: readYaml(directory, printed.text) };
    known.set(key, result);
  }
  if ("broken" in result) throw new Broken(result.broken);
  return result.objects;
}

function run(
  tool: "kustomize" | "helm",
  tree: Tree,
  directory: string,
  args: readonly string[],
  inputs: ReadonlySet<string>,
): Printed {
  const checkout = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    mkdirSync(join(checkout, directory), { recursive: true });
    for (const path of inputs) layOut(tree, path, checkout);
    const env = { HOME: checkout, HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
    const options = { cwd: join(checkout, directory), env, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const { status, stdout, stderr } = spawnSync(join(PROGRAMS, tool), args, options);
    return status === 0 ? { text: stdout } : { broken: `${tool}: ${stderr}` };
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

function layOut(tree: Tree, path: string, checkout: string): void {
  const file = tree.get(path);
  if (file === undefined) return;
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  if (file.link) symlinkSync(file.text, join(checkout, path));
  else writeFileSync(join(checkout, path), file.text);
}

/** What a build of a kustomization may read: its directory, and whatever a text in it names, from there on. */
export function kustomizeInputs(tree: Tree, directory: string): Set<string> {
  const inputs = new Set<string>();
  const directories = [directory];
  for (const at of directories) {
    for (const path of walk(tree, at)) {
      inputs.add(path);
      const { text, link } = tree.get(path) as { text: string; link?: true };
      const words = link ? [text] : [...text.matchAll(/(?:\.{1,2}\/)[\w./-]+/g)].map(([word]) => word);
      for (const word of words) {
        const target = normalize(`${parentOf(path)}/${word}`);
        if (target === undefined || target === "") continue;
        if (tree.has(target)) inputs.add(target);
        else if (isDirectory(tree, target) && !directories.includes(target)) directories.push(target);
      }
    }
  }
  return inputs;
}
