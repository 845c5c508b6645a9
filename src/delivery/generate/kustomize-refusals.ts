// A kustomization → what in it must not be handed to Kustomize: the network, programs, paths outside the repository.

import { get, list, map, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { KUSTOMIZE } from "../../model/unevaluated.ts";
import { resolvePath } from "./repository-tree.ts";

/** Fields that list files or directories, in any of the spellings that Kustomize reads. */
const FILE_FIELDS = [
  "crds",
  "configurations",
  "patchesStrategicMerge",
  "patchesJson6902",
  "patches",
  "replacements",
];
const TREE_FIELDS = ["resources", "bases", "components", "transformers", "generators", "validators"];
const HELM_FIELDS = ["helmCharts", "helmChartInflationGenerator", "helmGlobals"];

/**
 * Why a kustomization in `directory` is not rendered, with the reference as written; undefined where nothing is wrong.
 * No flag of Kustomize turns off remote bases (kustomize api/internal/target/kusttarget.go, accumulateResources), so
 * they are found here. `exists` answers for a path of the repository.
 */
export function kustomizationRefusal(
  kustomization: Json,
  directory: string,
  exists: (path: string) => boolean,
): string | undefined {
  const helm = HELM_FIELDS.find((field) => get(kustomization, [field]) !== undefined);
  if (helm !== undefined) return KUSTOMIZE.helm(helm);
  for (const entry of references(kustomization)) {
    const refusal = referenceRefusal(entry, directory, exists);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/**
 * Why a kustomization is not built where files outside its own directory may be read: what its transformers and
 * generators read is not looked into.
 */
export function unrestrictedRefusal(kustomization: Json): string | undefined {
  const field = ["transformers", "generators", "validators"].find((f) => list(kustomization, [f]).length > 0);
  return field === undefined ? undefined : KUSTOMIZE.unrestricted(field);
}

/** Why one entry is not followed: it names another place than this repository, or leaves it. */
export function referenceRefusal(
  entry: string,
  directory: string,
  exists: (path: string) => boolean,
): string | undefined {
  if (isRemote(entry, directory, exists)) return KUSTOMIZE.remote(entry);
  return localPath(entry, directory) === undefined ? KUSTOMIZE.outside(entry) : undefined;
}

/** The entries of a kustomization in `directory` that Kustomize would fetch from elsewhere, as written. */
export function remoteEntries(
  kustomization: Json,
  directory: string,
  exists: (path: string) => boolean,
): string[] {
  return references(kustomization).filter((entry) => isRemote(entry, directory, exists));
}

function isRemote(entry: string, directory: string, exists: (path: string) => boolean): boolean {
  const local = localPath(entry, directory);
  return looksRemote(entry) && !(local !== undefined && !entry.includes("://") && exists(local));
}

function localPath(entry: string, directory: string): string | undefined {
  return entry.startsWith("/") ? undefined : resolvePath(directory, entry);
}

/** Marks of functions and plugins, which would run programs or containers. */
const PROGRAMS = [
  "config.kubernetes.io/function",
  "config.k8s.io/function",
  "HelmChartInflationGenerator",
  "ChartInflator",
] as const;

/** Why a file that a kustomization reads is not handed over; undefined where nothing is wrong. */
export function programRefusal(path: string, text: string): string | undefined {
  const mark = PROGRAMS.find((word) => text.includes(word));
  return mark === undefined ? undefined : KUSTOMIZE.program(path, mark);
}

/**
 * An address, or what Kustomize would try as one where no such path exists: scp-like, with a query, or beginning with
 * the name of a host (kustomize api/internal/git/repospec.go, NewRepoSpecFromURL).
 */
function looksRemote(entry: string): boolean {
  if (/:\/\/|^git::|^gh:|[?]|^[^/]*@|^[^/]*:|[.]git(?:\/|$)|\/\/|(?:^|\/)_git\//.test(entry)) return true;
  return /^[\w-]+(?:[.][\w-]+)+\//.test(entry);
}

function references(kustomization: Json): string[] {
  const named = [...TREE_FIELDS, ...FILE_FIELDS].flatMap((field) =>
    list(kustomization, [field]).map((entry) => str(entry) ?? str(entry, ["path"]) ?? ""),
  );
  const generated = ["configMapGenerator", "secretGenerator"].flatMap((field) =>
    list(kustomization, [field]).flatMap((entry) => [
      ...list(entry, ["files"]).map((file) => (str(file) ?? "").replace(/^[^=]*=/, "")),
      ...list(entry, ["envs"]).map((file) => str(file) ?? ""),
      str(entry, ["env"]) ?? "",
    ]),
  );
  const openapi = str(map(kustomization, ["openapi"]), ["path"]) ?? "";
  return [...named, ...generated, openapi].filter((entry) => entry !== "" && !isInline(entry));
}

/** Patches and transformers may stand in the list itself, as YAML. */
function isInline(entry: string): boolean {
  return entry.includes("\n") || entry.includes(": ") || entry.startsWith("{") || entry.startsWith("[");
}
