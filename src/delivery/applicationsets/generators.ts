// A generator and a side's inventory → its parameters, or why nobody can know them from Git.

import { get, isMap, list, omit, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { matchesPath, matchesPathspec } from "../../lib/path-glob.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import { matchesSelector, readSelector } from "../../manifests/values/selector.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import type { LabelSelector } from "../../model/addon.ts";
import { clusterParams } from "./clusters.ts";
import { flatten } from "./flatten.ts";
import { directoriesOf, parameterFile } from "./inventory.ts";
import { matrixParams, mergeParams } from "./matrix-and-merge.ts";
import { sanitiseName } from "./names.ts";
import { Broken, type Generating, MOST_PARAMETERS, Unknowable, withValues } from "./parameters.ts";
import type { Params } from "./render-template.ts";
import { isUnknown, STAND_IN } from "./symbols.ts";
import { floats } from "./template-functions/encodings.ts";

/** A matrix or merge may hold another one, which may hold none (applicationset_types.go, ApplicationSetTerminalGenerator). */
const DEEPEST = 2;
const COMBINING: readonly string[] = ["matrix", "merge"];

const REMOTE: Readonly<Record<string, string>> = {
  scmProvider: "asks a Git hosting service",
  pullRequest: "lists open pull requests",
  plugin: "asks a plugin",
  clusterDecisionResource: "reads an object of the live cluster",
};

/**
 * The parameters of one generator, its own selector applied (argo-cd applicationset/generators, Transform). Throws
 * Unknowable where Git does not tell them, TemplateFault where Argo CD or this evaluator refuses an expression.
 */
export async function generate(generator: Json, by: Generating, depth = 0): Promise<Params[]> {
  const { kind, block } = kindOf(generator);
  if (depth >= DEEPEST && COMBINING.includes(kind))
    throw new Unknowable(`its ${kind} generator is nested deeper than Argo CD reads`);
  const params = await paramsOf(kind, block, by, depth);
  if (params.length > MOST_PARAMETERS) throw new Unknowable(`its ${kind} generator gives too many elements`);
  const selector = get(generator, ["selector"]);
  if (selector === undefined || selector === null) return params;
  const wanted = readSelector(selector);
  if (!wanted) throw new Unknowable(`the selector of its ${kind} generator is not valid`);
  if (params.some((one) => asksForUnknown(wanted, one)))
    throw new Unknowable(`the selector of its ${kind} generator depends on a cluster that Git does not list`);
  return params.filter((one) => matchesSelector(wanted, new Map(Object.entries(flatten(one)))));
}

/** Whether a selector over parameters names one that Git does not know. */
function asksForUnknown({ matchLabels, matchExpressions }: LabelSelector, params: Params): boolean {
  if (!Object.hasOwn(params, STAND_IN)) return false;
  const values = flatten(params);
  const keys = [...matchLabels.keys(), ...matchExpressions.map(({ key }) => key)];
  return keys.some(
    (key) => isUnknown(values[key] ?? "") || (!Object.hasOwn(values, key) && METADATA.test(key)),
  );
}

const METADATA = /^metadata\.(?:labels|annotations)\./;

/** The one kind of a generator, with its block. */
export function kindOf(generator: Json): { kind: string; block: JsonObject } {
  const kinds = Object.keys(isMap(generator) ? generator : {}).filter((key) => key !== "selector");
  const [kind = "", other] = kinds;
  if (kind === "" || other !== undefined) throw new Unknowable("a generator has no kind, or several");
  const block = get(generator, [kind]);
  // `clusters: {}` and `clusters: null` differ: a null field is no generator.
  if (!isMap(block)) throw new Unknowable(`its ${kind} generator is empty`);
  return { kind, block };
}

async function paramsOf(kind: string, block: JsonObject, by: Generating, depth: number): Promise<Params[]> {
  if (kind === "list") return listParams(block, by);
  if (kind === "git") return gitParams(block, by);
  if (kind === "clusters") return clusterParams(block, by);
  if (kind === "matrix") return matrixParams(block, by, (child) => generate(child, by, depth + 1));
  if (kind === "merge") return mergeParams(block, by, (child) => generate(child, by, depth + 1));
  const why = Object.hasOwn(REMOTE, kind) ? REMOTE[kind] : "is of a kind that is not known";
  throw new Unknowable(`its ${kind} generator ${why}`);
}

/** (argo-cd applicationset/generators/list.go) */
function listParams(block: JsonObject, { templating }: Generating): Params[] {
  const elements = list(block, ["elements"]).map((element) => {
    if (!isMap(element)) throw new Unknowable("an element of its list generator is no map");
    return templating.go ? goValues(element) : flatElement(element);
  });
  const yaml = str(block, ["elementsYaml"]) ?? "";
  if (yaml === "") return elements;
  const { documents, problems } = parseFile(yaml);
  const more = documents[0]?.value;
  if (problems.some(({ code }) => code === "invalid-yaml") || !Array.isArray(more) || !more.every(isMap))
    throw new Unknowable("the elementsYaml of its list generator is no list of maps");
  return [...elements, ...more.map(goValues)];
}

function flatElement(element: JsonObject): Params {
  const params: Record<string, Json> = {};
  for (const [key, value] of Object.entries(element)) {
    const entries = key === "values" && isMap(value) ? Object.entries(value) : [[key, value] as const];
    for (const [name, text] of entries) {
      if (typeof text !== "string")
        throw new Unknowable(`the element's ${name} in its list generator is not a text`);
      params[key === "values" ? `values.${name}` : name] = text;
    }
  }
  return params;
}

function goValues(value: JsonObject): JsonObject {
  return floats(value) as JsonObject;
}

/** (argo-cd applicationset/generators/git.go) */
async function gitParams(block: JsonObject, by: Generating): Promise<Params[]> {
  const { inventory } = by;
  if (isUnknown(omit(block, ["values"])))
    throw new Unknowable("its git generator depends on a cluster that Git does not list");
  const [source] = readSources({
    source: { repoURL: str(block, ["repoURL"]) ?? "", targetRevision: str(block, ["revision"]) ?? "" },
  });
  const tracked = source && inventory.trackedRevision(source);
  if (tracked?.kind !== "this-merge") throw new Unknowable(`its git generator reads ${tracked?.reason}`);
  const directories = list(block, ["directories"]);
  if (directories.length > 0) {
    return chosen(directories, directoriesOf(inventory.snapshot), matchesPath).map((path) =>
      withValues({ ...pathParams(path, undefined, block, by) }, block, by),
    );
  }
  const regular = inventory.snapshot.paths.filter((path) =>
    inventory.snapshot.files.get(path)?.mode.startsWith("100"),
  );
  const wanted = chosen(list(block, ["files"]), regular, matchesPathspec);
  const found: Params[] = [];
  for (const path of wanted) {
    by.inputs.add(path);
    const read = await parameterFile(inventory, path);
    // argo-cd applicationset/generators/git.go, generateParamsFromGitFile
    if ("broken" in read)
      throw new Broken(
        path,
        read.broken.line,
        `its git generator cannot read ${path}: ${read.broken.message}`,
      );
    if ("reason" in read) throw new Unknowable(`its git generator cannot read ${read.reason}`);
    for (const value of Array.isArray(read.value) ? read.value : [read.value as Json]) {
      const fault = `its git generator finds no map in ${path}`;
      if (value === null) throw new Unknowable(fault);
      if (!isMap(value)) throw new Broken(path, 1, fault);
      const own = by.templating.go ? goValues(value) : flatten(goValues(value));
      found.push(withValues({ ...own, ...pathParams(directory(path), path, block, by) }, block, by));
    }
  }
  return found;
}

/** What some entry names and none excludes. */
function chosen(
  entries: readonly Json[],
  paths: readonly string[],
  matches: (pattern: string, path: string) => boolean,
): string[] {
  const patterns = (exclude: boolean) =>
    entries
      .filter((entry) => (get(entry, ["exclude"]) === true) === exclude)
      .map((entry) => str(entry, ["path"]) ?? "");
  const [wanted, unwanted] = [patterns(false), patterns(true)];
  return paths.filter(
    (path) => wanted.some((p) => matches(p, path)) && !unwanted.some((p) => matches(p, path)),
  );
}

function pathParams(path: string, file: string | undefined, block: JsonObject, by: Generating): Params {
  const prefix = str(block, ["pathParamPrefix"]) ?? "";
  const base = path.slice(path.lastIndexOf("/") + 1);
  const filename = file?.slice(file.lastIndexOf("/") + 1);
  const named = {
    basename: base,
    basenameNormalized: sanitiseName(base),
    ...(filename === undefined ? {} : { filename, filenameNormalized: sanitiseName(filename) }),
  };
  const segments = path.split("/");
  if (by.templating.go) {
    const all = { path: { path, ...named, segments } };
    return prefix === "" ? all : { [prefix]: all };
  }
  const name = prefix === "" ? "path" : `${prefix}.path`;
  return {
    [name]: path,
    ...Object.fromEntries(Object.entries(named).map(([key, value]) => [`${name}.${key}`, value])),
    ...Object.fromEntries(segments.map((segment, i) => [`${name}[${i}]`, segment])),
  };
}

/** Go's path.Dir. */
function directory(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
