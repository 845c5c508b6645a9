// One source of an Application → the objects that Argo CD's repo server generates from it.
import { Broken, type DirectoryOptions, findManifests } from "./directory.ts";
import { at, contentOf, entries, type KubeObject, list, text } from "./objects.ts";
import { kustomizeInputs, render } from "./render.ts";
import {
  baseName,
  follow,
  isDirectory,
  joined,
  normalize,
  outOfBoundsLink,
  parentOf,
  type Tree,
  walk,
} from "./tree.ts";

type Generated = { readonly objects: KubeObject[] } | { readonly broken: Broken };

const generated = new WeakMap<Tree, Map<string, Generated>>();

/** reposerver/repository/repository.go, runRepoOperation and GenerateManifests. Throws Broken where Argo CD fails. */
export function generate(tree: Tree, application: KubeObject): KubeObject[] {
  const known = generated.get(tree) ?? new Map<string, Generated>();
  generated.set(tree, known);
  const { source, sources, destination } = (application["spec"] ?? {}) as KubeObject;
  const key = contentOf([text(application, "metadata", "name"), source, sources, destination]);
  const result = known.get(key) ?? generateAnew(tree, application);
  known.set(key, result);
  if ("broken" in result) throw result.broken;
  return result.objects;
}

function generateAnew(tree: Tree, application: KubeObject): Generated {
  try {
    return { objects: objectsOf(tree, application) };
  } catch (error) {
    if (error instanceof Broken) return { broken: error };
    throw error;
  }
}

function objectsOf(tree: Tree, application: KubeObject): KubeObject[] {
  const sources = at(application, "spec", "sources");
  const all = Array.isArray(sources) ? sources : [at(application, "spec", "source")];
  const link = outOfBoundsLink(tree);
  if (link !== undefined) throw new Broken(`repository contains out-of-bounds symlinks. file: ${link}`);
  return all
    .filter((source) => text(source, "path") !== "")
    .flatMap((source) => generateSource(tree, application, source))
    .flatMap(items);
}

function generateSource(tree: Tree, application: KubeObject, source: unknown): readonly KubeObject[] {
  const directory = appPath(tree, text(source, "path"));
  const type = typeOf(tree, source, directory);
  if (type === "Helm") return helmTemplate(tree, application, source, directory);
  if (type === "Kustomize") {
    // util/kustomize/kustomize.go, Build: `kustomize build <path>`, without options where the source has none.
    return render("kustomize", tree, directory, ["build", "."], kustomizeInputs(tree, directory));
  }
  // filepath.Walk does not follow a link that it begins at (repository.go, getPotentiallyValidManifests).
  return isLink(tree, text(source, "path")) ? [] : findManifests(tree, directory, directoryOptions(source));
}

function isLink(tree: Tree, path: string): boolean {
  const wanted = normalize(path) ?? "";
  const parent = follow(tree, parentOf(wanted)) ?? "";
  return tree.get(joined(parent, baseName(wanted)))?.link === true;
}

/** util/app/path/path.go, Path: os.Stat follows links. */
function appPath(tree: Tree, path: string): string {
  const wanted = normalize(path);
  const real = wanted === undefined ? undefined : wanted === "" ? "" : follow(tree, wanted);
  if (real === undefined) throw new Broken(`${path}: app path does not exist`);
  if (!isDirectory(tree, real)) throw new Broken(`${path}: app path is not a directory`);
  return real;
}

/** An explicit type, else util/app/discovery, Discover: the last file of the directory itself that says one. */
function typeOf(tree: Tree, source: unknown, directory: string): "Helm" | "Kustomize" | "Directory" {
  if (at(source, "helm") !== undefined) return "Helm";
  if (at(source, "kustomize") !== undefined) return "Kustomize";
  if (at(source, "directory") !== undefined) return "Directory";
  if (isLink(tree, text(source, "path"))) return "Directory";
  const names = walk(tree, directory)
    .filter((path) => parentOf(path) === directory)
    .map(baseName);
  const said = names.flatMap((name) =>
    name.endsWith("Chart.yaml") ? ["Helm"] : KUSTOMIZATIONS.includes(name) ? ["Kustomize"] : [],
  );
  return (said.at(-1) ?? "Directory") as "Helm" | "Kustomize" | "Directory";
}

const KUSTOMIZATIONS = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

export function isKustomization(tree: Tree, directory: string): boolean {
  return KUSTOMIZATIONS.some((name) => tree.has(joined(directory, name)));
}

function directoryOptions(source: unknown): DirectoryOptions {
  return {
    recurse: at(source, "directory", "recurse") === true,
    include: text(source, "directory", "include"),
    exclude: text(source, "directory", "exclude"),
  };
}

/** reposerver/repository/repository.go, helmTemplate; the order of the arguments is util/helm/cmd.go, template. */
function helmTemplate(
  tree: Tree,
  application: KubeObject,
  source: unknown,
  directory: string,
): readonly KubeObject[] {
  const inputs = new Set(walk(tree, directory));
  const name = text(source, "helm", "releaseName") || text(application, "metadata", "name");
  const args = ["template", ".", "--name-template", name];
  const namespace = text(application, "spec", "destination", "namespace");
  if (namespace !== "") args.push("--namespace", namespace);
  for (const parameter of list(source, "helm", "parameters"))
    args.push("--set", `${text(parameter, "name")}=${text(parameter, "value")}`);
  for (const file of list(source, "helm", "valueFiles").map(String)) {
    const path = file.startsWith("/") ? normalize(file) : normalize(`${directory}/${file}`);
    const there = path !== undefined && tree.has(path);
    if (!there && at(source, "helm", "ignoreMissingValueFiles") === true) continue;
    if (there) inputs.add(path);
    args.push("--values", `${"../".repeat(directory.split("/").length)}${path}`);
  }
  for (const dependency of fileDependencies(tree, directory)) for (const path of dependency) inputs.add(path);
  // `--include-crds` is Argo CD's default; --kube-version and --api-versions come from the cluster, the charts ask for neither.
  return render("helm", tree, directory, [...args, "--include-crds"], inputs);
}

/** Files of the charts that Chart.yaml finds beside itself. */
function fileDependencies(tree: Tree, directory: string): string[][] {
  const chart = tree.get(`${directory}/Chart.yaml`)?.text ?? "";
  return [...chart.matchAll(/repository: "?file:\/\/([\w./-]+)/g)].map(([, path]) => {
    const target = normalize(`${directory}/${path}`);
    return target === undefined ? [] : walk(tree, target);
  });
}

/** GenerateManifests: an object that has items is its items, and one whose items are null is nothing. */
function items(object: KubeObject): KubeObject[] {
  if (!("items" in object)) return [object];
  if (Array.isArray(object["items"])) return object["items"] as KubeObject[];
  const isNullList =
    object["items"] === null && entries(object).every(([key]) => !["spec", "status"].includes(key));
  return isNullList ? [] : [object];
}
