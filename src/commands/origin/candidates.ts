// A field of an object and the texts of files → the places that say its value, the likeliest first.

import { get, str } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { Manifest } from "../../model/manifest.ts";
import { placesOf, type ValuePlace } from "../edit/places.ts";
import type { SourceFile } from "./files.ts";

export type Candidate = ValuePlace & {
  readonly file: string;
  /** The value that the scalar needs for the field to have the wanted value. */
  readonly write: Json;
};

/**
 * Every place of the files that says what the field says, or the one part of it that is to change: the tag of an image.
 * First come those that say the whole, then those whose keys end like the field's, then those whose document is about
 * the same object, then the order of the files.
 */
export function candidatesFor(
  manifest: Manifest,
  field: FieldPath,
  target: Json,
  files: readonly SourceFile[],
  texts: ReadonlyMap<string, string>,
): Candidate[] {
  const value = get(manifest.object, field);
  if (value === undefined) return [];
  const wanted = keysOf(field, manifest.object);
  const says = (text: string) => text === String(value) || partOf(text, value, target) !== undefined;
  const found = files.flatMap(({ path, line }) => {
    const text = texts.get(path) ?? "";
    const begin = line === undefined ? undefined : documentAt(text, line);
    return placesOf(text, says)
      .filter((place) => line === undefined || place.line === begin)
      .map((place): Candidate => {
        const part = partOf(String(place.value), value, target);
        return { ...place, file: path, write: part ?? target };
      });
  });
  const rank = (place: Candidate) => {
    const inner = place.inside?.path ?? place.path;
    const whole = place.write === target ? 100 : 0;
    return (
      whole +
      2 * likeness(keysOf(inner, place.document), wanted) +
      (isAbout(place.document, manifest) ? 1 : 0)
    );
  };
  return found
    .map((place) => ({ place, rank: rank(place) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ place }) => place);
}

/** A part must be longer than this to mean anything. */
const SHORTEST = 2;

/**
 * The part of `target` in the place of `part`, where all around it is as in `value`; undefined where `part` is not in
 * `value`.
 */
function partOf(part: string, value: Json, target: Json): string | undefined {
  if (typeof value !== "string" || typeof target !== "string") return undefined;
  if (part.length <= SHORTEST || part.length >= value.length) return undefined;
  const at = value.indexOf(part);
  if (at < 0 || value.indexOf(part, at + 1) >= 0) return undefined;
  const [before, after] = [value.slice(0, at), value.slice(at + part.length)];
  const fits =
    target.length > before.length + after.length && target.startsWith(before) && target.endsWith(after);
  return fits ? target.slice(before.length, target.length - after.length) : undefined;
}

/** The keys on the way: an entry `{name, value}` counts by its name, an operation of a JSON patch by its path. */
function keysOf(path: FieldPath, root: Json): string[] {
  const keys = path.filter((step) => typeof step === "string");
  if (path.at(-1) !== "value") return keys;
  const holder = get(root, path.slice(0, -1));
  const target = str(holder, ["path"])
    ?.split("/")
    .filter((step) => step !== "" && !/^\d+$/.test(step));
  const name = str(holder, ["name"]);
  return target ?? (name === undefined ? keys : [...keys.slice(0, -1), name]);
}

/** How many keys agree, from the last one on. */
function likeness(one: readonly string[], other: readonly string[]): number {
  let same = 0;
  while (same < one.length && one.at(-1 - same) === other.at(-1 - same)) same++;
  return same;
}

function isAbout(document: Json, { kind, name }: Manifest): boolean {
  const own = str(document, ["metadata", "name"]);
  return str(document, ["kind"]) === kind && own !== undefined && name.includes(own);
}

/** The line on which the document of a line begins; an object may be an item of a list. */
function documentAt(text: string, line: number): number | undefined {
  return parseFile(text).documents.findLast((document) => document.line <= line)?.line;
}
