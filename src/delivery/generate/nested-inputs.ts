// Files of a directory → what the kustomizations and charts among them read elsewhere.
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { chartFiles, kustomizeInputs } from "./inputs.ts";
import { directoryOf, pathsUnder, resolvePath, submodulesAt } from "./repository-tree.ts";

export async function nestedInputs(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
): Promise<string[]> {
  const having = (names: readonly string[]) =>
    paths.filter((path) => names.includes(path.slice(path.lastIndexOf("/") + 1))).map(directoryOf);
  const charts: string[] = [];
  for (const chart of having(["Chart.yaml"])) charts.push(...(await chartFiles(snapshot, chart, files)));
  return [...charts, ...(await kustomizeInputs(snapshot, having(KUSTOMIZATION_NAMES), files))];
}

/** What a relative path in the text of one of the files leads to: files of the repository that a plugin may read. */
export async function mentionedInputs(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
): Promise<string[]> {
  const regular = paths.filter((path) => snapshot.files.get(path)?.mode.startsWith("100"));
  const texts = await files.texts(regular.map((path) => snapshot.files.get(path)?.oid ?? ""));
  const found = regular.flatMap((path) => {
    const blob = texts.get(snapshot.files.get(path)?.oid ?? "");
    const words = blob && "text" in blob ? (blob.text.match(RELATIVE) ?? []) : [];
    return words.flatMap((word) => resolvePath(directoryOf(path), word) ?? []);
  });
  return [...new Set(found)]
    .filter((place) => place !== "")
    .flatMap((place) => [
      ...(snapshot.files.has(place) ? [place] : pathsUnder(snapshot.paths, place)),
      ...submodulesAt(snapshot, place, false),
    ]);
}

const RELATIVE = /(?<![\w./-])\.\.\/[\w./-]*\w/g;
