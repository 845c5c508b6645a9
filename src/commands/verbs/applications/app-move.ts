// /app move: an Application and a directory → its manifest there, or its files there and its path with them.

import { directoryOf } from "../../../delivery/generate/repository-tree.ts";
import { quoted } from "../../../lib/code-span.ts";
import { sourcePath } from "../../../manifests/argocd/source.ts";
import type { Command, Proposal, Refused } from "../../../model/command.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { TextEdit } from "../../../model/edit.ts";
import type { CommandContext } from "../../command-context.ts";
import { editObject } from "../../edit/object.ts";
import { editableApplication, parentOf } from "../../lookup/find-application.ts";
import { listedEdits } from "../../lookup/listed-files.ts";
import { below, inDirectory } from "../../lookup/paths.ts";
import { sharedWith } from "../../lookup/shared-place.ts";

type AppCommand = Extract<Command, { verb: "app" }>;

/** Files that one command moves. */
const MOST_FILES = 200;

/** A directory that the parent Application reads takes the manifest, any other the files that the Application reads. */
export async function moveApp(
  { application, directory }: AppCommand,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const found = editableApplication(application, context.fleet, (ref) => `/app move ${ref} ${directory}`);
  if ("refused" in found) return found;
  const sources = parentOf(found, context.fleet)?.spec.sources ?? [];
  const inParent = sources.some(({ path }) => path !== undefined && isWithin(directory, path));
  return inParent ? moveManifest(found, directory, context) : moveFiles(found, directory, context);
}

async function moveManifest(
  { spec, manifest }: DeliveredApplication,
  directory: string,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const from = manifest.origin.path;
  const to = inDirectory(directory, below(directoryOf(from), from));
  if (from === to) return there(spec.name, `its manifest is \`${from}\` already`);
  const shared = await sharedWith(from, context);
  if (shared !== undefined) return { refused: shared };
  const copied = await copiedFiles([[from, to]], context);
  if ("refused" in copied) return copied;
  const taken = await listedEdits(from, "remove", context);
  if ("refused" in taken) return taken;
  const listed = await listedEdits(to, "add", context);
  if ("refused" in listed) return listed;
  return {
    targets: [
      {
        words: `the manifest of \`${spec.name}\` moves from \`${from}\` to \`${to}\`; what is delivered stays the same`,
        edits: [...copied, ...taken, ...listed],
        removed: [from],
        expected: [],
      },
    ],
    skipped: [],
    title: `Move the manifest of ${quoted(spec.name)} to ${quoted(directory)}`,
  };
}

async function moveFiles(
  application: DeliveredApplication,
  directory: string,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { spec, follows, manifest } = application;
  const index = spec.sources.findIndex(({ path }, at) => path !== undefined && follows[at] === "this-merge");
  const from = spec.sources[index]?.path;
  const several = spec.sources.filter(({ path }) => path !== undefined).length > 1;
  if (from === undefined || from === "" || several)
    return { refused: `${quoted(spec.name)} has not one directory of this repository that could move` };
  if (from === directory) return there(spec.name, `its files are in \`${from}\` already`);
  if (isWithin(directory, from) || isWithin(from, directory))
    return { refused: `\`${directory}\` and \`${from}\`, where its files are, lie in each other` };
  if (spec.manifestGeneratePaths !== "" && spec.manifestGeneratePaths !== ".")
    return {
      refused: `${quoted(spec.name)} lists its paths in \`manifest-generate-paths\` as well: change both by hand`,
    };
  const paths = context.tree.snapshot.paths.filter((path) => path.startsWith(`${from}/`));
  if (paths.length === 0) return { refused: `No file is in \`${from}\`, which ${quoted(spec.name)} reads` };
  if (paths.length > MOST_FILES)
    return { refused: `\`${from}\` holds ${paths.length} files; a commit moves at most ${MOST_FILES}` };
  if (context.tree.snapshot.paths.some((path) => path.startsWith(`${directory}/`)))
    return {
      refused: `\`${directory}\` holds files already, which ${quoted(spec.name)} would deliver as well`,
    };
  const moves = paths.map((path): [string, string] => [path, directory + path.slice(from.length)]);
  const copied = await copiedFiles(moves, context);
  if ("refused" in copied) return copied;
  const { path, line } = manifest.origin;
  const text = (await context.tree.read([path])).get(path) ?? "";
  const step = {
    op: "set",
    path: [...sourcePath(manifest.object, index), "path"],
    value: directory,
  } as const;
  const edited = editObject(text, line, [step]);
  if ("refused" in edited) return { refused: `\`${path}\` line ${line}: ${edited.refused}` };
  const count = paths.length === 1 ? "the file" : `the ${paths.length} files`;
  const object = { kind: "Application", name: spec.name };
  return {
    targets: [
      {
        words: `${count} of \`${spec.name}\` from \`${from}\` to \`${directory}\`; what is delivered stays the same`,
        edits: [...copied, ...edited.splices.map((splice) => ({ path, ...splice }))],
        removed: paths,
        expected: [{ layer: "delivery", operation: "repath", object }],
      },
    ],
    skipped: [],
    title: `Move the files of ${quoted(spec.name)} to ${quoted(directory)}`,
  };
}

/** A commit through the API writes plain files only. */
async function copiedFiles(
  moves: readonly (readonly [from: string, to: string])[],
  { tree }: CommandContext,
): Promise<readonly TextEdit[] | Refused> {
  const texts = await tree.read(moves.map(([from]) => from));
  const edits: TextEdit[] = [];
  for (const [from, to] of moves) {
    const text = texts.get(from);
    if (tree.snapshot.files.has(to)) return { refused: `\`${to}\` is there already` };
    if (text === undefined || tree.snapshot.files.get(from)?.mode !== "100644")
      return { refused: `\`${from}\` is no plain text file: move the directory with Git` };
    edits.push({ path: to, start: 0, end: 0, text });
  }
  return edits;
}

function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

function there(cluster: string, reason: string): Proposal {
  return { targets: [], skipped: [{ cluster, reason, done: true }] };
}
