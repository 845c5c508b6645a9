// The generators of an ApplicationSet → its parameters, in order.
import { parse } from "yaml";
import { at, contentOf, entries, list, text } from "./objects.ts";
import { fillIn, flatten, type Parameters, replace, SetFails } from "./template.ts";
import { baseName, isDirectory, parentOf, type Tree } from "./tree.ts";

/** A cluster that Argo CD knows. */
export type Registered = {
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
};

/** `clusters`: those with a Secret. Argo CD adds its own one where no Secret stands for it. */
export type Inventory = {
  readonly tree: Tree;
  readonly clusters: readonly Registered[];
  readonly go: boolean;
};

/** applicationset/generators/generator_spec_processor.go, Transform. `given` are those of a matrix's first generator. */
export function parametersOf(generator: unknown, inventory: Inventory, given?: Parameters): Parameters[] {
  const filled = given === undefined ? generator : fillIn(generator, given, inventory.go);
  const selector = at(generator, "selector");
  return ownParameters(filled, inventory).filter(
    (one) => selector === undefined || selects(selector, flatten(one)),
  );
}

function ownParameters(generator: unknown, inventory: Inventory): Parameters[] {
  if (at(generator, "list") !== undefined) return fromList(at(generator, "list"), inventory.go);
  if (at(generator, "clusters") !== undefined) return fromClusters(at(generator, "clusters"), inventory);
  if (at(generator, "matrix") !== undefined) return fromMatrix(at(generator, "matrix"), inventory);
  if (at(generator, "merge") !== undefined) return fromMerge(at(generator, "merge"), inventory);
  if (at(generator, "git", "directories") !== undefined)
    return fromDirectories(at(generator, "git"), inventory);
  if (at(generator, "git", "files") !== undefined) return fromFiles(at(generator, "git"), inventory);
  throw new SetFails("no generator");
}

/** list.go, GenerateParams. */
function fromList(generator: unknown, go: boolean): Parameters[] {
  return list(generator, "elements").map((element) => {
    if (go) return element as Parameters;
    const parameters: Record<string, string> = {};
    for (const [key, value] of entries(element)) {
      const inner: [string, unknown][] =
        key === "values" ? entries(value).map(([name, one]) => [`values.${name}`, one]) : [[key, value]];
      for (const [name, one] of inner) {
        if (typeof one !== "string") throw new SetFails(`error parsing value as string: ${name}`);
        parameters[name] = one;
      }
    }
    return parameters;
  });
}

/** cluster.go, GenerateParams: Argo CD's own cluster has no labels, so that no selector that asks for some finds it. */
function fromClusters(generator: unknown, { clusters, go }: Inventory): Parameters[] {
  const selector = at(generator, "selector");
  const asks = entries(selector, "matchLabels").length > 0 || list(selector, "matchExpressions").length > 0;
  const own = clusters.some(({ server }) => server === OWN_ADDRESS) || asks ? [] : [OWN];
  const found = clusters.filter(({ labels }) => selects(selector, { ...labels, [SECRET_TYPE]: "cluster" }));
  const all = [
    ...own.map((one) => ({ ...one, project: "" })),
    ...found.map(({ name, server, project, labels }) => ({
      name,
      nameNormalized: normalized(name),
      server,
      project,
      ...metadataOf(labels, go),
    })),
  ];
  return all.map((one) => withValues(one, generator, go));
}

const SECRET_TYPE = "argocd.argoproj.io/secret-type";
const OWN_ADDRESS = "https://kubernetes.default.svc";
const OWN = { name: "in-cluster", nameNormalized: "in-cluster", server: OWN_ADDRESS };

function metadataOf(own: Readonly<Record<string, string>>, go: boolean): Parameters {
  const labels = { ...own, [SECRET_TYPE]: "cluster" };
  if (go) return { metadata: { labels } };
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`metadata.labels.${key}`, value]));
}

/** git.go, generateParamsForGitDirectories. Hidden directories do not count (repository.go, GetGitDirectories). */
function fromDirectories(generator: unknown, { tree, go }: Inventory): Parameters[] {
  const items = list(generator, "directories");
  const hit = (path: string, exclude: boolean) =>
    items.some((item) => (at(item, "exclude") === true) === exclude && matchesPath(text(item, "path"), path));
  return directoriesOf(tree)
    .filter((path) => hit(path, false) && !hit(path, true))
    .map((path) => withValues(pathParameters(path, go), generator, go));
}

function directoriesOf(tree: Tree): string[] {
  const found = new Set<string>();
  for (const path of tree.keys())
    for (let at = parentOf(path); at !== ""; at = parentOf(at))
      if (!at.split("/").some((part) => part.startsWith("."))) found.add(at);
  return [...found].filter((path) => isDirectory(tree, path)).sort();
}

function pathParameters(path: string, go: boolean): Parameters {
  const segments = path.split("/");
  const [basename, basenameNormalized] = [baseName(path), normalized(baseName(path))];
  if (go) return { path: { path, basename, basenameNormalized, segments } };
  return {
    path,
    "path.basename": basename,
    "path.basenameNormalized": basenameNormalized,
    ...Object.fromEntries(segments.map((segment, i) => [`path[${i}]`, segment])),
  };
}

