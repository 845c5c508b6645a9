// A change from one value to another, and a third value → the steps that make the same change in that.

import { isList, isMap, sameJson } from "../../lib/json.ts";
import type { FieldPath, Json, JsonObject } from "../../lib/json-types.ts";
import { fieldName, identityKeys, identityOf } from "../../manifests/kinds/identity.ts";
import type { EditStep } from "../../model/edit.ts";

/** A field that the change edits; undefined where it is absent. */
export type CarriedField = {
  readonly field: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
  /** In the third value. */
  readonly now: Json | undefined;
};

export type Carried = {
  readonly steps: readonly EditStep[];
  /** Fields that `steps` set. */
  readonly made: readonly CarriedField[];
  /** Fields that have the value already. */
  readonly there: readonly CarriedField[];
  /** Fields that have another value now than before the change. */
  readonly conflicts: readonly CarriedField[];
  /** Fields that the caller keeps. */
  readonly kept: readonly CarriedField[];
};

/** A field of the change, and its place in the third value. */
type FieldPlace = CarriedField & {
  readonly path: FieldPath;
  /** The field's path, with list entries by what names them. */
  readonly name: FieldPath;
};

type CarriedLists = { [K in keyof Carried]: Carried[K][number][] };

/**
 * Three-way, field by field: entries of lists are the same by what names them, other lists are one field. `keeps` says which
 * fields the change is to leave out. Linear in the values.
 */
export function carryChange(
  from: Json,
  to: Json,
  now: Json,
  keeps: (field: CarriedField) => boolean = () => false,
): Carried {
  const found: CarriedLists = { steps: [], made: [], there: [], conflicts: [], kept: [] };
  carry({ field: "", from, to, now, path: [], name: [] }, keeps, found);
  return { ...found, steps: ordered(found.steps) };
}

/** Removals are last, the innermost first and each list from its end, so that every step finds its place. */
function ordered(steps: readonly EditStep[]): EditStep[] {
  const removals = steps.filter(({ op }) => op === "remove");
  const at = ({ path }: EditStep) => (typeof path.at(-1) === "number" ? Number(path.at(-1)) : -1);
  const later = (a: EditStep, b: EditStep) => b.path.length - a.path.length || at(b) - at(a);
  return [...steps.filter(({ op }) => op !== "remove"), ...removals.toSorted(later)];
}

function carry(place: FieldPlace, keeps: (field: CarriedField) => boolean, found: CarriedLists): void {
  const { from, to, now } = place;
  if (sameJson(from, to)) return;
  const lists = isList(from) && isList(to) && isList(now) ? ([from, to, now] as const) : undefined;
  const keys = lists && identityKeys(lists);
  if (isMap(from) && isMap(to) && isMap(now)) carryMap(place, [from, to, now], keeps, found);
  else if (lists && keys) carryEntries(place, lists, keys, keeps, found);
  else carryField(place, keeps, found);
}

function carryField(place: FieldPlace, keeps: (field: CarriedField) => boolean, found: CarriedLists): void {
  const { from, to, now } = place;
  const { path, name: _, ...field } = place;
  if (keeps(field)) found.kept.push(field);
  else if (sameJson(now, to)) found.there.push(field);
  else if (!sameJson(now, from)) found.conflicts.push(field);
  else {
    found.made.push(field);
    found.steps.push(...replacement(path, now, to));
  }
}

function carryMap(
  { path, name }: FieldPlace,
  [from, to, now]: readonly [JsonObject, JsonObject, JsonObject],
  keeps: (field: CarriedField) => boolean,
  found: CarriedLists,
): void {
  const before = neighbours(to, now);
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const field = fieldName([...name, key]);
    const part = { field, from: own(from, key), to: own(to, key), now: own(now, key) };
    const steps = found.steps.length;
    carry({ ...part, path: [...path, key], name: [...name, key] }, keeps, found);
    if (part.now !== undefined || part.to === undefined || found.steps.length === steps) continue;
    const after = before.get(key);
    found.steps.splice(steps, 1, {
      op: "insert",
      path,
      key,
      value: part.to,
      ...(after === undefined ? {} : { after }),
    });
  }
}

/** Each key of a map → the last one before it that another map has too. */
function neighbours(to: JsonObject, now: JsonObject): ReadonlyMap<string, string | undefined> {
  let last: string | undefined;
  const found = new Map<string, string | undefined>();
  for (const key of Object.keys(to)) {
    found.set(key, last);
    if (Object.hasOwn(now, key)) last = key;
  }
  return found;
}

function carryEntries(
  { path, name }: FieldPlace,
  lists: readonly [readonly Json[], readonly Json[], readonly Json[]],
  keys: readonly string[],
  keeps: (field: CarriedField) => boolean,
  found: CarriedLists,
): void {
  const [from, to, now] = lists.map((values) => new Map(values.map((one) => [identityOf(one, keys), one])));
  const order = lists[2].map((one) => identityOf(one, keys));
  const places = new Map(order.map((id, at) => [id, at]));
  for (const id of new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])) {
    const part = { from: from?.get(id), to: to?.get(id), now: now?.get(id) };
    const at = places.get(id);
    const called = [...name, `[${id}]`];
    const steps = found.steps.length;
    carry(
      { ...part, field: fieldName(called), path: [...path, at ?? order.length], name: called },
      keeps,
      found,
    );
    if (at !== undefined || part.to === undefined || found.steps.length === steps) continue;
    found.steps.splice(steps, 1, { op: "append", path, value: part.to });
  }
}

/** Steps for a value that exists. A missing key or entry is added by the caller, which knows its neighbours. */
function replacement(path: FieldPath, now: Json | undefined, to: Json | undefined): EditStep[] {
  if (to === undefined) return [{ op: "remove", path }];
  if (isList(now) && isList(to)) return positions(path, now, to);
  if (isMap(now) && isMap(to))
    return carryChange(now, to, now).steps.map((step) => ({ ...step, path: [...path, ...step.path] }));
  return [{ op: "set", path, value: to }];
}

function positions(path: FieldPath, now: readonly Json[], to: readonly Json[]): EditStep[] {
  const steps = now.flatMap((one, at): EditStep[] => {
    if (sameJson(one, to[at])) return [];
    return replacement([...path, at], one, to[at]);
  });
  const more = to.slice(now.length).map((value): EditStep => ({ op: "append", path, value }));
  return [...steps, ...more];
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
