// The helm block of a source → the arguments Argo CD gives to `helm template`, or what of it is not reproduced.

import { bool, get, list, map, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import type { Source } from "../../model/application.ts";
import { HELM } from "../../model/unevaluated.ts";
import { fillIn } from "./build-env.ts";
import type { HelmFiles } from "./helm-files.ts";
import { servedApis } from "./kube-apis.ts";
import { givenPath, treePath } from "./render-job.ts";
import type { SourceScope } from "./source-scope.ts";

/**
 * `release` and `namespace` as the Application has them; `kubeVersion` is the destination's, where Git tells it, and
 * `customApis` are those of custom resources it is known to serve.
 */
export type HelmDelivery = {
  readonly release: string;
  readonly namespace: string;
  readonly kubeVersion?: string;
  readonly customApis?: readonly string[];
};

export type HelmOptions =
  | {
      readonly state: "known";
      readonly args: readonly string[];
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
 * reposerver/repository/repository.go, helmTemplate). `named` are the files of the source.
 */
export function helmOptions(
  source: Source,
  named: HelmFiles,
  { env }: SourceScope,
  delivery: HelmDelivery & { readonly kubeVersion: string },
): HelmOptions {
  const block = map(source.raw, ["helm"]);
  const odd = Object.keys(block ?? {}).find((key) => !KNOWN.has(key));
  if (odd !== undefined) return unknown(HELM.option(odd));
  if (!["", "v3"].includes(str(block, ["version"]) ?? "")) return unknown(HELM.version);
  if (named.unknown !== undefined) return unknown(named.unknown);
  const parameters = readParameters(block).map((p) => ({ ...p, filled: fillIn(p.value, env) }));
  for (const { name, filled } of parameters)
    if ("unknown" in filled) return unknown(HELM.parameter(name, filled.unknown));
  const own = ownValues(block);
  if (own === undefined) return unknown(HELM.number);
  const directory = source.path ?? "";
  const kubeVersion = str(block, ["kubeVersion"]) || delivery.kubeVersion;
  const apis = strings(block, ["apiVersions"]);
  const served = [...servedApis(delivery.kubeVersion), ...(delivery.customApis ?? [])];
  const args = [
    "template",
    ".",
    "--name-template",
    str(block, ["releaseName"]) || delivery.release,
    ...flag("--namespace", str(block, ["namespace"]) || delivery.namespace),
    ...flag("--kube-version", kubeVersion.replaceAll("+", "")),
    ...parameters.flatMap(({ forced, name, filled }) => [
      forced ? "--set-string" : "--set",
      `${name}=${escapeCommas("text" in filled ? filled.text : "")}`,
    ]),
    ...named.parameters.flatMap(({ name, path }) => [
      "--set-file",
      `${name}=${escapeCommas(treePath(directory, path))}`,
    ]),
    ...named.values.flatMap((path) => ["--values", treePath(directory, path)]),
    ...(own === "" ? [] : ["--values", givenPath(directory, "values.yaml")]),
    ...(apis.length > 0 ? apis : served).flatMap((api) => ["--api-versions", api]),
    ...(bool(block, ["skipCrds"]) ? [] : ["--include-crds"]),
    ...(bool(block, ["skipSchemaValidation"]) ? ["--skip-schema-validation"] : []),
    ...(bool(block, ["skipTests"]) ? ["--skip-tests"] : []),
  ];
  return { state: "known", args, given: new Map(own === "" ? [] : [["values.yaml", own]]) };
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
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/(?<!\\),/g, "\\,");
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
