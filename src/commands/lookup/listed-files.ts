// A new or removed file → the edit of the kustomization that lists its directory's files.

import { directoryOf } from "../../delivery/generate/repository-tree.ts";
import { list, strings } from "../../lib/json.ts";
import { cleanPath } from "../../manifests/argocd/source.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { TextEdit } from "../../model/edit.ts";
import type { ParsedDocument } from "../../model/manifest.ts";
import type { CommandContext } from "../command-context.ts";
import { editObject } from "../edit/object.ts";
import { below, directoriesOf, inDirectory } from "./paths.ts";

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** `refused` is a part of a sentence. Nothing where no kustomization is in the directory or above it. */
export async function listedEdits(
  path: string,
  change: "add" | "remove",
  { tree }: Pick<CommandContext, "tree">,
): Promise<readonly TextEdit[] | { readonly refused: string }> {
  const listing = await listingOf(path, tree);
  if (listing === undefined || (change === "add") === (listing.index !== undefined)) return [];
  const { path: found, text, document, own, index } = listing;
  const resources = strings(document.value, ["resources"]);
  const entry = resources[0]?.startsWith("./") ? `./${own}` : own;
  const step =
    index !== undefined
      ? ({ op: "remove", path: ["resources", index] } as const)
      : resources.length > 0
        ? ({ op: "append", path: ["resources"], value: entry } as const)
        : ({ op: "insert", path: [], key: "resources", value: [entry] } as const);
  const edited = editObject(text, document.line, [step]);
  if ("refused" in edited) return { refused: `\`${found}\`: ${edited.refused}` };
  return edited.splices.map((splice) => ({ path: found, ...splice }));
}

type Listing = {
  readonly path: string;
  readonly text: string;
  readonly document: ParsedDocument;
  /** The file as the kustomization would name it. */
  readonly own: string;
  /** Its place among `resources`; undefined where it is not listed. */
  readonly index: number | undefined;
};

/** The nearest kustomization in the directory of a file or above it, and what it says of the file. */
export async function listingOf(path: string, tree: CommandContext["tree"]): Promise<Listing | undefined> {
  const found = directoriesOf(path)
    .flatMap((directory) => NAMES.map((name) => inDirectory(directory, name)))
    .find((one) => tree.snapshot.files.has(one));
  const text = found === undefined ? undefined : (await tree.read([found])).get(found);
  if (found === undefined || text === undefined) return undefined;
  const [document] = parseFile(text).documents;
  if (document === undefined) return undefined;
  const own = below(directoryOf(found), path);
  const index = list(document.value, ["resources"]).findIndex(
    (item) => typeof item === "string" && cleanPath(item) === own,
  );
  return { path: found, text, document, own, index: index < 0 ? undefined : index };
}
