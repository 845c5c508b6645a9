// A delivered object, a field and its wanted value → the scalar that decides it, proven by delivering that edit.

import { get, sameJson } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { DeliveredObject, Delivery } from "../../model/delivery.ts";
import type { ObjectRef } from "../../model/plan.ts";
import type { Edited } from "../edit/object.ts";
import { editPlace, editWithin } from "../edit/places.ts";
import type { Splice } from "../edit/splice.ts";
import { type Candidate, candidatesFor } from "./candidates.ts";
import { sourceFilesOf } from "./files.ts";
import { overridesFor } from "./overrides.ts";

/** A revision, and the port that renders it. */
export type RevisionSources = {
  readonly delivery: Delivery;
  /** All its files. */
  readonly paths: readonly string[];
  /** Paths → texts of files. */
  readonly texts: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Delivers it again, with the text of one file changed. */
  readonly redeliverWith: (path: string, text: string) => Promise<Delivery>;
};

/** The scalar that a rendered value is taken from. */
export type ValueOrigin = {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** In the document. */
  readonly at: FieldPath;
  /** Set where the scalar at `at` is a text that is YAML itself: the value in that. */
  readonly inside?: FieldPath;
  /** They write the wanted value. */
  readonly splices: readonly Splice[];
  /** Applications and sets on the way to the object that hand the value on, and so change themselves. */
  readonly passThrough: readonly ObjectRef[];
  /** Every other object that the same edit changes. */
  readonly others: readonly ObjectRef[];
};

/** The place, or why there is none, in a sentence's part. */
export type OriginSearch = ValueOrigin | { readonly refused: string };

/** Deliveries that one question may cost. */
const MOST_TRIES = 24;

/**
 * Kustomize notes which file a resource begins in, not which patch had the last word; Helm notes the template. So every
 * place that says the value is given the wanted one, likeliest first, until the object says it too: base, overlay patch
 * (strategic merge, JSON 6902, inline), entries of a kustomization, values file, the Application's own block or what its
 * ApplicationSet reads. "own": no renderer made the object, its file holds the field. Rejects only when a port does.
 */
export async function findOrigin(
  object: DeliveredObject,
  field: FieldPath,
  wanted: Json,
  sources: RevisionSources,
): Promise<OriginSearch | "own"> {
  const files = sourceFilesOf(object, sources.delivery, sources.paths);
  if (files === undefined) return "own";
  const texts = await sources.texts(files.map(({ path }) => path));
  const candidates = candidatesFor(object.manifest, field, wanted, files, texts);
  let refusal: string | undefined;
  for (const candidate of candidates.slice(0, MOST_TRIES)) {
    const text = texts.get(candidate.file) ?? "";
    const edited = editPlace(text, candidate, candidate.write);
    if ("refused" in edited) {
      refusal ??= `\`${candidate.file}\` says it, and there ${edited.refused}`;
      continue;
    }
    const place = {
      path: candidate.file,
      at: candidate.path,
      ...(candidate.inside === undefined ? {} : { inside: candidate.inside.path }),
    };
    const found = await provenOrigin(object, field, wanted, { place, edited, text }, sources);
    if (found !== undefined) return found;
  }
  return { refused: refusal ?? whyNot(object, field, candidates, texts) };
}

/**
 * Where others inherit the field: an existing patch of this object alone that takes the value, so that nothing else becomes
 * another. Undefined where there is none.
 */
export async function findOverride(
  object: DeliveredObject,
  field: FieldPath,
  wanted: Json,
  sources: RevisionSources,
): Promise<ValueOrigin | undefined> {
  const files = sourceFilesOf(object, sources.delivery, sources.paths) ?? [];
  const texts = await sources.texts(files.map(({ path }) => path));
  const overrides = overridesFor(object.manifest, field, wanted, files, texts);
  for (const { file, root, step } of overrides.slice(0, MOST_TRIES)) {
    const text = texts.get(file) ?? "";
    const edited = editWithin(text, root, step);
    if ("refused" in edited) continue;
    const place = { path: file, at: root.path, ...(root.inside === undefined ? {} : { inside: step.path }) };
    const found = await provenOrigin(object, field, wanted, { place, edited, text }, sources);
    if (found !== undefined && found.others.length === 0) return found;
  }
  return undefined;
}

type EditAttempt = {
  readonly place: Pick<ValueOrigin, "path" | "at" | "inside">;
  readonly edited: Edited;
  readonly text: string;
};

async function provenOrigin(
  object: DeliveredObject,
  field: FieldPath,
  wanted: Json,
  { place, edited, text }: EditAttempt,
  sources: RevisionSources,
): Promise<ValueOrigin | undefined> {
  const after = await sources.redeliverWith(place.path, edited.text);
  if (!hasValue(sameObject(after, object), field, wanted)) return undefined;
  const line = lineAt(text, edited.splices[0]?.start ?? 0);
  return { ...place, line, splices: edited.splices, ...otherChanges(sources.delivery, after, object) };
}

function hasValue(object: DeliveredObject | undefined, field: FieldPath, wanted: Json): boolean {
  return sameJson(get(object?.manifest.object, field), wanted);
}

function sameObject(delivery: Delivery, { key, application }: DeliveredObject): DeliveredObject | undefined {
  return delivery.objects.get(key)?.find((one) => one.application === application);
}

/** What else the second delivery has otherwise. */
function otherChanges(
  before: Delivery,
  after: Delivery,
  object: DeliveredObject,
): Pick<ValueOrigin, "passThrough" | "others"> {
  const above = passThroughOf(before, object);
  const passThrough: ObjectRef[] = [];
  const others: ObjectRef[] = [];
  for (const key of new Set([...before.objects.keys(), ...after.objects.keys()])) {
    const [was = [], is = []] = [before.objects.get(key), after.objects.get(key)];
    const ref = (is[0] ?? was[0])?.ref;
    if (key === object.key || ref === undefined || sameObjects(was, is)) continue;
    (above.has(`${ref.kind} ${ref.namespace}/${ref.name}`) ? passThrough : others).push(ref);
  }
  return { passThrough, others };
}

function passThroughOf({ applications }: Delivery, { application }: DeliveredObject): ReadonlySet<string> {
  const { via = [] } = applications.get(application ?? "") ?? {};
  const sets = via.flatMap((ref) => applications.get(ref)?.generatedBy ?? []);
  return new Set([...via.map((ref) => `Application ${ref}`), ...sets.map((ref) => `ApplicationSet ${ref}`)]);
}

function sameObjects(one: readonly DeliveredObject[], other: readonly DeliveredObject[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ manifest }, i) => sameJson(manifest.object, other[i]?.manifest.object))
  );
}

function whyNot(
  { manifest }: DeliveredObject,
  field: FieldPath,
  candidates: readonly Candidate[],
  texts: ReadonlyMap<string, string>,
): string {
  const { path } = manifest.origin;
  const value = `\`${String(get(manifest.object, field))}\``;
  const by = path.includes("/templates/")
    ? `the template \`${path}\``
    : `\`${path}\` or what is laid over it`;
  if (candidates.length === 0)
    return `no file that it is rendered from says ${value}: ${by} makes it of other values. Change those by hand`;
  const places = candidates
    .slice(0, 3)
    .map(({ file, line, path: at }) => `\`${file}\` (${at.join(".") || `line ${line}`})`);
  const all =
    candidates.length > MOST_TRIES ? `the first ${MOST_TRIES} of ${candidates.length} places` : "the places";
  return `${all} that say ${value} do not decide it alone: ${places.join(", ")}${candidates.length > 3 ? " …" : ""}. ${texts.size} files were looked at; change it by hand`;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
