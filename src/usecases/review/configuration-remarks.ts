// Two snapshots → remarks for the author of an edit of the configuration, before the edit takes effect.

import type { ReadBlobs, Snapshot } from "../../model/snapshot.ts";
import { CONFIG_PATH, mergeConfig } from "../../policy/configuration/merge.ts";

/** Remarks for the plan: that it follows the base's configuration, and each mistake of the edited one by line. */
export async function configurationRemarks(
  base: Snapshot,
  head: Snapshot,
  readBlobs: ReadBlobs,
): Promise<string[]> {
  const oid = head.files.get(CONFIG_PATH)?.oid;
  if (oid === base.files.get(CONFIG_PATH)?.oid) return [];
  const said = `\`${CONFIG_PATH}\` changes here; this plan follows the one of the base branch.`;
  const blob = oid === undefined ? undefined : (await readBlobs([oid])).get(oid);
  if (!blob || !("text" in blob)) return [said];
  const { problems } = mergeConfig({ repository: blob.text });
  const mistakes = problems.map(
    ({ line, message }) =>
      `\`${CONFIG_PATH}:${line}\` as changed here: ${message}${message.endsWith("?") ? "" : "."}`,
  );
  return [said, ...mistakes];
}
