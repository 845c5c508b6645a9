// A file before a change, after it and now → the edits that take the change back, and what of it stays.

import { sameJson } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Skipped } from "../../model/command.ts";
import type { TextEdit } from "../../model/edit.ts";
import { addDocument, cutDocument, documentText } from "../edit/document.ts";
import { editObject } from "../edit/object.ts";
import type { Splice } from "../edit/splice.ts";
import { type Carried, type CarriedField, carryChange } from "../edit/transplant.ts";
import { type ChangedDocument, changedDocuments, type ThreeTexts } from "./documents.ts";
import { fieldText, kindOf, valueText } from "./field-text.ts";

/**
 * What may be reverted. A function returns a reason where it may not, "" where it was not requested, undefined where it
 * may.
 */
export type Judge = {
  readonly keepsFile: (path: string) => string | undefined;
  readonly keeps: (document: ChangedDocument, path: string) => string | undefined;
  readonly keepsField: (document: ChangedDocument, path: string, field: CarriedField) => string | undefined;
  /** The value that a document is reverted to, where that is not its value before the change. */
  readonly goal: (document: ChangedDocument, path: string) => Json | undefined;
};

export type Undone = {
  readonly path: string;
  /** Undefined for a file that holds none. */
  readonly document: ChangedDocument | undefined;
  /** Reverted fields; undefined where the whole document is added or removed. */
  readonly fields: readonly CarriedField[] | undefined;
  /** Its other fields that the change edited. */
  readonly keptFields: readonly CarriedField[];
};

export type FileUndo = {
  readonly path: string;
  /** All that the change edits in it. */
  readonly documents: readonly ChangedDocument[];
  readonly undone: readonly Undone[];
  readonly skipped: readonly Skipped[];
  readonly edits: readonly TextEdit[];
  readonly removed: boolean;
};

type FileOutcome = Omit<FileUndo, "path" | "documents">;
const NOTHING: FileOutcome = { undone: [], skipped: [], edits: [], removed: false };

/** Nothing is taken back that changed since; where one part of a file stays, the others are edited field by field. */
export function undoFile(texts: ThreeTexts, judge: Judge): FileUndo {
  const documents = changedDocuments(texts);
  return { path: texts.path, documents: documents ?? [], ...outcome(texts, documents, judge) };
}

function outcome(
  texts: ThreeTexts,
  documents: readonly ChangedDocument[] | undefined,
  judge: Judge,
): FileOutcome {
  const { path, before, after, now } = texts;
  const kept = judge.keepsFile(path);
  if (kept !== undefined) return leftAs([path], kept);
  if (now === before) return leftAs([path], "it is as it was before", true);
  if (before === undefined) return undoCreation(texts, documents ?? [], judge);
  if (after === undefined) return undoRemoval(texts, documents ?? [], judge);
  if (now === undefined) return leftAs(labels(path, documents ?? []), `\`${path}\` is gone since`);
  if (documents === undefined)
    return now === after
      ? restored(texts, [{ path, document: undefined, fields: undefined, keptFields: [] }])
      : leftAs([path], "it changed since, and is no YAML that can be compared: take it back by hand");
  return undoEdit(texts, now, documents, judge);
}

function undoCreation(
  { path, after, now }: ThreeTexts,
  documents: readonly ChangedDocument[],
  judge: Judge,
): FileOutcome {
  const skipped = documents.flatMap((document): Skipped[] => {
    const reason = judge.keeps(document, path) ?? changedSince(document);
    return reason === undefined ? [] : [{ cluster: document.label, reason }];
  });
  if (skipped.length > 0) return { ...NOTHING, skipped };
  if (documents.length === 0 && now !== after) return leftAs([path], "it changed since");
  return { ...NOTHING, undone: wholly(path, documents), removed: true };
}

function undoRemoval(
  { path, before, now }: ThreeTexts,
  documents: readonly ChangedDocument[],
  judge: Judge,
): FileOutcome {
  if (now !== undefined)
    return leftAs(labels(path, documents), `\`${path}\` was written again since, with other content`);
  const skipped = documents.flatMap((document): Skipped[] => {
    const reason = judge.keeps(document, path);
    return reason === undefined ? [] : [{ cluster: document.label, reason }];
  });
  if (skipped.length > 0) return { ...NOTHING, skipped };
  const edits = [{ path, start: 0, end: 0, text: before ?? "" }];
  return { ...NOTHING, undone: wholly(path, documents), edits };
}

