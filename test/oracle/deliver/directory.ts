// A directory of manifests → its objects, or why Argo CD generates nothing from it.
import { parseAllDocuments } from "yaml";
import { contentOf, type KubeObject, text } from "./objects.ts";
import { baseName, follow, type Tree, walk } from "./tree.ts";

/** Argo CD cannot generate: the message it shows. */
export class Broken extends Error {}

export type DirectoryOptions = {
  readonly recurse: boolean;
  readonly include: string;
  readonly exclude: string;
};

/** reposerver/repository/repository.go, getPotentiallyValidManifests and findManifests. */
export function findManifests(tree: Tree, directory: string, options: DirectoryOptions): KubeObject[] {
  const files = walk(tree, directory).filter((path) => isManifestFile(tree, directory, path, options));
  return files.flatMap((path) => {
    const real = follow(tree, path) as string;
    const content = (tree.get(real) as { text: string }).text;
    return path.endsWith(".json") ? [readJson(path, content)] : [...readYaml(path, content)];
  });
}

/** getPotentiallyValidManifestFile: a link counts by the file it leads to; links to directories and dangling ones are skipped. */
function isManifestFile(tree: Tree, directory: string, path: string, options: DirectoryOptions): boolean {
  const relative = directory === "" ? path : path.slice(directory.length + 1);
  if (!options.recurse && relative.includes("/")) return false;
  if (!/\.(yaml|yml|json)$/.test(baseName(path))) return false;
  const real = follow(tree, path);
  if (real === undefined || !tree.has(real)) return false;
  if (options.exclude !== "" && matches(options.exclude, relative)) return false;
  return options.include === "" || matches(options.include, relative);
}

/** util/glob: `*` passes slashes, for no separator is given; `{a,b}` is either. */
function matches(pattern: string, path: string): boolean {
  const source = pattern
    .replaceAll(/[.+^$()|[\]\\]/g, "\\$&")
    .replaceAll("**", "*")
    .replaceAll("*", ".*")
    .replaceAll("?", ".")
    .replaceAll("{", "(?:")
    .replaceAll("}", ")")
    .replaceAll(",", "|");
  return new RegExp(`^${source}$`).test(path);
}

/** One object, by Go's json.Decoder: no comment, no comma at the end, and nothing behind it. */
function readJson(path: string, content: string): KubeObject {
  try {
    return asObject(path, JSON.parse(content));
  } catch (error) {
    throw new Broken(`Failed to unmarshal ${baseName(path)}: ${(error as Error).message}`);
  }
}

/**
 * getObjsFromYAMLOrJSON: a file that fails after an object, or looks like a resource, breaks the Application; any other
 * file that fails is passed over.
 */
export function readYaml(path: string, content: string): readonly KubeObject[] {
  const objects: KubeObject[] = [];
  try {
    for (const value of documentsOf(content)) {
      if (value instanceof Error) throw value;
      if (value !== null && value !== undefined) objects.push(asObject(path, value));
    }
  } catch (error) {
    const looksLikeManifest = ["apiVersion:", "kind:", "metadata:"].every((word) => content.includes(word));
    if (objects.length > 0 || looksLikeManifest)
      throw new Broken(`Failed to unmarshal ${baseName(path)}: ${(error as Error).message}`);
    return [];
  }
  return objects;
}

/** By text: the generator's vocabulary is small. */
const MOST_PARSED = 20_000;
const parsed = new Map<string, readonly unknown[]>();

/** The documents up to the first that does not parse, which stands there as its error. */
function documentsOf(content: string): readonly unknown[] {
  const known = parsed.get(content);
  if (known) return known;
  const values: unknown[] = [];
  for (const document of parseAllDocuments(content, { uniqueKeys: false })) {
    values.push(document.errors[0] ?? document.toJS());
    if (document.errors[0]) break;
  }
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(content, values);
  return values;
}

/** unstructured.UnstructuredJSONScheme decodes nothing without a kind. */
function asObject(path: string, value: unknown): KubeObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Broken(`${path}: ${contentOf(value)} is no object`);
  if (text(value, "kind") === "") throw new Broken(`${path}: Object 'Kind' is missing`);
  return value as KubeObject;
}
