// The text of a file that declares Applications, templates included → the paths of the repository that they may read.

import type { Snapshot } from "../../model/snapshot.ts";
import { fixedPrefix, mayLieIn } from "../applicationsets/path-templates.ts";
import type { Files } from "../generate/files.ts";
import { nestedInputs } from "../generate/nested-inputs.ts";
import { pathExists, pathsUnder } from "../generate/repository-tree.ts";

/** `anywhere`: it names a path, and none of its paths has a beginning that is there. */
export type DeclaredReads = { readonly places: readonly string[]; readonly anywhere: boolean };

const PLACEHOLDER = "\\{\\{.*?\\}\\}";
const PATH = new RegExp(
  `(?:^|[\\s{,"'-])path["']?[ \\t]*:[ \\t]*(?:"([^"\\n]*)"|'([^'\\n]*)'|((?:${PLACEHOLDER}|[^\\s,}#"'])+))`,
  "gm",
);
const WORD = new RegExp(`(?:${PLACEHOLDER}|[\\w.$*?@-])+(?:/(?:${PLACEHOLDER}|[\\w.$*?@-])+)+`, "g");

/**
 * What stands behind `path`, and every word with a slash whose beginning is a file or a directory of the repository: the
 * paths of sources and generators, value files, and values that a template passes on. A template is not evaluated.
 */
export function declaredReads(text: string, snapshot: Snapshot): DeclaredReads {
  const named = [...text.matchAll(PATH)].map(([, double, single, plain]) => double ?? single ?? plain ?? "");
  const words = text.match(WORD) ?? [];
  const places = [...named, ...words]
    .map((word) => word.replace(/^(?:\$\w[\w-]*)?\/+/, "").replace(/^(?:\.\/)+/, ""))
    .filter((word) => fixedPrefix(word) !== "" && pathExists(snapshot, fixedPrefix(word)));
  const open = named.some((path) => path !== "" && path !== "/" && fixedPrefix(path) === "");
  return { places: [...new Set(places)], anywhere: open && places.length === 0 };
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
