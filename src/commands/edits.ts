// Targets and the texts of their files → the edits of every file, or why they cannot be made.
import { editObject, objectOn } from "../edit/object.ts";
import { type Splice, splicedText } from "../edit/splice.ts";
import type { Target } from "../model/command.ts";
import type { TextEdit } from "../model/edit.ts";
import { str } from "../resources/json.ts";

/** A file as it is and as it becomes; `before` is undefined for a new one. */
export type FileChange = {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
};
export type Edits = { readonly edits: readonly TextEdit[]; readonly files: readonly FileChange[] };

/** `texts`: of the targets' paths. An object that a renderer made is not in the file it is said to come from. */
export function editsOf(
  targets: readonly Target[],
  texts: ReadonlyMap<string, string>,
): Edits | { readonly refused: string } {
  const splices = new Map<string, Splice[]>();
  for (const target of targets) {
    const edited = editTarget(target, texts.get(target.path));
    if ("refused" in edited)
      return {
        refused: `\`${target.cluster}\` in \`${target.path}\` line ${target.line}: ${edited.refused}`,
      };
    const known = splices.get(target.path);
    if (known === undefined) splices.set(target.path, [...edited.splices]);
    else known.push(...edited.splices);
  }
  const files: FileChange[] = [];
  for (const [path, parts] of splices) {
    const before = texts.get(path) ?? "";
    const after = splicedText(before, parts);
    if (after === undefined) return { refused: `two edits of \`${path}\` touch the same place` };
    files.push({ path, before, after });
  }
  const edits = [...splices].flatMap(([path, parts]) => parts.map((part) => ({ path, ...part })));
  return { edits, files };
}

function editTarget(
  { kind, name, line, steps }: Target,
  text: string | undefined,
): { readonly splices: readonly Splice[] } | { readonly refused: string } {
  if (text === undefined) return { refused: "the file cannot be read" };
  const object = objectOn(text, line);
  if (str(object, ["kind"]) !== kind || str(object, ["metadata", "name"]) !== name)
    return {
      refused: `the ${kind} is rendered from other files, which are not edited yet; change its source by hand`,
    };
  return editObject(text, line, steps);
}
