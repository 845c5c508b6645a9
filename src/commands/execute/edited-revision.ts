// A revision → what verbs and the search for values read of it, and the revision that an edit would make of it.

import { deliverSnapshots, readFleet } from "../../impact/plan-impact.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { FileChange } from "../../model/edit.ts";
import type { CommandContext } from "../command-context.ts";
import type { RevisionSources } from "../origin/find.ts";
import type { Revision } from "./command-result.ts";
import { editedTree, textsOf } from "./overlay-snapshot.ts";

/** What verbs read: the fleet that the revision delivers, and its files. */
export async function commandContext(revision: Revision): Promise<CommandContext> {
  const { snapshot, config, context, ports, may: _, ...rest } = revision;
  const { fleet, running } = await readFleet(snapshot, config, context, ports);
  const open = rest.pull?.status === "open" ? rest.pull : undefined;
  const tree = { snapshot, read: (paths: readonly string[]) => readTexts(paths, revision) };
  return { ...rest, fleet, running: open?.running ?? running, config, context, tree };
}

/** What the search for the origin of a value reads. */
export function revisionSources(delivery: Delivery, revision: Revision): RevisionSources {
  const { snapshot, config, context } = revision;
  const deliver = deliverSnapshots(config, context);
  return {
    delivery,
    paths: snapshot.paths,
    texts: (paths) => readTexts(paths, revision),
    redeliverWith: (path, text) => {
      const edited = withFiles([{ path, after: text }], revision);
      return deliver(edited.snapshot, edited.ports);
    },
  };
}

export function readTexts(
  paths: readonly string[],
  { snapshot, ports }: Revision,
): Promise<ReadonlyMap<string, string>> {
  return textsOf(paths, { snapshot, readBlobs: ports.readBlobs });
}

/** It keeps the revision's commit, so that history answers the same. */
export function withFiles(
  files: readonly Pick<FileChange, "path" | "after">[],
  revision: Revision,
): Revision {
  const { snapshot, readBlobs } = editedTree(files, revision.snapshot, revision.ports.readBlobs);
  return {
    ...revision,
    snapshot: { ...snapshot, sha: revision.snapshot.sha },
    ports: { ...revision.ports, readBlobs },
  };
}

/** The revision for a pull request on top of this one: its changes are judged from this one, not from the base. */
export function stackedOn(files: readonly FileChange[], revision: Revision): Revision {
  const { pull: _, ...edited } = withFiles(files, revision);
  return edited;
}