/** A file that is as the change left it becomes what it was, byte for byte, unless a part of it stays. */
function undoEdit(
  texts: ThreeTexts,
  now: string,
  documents: readonly ChangedDocument[],
  judge: Judge,
): FileOutcome {
  const { path } = texts;
  const parts = documents.map((document) => undoDocument(document, path, judge));
  if (now === texts.after && parts.every(({ whole }) => whole)) {
    const undone = parts.map(({ document, carried }) => ({
      path,
      document,
      fields: carried?.made,
      keptFields: [],
    }));
    return restored(
      texts,
      undone.length > 0 ? undone : [{ path, document: undefined, fields: undefined, keptFields: [] }],
    );
  }
  const made = parts.map((part) => editPart(part, { ...texts, now }));
  return {
    undone: made.flatMap(({ undone }) => undone),
    skipped: made.flatMap(({ skipped }) => skipped),
    edits: made.flatMap(({ edits }) => edits),
    removed: false,
  };
}

type Part = {
  readonly document: ChangedDocument;
  /** Undefined where the whole document is added or removed. */
  readonly carried: Carried | undefined;
  readonly skipped: readonly Skipped[];
  /** No field of the document stays. */
  readonly whole: boolean;
};

function undoDocument(document: ChangedDocument, path: string, judge: Judge): Part {
  const { label, before, after, now } = document;
  const reason = judge.keeps(document, path) ?? changedSince(document);
  if (reason !== undefined)
    return { document, carried: undefined, skipped: [{ cluster: label, reason }], whole: false };
  if (before === undefined || after === undefined || now === undefined)
    return { document, carried: undefined, skipped: [], whole: true };
  const goal = judge.goal(document, path) ?? before.value;
  const keeps = (field: CarriedField) => judge.keepsField(document, path, field) !== undefined;
  const carried = carryChange(after.value, goal, now.value, keeps);
  const kept = carried.kept.map((field) => judge.keepsField(document, path, field) ?? "");
  const lines = [...new Set([...kept, ...carried.conflicts.map((field) => conflictText(document, field))])];
  const whole = lines.length === 0 && carried.there.length === 0 && sameJson(goal, before.value);
  return { document, carried, skipped: lines.map((line) => ({ cluster: label, reason: line })), whole };
}

function editPart(
  { document, carried, skipped }: Part,
  { path, before, now: text }: ThreeTexts & { readonly now: string },
): Pick<FileOutcome, "undone" | "skipped" | "edits"> {
  const byHand = (reason: string) => ({
    undone: [],
    skipped: [...skipped, { cluster: document.label, reason }],
    edits: [],
  });
  if (carried === undefined && skipped.length > 0) return { undone: [], skipped, edits: [] };
  if (carried === undefined) {
    const splice = wholeSplice(document, before ?? "", text);
    return splice === undefined
      ? byHand(`it stands in \`${path}\` with what stays there: take it back by hand`)
      : {
          undone: [{ path, document, fields: undefined, keptFields: [] }],
          skipped,
          edits: [{ path, ...splice }],
        };
  }
  if (carried.made.length === 0) return { undone: [], skipped, edits: [] };
  const keptFields = [...carried.kept, ...carried.conflicts, ...carried.there];
  const edited = editObject(text, document.now?.line ?? 0, carried.steps);
  if ("refused" in edited) return byHand(`\`${path}\`: ${edited.refused}; take it back by hand`);
  return {
    undone: [{ path, document, fields: carried.made, keptFields }],
    skipped,
    edits: edited.splices.map((splice) => ({ path, ...splice })),
  };
}

/** Takes a document out that came, or adds the one that went. */
function wholeSplice({ before, after, now }: ChangedDocument, was: string, text: string): Splice | undefined {
  if (after !== undefined) return cutDocument(text, now?.line ?? 0);
  const own = documentText(was, before?.line ?? 0);
  return own === undefined ? undefined : addDocument(text, own);
}

/** For what came or went as a whole, or is not there to be edited. */
function changedSince({ before, after, now }: ChangedDocument): string | undefined {
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

/** Only the span that differs is written. */
function restored({ path, before = "", now = "" }: ThreeTexts, undone: readonly Undone[]): FileOutcome {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const text = before.slice(start, before.length - tail);
  return { ...NOTHING, undone, edits: [{ path, start, end: now.length - tail, text }] };
}

function wholly(path: string, documents: readonly ChangedDocument[]): Undone[] {
  if (documents.length === 0) return [{ path, document: undefined, fields: undefined, keptFields: [] }];
  return documents.map((document) => ({ path, document, fields: undefined, keptFields: [] }));
}

function leftAs(names: readonly string[], reason: string, done = false): FileOutcome {
  return { ...NOTHING, skipped: names.map((cluster) => ({ cluster, reason, done })) };
}

function labels(path: string, documents: readonly ChangedDocument[]): string[] {
  return documents.length === 0 ? [path] : documents.map(({ label }) => label);
}
