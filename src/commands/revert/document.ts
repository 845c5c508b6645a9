// A document before a change, after it and now → the fields of it that can be reverted, and why the others stay.

import { sameJson } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Skipped } from "../../model/command.ts";
import { addDocument, cutDocument, documentText } from "../edit/document.ts";
import type { Splice } from "../edit/splice.ts";
import { type Carried, type CarriedField, carryChange } from "../edit/transplant.ts";
import type { ChangedDocument } from "./documents.ts";
import { fieldText, kindOf, valueText } from "./field-text.ts";
import { acceptedWhereChanged } from "./goal.ts";

/**
 * What may be reverted. A function returns a reason where it may not, "" where it was not requested, undefined where it
 * may.
 */
export type Judge = {
  readonly keepsFile: (path: string) => string | undefined;
  readonly keeps: (document: ChangedDocument, path: string) => string | undefined;
  readonly keepsField: (document: ChangedDocument, path: string, field: CarriedField) => string | undefined;
  /** What the API last accepted of a document, where it refused what stood there before the change. */
  readonly accepted: (document: ChangedDocument, path: string) => Json | undefined;
  /** Whether Git declares a version of it again that the API refused, because another runs. */
  readonly restores: (document: ChangedDocument, path: string) => boolean;
};

export type Undone = {
  readonly path: string;
  /** Undefined for a file that holds none. */
  readonly document: ChangedDocument | undefined;
  /** Reverted fields; undefined where the whole document is added or removed. */
  readonly fields: readonly CarriedField[] | undefined;
  /** Its other fields that the change edited. */
  readonly keptFields: readonly CarriedField[];
  /** Among `fields` is one that is as the change left it again, because that runs. */
  readonly restored?: true;
};

export type Part = {
  readonly document: ChangedDocument;
  /** Undefined where the whole document is added or removed. */
  readonly carried: Carried | undefined;
  /** What is as the change left it again. */
  readonly restored?: Carried | undefined;
  readonly skipped: readonly Skipped[];
  /** No field of the document stays. */
  readonly whole: boolean;
};

export function undoDocument(document: ChangedDocument, path: string, judge: Judge): Part {
  const { label, before, after, now } = document;
  const reason = judge.keeps(document, path) ?? changedSince(document);
  if (reason !== undefined)
    return { document, carried: undefined, skipped: [{ cluster: label, reason }], whole: false };
  if (before === undefined || after === undefined || now === undefined)
    return { document, carried: undefined, skipped: [], whole: true };
  const accepted = judge.accepted(document, path);
  const goal =
    accepted === undefined ? before.value : acceptedWhereChanged(before.value, after.value, accepted);
  const keeps = (field: CarriedField) => judge.keepsField(document, path, field) !== undefined;
  const carried = carryChange(after.value, goal, now.value, keeps);
  const kept = carried.kept.map((field) => judge.keepsField(document, path, field) ?? "");
  const lines = [...new Set([...kept, ...carried.conflicts.map((field) => conflictText(document, field))])];
  const restored = judge.restores(document, path)
    ? carryChange(
        before.value,
        after.value,
        now.value,
        (field) =>
          judge.keepsField(document, path, { ...field, from: field.to, to: field.from }) === undefined,
      )
    : undefined;
  const whole = lines.length === 0 && carried.there.length === 0 && sameJson(goal, before.value);
  const skipped = lines.map((line) => ({ cluster: label, reason: line }));
  return { document, carried, restored, skipped, whole };
}

/** Takes a document out that came, or adds the one that went. */
export function wholeSplice(
  { before, after, now }: ChangedDocument,
  was: string,
  text: string,
): Splice | undefined {
  if (after !== undefined) return cutDocument(text, now?.line ?? 0);
  const own = documentText(was, before?.line ?? 0);
  return own === undefined ? undefined : addDocument(text, own);
}

/** For what came or went as a whole, or is not there to be edited. */
export function changedSince({ before, after, now }: ChangedDocument): string | undefined {
  if (after === undefined) return now === undefined ? undefined : "it is declared again by now";
  if (now === undefined) return "it is gone since";
  if (before !== undefined || sameJson(now.value, after.value)) return undefined;
  const [first] = carryChange(after.value, now.value, after.value).made;
  const where = first === undefined ? "" : `: ${fieldText(first.field)}, for one`;
  return `it changed since${where}; take it back by hand`;
}

function conflictText(document: ChangedDocument, { field, from, to, now }: CarriedField): string {
  const show = (value: Json | undefined) => valueText(value, kindOf(document), field);
  return `${fieldText(field)} changed since: it is ${show(now)} now, was left at ${show(from)}, and was ${show(to)} before; it stays`;
}
