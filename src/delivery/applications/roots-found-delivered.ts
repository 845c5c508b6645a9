// A walked side and its supposed roots → those that another root, or something below it, delivers.
import { groupPairs } from "../../lib/group-by.ts";
import type { Manifest } from "../../model/manifest.ts";
import { setSourceFiles } from "../applicationsets/set-reads.ts";
import type { Files } from "../generate/files.ts";
import {
  type ApplicationNode,
  type DeliveryTree,
  declaredBy,
  hasUnknownApplications,
  refOf,
} from "../tree/application-tree.ts";

/**
 * What the paths of directories do not tell beforehand: Applications that come through a symbolic link, a kustomization, a
 * chart or a generated Application, and files that a kustomization reads and gives other names. Of roots that deliver each
 * other the first one stays. `roots` and the answer are "Kind namespace/name".
 */
export function deliveredRoots(side: DeliveryTree, roots: ReadonlySet<string>): Set<string> {
  const below = rootsBelow(side, roots);
  const delivered = new Set<string>();
  const kept = new Set<string>();
  const incoming = new Set([...below.values()].flatMap((keys) => [...keys]));
  const sorted = [...roots].sort();
  for (const root of [...sorted.filter((key) => !incoming.has(key)), ...sorted]) {
    if (delivered.has(root) || kept.has(root)) continue;
    kept.add(root);
    const pending = [...(below.get(root) ?? [])];
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      if (kept.has(key) || delivered.has(key)) continue;
      delivered.add(key);
      pending.push(...(below.get(key) ?? []));
    }
  }
  return delivered;
}

/**
 * Roots whose files are what a set makes Applications of that Git does not know, each with other names and values: nobody
 * applies them as they are.
 */
export async function rootsOfUnknownSets(
  side: DeliveryTree,
  roots: ReadonlySet<string>,
  files: Files,
): Promise<Set<string>> {
  const byPath = rootsByPath(side, roots);
  const found = new Set<string>();
  if (byPath.size === 0) return found;
  for (const set of [...side.sets.values()].filter(hasUnknownApplications)) {
    const above = [`ApplicationSet ${set.ref}`, ...(set.parent ? lineage(set.parent) : [])];
    for (const path of await setSourceFiles(side.snapshot, set, files))
      for (const key of byPath.get(path) ?? []) if (!above.includes(key)) found.add(key);
  }
  return found;
}

/** "Kind namespace/name" of what a side declares and nothing on it delivers, roots included in what is delivered. */
export function undeliveredIn({ candidates, nodes, sets, apart }: DeliveryTree): Set<string> {
  const elsewhere = [...apart].map((pair) => pair.slice(pair.indexOf(" ") + 1));
  const delivered = new Set([
    ...elsewhere.flatMap((ref) => [`Application ${ref}`, `ApplicationSet ${ref}`]),
    ...[...nodes.keys()].map((ref) => `Application ${ref}`),
    ...[...sets.keys()].map((ref) => `ApplicationSet ${ref}`),
  ]);
  const declared = [...candidates.applications, ...candidates.sets].map(keyOf);
  return new Set(declared.filter((key) => !delivered.has(key)));
}

/** By root, the other roots that it or something below it delivers. */
function rootsBelow(side: DeliveryTree, roots: ReadonlySet<string>): Map<string, Set<string>> {
  const byPath = rootsByPath(side, roots);
  const below = new Map<string, Set<string>>();
  for (const node of side.nodes.values()) {
    const keys = [...deliveredKeys(node), ...readPaths(node).flatMap((path) => byPath.get(path) ?? [])];
    const wanted = keys.filter((key) => roots.has(key));
    if (wanted.length === 0) continue;
    const above = lineage(node);
    const top = above.at(-1) as string;
    const known = below.get(top) ?? new Set();
    for (const key of wanted) if (!above.includes(key)) known.add(key);
    below.set(top, known);
  }
  return below;
}

function rootsByPath({ candidates }: DeliveryTree, roots: ReadonlySet<string>): Map<string, string[]> {
  const manifests = [...candidates.applications, ...candidates.sets];
  return groupPairs(
    manifests
      .map((manifest) => [manifest.origin.path, keyOf(manifest)] as const)
      .filter(([, key]) => roots.has(key)),
  );
}

function deliveredKeys(node: ApplicationNode): string[] {
  return declaredBy(node).flatMap((m) => [keyOf(m), `${m.kind} ${refOf(m, node.spec)}`]);
}

/** Files of directories, and what a renderer or a plugin reads, whatever it makes of that. */
function readPaths({ plans, results }: ApplicationNode): readonly string[] {
  const read = (results ?? []).flatMap((result) =>
    result.state === "elsewhere" ? [] : (result.inputs ?? []),
  );
  return [...plans.flatMap(({ paths }) => paths), ...read];
}

export function keyOf(manifest: Manifest): string {
  return `${manifest.kind} ${refOf(manifest, undefined)}`;
}

/** "Kind namespace/name" of everything above a node, itself included, up to its root. */
function lineage(node: ApplicationNode): string[] {
  const above: string[] = [];
  for (let at: ApplicationNode | undefined = node; at; at = at.parent) {
    above.push(`Application ${at.ref}`);
    if (at.set) above.push(`ApplicationSet ${at.set.ref}`);
  }
  return above;
}
