// The text of a file that declares Applications, templates included → the paths of the repository that they may read.

import { replacePlaceholders } from "../../lib/open-text.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { fixedPrefix, mayLieIn } from "../applicationsets/path-templates.ts";
import type { Files } from "../generate/files.ts";
import { nestedInputs } from "../generate/nested-inputs.ts";
import { pathExists, pathsUnder } from "../generate/repository-tree.ts";

/** `anywhere`: it names a path, and none of its paths has a beginning that is there. */
export type DeclaredReads = { readonly places: readonly string[]; readonly anywhere: boolean };

const PATH = /(?:^|[\s{,"'-])path["']?[ \t]*:[ \t]*/gm;
const VALUE = /"([^"\n]*)"|'([^'\n]*)'|([^\s,}#"']+)/y;
const DOUBLE_SLASH = /(\/{2,})/;
const RUN = /[\w.$*?@/-]+/g;

/**
 * What stands behind `path`, and every word with a slash whose beginning is a file or a directory of the repository: the
 * paths of sources and generators, value files, and values that a template passes on. A template is not evaluated.
 */
export function declaredReads(text: string, snapshot: Snapshot): DeclaredReads {
  const masked = placeholdersMasked(text);
  const named = [...text.matchAll(PATH)].flatMap((path) => valueAt(masked, path.index + path[0].length));
  const words = [...masked.matchAll(RUN)].flatMap((run) => wordsOf(run[0], text, run.index));
  const places = [...named, ...words]
    .map((word) => word.replace(/^(?:\$\w[\w-]*)?\/+/, "").replace(/^(?:\.\/)+/, ""))
    .filter((word) => fixedPrefix(word) !== "" && pathExists(snapshot, fixedPrefix(word)));
  const open = named.some((path) => path !== "" && path !== "/" && fixedPrefix(path) === "");
  return { places: [...new Set(places)], anywhere: open && places.length === 0 };
}

/** Each placeholder as stars of its length, which leave as much open. */
function placeholdersMasked(text: string): string {
  const lines = text.split("\n").map((line) => replacePlaceholders(line, ({ length }) => "*".repeat(length)));
  return lines.join("\n");
}

function valueAt(text: string, at: number): string[] {
  VALUE.lastIndex = at;
  const found = VALUE.exec(text);
  return found === null ? [] : [found[1] ?? found[2] ?? found[3] ?? ""];
}

/** The words of a run in the masked text; where a part of it is none, those inside of its placeholders. */
function wordsOf(run: string, text: string, from: number): string[] {
  let at = from;
  return run.split(DOUBLE_SLASH).flatMap((part) => {
    const start = at;
    at += part.length;
    const word = asWord(part);
    return word.length > 0 || !part.includes("*") ? word : plainWords(text.slice(start, at));
  });
}

function plainWords(text: string): string[] {
  return (text.match(RUN) ?? []).flatMap((run) => run.split(DOUBLE_SLASH)).flatMap(asWord);
}

/** What has slashes between its parts, without those at its ends. */
function asWord(part: string): string[] {
  const word = part.slice(part.startsWith("/") ? 1 : 0, part.endsWith("/") ? -1 : undefined);
  return word.includes("/") ? [word] : [];
}

/** The files of one side in those places, with what kustomizations and charts there read elsewhere. */
export async function filesRead(
  { places }: DeclaredReads,
  snapshot: Snapshot,
  files: Files,
): Promise<Set<string>> {
  const below = places.flatMap((place) => {
    const prefix = fixedPrefix(place);
    return [
      ...(snapshot.files.has(prefix) ? [prefix] : []),
      ...pathsUnder(snapshot.paths, prefix).filter(mayLieIn(place)),
    ];
  });
  return new Set([...below, ...(await nestedInputs(snapshot, below, files))]);
}
