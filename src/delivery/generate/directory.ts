// A plain directory source → manifests, and what keeps Argo CD from rendering it.

import { matchesGlob } from "../../lib/glob.ts";
import { objectDefects } from "../../manifests/kinds/object-defects.ts";
import { isAtLeast } from "../../manifests/values/argocd-version.ts";
import { type Defect, manifestDefects, manifestsOf, strayDocuments } from "../../manifests/yaml/manifests.ts";
import { isUnfilledName } from "../../manifests/yaml/templated.ts";
import type { Source } from "../../model/application.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Manifest, ParsedFile } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot, SnapshotFile } from "../../model/snapshot.ts";
import { DIRECTORY, FILE } from "../../model/unevaluated.ts";
import type { Files } from "./files.ts";
import { followLinks } from "./links.ts";
import { pathsUnder } from "./repository-tree.ts";

const MANIFEST_FILE = /\.(?:yaml|yml|json|jsonnet)$/;

/**
 * The files Argo CD reads for a directory source, in its order: no recursion unless `recurse`, `include` and `exclude` on
 * the path relative to the source. (argo-cd reposerver/repository/repository.go, getPotentiallyValidManifests.)
 */
export function directoryFiles(paths: readonly string[], source: Source): string[] {
  const root = source.path ?? "";
  const { recurse, include, exclude } = source.directory;
  const found = pathsUnder(paths, root).filter((path) => {
    const relative = root === "" ? path : path.slice(root.length + 1);
    if (!MANIFEST_FILE.test(path) || (!recurse && relative.includes("/"))) return false;
    if (exclude !== "" && matchesGlob(exclude, relative)) return false;
    return include === "" || matchesGlob(include, relative);
  });
  return recurse ? inWalkOrder(found) : found;
}

