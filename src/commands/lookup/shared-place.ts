// A file that a command would write for one cluster → whether others inherit it, and the cluster's own place instead.

import { code } from "../../lib/code-span.ts";
import { andMore } from "../../lib/english.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import type { CommandContext } from "../command-context.ts";
import { listingOf } from "./listed-files.ts";
import { inDirectory } from "./paths.ts";

type Place = Pick<CommandContext, "fleet" | "tree">;

/** The Applications that read a file, or would read a new one where it is listed. */
async function readersOf(path: string, { fleet, tree }: Place): Promise<readonly DeliveredApplication[]> {
  const read = tree.snapshot.files.has(path) ? path : ((await listingOf(path, tree))?.path ?? path);
  const directory = path.split("/").slice(0, -1).join("/");
  return [...fleet.delivery.applications.values()].filter(({ spec, sources = [] }) =>
    sources.some((source, i) =>
      source.state === "generated" && source.inputs !== undefined
        ? source.inputs.includes(read)
        : spec.sources[i]?.path === directory,
    ),
  );
}

/**
 * The path itself where only the cluster's Application reads it, else the file in that one's own overlay. The path too where no
 * file of Git shows a better one and nobody else reads it.
 */
export async function ownPath(
  path: string,
  { label, object }: FleetCluster,
  context: Place,
): Promise<string | { readonly refused: string }> {
  const readers = async (one: string) => (await readersOf(one, context)).map(({ ref }) => ref);
  const known = await readers(path);
  const others = known.filter((ref) => ref !== object.application);
  if (known.length > 0 && others.length === 0) return path;
  const name = path.split("/").at(-1) ?? "";
  const sources = context.fleet.delivery.applications.get(object.application ?? "")?.spec.sources ?? [];
  for (const { path: directory } of sources) {
    const own = directory === undefined ? path : inDirectory(directory, name);
    if ((await readers(own)).join() === object.application) return own;
  }
  if (others.length === 0) return path;
  return {
    refused: `${code(path)} reaches ${andMore(
      others.map((ref) => code(ref)),
      3,
    )} too, and \`${label}\` has no overlay of its own: give it one, or write it there by hand for all of them`,
  };
}

/** Why a file is not edited for one Application: several read it. Undefined where they do not. */
export async function sharedWith(path: string, context: Place): Promise<string | undefined> {
  const readers = await readersOf(path, context);
  if (readers.length < 2) return undefined;
  const names = andMore(
    readers.map(({ ref }) => code(ref)),
    3,
  );
  return `${code(path)} is read by ${names}: what is edited there reaches all of them. Patch it in the overlay of the one that is meant, by hand`;
}
