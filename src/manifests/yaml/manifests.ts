// ParsedFile → the Kubernetes objects it declares, and what is wrong with them. Never throws.
import { isList } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import type { Manifest, ParsedDocument, ParsedFile } from "../../model/manifest.ts";

export type Defect = {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
};

/** An object of a file, not yet known to be a Kubernetes object. */
type Candidate = {
  readonly value: Json;
  /** Its path in the document. */
  readonly at: FieldPath;
  readonly document: ParsedDocument;
};

/**
 * The objects of a file in the order of the text. A document with a kind and a list `items` declares the
 * objects in it, whatever that kind; one whose `items` is null declares none (argo-cd reposerver/repository/repository.go,
 * GenerateManifests and isNullList; apimachinery unstructured.go, IsList). Documents without `apiVersion` or `kind`
 * are left out; see `strayDocuments`.
 */
export function manifestsOf(file: ParsedFile, path: string): Manifest[] {
  return file.documents.flatMap(candidates).flatMap((candidate) => {
    const { value } = candidate;
    return isManifestObject(value) && !isNestedList(candidate) ? [manifest(value, candidate, path)] : [];
  });
}

/**
 * A list in a list is an object to Argo CD, of a kind that no API serves (apimachinery unstructured.go, EachListItem, looks
 * one level deep; argo-cd gitops-engine/pkg/sync/sync_context.go, getSyncTasks, fails for it).
 */
function isNestedList({ value, at }: Candidate): boolean {
  return (
    at.length > 0 && isObject(value) && text(value, "kind").endsWith("List") && isList(own(value, "items"))
  );
}

/** Whether a value has what makes it a Kubernetes object: a non-empty text in `apiVersion` and in `kind`. */
function isManifestObject(value: Json): value is JsonObject {
  return isObject(value) && text(value, "apiVersion") !== "" && text(value, "kind") !== "";
}

/**
 * Maps of a file that are no Kubernetes objects. Argo CD refuses a file with one among its manifests
 * ("Object 'Kind' is missing"), but skips a file that holds nothing else and does not look like a manifest.
 */
export function strayDocuments(file: ParsedFile): Defect[] {
  return file.documents.flatMap(candidates).flatMap((candidate) => {
    const { value, at, document } = candidate;
    if (isNestedList(candidate)) {
      const message =
        "a list within a list: Argo CD applies it as it is, and no API has objects of that kind";
      return [{ line: document.lineOf(at), message }];
    }
    if (isManifestObject(value) || (at.length === 0 && !isObject(value))) return [];
    return [{ line: document.lineOf(at), message: strayMessage(value) }];
  });
}

/**
 * Why the API server rejects an object, as far as its metadata shows: no name, or metadata, labels or annotations
 * of the wrong type (apimachinery ObjectMeta: both are maps of strings).
 */
export function manifestDefects(manifest: Manifest): Defect[] {
  const metadata = own(manifest.object, "metadata");
  const defect = (field: FieldPath, message: string): Defect => ({ line: manifest.lineOf(field), message });
  if (metadata === undefined || metadata === null)
    return [defect([], "metadata is missing, so the object has no name")];
  if (!isObject(metadata)) return [defect(["metadata"], "metadata is not a map")];
  const defects: Defect[] = [];
  const name = own(metadata, "name") ?? null;
  if (name !== null && typeof name !== "string") {
    defects.push(defect(["metadata", "name"], `metadata.name is ${describe(name)}, not a text`));
  } else if ((name ?? "") === "" && text(metadata, "generateName") === "") {
    defects.push(defect(["metadata"], "metadata has neither name nor generateName"));
  }
  const namespace = own(metadata, "namespace") ?? null;
  if (namespace !== null && typeof namespace !== "string") {
    defects.push(
      defect(["metadata", "namespace"], `metadata.namespace is ${describe(namespace)}, not a text`),
    );
  }
  return [
    ...defects,
    ...textMapDefects(manifest, own(metadata, "labels"), ["metadata", "labels"]),
    ...textMapDefects(manifest, own(metadata, "annotations"), ["metadata", "annotations"]),
  ];
}

/** What is wrong with a value that must be a map of texts, as labels and annotations are; null and absent are fine. */
export function textMapDefects(manifest: Manifest, value: Json | undefined, path: FieldPath): Defect[] {
  const map = value ?? null;
  if (map === null) return [];
  const name = fieldText(path);
  if (!isObject(map)) return [{ line: manifest.lineOf(path), message: `${name} is not a map` }];
  return Object.entries(map)
    .filter(([, entry]) => typeof entry !== "string" && entry !== null)
    .map(([key, entry]) => ({
      line: manifest.lineOf([...path, key]),
      message: `${key} under ${name} is ${describe(entry)}, not a text; put it in quotes`,
    }));
}

/** "spec.pools[0].name": a field as messages name it. */
export function fieldText(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

function candidates(document: ParsedDocument): Candidate[] {
  const { value } = document;
  if (!isObject(value)) return [{ value, at: [], document }];
  const items = own(value, "items");
  // An object without a kind is rejected before its items are read (apimachinery unstructured.go, unstructuredJSONScheme.decode).
  if (text(value, "kind") === "") return [{ value, at: [], document }];
  if (isList(items)) {
    return items.map((item, index) => ({ value: item, at: ["items", index], document }));
  }
  const empty = items === null && own(value, "spec") === undefined && own(value, "status") === undefined;
  return empty ? [] : [{ value, at: [], document }];
}

function manifest(object: JsonObject, { at, document }: Candidate, path: string): Manifest {
  const apiVersion = text(object, "apiVersion");
  const slash = apiVersion.indexOf("/");
  const metadata = own(object, "metadata") ?? null;
  return {
    object,
    group: slash < 0 ? "" : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: text(object, "kind"),
    namespace: isObject(metadata) ? text(metadata, "namespace") : "",
    name: isObject(metadata) ? text(metadata, "name") : "",
    origin: { path, line: at.length === 0 ? document.line : document.lineOf(at) },
    lineOf: at.length === 0 ? document.lineOf : (field) => document.lineOf([...at, ...field]),
  };
}

function strayMessage(value: Json): string {
  if (!isObject(value)) return "an entry of items is not a map";
  return text(value, "kind") === "" ? "kind is missing" : "apiVersion is missing";
}

function describe(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "boolean"
    ? `the boolean ${value}`
    : typeof value === "string"
      ? "a text"
      : `the number ${value}`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own properties only: `constructor` and the like are no fields. */
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function text(object: JsonObject, key: string): string {
  const value = own(object, key);
  return typeof value === "string" ? value : "";
}
