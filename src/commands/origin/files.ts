// A delivered object → the files that could say what it says, or that its own file says it.

import { get, isList, isMap, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { matchesDoubleStar } from "../../lib/path-glob.ts";
import type { DeliveredApplication, DeliveredObject, Delivery } from "../../model/delivery.ts";

export type SourceFile = {
  readonly path: string;
  /** Set where only the document on this line counts: an Application's own manifest with its `helm` or `kustomize` block. */
  readonly line?: number;
};

/**
 * What Kustomize or Helm rendered it from, and everything above: the Applications on the way to it, and the sets that
 * generate them with the files their generators read. Undefined where no renderer made the object. `paths` are those of
 * the revision.
 */
export function sourceFilesOf(
  object: DeliveredObject,
  delivery: Delivery,
  paths: readonly string[],
): SourceFile[] | undefined {
  const own = delivery.applications.get(object.application ?? "");
  if (own === undefined || !isRendered(object, own)) return undefined;
  const above = [...own.via].reverse().flatMap((ref) => delivery.applications.get(ref) ?? []);
  const near = own.spec.sources.map(({ path }) => path ?? "");
  const files = above.flatMap((application): SourceFile[] => [
    ...inputsOf(application)
      .toSorted((a, b) => distance(a, near) - distance(b, near))
      .map((path) => ({ path })),
    { path: application.manifest.origin.path, line: application.manifest.origin.line },
    ...setFiles(application, delivery, paths),
  ]);
  return [...new Map(files.map((file) => [`${file.path}:${file.line ?? ""}`, file])).values()];
}

function isRendered({ manifest }: DeliveredObject, { sources }: DeliveredApplication): boolean {
  return (sources ?? []).some(
    (source) =>
      source.state === "generated" && source.inputs !== undefined && source.manifests.includes(manifest),
  );
}

/** What says values: YAML and JSON, not the templates that use them. */
function inputsOf({ sources }: DeliveredApplication): string[] {
  return (sources ?? [])
    .flatMap((source) => (source.state === "generated" ? (source.inputs ?? []) : []))
    .filter((path) => /\.(?:ya?ml|json)$/.test(path) || !/\.[^/]*$/.test(path))
    .filter((path) => !path.includes("/templates/"));
}

/** 0 for what lies in the Application's own directory. */
function distance(path: string, near: readonly string[]): number {
  return near.some((directory) => directory === "" || path.startsWith(`${directory}/`)) ? 0 : 1;
}

function setFiles(
  { generatedBy }: DeliveredApplication,
  delivery: Delivery,
  paths: readonly string[],
): SourceFile[] {
  const set = delivery.sets.get(generatedBy ?? "");
  if (set === undefined) return [];
  const { origin, object } = set.object.manifest;
  const patterns = globsIn(get(object, ["spec", "generators"]));
  const read = paths.filter((path) => patterns.some((pattern) => matchesDoubleStar(pattern, path)));
  return [{ path: origin.path, line: origin.line }, ...read.map((path) => ({ path }))];
}

/** The paths of every `git.files`, however deep matrix and merge nest them. */
function globsIn(value: Json | undefined): string[] {
  if (isList(value)) return value.flatMap(globsIn);
  if (!isMap(value)) return [];
  const files = get(value, ["git", "files"]);
  const own = isList(files) ? files.flatMap((file) => strings([get(file, ["path"]) ?? null])) : [];
  return [...own, ...Object.values(value).flatMap(globsIn)];
}