/** As filepath.Walk does, name by name: what is in `apps` comes before `apps-old.yaml`, although "-" sorts before "/". */
function inWalkOrder(paths: readonly string[]): string[] {
  const keys = new Map(paths.map((path) => [path, path.replaceAll("/", "\0")]));
  const keyOf = (path: string) => keys.get(path) as string;
  return [...paths].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** What the files of a directory source gave. `unrendered`: files among them that need a tool or cannot be read. */
export type DirectoryResult = {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly DeliveryProblem[];
  readonly unrendered: readonly NotEvaluated[];
};

/**
 * Renders a directory source. Reads its blobs in one batch. `argocdVersion` decides whether a file that holds
 * `+argocd:skip-file-rendering` is left out (from 3.1).
 */
export async function renderDirectory(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
  argocdVersion: string,
): Promise<DirectoryResult> {
  const listed = paths.map((path) => ({ path, file: snapshot.files.get(path) as SnapshotFile }));
  const links = await followLinks(snapshot, listed, files);
  const readable = listed.flatMap(({ path, file }) => {
    const target = file.mode === "120000" ? links.get(path) : file;
    return target?.mode.startsWith("100") && !path.endsWith(".jsonnet") ? [{ path, oid: target.oid }] : [];
  });
  await files.parse(readable.map((r) => r.oid));
  const rendered = readable.map(({ path, oid }) => renderNamed(path, files.parsed(oid), argocdVersion));
  return {
    manifests: rendered.flatMap((r) => r.manifests),
    problems: rendered.flatMap((r) => r.problems),
    unrendered: [
      ...rendered.flatMap((r) => r.unrendered),
      ...paths.filter((p) => p.endsWith(".jsonnet")).map((path) => ({ path, reason: DIRECTORY.jsonnet })),
      ...[...links]
        .filter(([, target]) => target?.mode === "120000")
        .map(([path]) => ({ path, reason: DIRECTORY.link })),
    ],
  };
}

/** A name that ends in `.json` is read as JSON, in which YAML's comments and trailing commas have no place. */
function renderNamed(path: string, file: ParsedFile, argocdVersion: string): DirectoryResult {
  const rendered = renderMarked(path, file, argocdVersion);
  const { notJson } = file;
  const isRead = rendered.unrendered.length === 0 && !(file.skipMarker && isAtLeast(argocdVersion, "3.1"));
  // A second object has a problem of its own.
  if (!path.endsWith(".json") || notJson === undefined || !isRead || file.documents.length > 1)
    return rendered;
  const message = "no valid JSON, which is how Argo CD reads a file with this ending (YAML is refused)";
  return {
    ...rendered,
    problems: [{ code: "invalid-yaml", freezes: true, path, line: notJson, message }],
  };
}

/** A file with the marker is not read at all, broken or not; before Argo CD 3.1 the marker is a mere comment. */
function renderMarked(path: string, file: ParsedFile, argocdVersion: string): DirectoryResult {
  const { skipMarker } = file;
  if (skipMarker === undefined) return renderFile(path, file);
  if (isAtLeast(argocdVersion, "3.1")) return { manifests: [], problems: [], unrendered: [] };
  const rendered = renderFile(path, file);
  if (rendered.manifests.length === 0 && rendered.problems.length === 0) return rendered;
  const message = `\`+argocd:skip-file-rendering\` means nothing to Argo CD ${argocdVersion}, only from 3.1: the file is delivered all the same`;
  const problem = {
    code: "skip-file-rendering-marker",
    freezes: false,
    path,
    line: skipMarker,
    message,
  } as const;
  return { ...rendered, problems: [...rendered.problems, problem] };
}

/** The parts of a parsed file that matter to Argo CD: manifests, problems that freeze the Application, and the rest. */
export function renderFile(path: string, file: ParsedFile): DirectoryResult {
  const manifests = manifestsOf(file, path);
  // A YAML file that fails and holds nothing that looks like a manifest is skipped without a word; a JSON file never is
  // (argo-cd reposerver/repository/repository.go, getObjsFromYAMLOrJson).
  const counts = path.endsWith(".json") || file.manifestLike || manifests.length > 0;
  const problems: DeliveryProblem[] = [];
  const unrendered: NotEvaluated[] = [];
  for (const { code, line, message } of file.problems) {
    if (code === "not-evaluated" || code === "file-too-large") {
      unrendered.push({ path, reason: message });
      if (code === "file-too-large") problems.push({ code, freezes: false, path, line, message });
    } else if (code === "templated") {
      if (!counts) continue;
      // One entry a file: where one placeholder is not filled in, none is.
      if (!problems.some((p) => p.code === "templated-manifest")) unrendered.push({ path, reason: message });
      problems.push({ code: "templated-manifest", freezes: false, path, line, message });
    } else if (code === "missing-separator") {
      problems.push({ code, freezes: false, path, line, message });
    } else if (counts && code !== "duplicate-key") {
      problems.push({ code, freezes: true, path, line, message });
    } else if (code === "invalid-yaml") {
      problems.push({ code: "passed-over", freezes: false, path, line, message });
    }
  }
  const hasTemplates = problems.some((p) => p.code === "templated-manifest");
  for (const { line, message } of hasTemplates ? [] : unfilledNames(manifests)) {
    if (unrendered.length === 0) unrendered.push({ path, reason: message });
    problems.push({ code: "templated-manifest", freezes: false, path, line, message });
  }
  // Either way nothing is applied: the repo server fails on what has no kind, the dry run before a sync on the rest
  // (argo-cd gitops-engine/pkg/sync/sync_context.go, Sync).
  const defects = [
    ...(counts ? strayDocuments(file) : []),
    ...severalObjects(path, file),
    ...manifests.flatMap((m) => [...manifestDefects(m), ...objectDefects(m)]),
  ];
  for (const { line, message } of defects) {
    problems.push({ code: "invalid-manifest", freezes: true, path, line, message });
  }
  return { manifests, problems, unrendered };
}

/** An object whose name or namespace something else was meant to fill in may be any object: it is not compared. */
export function unfilledNames(manifests: readonly Manifest[]): Defect[] {
  return manifests.flatMap((manifest) => {
    const field = (["name", "namespace"] as const).find((key) => isUnfilledName(manifest[key]));
    if (field === undefined) return [];
    const message = FILE.placeholderIn(field, manifest[field], manifest.kind);
    return [{ line: manifest.lineOf(["metadata", field]), message }];
  });
}

/** Argo CD takes one object from a .json file and refuses a second (getObjsFromYAMLOrJson). */
function severalObjects(path: string, { documents }: ParsedFile): Defect[] {
  const second = path.endsWith(".json") ? documents[1] : undefined;
  return second ? [{ line: second.line, message: "a .json file may hold one object, this is a second" }] : [];
}
