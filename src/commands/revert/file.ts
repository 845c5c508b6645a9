// A file before a change, after it and now → the edits that take the change back, and what of it stays.

import type { Skipped } from "../../model/command.ts";
import type { TextEdit } from "../../model/edit.ts";
import { editObject } from "../edit/object.ts";
import { changedSince, type Judge, type Part, type Undone, undoDocument, wholeSplice } from "./document.ts";
import { type ChangedDocument, changedDocuments, type ThreeTexts } from "./documents.ts";
import { revertedText } from "./reverted-text.ts";

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

/** Anything else is text, whatever YAML would make of it. */
const IS_YAML = /(?:\.(?:ya?ml|json)|(?:^|\/)Kustomization)$/;

/** Nothing is taken back that changed since; where one part of a file stays, the others are edited field by field. */
export function undoFile(texts: ThreeTexts, judge: Judge): FileUndo {
  const documents = IS_YAML.test(texts.path) ? changedDocuments(texts) : undefined;
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
  const restorable = documents?.some((document) => judge.restores(document, path)) ?? false;
  if (now === before && !restorable) return leftAs([path], "it is as it was before", true);
  if (before === undefined) return undoCreation(texts, documents ?? [], judge);
  if (after === undefined) return undoRemoval(texts, documents ?? [], judge);
  if (now === undefined) return leftAs(labels(path, documents ?? []), `\`${path}\` is gone since`);
  if (documents === undefined || documents.length === 0) return undoText(texts);
  return undoEdit(texts, now, documents, judge);
}

/** What is no YAML, or differs in its comments only: line by line, as `git revert` does. */
function undoText(texts: ThreeTexts): FileOutcome {
  const { path, before = "", after = "", now = "" } = texts;
  const undone = [{ path, document: undefined, fields: undefined, keptFields: [] }];
  if (now === after) return restored(texts, undone);
  const text = revertedText({ before, after, now });
  return text === undefined
    ? leftAs([path], "it changed since in the same lines: take it back by hand")
    : restored({ ...texts, before: text }, undone);
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

function editPart(
  { document, carried, restored, skipped }: Part,
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
  const made = [...carried.made, ...(restored?.made ?? [])];
  if (made.length === 0) return { undone: [], skipped, edits: [] };
  const keptFields = [...carried.kept, ...carried.conflicts, ...carried.there];
  const steps = [...(restored?.steps ?? []), ...carried.steps];
  const edited = editObject(text, document.now?.line ?? 0, steps);
  if ("refused" in edited) return byHand(`\`${path}\`: ${edited.refused}; take it back by hand`);
  return {
    undone: [
      { path, document, fields: made, keptFields, ...(restored?.made.length ? { restored: true } : {}) },
    ],
    skipped,
    edits: edited.splices.map((splice) => ({ path, ...splice })),
  };
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
