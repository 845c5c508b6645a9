// The helm block of a source → the arguments Argo CD gives to `helm template`, or what of it is not reproduced.
import type { Source } from "../model/application.ts";
import type { Json, JsonObject } from "../model/json.ts";
import { bool, get, list, map, str, strings } from "../resources/json.ts";
import { givenPath, treePath } from "./render-job.ts";
import { resolvePath } from "./tree.ts";

/** `release` and `namespace` as the Application has them; `kubeVersion` is the destination's MAJOR.MINOR. */
export type HelmDelivery = {
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion: string;
};

export type HelmOptions =
  | {
      readonly state: "known";
      readonly args: readonly string[];
      /** Value files and file parameters, as paths of the repository. */
      readonly paths: readonly string[];
      readonly given: ReadonlyMap<string, string>;
    }
  | { readonly state: "unknown"; readonly reason: string };

const KNOWN: ReadonlySet<string> = new Set([
  "releaseName",
  "valueFiles",
  "ignoreMissingValueFiles",
  "values",
  "valuesObject",
  "parameters",
  "fileParameters",
  "skipCrds",
  "skipTests",
  "skipSchemaValidation",
  "namespace",
  "kubeVersion",
  "apiVersions",
  "passCredentials",
  "version",
]);

/**
 * In Argo CD's order, with what it collects in maps sorted by name (argo-cd util/helm/cmd.go, template;
 * reposerver/repository/repository.go, helmTemplate). `refs` are the sibling sources that are this repository.
 */
export function helmOptions(
  source: Source,
  delivery: HelmDelivery,
  refs: ReadonlySet<string>,
  exists: (path: string) => boolean,
): HelmOptions {
  const block = map(source.raw, ["helm"]);
  const odd = Object.keys(block ?? {}).find((key) => !KNOWN.has(key));
  if (odd !== undefined) return unknown(`option helm.${odd} is not reproduced`);
  if (!["", "v3"].includes(str(block, ["version"]) ?? "")) return unknown("helm.version is not v3");
  const directory = source.path ?? "";
  const valueFiles = resolveFiles(strings(block, ["valueFiles"]), directory, refs);
  if (typeof valueFiles === "string") return unknown(valueFiles);
  const missing = bool(block, ["ignoreMissingValueFiles"]) ?? false;
  const values = missing ? valueFiles.filter(exists) : valueFiles;
  const parameters = readParameters(block);
  const fileParameters = list(block, ["fileParameters"]).map((p) => [str(p, ["name"]), str(p, ["path"])]);
  const setFiles = resolveFiles(
    fileParameters.map(([, path]) => path ?? ""),
    directory,
    new Set(),
  );
  if (typeof setFiles === "string") return unknown(setFiles);
  const texts = [
    ...parameters.map((p) => p.value),
    ...strings(block, ["valueFiles"]).map((file) => file.replace(/^\$[^/]+\//, "")),
  ];
  const variable = texts.find((text) => text.includes("$"));
  if (variable !== undefined) return unknown(`${variable} is filled in from Argo CD's build environment`);
  const own = ownValues(block);
  if (own === undefined) return unknown("its valuesObject holds a number that cannot be written exactly");
  const args = [
    "template",
    ".",
    "--name-template",
    str(block, ["releaseName"]) || delivery.release,
    ...flag("--namespace", str(block, ["namespace"]) || delivery.namespace),
    ...flag("--kube-version", str(block, ["kubeVersion"]) || delivery.kubeVersion),
    ...parameters.flatMap((p) => [p.forced ? "--set-string" : "--set", `${p.name}=${escapeCommas(p.value)}`]),
    ...setFiles.flatMap((path, i) => [
      "--set-file",
      `${fileParameters[i]?.[0]}=${treePath(directory, path)}`,
    ]),
    ...values.flatMap((path) => ["--values", treePath(directory, path)]),
    ...(own === "" ? [] : ["--values", givenPath(directory, "values.yaml")]),
    ...strings(block, ["apiVersions"]).flatMap((api) => ["--api-versions", api]),
    ...(bool(block, ["skipCrds"]) ? [] : ["--include-crds"]),
    ...(bool(block, ["skipTests"]) ? ["--skip-tests"] : []),
    ...(bool(block, ["skipSchemaValidation"]) ? ["--skip-schema-validation"] : []),
  ];
  return {
    state: "known",
    args,
    paths: [...values, ...setFiles],
    given: new Map(own === "" ? [] : [["values.yaml", own]]),
  };
}

/** Paths of the repository, or the first entry that is none. */
function resolveFiles(
  entries: readonly string[],
  directory: string,
  refs: ReadonlySet<string>,
): string[] | string {
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.includes("://")) return `value file ${entry} is not fetched`;
    if (/[*?[{]/.test(entry)) return `the pattern ${entry} of value files is not expanded`;
    const [, ref, rest] = /^\$([^/]+)\/(.*)$/.exec(entry) ?? [];
    if (ref !== undefined && !refs.has(ref)) return `value file ${entry} is in another repository`;
    const path = rest ?? entry;
    const fromRoot = ref !== undefined || path.startsWith("/");
    const resolved = resolvePath(fromRoot ? "" : directory, path);
    if (resolved === undefined || resolved === "") return `value file ${entry} leads out of the repository`;
    paths.push(resolved);
  }
  return paths;
}

type Parameter = { readonly name: string; readonly value: string; readonly forced: boolean };

function readParameters(block: JsonObject | undefined): Parameter[] {
  const all = list(block, ["parameters"]).map((p) => ({
    name: str(p, ["name"]) ?? "",
    value: str(p, ["value"]) ?? "",
    forced: bool(p, ["forceString"]) ?? false,
  }));
  // The last one of a name counts, separately for both kinds.
  const last = new Map(all.map((p) => [`${p.forced} ${p.name}`, p]));
  return [...last.values()].sort((a, b) =>
    a.forced !== b.forced ? Number(a.forced) - Number(b.forced) : a.name < b.name ? -1 : 1,
  );
}

/** As Argo CD escapes commas, except in a list in braces (argo-cd util/helm/cmd.go, cleanSetParameters). */
function escapeCommas(value: string): string {
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/([^\\]),/g, "$1\\,");
}

/** The Application's own values: `valuesObject` goes before `values`. Undefined where they cannot be written. */
function ownValues(block: JsonObject | undefined): string | undefined {
  const object: Json | undefined = get(block, ["valuesObject"]);
  if (object === undefined || object === null) return str(block, ["values"]) ?? "";
  try {
    return JSON.stringify(object);
  } catch {
    return undefined;
  }
}

function flag(name: string, value: string): string[] {
  return value === "" ? [] : [name, value];
}

function unknown(reason: string): HelmOptions {
  return { state: "unknown", reason };
}
