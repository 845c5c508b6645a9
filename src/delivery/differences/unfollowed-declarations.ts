// One side and the changed files → those that Applications may read which something unevaluated delivers.

import { get, jsonText, map, sameJson, str } from "../../lib/json.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import { UNINSTALLED } from "../../model/unevaluated.ts";
import type { DiscoveryTools } from "../applications/discover-applications.ts";
import { setReads } from "../applicationsets/set-reads.ts";
import type { Files } from "../generate/files.ts";
import { type DeliveryTree, declaredBy, hasUnknownApplications, refOf } from "../tree/application-tree.ts";
import { isApplicationSet } from "../tree/candidates.ts";
import { declaredReads, filesRead } from "./declared-reads.ts";

/** Something that is not evaluated, with the files of the side that it reads. */
type Unit = {
  /** Undefined for a kustomization that a person applies. */
  readonly ref: string | undefined;
  readonly words: string;
  readonly inputs: ReadonlySet<string>;
};

/** A text that declares Applications nobody follows. `by`: what delivers it, where Git shows that. */
type Declaration = { readonly path: string; readonly text: string; readonly by: Unit | undefined };

/** Changed files with what may read them. */
export type Reached = { readonly paths: readonly string[]; readonly entry: Omit<NotEvaluated, "path"> };

/**
 * An ApplicationSet or Application in what a plugin renders, in a chart that is not rendered, or in what a set for clusters
 * that Git does not know makes of a path, reads this repository as any other does; and so may one whose root is made
 * outside of Git, unless the configuration names all roots. `uncovered`: the changed files that no known Application reads.
 */
export async function unfollowedReads(
  side: DeliveryTree,
  changed: readonly string[],
  uncovered: ReadonlySet<string>,
  { files, config }: Pick<DiscoveryTools, "files" | "config">,
): Promise<Reached[]> {
  if (changed.length === 0) return [];
  const units = await unitsOf(side, files);
  const reached: Reached[] = [];
  for (const { path, text, by } of await declarationsOf(side, units, files)) {
    if (!by && config.roots.length > 0) continue;
    const reads = declaredReads(text, side.snapshot);
    const read = await filesRead(reads, side.snapshot, files);
    const wanted = by && !reads.anywhere ? changed : [...uncovered];
    const paths = wanted.filter((file) => file !== path && (reads.anywhere || read.has(file)));
    if (paths.length > 0) reached.push({ paths, entry: entryOf(path, by) });
  }
  return reached;
}

function entryOf(path: string, by: Unit | undefined): Omit<NotEvaluated, "path"> {
  if (!by) return { reason: UNINSTALLED.declared(path) };
  if (by.ref === undefined) return { reason: by.words };
  const what = by.inputs.has(path) ? path : `what ${path} passes on`;
  return { application: by.ref, reason: UNINSTALLED.declaredIn(what, by.words) };
}

async function unitsOf(side: DeliveryTree, files: Files): Promise<Unit[]> {
  const nodes = [...side.nodes.values()].flatMap((node) => {
    const unread = (node.results ?? []).filter(({ state }) => state === "unevaluated");
    const inputs = new Set(unread.flatMap((result) => ("inputs" in result ? (result.inputs ?? []) : [])));
    const words = `Application ${node.ref} is not evaluated`;
    return unread.length === 0 ? [] : [{ ref: node.ref, words, inputs }];
  });
  const sets: Unit[] = [];
  for (const set of side.sets.values()) {
    if (!hasUnknownApplications(set)) continue;
    const reads = await setReads(side.snapshot, set, files);
    const words = `not all Applications of ApplicationSet ${set.ref} are known`;
    sets.push({ ref: set.ref, words, inputs: new Set(reads.anywhere ? [] : reads.paths) });
  }
  return [...nodes, ...sets, ...unbuilt(side)];
}

/** Kustomizations that cannot be built: a patch may lead what they build of a file to another path. */
function unbuilt({ overlays }: DeliveryTree): Unit[] {
  return [...overlays.values()]
    .filter(({ manifests }) => manifests === undefined)
    .map(({ directory, inputs }) => ({
      ref: undefined,
      words: UNINSTALLED.declaredUnbuilt(directory || "."),
      inputs: new Set(inputs),
    }));
}

