// Targets and the texts of their files → the edits of every file, or why they cannot be made.

import { str } from "../../lib/json.ts";
import type { ObjectTarget } from "../../model/command.ts";
import type { FileChange, TextEdit } from "../../model/edit.ts";
import { type EditRefusal, editObject, objectOn } from "../edit/object.ts";
import { type Splice, splicedText } from "../edit/splice.ts";

type Edits = { readonly edits: readonly TextEdit[]; readonly files: readonly FileChange[] };

/** What is written into one file; undefined where it is removed. */
export type FilePart = { readonly path: string; readonly splices: readonly Splice[] | undefined };

/** `texts`: of the parts' paths. Targets that share a place write it once. */
export function joinParts(
  parts: readonly FilePart[],
  texts: ReadonlyMap<string, string>,
): Edits | EditRefusal {
  const splices = new Map<string, Map<string, Splice>>();
  const gone = new Set(parts.filter((part) => part.splices === undefined).map(({ path }) => path));
  for (const { path, splices: own } of parts) {
    if (own === undefined) continue;
    if (gone.has(path)) return { refused: `\`${path}\` would be edited and removed` };
    const known = splices.get(path) ?? new Map<string, Splice>();
    for (const one of own) known.set(`${one.start} ${one.end} ${one.text}`, one);
    splices.set(path, known);
  }
  const files: FileChange[] = [];
  for (const path of gone) {
    const before = texts.get(path);
    if (before === undefined) return { refused: `\`${path}\` cannot be read` };
    files.push({ path, before, after: undefined });
  }
  for (const [path, known] of splices) {
    const before = texts.get(path);
    const after = splicedText(before ?? "", [...known.values()]);
    if (after === undefined) return { refused: `two edits of \`${path}\` touch the same place` };
    files.push({ path, before, after });
  }
  const edits = [...splices].flatMap(([path, known]) =>
    [...known.values()].map((part) => ({ path, ...part })),
  );
  return { edits, files };
}

/** The edits of an object that its own file declares, or why there are none. */
export function editTarget(
  { kind, name, path, line, steps }: ObjectTarget,
  text: string | undefined,
): FilePart | EditRefusal {
  if (text === undefined) return { refused: "the file cannot be read" };
  const object = objectOn(text, line);
  if (str(object, ["kind"]) !== kind || str(object, ["metadata", "name"]) !== name)
    return { refused: `no ${kind} of that name stands there; change its source by hand` };
  const edited = editObject(text, line, steps);
  return "refused" in edited ? edited : { path, splices: edited.splices };
}
