// Files and the port of history → what each file declared at each revision.

import type { History, PathHistory, Revision } from "../../model/history.ts";
import type { Manifest } from "../../model/manifest.ts";
import { renderFile } from "../generate/directory.ts";
import type { Files } from "../generate/files.ts";

/** A file at a revision. `broken`: Argo CD fails on it, so that nothing of its Application was applied. */
export type FileState = Revision & { readonly manifests: readonly Manifest[]; readonly broken: boolean };

/** Newest first; `end` as PathHistory has it. */
export type Timeline = { readonly states: readonly FileState[]; readonly end: PathHistory["end"] };

/** Asks once for all paths, then reads the blobs of all their revisions in one batch. */
export async function readTimelines(
  paths: readonly string[],
  from: string,
  history: History,
  files: Files,
): Promise<ReadonlyMap<string, Timeline>> {
  const found = await history.revisions(paths, from);
  const revisions = [...found.values()].flatMap((one) => one.revisions);
  await files.parse(revisions.flatMap(({ oid }) => (oid === undefined ? [] : [oid])));
  return new Map(
    [...found].map(([path, one]) => [
      path,
      { states: one.revisions.map((revision) => stateOf(path, revision, files)), end: one.end },
    ]),
  );
}

function stateOf(path: string, revision: Revision, files: Files): FileState {
  if (revision.oid === undefined) return { ...revision, manifests: [], broken: false };
  const { manifests, problems } = renderFile(path, files.parsed(revision.oid));
  return { ...revision, manifests, broken: problems.some((p) => p.freezes) };
}

/** Why a walk that found nothing may have missed something; undefined where it saw the file's beginning. */
export function cutShort({ states, end }: Timeline): string | undefined {
  if (end === "beginning") return undefined;
  if (end === "cut") return "its history is not complete in this shallow clone";
  const seen =
    states.length === 1
      ? "the last change of the file was"
      : `the last ${states.length} changes of the file were`;
  return `only ${seen} looked at`;
}
