// An ApplicationSet → the files of one side that its Applications could read.

import { get, isMap, list, map, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { kustomizeInputs } from "../generate/inputs.ts";
import { kustomizationIn } from "../generate/kustomizations.ts";
import { nestedInputs } from "../generate/nested-inputs.ts";
import { directoryOf, pathExists, pathsUnder } from "../generate/repository-tree.ts";
import type { ApplicationSetNode } from "../tree/application-tree.ts";
import { flatten } from "./flatten.ts";

import { fixedPrefix, mayBecome, mayEndWith, mayLieIn } from "./path-templates.ts";

/** `places`: the fixed beginnings themselves, which may name a file or a submodule. `anywhere`: no path is fixed at all. */
export type SetReads = {
  readonly paths: readonly string[];
  readonly places: readonly string[];
  readonly anywhere: boolean;
};

/**
 * What lies below every path that its generators and the sources of its template name. A path that begins with a
 * placeholder may be anywhere, unless another one is fixed, or only list generators fill it: then it is among their
 * elements' values. A chart of another repository reads nothing here but its value files.
 */
export async function setReads(
  snapshot: Snapshot,
  { manifest }: Pick<ApplicationSetNode, "manifest">,
  files: Files,
): Promise<SetReads> {
  const spec = map(manifest.object, ["spec"]) ?? {};
  const generators = list(spec, ["generators"]);
  const onlyLists = generators.length > 0 && generators.every((g) => get(g, ["list"]) !== undefined);
  const known = generators.flatMap(bindingsOf);
  const filled = (templates: readonly string[]) => templates.flatMap((one) => filledIn(one, known));
  const sources = templatesOf(spec, generators).flatMap((template) => readSources(get(template, ["spec"])));
  const directories = filled([
    ...sources.flatMap(({ chart, raw }) => (chart === undefined ? (str(raw, ["path"]) ?? []) : [])),
    ...gitPaths(generators),
    ...patchedPaths(spec),
  ]);
  const values = onlyLists ? known.flatMap((one) => Object.values(one)) : [];
  const named = [...directories, ...values.filter((value) => value !== "" && pathExists(snapshot, value))];
  const fixed = named.filter((path) => fixedPrefix(path) !== "");
  const anywhere = fixed.length === 0 && !onlyLists && named.length > 0;
  const below = anywhere ? snapshot.paths : fixed.flatMap((path) => filesIn(snapshot, path));
  const besides = valueFiles(snapshot, filled(valueFilesOf(sources, spec)));
  const paths = new Set([...below, ...besides, ...(await nestedInputs(snapshot, below, files))]);
  return { paths: [...paths], places: fixed.map(fixedPrefix), anywhere };
}

/**
 * The files that its Applications are made of: for each directory that the path of a source may become what lies in it, or
 * what its kustomization or chart reads. None where no path has a fixed beginning.
 */
export async function setSourceFiles(
  snapshot: Snapshot,
  { manifest }: Pick<ApplicationSetNode, "manifest">,
  files: Files,
): Promise<Set<string>> {
  const spec = map(manifest.object, ["spec"]) ?? {};
  const generators = list(spec, ["generators"]);
  const known = generators.flatMap(bindingsOf);
  const paths = templatesOf(spec, generators)
    .flatMap((template) => readSources(get(template, ["spec"])))
    .flatMap(({ chart, path }) => (chart === undefined ? (path ?? []) : []))
    .flatMap((path) => filledIn(path, known))
    .flatMap((path) => (fixedPrefix(path) === "" ? gitPaths(generators) : [path]))
    .filter((path) => fixedPrefix(path) !== "");
  const read = new Set<string>();
  for (const directory of [...new Set(paths.flatMap((path) => directoriesLike(snapshot, path)))])
    for (const path of await sourceFiles(snapshot, directory, files)) read.add(path);
  return read;
}

function directoriesLike(snapshot: Snapshot, template: string): string[] {
  const below = pathsUnder(snapshot.paths, fixedPrefix(template)).map(directoryOf);
  return [...new Set([fixedPrefix(template), ...below])].filter(mayBecome(template));
}

async function sourceFiles(snapshot: Snapshot, directory: string, files: Files): Promise<readonly string[]> {
  if (kustomizationIn(snapshot, directory) !== undefined)
    return kustomizeInputs(snapshot, [directory], files);
  const below = pathsUnder(snapshot.paths, directory);
  if (snapshot.files.has(`${directory}/Chart.yaml`)) return below;
  return below.filter((path) => directoryOf(path) === directory);
}

function filesIn(snapshot: Snapshot, template: string): string[] {
  return [...pathsUnder(snapshot.paths, fixedPrefix(template))].filter(mayLieIn(template));
}

/** The set's own template, and those of its generators. */
function templatesOf(spec: JsonObject, generators: readonly Json[]): Json[] {
  const own = map(spec, ["template"]);
  return [
    ...(own ? [own] : []),
    ...blocksOf(generators).flatMap(({ block }) => map(block, ["template"]) ?? []),
  ];
}

/** Every generator with its kind, also those inside of matrix and merge generators. */
function blocksOf(generators: readonly Json[]): { kind: string; block: JsonObject }[] {
  return generators.flatMap((generator) =>
    Object.entries(isMap(generator) ? generator : {}).flatMap(([kind, block]) =>
      isMap(block) ? [{ kind, block }, ...blocksOf(list(block, ["generators"]))] : [],
    ),
  );
}

function gitPaths(generators: readonly Json[]): string[] {
  return blocksOf(generators)
    .filter(({ kind }) => kind === "git")
    .flatMap(({ block }) => [...list(block, ["directories"]), ...list(block, ["files"])])
    .filter((entry) => get(entry, ["exclude"]) !== true)
    .flatMap((entry) => str(entry, ["path"]) ?? []);
}

/** `path` lines in the text of a templatePatch, which is no YAML before it is filled in. */
function patchedPaths(spec: JsonObject): string[] {
  return (str(spec, ["templatePatch"]) ?? "").split("\n").flatMap((line) => {
    const value = /^[ \t]*(?:- )?path:[ \t]*(\S.*)$/.exec(line)?.[1];
    return value === undefined ? [] : [value.trim().replace(/^(["'])(.*)\1$/, "$2")];
  });
}

function valueFilesOf(sources: readonly Source[], spec: JsonObject): string[] {
  const patched = [...(str(spec, ["templatePatch"]) ?? "").matchAll(/\$\w[\w-]*\/[^\s"',\]]+/g)];
  return [
    ...sources.flatMap(({ raw }) => [
      ...strings(raw, ["helm", "valueFiles"]),
      ...list(raw, ["helm", "fileParameters"]).flatMap((parameter) => str(parameter, ["path"]) ?? []),
    ]),
    ...patched.map(([file]) => file),
  ];
}

/**
 * `$ref/` and `/` begin at the root of a repository. `../../values/{{env}}.yaml` is any file that ends so, because the path
 * it counts from is not known; what is named without lies below the path of its source.
 */
function valueFiles({ paths }: Snapshot, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const fromRoot = /^(?:\$[^/]*)?\/(.+)$/.exec(name)?.[1];
    if (fromRoot !== undefined) return paths.filter(mayBecome(fromRoot));
    return name.startsWith("../") ? paths.filter(mayEndWith(name)) : [];
  });
}

type Bindings = Readonly<Record<string, string>>;

/** Combinations beyond this are left open. */
const MOST_BINDINGS = 1000;

/**
 * What a generator gives whoever answers it: the elements of lists and literal `values` (argo-cd
 * applicationset/generators/value_interpolation.go, appendTemplatedValues); one entry for each combination.
 */
function bindingsOf(generator: Json): Bindings[] {
  let combined: Bindings[] = [{}];
  for (const { kind, block } of blocksOf([generator])) {
    const elements =
      kind === "list" ? list(block, ["elements"]).map((element) => literals(flatten(element))) : [];
    const values = literals(flatten({ values: map(block, ["values"]) ?? {} }));
    const own = (elements.length > 0 ? elements : [{}]).map((element) => ({ ...element, ...values }));
    if (combined.length * own.length > MOST_BINDINGS) return [{}];
    combined = combined.flatMap((one) => own.map((other) => ({ ...one, ...other })));
  }
  return combined;
}

function literals(values: Readonly<Record<string, string>>): Bindings {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !value.includes("{{")));
}

/** The template with every combination; a placeholder that none fills in is left. */
function filledIn(template: string, known: readonly Bindings[]): string[] {
  if (!template.includes("{{") || known.length === 0) return [template];
  const filled = known.map((values) =>
    template.replace(/\{\{-?\s*\.?([\w.-]+?)\s*-?\}\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] as string) : whole,
    ),
  );
  return [...new Set(filled)];
}
