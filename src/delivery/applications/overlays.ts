// Both sides → the kustomizations with Applications in them that no Application builds: a person applies each of them.

import { setReads } from "../applicationsets/set-reads.ts";
import type { Files } from "../generate/files.ts";
import { builtFrom, kustomizeInputs } from "../generate/inputs.ts";
import { kustomizationIn, topKustomizations } from "../generate/kustomizations.ts";
import { buildKustomization } from "../generate/presumed-build.ts";
import type { Renderers } from "../generate/render-job.ts";
import { directoryOf } from "../generate/repository-tree.ts";
import { isNamedForTests } from "../generate/run-by-tests.ts";
import {
  type ApplicationNode,
  chainOf,
  type DeliveryTree,
  hasUnknownApplications,
  type Overlay,
} from "../tree/application-tree.ts";

type Pair<T> = readonly [base: T, head: T];

/** What each side's kustomization reads; undefined where the side has none in that directory. */
export type OverlayInputs = Pair<readonly string[] | undefined>;

/**
 * By directory, the kustomizations that read a file with Applications and that no other kustomization reads. One that is
 * such on the base is one on the head, whatever is laid over it there. What by its name is there for tests or a tool is not
 * followed: Applications that only a test makes would look live. Nor is it taken for not applied, so that what changes there is
 * not evaluated (differences/uninstalled.ts).
 */
export async function findOverlays(
  sides: Pair<DeliveryTree>,
  files: Files,
): Promise<ReadonlyMap<string, OverlayInputs>> {
  const [base, head] = [await declaringTops(sides[0], files), await declaringTops(sides[1], files)];
  const found = new Map<string, OverlayInputs>();
  for (const [directory, inputs] of base)
    found.set(directory, [inputs, head.get(directory) ?? (await inputsIn(sides[1], directory, files))]);
  for (const [directory, inputs] of head)
    if (!found.has(directory) && kustomizationIn(sides[0].snapshot, directory) === undefined)
      found.set(directory, [undefined, inputs]);
  return found;
}

async function declaringTops(
  { snapshot, candidates }: DeliveryTree,
  files: Files,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const declaring = new Set(candidates.declaring.filter((path) => !isNamedForTests(path)));
  // Kustomize reads files in or below the directory of a kustomization (kustomize api/internal/loader/loadrestrictions.go).
  const isBelow = (path: string): boolean => {
    for (let at = directoryOf(path); ; at = directoryOf(at)) {
      if (kustomizationIn(snapshot, at) !== undefined) return true;
      if (at === "") return false;
    }
  };
  if (![...declaring].some(isBelow)) return new Map();
  const tops = await topKustomizations(snapshot, files);
  return new Map(
    [...tops].filter(
      ([directory, inputs]) =>
        !isNamedForTests(`${directory}/`) && inputs.some((path) => declaring.has(path)),
    ),
  );
}

async function inputsIn({ snapshot }: DeliveryTree, directory: string, files: Files) {
  return kustomizationIn(snapshot, directory) === undefined
    ? undefined
    : kustomizeInputs(snapshot, [directory], files);
}

/** One overlay on both sides; undefined where a side has none. */
export async function buildOverlay(
  directory: string,
  inputs: OverlayInputs,
  sides: Pair<DeliveryTree>,
  { files, renderers }: { readonly files: Files; readonly renderers: Renderers | undefined },
): Promise<Pair<Overlay | undefined>> {
  const build = async (at: 0 | 1): Promise<Overlay | undefined> => {
    const read = inputs[at];
    if (read === undefined) return undefined;
    const { snapshot } = sides[at];
    return {
      directory,
      inputs: read,
      ...(await buildKustomization(directory, { snapshot, files }, renderers)),
    };
  };
  return [await build(0), await build(1)];
}

/** Of the directories, those whose kustomization something on a walked side reads, other than what it makes itself. */
export async function readOverlays(
  side: DeliveryTree,
  directories: readonly string[],
  files: Files,
): Promise<string[]> {
  const found = new Set<string>();
  const wanted = new Set(directories);
  const places = new Map(
    directories.flatMap((directory) => {
      const path = kustomizationIn(side.snapshot, directory);
      return path === undefined ? [] : [[path, directory] as const];
    }),
  );
  if (places.size === 0) return [];
  for (const node of side.nodes.values()) {
    const own = overlayOf(node);
    // Of overlays that read each other the first one is applied.
    if (own !== undefined && found.has(own)) continue;
    const named = node.plans.flatMap(({ source, tracked }) =>
      isHere(tracked.kind) ? builtFrom(source) : [],
    );
    const read = [
      ...named.filter((path) => wanted.has(path)),
      ...readBy(node).map((path) => places.get(path)),
    ];
    for (const directory of read) if (directory !== undefined && directory !== own) found.add(directory);
  }
  for (const set of [...side.sets.values()].filter(hasUnknownApplications)) {
    const { paths } = await setReads(side.snapshot, set, files);
    for (const path of paths) found.add(places.get(path) ?? "\0");
  }
  return directories.filter((directory) => found.has(directory));
}

/** At whatever revision. */
function isHere(kind: string): boolean {
  return kind === "this-merge" || kind === "revision";
}

function readBy({ plans, results }: ApplicationNode): readonly string[] {
  const rendered = (results ?? []).flatMap((result) => ("inputs" in result ? (result.inputs ?? []) : []));
  return [...plans.flatMap(({ paths }) => paths), ...rendered];
}

/** The overlay that a person applies to get a node. */
export function overlayOf(node: ApplicationNode): string | undefined {
  const [root] = chainOf(node);
  return (root?.set ?? root)?.manifest.builtIn;
}