/** git.go, generateParamsForGitFiles and generateParamsFromGitFile. */
function fromFiles(generator: unknown, { tree, go }: Inventory): Parameters[] {
  const patterns = list(generator, "files").map((item) => text(item, "path"));
  const paths = [...tree.keys()].filter((path) => patterns.some((pattern) => matchesFile(pattern, path)));
  return paths.sort().flatMap((path) =>
    objectsIn(path, tree.get(path)?.text ?? "").map((object) => {
      const own = go ? { ...object } : flatten(object);
      const place = pathParameters(parentOf(path), go);
      return withValues({ ...own, ...place, ...fileName(path, place, go) }, generator, go);
    }),
  );
}

function fileName(path: string, place: Parameters, go: boolean): Parameters {
  const [filename, filenameNormalized] = [baseName(path), normalized(baseName(path))];
  if (!go) return { "path.filename": filename, "path.filenameNormalized": filenameNormalized };
  return { path: { ...(place["path"] as object), filename, filenameNormalized } };
}

function objectsIn(path: string, content: string): Parameters[] {
  let value: unknown;
  try {
    value = parse(content, { uniqueKeys: false });
  } catch (error) {
    throw new SetFails(`unable to process file '${path}': ${(error as Error).message}`);
  }
  if (value === null || value === undefined) return [{}];
  const objects: unknown[] = Array.isArray(value) ? value : [value];
  if (objects.some((one) => typeof one !== "object" || one === null || Array.isArray(one)))
    throw new SetFails(`unable to process file '${path}'`);
  return objects.length === 0 ? [{}] : (objects as Parameters[]);
}

/** matrix.go, GenerateParams: the second generator sees what the first one gave, and the first one's values win. */
function fromMatrix(generator: unknown, inventory: Inventory): Parameters[] {
  const [first, second] = list(generator, "generators");
  return parametersOf(first, inventory).flatMap((given) =>
    parametersOf(second, inventory, given).map((own) =>
      inventory.go ? deepMerge(own, given) : combined(given, own),
    ),
  );
}

/** applicationset/utils/map.go, CombineStringMaps. */
function combined(given: Parameters, own: Parameters): Parameters {
  for (const [key, value] of Object.entries(own))
    if (key in given && given[key] !== value) throw new SetFails(`found duplicate key ${key}`);
  return { ...given, ...own };
}

/** merge.go, GenerateParams. The order of what it makes is Go's order of maps, and so of no meaning. */
function fromMerge(generator: unknown, inventory: Inventory): Parameters[] {
  const keys = list(generator, "mergeKeys").map(String);
  const [first, ...others] = list(generator, "generators").map((one) =>
    byMergeKey(parametersOf(one, inventory), keys),
  );
  const merged = first ?? new Map<string, Parameters>();
  for (const other of others)
    for (const [key, base] of merged) {
      const own = other.get(key);
      if (own) merged.set(key, inventory.go ? deepMerge(base, own) : { ...base, ...own });
    }
  return [...merged.values()];
}

function byMergeKey(all: readonly Parameters[], keys: readonly string[]): Map<string, Parameters> {
  const found = new Map<string, Parameters>();
  for (const one of all) {
    const key = contentOf(keys.map((name) => one[name] ?? null));
    if (found.has(key))
      throw new SetFails("the parameters from a generator were not unique by the given mergeKeys");
    found.set(key, one);
  }
  return found;
}

/** mergo.Merge with override: maps are merged, everything else is the second's. */
function deepMerge(base: Parameters, over: Parameters): Parameters {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const own = merged[key];
    const maps = [own, value].every((one) => typeof one === "object" && one !== null && !Array.isArray(one));
    merged[key] = maps ? deepMerge(own as Parameters, value as Parameters) : value;
  }
  return merged;
}

/** value_interpolation.go, appendTemplatedValues. */
function withValues(parameters: Parameters, generator: unknown, go: boolean): Parameters {
  const values = entries(generator, "values").map(
    ([key, value]) => [key, replace(String(value), parameters, go)] as const,
  );
  if (values.length === 0) return parameters;
  if (go) return { ...parameters, values: Object.fromEntries(values) };
  return { ...parameters, ...Object.fromEntries(values.map(([key, value]) => [`values.${key}`, value])) };
}

function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return (
    entries(selector, "matchLabels").every(([key, value]) => labels[key] === value) &&
    list(selector, "matchExpressions").every((one) => {
      const value = labels[text(one, "key")];
      const inside = value !== undefined && list(one, "values").includes(value);
      const operator = text(one, "operator");
      if (operator === "In") return inside;
      if (operator === "NotIn") return !inside;
      return (operator === "Exists") === (value !== undefined);
    })
  );
}

/** Go's path.Match: `*` stays inside a name. */
function matchesPath(pattern: string, path: string): boolean {
  return new RegExp(`^${escaped(pattern).replaceAll("*", "[^/]*")}$`).test(path);
}

/** `git ls-files`, whose `*` passes slashes (util/git/client.go, LsFiles; the new globbing is off by default). */
function matchesFile(pattern: string, path: string): boolean {
  return new RegExp(`^${escaped(pattern).replaceAll(/\*+/g, ".*")}$`).test(path);
}

function escaped(pattern: string): string {
  return pattern.replaceAll(/[.+^$()|[\]\\{}]/g, "\\$&");
}

/** applicationset/utils, SanitizeName. */
function normalized(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^-a-z0-9.]/g, "-")
    .slice(0, 253)
    .replaceAll(/^[-.]+|[-.]+$/g, "");
}
