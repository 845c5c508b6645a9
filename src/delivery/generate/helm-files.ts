// The value files and file parameters of a Helm source → paths of the repository.

import { bool, list, map, str, strings } from "../../lib/json.ts";
import { matchesDoubleStar } from "../../lib/path-glob.ts";
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { HELM } from "../../model/unevaluated.ts";
import { fillIn } from "./build-env.ts";
import { linkAt } from "./links.ts";
import { pathsUnder, resolvePath, submodulesAt } from "./repository-tree.ts";
import type { SourceScope } from "./source-scope.ts";

/**
 * `values` in the order Helm gets them, those left out that may be missing and are; `named` is every path that is asked
 * for, there or not. `unknown` says which entry cannot be followed.
 */
export type HelmFiles = {
  readonly values: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly path: string }[];
  readonly named: readonly string[];
  readonly unknown: string | undefined;
};

/** `at`: what of the repository it leads to all the same, a submodule or a path through a link. */
type FileLocation = { readonly path: string } | { readonly unknown: string; readonly at?: string };

/** argo-cd reposerver/repository/repository.go, getResolvedValueFiles and helmTemplate. */
export function helmFiles(snapshot: Snapshot, source: Source, scope: SourceScope): HelmFiles {
  const block = map(source.raw, ["helm"]);
  const mayMiss = bool(block, ["ignoreMissingValueFiles"]) ?? false;
  const places = strings(block, ["valueFiles"]).map((entry) => locateFile(entry, source, scope, snapshot));
  const parameters = list(block, ["fileParameters"]).map((parameter) => ({
    name: str(parameter, ["name"]) ?? "",
    place: locateFile(str(parameter, ["path"]) ?? "", source, scope, snapshot),
  }));
  const all = [...places, ...parameters.map(({ place }) => place)];
  const expanded = scope.globs ? expand(pathsOf(places), snapshot) : pathsOf(places);
  return {
    values: mayMiss ? expanded.filter((path) => snapshot.files.has(path)) : expanded,
    parameters: parameters.flatMap(({ name, place }) =>
      "path" in place ? [{ name, path: place.path }] : [],
    ),
    named: [
      ...new Set([
        ...expanded,
        ...pathsOf(all),
        ...all.flatMap((one) => ("at" in one ? (one.at ?? []) : [])),
      ]),
    ],
    unknown: all.flatMap((place) => ("unknown" in place ? [place.unknown] : []))[0],
  };
}

function locateFile(entry: string, source: Source, scope: SourceScope, snapshot: Snapshot): FileLocation {
  const [first = ""] = entry.split("/");
  const ref = first.startsWith("$") ? scope.refs.get(first.slice(1)) : undefined;
  if (ref === false) return { unknown: HELM.valuesElsewhere(entry) };
  const filled = fillIn(ref ? entry.slice(first.length) : entry, scope.env);
  if ("unknown" in filled)
    return {
      unknown: HELM.valuesVariable(entry, filled.unknown),
    };
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(filled.text)) return { unknown: HELM.valuesRemote(entry) };
  const fromRoot = ref === true || filled.text.startsWith("/");
  const path = resolvePath(fromRoot ? "" : (source.path ?? ""), filled.text);
  if (path === undefined || path === "") return { unknown: HELM.valuesOutside(entry) };
  if (linkAt(snapshot, path) !== undefined && !snapshot.files.has(path))
    return { unknown: HELM.valuesLink(entry), at: path };
  const [at] = submodulesAt(snapshot, path, false);
  return at === undefined ? { path } : { unknown: HELM.valuesSubmodule(entry), at };
}

function pathsOf(places: readonly FileLocation[]): string[] {
  return places.flatMap((place) => ("path" in place ? [place.path] : []));
}

/**
 * Patterns become what they match, in lexical order, without what is also named outright; each file counts once. A
 * pattern that matches nothing stays: it is missing (argo-cd 3.4 reposerver/repository/repository.go, getResolvedValueFiles).
 */
function expand(paths: readonly string[], snapshot: Snapshot): string[] {
  const outright = new Set(paths.filter((path) => !isPattern(path)));
  const expanded = paths.flatMap((path) => {
    if (!isPattern(path)) return [path];
    const fixed = path.split("/");
    const below = fixed.slice(0, fixed.findIndex(isPattern)).join("/");
    const matching = pathsUnder(snapshot.paths, below).filter((p) => matchesDoubleStar(path, p));
    return matching.length === 0 ? [path] : matching.filter((p) => !outright.has(p));
  });
  return [...new Set(expanded)];
}

function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}
