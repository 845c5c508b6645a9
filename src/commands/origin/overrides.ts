// A field of an object that others inherit → the patches of that object that could say it for this one alone.

import { get, isList, isMap, str } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { EditStep } from "../../model/edit.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type Root, rootsOf } from "../edit/places.ts";
import type { SourceFile } from "./files.ts";

export type Override = {
  readonly file: string;
  readonly root: Root;
  /** Adds the value to what lies at `root` of the file. */
  readonly step: EditStep;
};

/**
 * Documents about the object that do not say the field, and JSON patches of what lies beside it. A field inside a list has none
 * of the first kind: Kustomize replaces lists of custom resources as a whole. In the order of the files.
 */
export function overridesFor(
  manifest: Manifest,
  field: FieldPath,
  target: Json,
  files: readonly SourceFile[],
  texts: ReadonlyMap<string, string>,
): Override[] {
  return files
    .filter(({ line }) => line === undefined)
    .flatMap(({ path: file }) =>
      rootsOf(texts.get(file) ?? "").flatMap((root) => {
        const step = isList(root.document)
          ? intoJsonPatch(root.document, manifest, field, target)
          : intoDocument(root.document, manifest, field, target);
        return step === undefined ? [] : [{ file, root, step }];
      }),
    );
}

/** The deepest map that is there takes the rest of the path. */
function intoDocument(
  document: Json,
  { kind, name }: Manifest,
  field: FieldPath,
  target: Json,
): EditStep | undefined {
  const own = str(document, ["metadata", "name"]);
  if (str(document, ["kind"]) !== kind || own === undefined || !name.includes(own)) return undefined;
  if (get(document, field) !== undefined || field.some((step) => typeof step === "number")) return undefined;
  const depth = field.findIndex((_, i) => !isMap(get(document, field.slice(0, i + 1))));
  const [key, ...rest] = field.slice(depth);
  if (depth < 1 || key === undefined) return undefined;
  const value = rest.reduceRight<Json>((inner, step) => ({ [String(step)]: inner }), target);
  return { op: "insert", path: field.slice(0, depth), key: String(key), value };
}

function intoJsonPatch(
  patch: readonly Json[],
  { object }: Manifest,
  field: FieldPath,
  target: Json,
): EditStep | undefined {
  const paths = patch.map((entry) => str(entry, ["path"]));
  const [first] = paths;
  const path = `/${field.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  if (first === undefined || paths.includes(path) || !paths.every((one) => one?.startsWith(`/${field[0]}/`)))
    return undefined;
  const op = get(object, field) === undefined ? "add" : "replace";
  return { op: "append", path: [], value: { op, path, value: target } };
}
