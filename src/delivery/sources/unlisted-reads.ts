// A source that depends on a cluster which Git does not list → what it may read, and why that is not evaluated.

import { andMore } from "../../lib/english.ts";
import { list, str, strings } from "../../lib/json.ts";
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { beginsWithSymbol, holdsSymbol, mayBecome } from "../../model/stand-in.ts";
import { SOURCE } from "../../model/unevaluated.ts";
import { directoryOf, pathsUnder } from "../generate/repository-tree.ts";
import type { UnlistedReads } from "../tree/application-tree.ts";

/** Undefined where no field that decides which files are read depends on it. Directories that exist are no proof of a cluster. */
export function unlistedReads(snapshot: Snapshot, source: Source): UnlistedReads | undefined {
  const { path = "", raw } = source;
  const files = [
    ...strings(raw, ["helm", "valueFiles"]),
    ...list(raw, ["helm", "fileParameters"]).map((parameter) => str(parameter, ["path"]) ?? ""),
  ];
  const { include, exclude } = source.directory;
  const [open] = [
    source.repoURL,
    source.targetRevision,
    source.chart ?? "",
    path,
    ...files,
    include,
    exclude,
  ].filter(holdsSymbol);
  if (open === undefined) return undefined;
  // A path that begins with what is not known may be anywhere.
  if (source.path === undefined || beginsWithSymbol(path))
    return { reason: SOURCE.unlisted(open), inputs: [] };
  if (!holdsSymbol(path)) return { reason: SOURCE.unlisted(open), inputs: pathsUnder(snapshot.paths, path) };
  const directories = [...new Set(snapshot.paths.map(directoryOf))].filter(mayBecome(path)).sort();
  const inputs = directories.flatMap((directory) => pathsUnder(snapshot.paths, directory));
  const reason =
    directories.length === 0
      ? SOURCE.unlistedPath(open)
      : SOURCE.unlistedDirectories(open, andMore(directories, 3));
  return { reason, inputs };
}
