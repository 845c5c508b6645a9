// A revision's files by path → what a checkout of it would hold: directories, and symbolic links followed.

/** A file, a symbolic link whose `text` is its target, or a submodule whose `text` is its commit. */
export type File = { readonly text: string; readonly link?: true; readonly submodule?: true };

/** By path from the repository's root. */
export type Tree = ReadonlyMap<string, File>;

/** The directory itself, "." and ".." taken out; undefined where it leads out of the repository. */
export function normalize(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

export function parentOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

export function joined(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

export function baseName(path: string): string {
  return path.split("/").at(-1) ?? "";
}

export function isDirectory(tree: Tree, path: string): boolean {
  return path === "" || directoriesOf(tree).has(path);
}

const directories = new WeakMap<Tree, ReadonlySet<string>>();

function directoriesOf(tree: Tree): ReadonlySet<string> {
  const known = directories.get(tree);
  if (known) return known;
  const found = new Set<string>();
  for (const path of tree.keys())
    for (let at = parentOf(path); at !== "" && !found.has(at); at = parentOf(at)) found.add(at);
  directories.set(tree, found);
  return found;
}

/** Where a path leads once every symbolic link in it is followed; undefined where one dangles or turns in a circle. */
export function follow(tree: Tree, path: string, left = 40): string | undefined {
  let at = "";
  for (const part of path.split("/")) {
    at = at === "" ? part : `${at}/${part}`;
    const file = tree.get(at);
    if (!file?.link) continue;
    const target = normalize(`${parentOf(at)}/${file.text}`);
    const real = target === undefined || left === 0 ? undefined : follow(tree, target, left - 1);
    if (real === undefined) return undefined;
    at = real;
  }
  return tree.has(at) || isDirectory(tree, at) ? at : undefined;
}

/**
 * A symbolic link that is absolute or leaves the repository on its way (util/app/path/path.go, CheckOutOfBoundsSymlinks).
 * One is enough: the repo server then generates nothing from this revision (repository.go, runRepoOperation).
 */
export function outOfBoundsLink(tree: Tree): string | undefined {
  for (const [path, { text, link }] of tree) {
    if (!link) continue;
    if (text.startsWith("/")) return path;
    let depth = path.split("/").length - 1;
    for (const part of text.split("/")) {
      if (part === "..") depth--;
      else if (part !== "." && part !== "") depth++;
      if (depth < 0) return path;
    }
  }
  return undefined;
}

/**
 * The files below a directory in the order of Go's filepath.Walk: the entries of each directory by name, links not
 * followed. The paths are from the repository's root.
 */
export function walk(tree: Tree, directory: string): string[] {
  const prefix = directory === "" ? "" : `${directory}/`;
  const parts = [...tree.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.split("/"));
  return parts.sort(byName).map((names) => names.join("/"));
}

function byName(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [l, r] = [left[i] as string, right[i] as string];
    if (l !== r) return l < r ? -1 : 1;
  }
  return left.length - right.length;
}
