// Changed files that no Application reads → the manifests in them that differ.

import { groupBy } from "../../lib/group-by.ts";
import { sameJson } from "../../lib/json.ts";
import type { UndeliveredManifest } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { ELSEWHERE } from "../../model/unevaluated.ts";
import { renderFile } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";
import { linkedFiles } from "../generate/links.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { MANIFEST_FILE } from "../tree/candidates.ts";

export type Undelivered = {
  readonly manifests: readonly UndeliveredManifest[];
  readonly entries: readonly NotEvaluated[];
};

/**
 * `changed` are the paths that differ and that no Application reads, `explained` those that something unevaluated reads. A
 * manifest is known by group, kind, namespace and name, so a file that only moves shows nothing. Files that do not parse are
 * entries, and so is everything where `elsewhere` names other repositories: their Applications, which are not read, may
 * deliver it.
 */
export async function findUndelivered(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly string[],
  explained: ReadonlySet<string>,
  files: Files,
  elsewhere: readonly string[] = [],
): Promise<Undelivered> {
  const paths = changed.filter((path) => MANIFEST_FILE.test(path) && !explained.has(path));
  const [base, head] = sides;
  const before = await manifestsIn(base.snapshot, paths, rootManifests(base), files);
  const after = await manifestsIn(head.snapshot, paths, rootManifests(head), files);
  const keys = [...new Set([...before.manifests.keys(), ...after.manifests.keys()])].sort();
  const manifests = keys.flatMap((key) =>
    differing(key, before.manifests.get(key) ?? [], after.manifests.get(key) ?? []),
  );
  if (elsewhere.length > 0)
    return { manifests: [], entries: [...after.entries, ...unread(manifests, elsewhere)] };
  return { manifests, entries: after.entries };
}

/** Copies of one object in several files: each against its own file, what is left in the order of paths. */
function differing(key: string, base: readonly Manifest[], head: readonly Manifest[]): UndeliveredManifest[] {
  const [ones, others] = [byPlace(base), byPlace(head)];
  const moved = [...ones.keys()].filter((place) => !others.has(place));
  const arrived = [...others.keys()].filter((place) => !ones.has(place));
  const pairs = [
    ...[...ones].flatMap(([place, one]) => (others.has(place) ? [[one, others.get(place)] as const] : [])),
    ...Array.from(
      { length: Math.max(moved.length, arrived.length) },
      (_, i) => [ones.get(moved[i] ?? ""), others.get(arrived[i] ?? "")] as const,
    ),
  ];
  return pairs.flatMap(([one, other]): UndeliveredManifest[] => {
    if (one && other && sameJson(one.object, other.object)) return [];
    return [{ key, ...(one ? { base: one } : {}), ...(other ? { head: other } : {}) }];
  });
}

/** "path|which of those in it". */
function byPlace(manifests: readonly Manifest[]): Map<string, Manifest> {
  const places = new Map<string, Manifest>();
  const counts = new Map<string, number>();
  for (const manifest of manifests) {
    const { path } = manifest.origin;
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    places.set(`${path}|${count}`, manifest);
  }
  return places;
}

function unread(manifests: readonly UndeliveredManifest[], elsewhere: readonly string[]): NotEvaluated[] {
  const paths = new Set(manifests.flatMap(({ base, head }) => (head ?? base)?.origin.path ?? []));
  const reason = ELSEWHERE.repositories(elsewhere.join(", "));
  return [...paths].sort().map((path) => ({ path, reason }));
}

/** Files that delivered Applications read as they are, or through a symbolic link. */
export async function readPaths(side: DeliveryTree, files: Files): Promise<string[]> {
  const paths = [...side.nodes.values()].flatMap((node: ApplicationNode) =>
    node.plans.flatMap((plan) => plan.paths),
  );
  return [...paths, ...(await linkedFiles(side.snapshot, paths, files))];
}

/** Roots are live although nothing delivers their file: "path|line" of each. */
function rootManifests(side: DeliveryTree): ReadonlySet<string> {
  const roots = [...side.nodes.values(), ...side.sets.values()].filter((node) => !node.parent);
  return new Set(roots.map(({ manifest }) => place(manifest)));
}

function place(manifest: Manifest): string {
  return `${manifest.origin.path}|${manifest.origin.line}`;
}

async function manifestsIn(
  snapshot: Snapshot,
  paths: readonly string[],
  roots: ReadonlySet<string>,
  files: Files,
): Promise<{ manifests: Map<string, Manifest[]>; entries: NotEvaluated[] }> {
  const present = paths.flatMap((path) => {
    const file = snapshot.files.get(path);
    return file?.mode.startsWith("100") ? [{ path, oid: file.oid }] : [];
  });
  await files.parse(present.map((p) => p.oid));
  const manifests: Manifest[] = [];
  const entries: NotEvaluated[] = [];
  const rootPaths = new Set([...roots].map((root) => root.slice(0, root.lastIndexOf("|"))));
  for (const { path, oid } of present) {
    const rendered = renderFile(path, files.parsed(oid));
    manifests.push(...rendered.manifests.filter((m) => !roots.has(place(m)) && !isToolInput(m)));
    // What no directory would miss declared a root before.
    const broken = rendered.problems.find(
      (p) => p.freezes || (p.code === "passed-over" && rootPaths.has(path)),
    );
    if (broken) entries.push({ path, reason: ELSEWHERE.broken(broken.message) });
    else entries.push(...rendered.unrendered);
  }
  return { manifests: groupBy(manifests, keyOf), entries };
}

/** Kustomizations describe how to render; they are never applied. */
function isToolInput(manifest: Manifest): boolean {
  return manifest.group === "kustomize.config.k8s.io";
}

function keyOf({ group, kind, namespace, name, origin }: Manifest): string {
  return [group, kind, namespace, name || `${origin.path}:${origin.line}`].join("|");
}
