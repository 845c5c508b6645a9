// An ApplicationSet and the changed files → those that its Applications could read.

import type { Snapshot } from "../../model/snapshot.ts";
import { setReads } from "../applicationsets/set-reads.ts";
import type { Files } from "../generate/files.ts";
import type { ApplicationSetNode } from "../tree/application-tree.ts";

export async function setInputs(
  snapshot: Snapshot,
  set: ApplicationSetNode,
  different: ReadonlySet<string>,
  files: Files,
): Promise<string[]> {
  const { paths, places } = await setReads(snapshot, set, files);
  return [...new Set([...paths, ...places])].filter((path) => different.has(path));
}
