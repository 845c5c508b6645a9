// A file before a change, after it and now → its documents, side by side.

import { get, isList, sameJson } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import { manifestsOf } from "../../manifests/yaml/manifests.ts";
import type { Manifest } from "../../model/manifest.ts";
import { HARMLESS } from "../edit/object.ts";

/** The texts of a file; undefined where it is not there. */
export type ThreeTexts = {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly now: string | undefined;
};

/** A document on one side. */
type DocumentSide = {
  readonly line: number;
  readonly value: Json;
  /** Undefined for values, patches without kind, and the like. */
  readonly manifest: Manifest | undefined;
};

/** A document that the change edits: the same object on each side, undefined where it is missing. */
export type ChangedDocument = {
  /** The same for an object, whichever file declares it. */
  readonly id: string;
  /** How a reader names it: "Cluster cl01". */
  readonly label: string;
  readonly before: DocumentSide | undefined;
  readonly after: DocumentSide | undefined;
  readonly now: DocumentSide | undefined;
};

/** Those that differ before and after. Undefined where a text cannot be read whole, or declares an object twice. */
export function changedDocuments({
  path,
  before,
  after,
  now,
}: ThreeTexts): readonly ChangedDocument[] | undefined {
  const [old, made, present] = [before, after, now].map((text) => sidesOf(text, path));
  if (old === undefined || made === undefined || present === undefined) return undefined;
  return [...new Set([...old.keys(), ...made.keys()])].flatMap((id) => {
    const document = { before: old.get(id), after: made.get(id), now: present.get(id) };
    const same =
      document.before !== undefined && sameJson(document.before.value, document.after?.value ?? undefined);
    return same ? [] : [{ id, label: labelOf(document.after ?? document.before, path), ...document }];
  });
}

function sidesOf(text: string | undefined, path: string): ReadonlyMap<string, DocumentSide> | undefined {
  if (text === undefined) return new Map();
  const file = parseFile(text);
  if (file.problems.some(({ code }) => !HARMLESS.has(code))) return undefined;
  const sides = new Map<string, DocumentSide>();
  const manifests = manifestsOf(file, path);
  for (const manifest of manifests) {
    const { group, kind, namespace, name, origin, object } = manifest;
    const id = [group, kind, namespace, name].join("|");
    if (sides.has(id)) return undefined;
    sides.set(id, { line: origin.line, value: object, manifest });
  }
  const declared = new Set(manifests.map(({ origin }) => origin.line));
  const others = file.documents.filter(
    ({ line, value }) => !declared.has(line) && !isList(get(value, ["items"])),
  );
  others.forEach(({ line, value }, at) => {
    sides.set(`${path} ${at}`, { line, value, manifest: undefined });
  });
  return sides;
}

function labelOf(side: DocumentSide | undefined, path: string): string {
  const { kind, name } = side?.manifest ?? {};
  return kind === undefined ? path : `${kind} ${name}`;
}