async function declarationsOf(
  side: DeliveryTree,
  units: readonly Unit[],
  files: Files,
): Promise<Declaration[]> {
  const { candidates, snapshot } = side;
  const followed = followedFiles(side);
  const owners = new Map<string, Unit>();
  for (const unit of units) for (const path of unit.inputs) if (!owners.has(path)) owners.set(path, unit);
  const patching = new Set(units.flatMap(({ ref, inputs }) => (ref === undefined ? [...inputs] : [])));
  const oidOf = (path: string) => snapshot.files.get(path)?.oid ?? "";
  const values = [...owners.keys()].filter((path) => VALUES.test(path) && oidOf(path) !== "");
  const passing = await files.mentioning(values.map(oidOf), [], [REPO_URL]);
  const paths = [
    ...candidates.declaring.filter((path) => owners.has(path) || !followed.has(path)),
    ...values.filter((path) => passing.has(oidOf(path))),
    ...patching,
  ];
  const asDeclared = followedAsDeclared(side);
  const isOpen = (path: string) => !asDeclared.has(path) || patching.has(path);
  const open = [...new Set(paths)].filter((path) => snapshot.files.has(path) && isOpen(path));
  const texts = await files.texts(open.map(oidOf));
  const written = open.flatMap((path): Declaration[] => {
    const blob = texts.get(oidOf(path));
    return blob && "text" in blob ? [{ path, text: blob.text, by: owners.get(path) }] : [];
  });
  return [...written, ...units.flatMap((unit) => passedOn(unit, side)), ...rivals(side)];
}

/**
 * Declarations of what another Application declares as well, otherwise: each sync applies its own, and only one of them is
 * followed (argo-cd controller/state.go, SharedResourceWarning).
 */
function rivals({ nodes, sets }: DeliveryTree): Declaration[] {
  return [...nodes.values()].flatMap((node) =>
    declaredBy(node).flatMap((manifest): Declaration[] => {
      const ref = refOf(manifest, node.spec);
      const followed = isApplicationSet(manifest) ? sets.get(ref) : nodes.get(ref);
      if (
        !followed?.parent ||
        followed.parent === node ||
        sameJson(followed.manifest.object, manifest.object)
      )
        return [];
      const { path } = manifest.origin;
      const words = `${followed.parent.ref} declares ${manifest.kind} ${ref} otherwise, and which of the two counts is not in Git`;
      return [{ path, text: jsonText(manifest.object), by: { ref, words, inputs: new Set([path]) } }];
    }),
  );
}

/** Values of a chart that makes Applications of them (the chart argocd-apps of argo-helm and its like) hold their sources. */
const VALUES = /values[^/]*\.ya?ml$/;
const REPO_URL = "repoURL";

function passedOn(unit: Unit, { nodes, sets }: DeliveryTree): Declaration[] {
  if (unit.ref === undefined) return [];
  const declared = nodes.get(unit.ref) ?? sets.get(unit.ref);
  const spec = declared?.manifest.object["spec"];
  const sources = readSources(sets.has(unit.ref) ? get(spec, ["template", "spec"]) : spec);
  const text = sources
    .flatMap(({ raw }) => [
      str(raw, ["helm", "values"]) ?? "",
      jsonText(map(raw, ["helm", "valuesObject"]) ?? {}),
    ])
    .join("\n");
  const path = declared?.manifest.origin.path ?? "";
  return text.includes(REPO_URL) ? [{ path, text, by: unit }] : [];
}

/** Files of which an evaluated Application made what is followed, and those that declare roots. */
function followedFiles({ nodes, sets }: DeliveryTree): Set<string> {
  const read = [...nodes.values()].flatMap(({ results, plans }) =>
    (results ?? []).flatMap((result, i) =>
      result.state === "generated" ? [...(result.inputs ?? []), ...(plans[i]?.paths ?? [])] : [],
    ),
  );
  const declared = [...nodes.values(), ...sets.values()].map(({ manifest }) => manifest.origin.path);
  return new Set([...read, ...declared]);
}

/** Files all of whose Applications and ApplicationSets are followed, as they stand there. */
function followedAsDeclared({ candidates, nodes, sets }: DeliveryTree): Set<string> {
  const followed = new Set<string>();
  const others = new Set<string>();
  const known = new Set([...nodes.values(), ...sets.values()].map(({ manifest }) => originText(manifest)));
  for (const manifest of [...candidates.applications, ...candidates.sets])
    (known.has(originText(manifest)) ? followed : others).add(manifest.origin.path);
  for (const path of others) followed.delete(path);
  return followed;
}

function originText({ origin: { path, line } }: Manifest): string {
  return `${path}|${line}`;
}
