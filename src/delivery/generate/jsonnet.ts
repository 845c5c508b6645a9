// A directory source with Jsonnet in it → the files that may be imported.

import { list, str } from "../../lib/json.ts";
import type { Source } from "../../model/application.ts";
import { pathsUnder, resolvePath } from "./repository-tree.ts";

/**
 * Library files anywhere, because imports are relative; everything below the source; and everything in its library
 * directories, which count from the repository's root (argo-cd reposerver/repository/repository.go, makeJsonnetVm).
 */
export function jsonnetInputs(paths: readonly string[], source: Source): string[] {
  const libraries = list(source.raw, ["directory", "jsonnet", "libs"]).flatMap(
    (library) => resolvePath("", str(library) ?? "") ?? [],
  );
  return [
    ...paths.filter((path) => path.endsWith(".libsonnet")),
    ...[source.path ?? "", ...libraries].flatMap((directory) => pathsUnder(paths, directory)),
  ];
}
