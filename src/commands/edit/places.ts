// A file's text and a value → every place of the file that says it; a place and another value → the edit.

import { get, isList, isMap, sameJson } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import { treesOf } from "../../manifests/yaml/tree.ts";
import type { EditStep } from "../../model/edit.ts";
import type { ParsedDocument } from "../../model/manifest.ts";
import { embeddedText } from "./embedded.ts";
import { expectedValue } from "./expected.ts";
import { locate } from "./locate.ts";
import { type Edited, type EditRefusal, editObject } from "./object.ts";
import { splicedText } from "./splice.ts";

/** A scalar in a file. */
export type ValuePlace = {
  /** Where its document begins, 1-based. */
  readonly line: number;
  readonly path: FieldPath;
  /** Set where the scalar at `path` is a text that is YAML itself: the value in that. */
  readonly inside?: { readonly line: number; readonly path: FieldPath };
  /** The scalar, or the value inside its text. */
  readonly value: Json;
  /** The whole of the innermost YAML around the value. */
  readonly document: Json;
};

/** Every number and text that `says` takes, as the text it reads as (`"3"` is 3 to a template), in the order of the file. */
export function placesOf(text: string, says: (text: string) => boolean): ValuePlace[] {
  return parseFile(text).documents.flatMap((document) =>
    scalarsOf(document).flatMap(({ path, value }): ValuePlace[] => {
      const place = { line: document.line, path, document: document.value };
      if (says(String(value))) return [{ ...place, value }];
      if (typeof value !== "string" || !mayBeYaml(value)) return [];
      return parseFile(value).documents.flatMap((inner) =>
        scalarsOf(inner)
          .filter((scalar) => says(String(scalar.value)))
          .map((scalar) => ({
            ...place,
            inside: { line: inner.line, path: scalar.path },
            value: scalar.value,
            document: inner.value,
          })),
      );
    }),
  );
}

/** The place says `value` afterwards, as the type it says it in now, and nothing else of the file is another. */
export function editPlace(text: string, place: ValuePlace, value: Json): Edited | EditRefusal {
  const typed = typeof place.value === "string" ? String(value) : value;
  const path = place.inside?.path ?? place.path;
  return editWithin(text, place, { op: "set", path, value: typed });
}

/** One step on the document of a place, or on the YAML that is a text in it. */
export function editWithin(
  text: string,
  { line, path, inside }: Pick<ValuePlace, "line" | "path" | "inside">,
  step: EditStep,
): Edited | EditRefusal {
  if (inside === undefined) return editObject(text, line, [step]);
  const before = parseFile(text);
  const at = before.documents.findIndex((document) => document.line === line);
  const embedded = get(before.documents[at]?.value, path);
  const root = treesOf(text).find((document) => document.line === line)?.root;
  const found = root && locate(root, path);
  if (found === undefined || typeof embedded !== "string") return { refused: "the text is not where it was" };
  if ("refused" in found) return found;
  const inner = embeddedText(text, found.node, embedded);
  if (inner === undefined)
    return { refused: "the value stands in a text that is written with escapes or folds" };
  const edited = editObject(inner.text, inside.line, [step]);
  if ("refused" in edited) return edited;
  const splices = edited.splices.map(inner.outward);
  const result = splicedText(text, splices) ?? "";
  const after = parseFile(result);
  const said = get(after.documents[at]?.value, path);
  const rest = after.documents.every(({ value: now }, i) => {
    const was = before.documents[i]?.value;
    const meant =
      i === at && was !== undefined ? expectedValue(was, { op: "set", path, value: said ?? null }) : was;
    return sameJson(now, meant);
  });
  const same = typeof said === "string" && said.trimEnd() === edited.text.trimEnd();
  return same && rest && after.documents.length === before.documents.length
    ? { splices, text: result }
    : { refused: "the edited file would not read as intended" };
}

/** A map or a list of a file: a document, or YAML that is a text in one. */
export type Root = Pick<ValuePlace, "line" | "path" | "inside" | "document">;

/** Every document of a file, and every one that a text in it holds. */
export function rootsOf(text: string): Root[] {
  return parseFile(text).documents.flatMap(({ line, value }): Root[] => [
    { line, path: [], document: value },
    ...scalarsOf({ value }).flatMap(({ path, value: held }) =>
      typeof held === "string" && mayBeYaml(held)
        ? parseFile(held).documents.map((inner) => ({
            line,
            path,
            inside: { line: inner.line, path: [] },
            document: inner.value,
          }))
        : [],
    ),
  ]);
}

function mayBeYaml(text: string): boolean {
  return text.includes("\n") || /^\s*[[{]/.test(text) || text.includes(": ");
}

type Scalar = { readonly path: FieldPath; readonly value: Json };

function scalarsOf({ value }: Pick<ParsedDocument, "value">): Scalar[] {
  const found: Scalar[] = [];
  const pending: Scalar[] = [{ path: [], value }];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const { path, value: child } = one;
    if (isList(child) || isMap(child)) pending.push(...partsOf(child, path).reverse());
    else if (child !== null && typeof child !== "boolean") found.push(one);
  }
  return found;
}

function partsOf(parent: Json, path: FieldPath): Scalar[] {
  if (isList(parent)) return parent.map((value, i) => ({ path: [...path, i], value }));
  return Object.entries(isMap(parent) ? parent : {}).map(([key, value]) => ({ path: [...path, key], value }));
}
