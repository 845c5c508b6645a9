// A tree and a call of Kustomize or Helm → what the program prints. Each distinct input is rendered once in a process.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Broken, readYaml } from "./directory.ts";
import type { KubeObject } from "./objects.ts";
import { isDirectory, normalize, parentOf, type Tree, walk } from "./tree.ts";

/** The programs that Argo CD 3.0 runs; `npm run renderers` brings them. */
const PROGRAMS = join(import.meta.dirname, "../../../.tools/bin");

const known = new Map<string, { readonly objects: readonly KubeObject[] } | { readonly broken: string }>();

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
  const result = known.get(key) ?? run(tool, tree, directory, args, inputs);
  known.set(key, result);
  if ("broken" in result) throw new Broken(result.broken);
  return result.objects;
}

function run(
  tool: "kustomize" | "helm",
  tree: Tree,
  directory: string,
  args: readonly string[],
  inputs: ReadonlySet<string>,
): { readonly objects: readonly KubeObject[] } | { readonly broken: string } {
  const checkout = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    mkdirSync(join(checkout, directory), { recursive: true });
    for (const path of inputs) layOut(tree, path, checkout);
    const env = { HOME: checkout, HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
    const options = { cwd: join(checkout, directory), env, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const { status, stdout, stderr } = spawnSync(join(PROGRAMS, tool), args, options);
    return status === 0 ? { objects: readYaml(directory, stdout) } : { broken: `${tool}: ${stderr}` };
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
