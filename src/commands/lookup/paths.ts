// Paths of a repository → others near them.

/** `name` in a directory, "" being the root. */
export function inDirectory(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** A path as seen from a directory above it. */
export function below(directory: string, path: string): string {
  return directory === "" ? path : path.slice(directory.length + 1);
}

/** Its directories from the nearest to the root, which is "". */
export function directoriesOf(path: string): readonly string[] {
  const steps = path.split("/").slice(0, -1);
  return [...steps.map((_, at) => steps.slice(0, steps.length - at).join("/")), ""];
}
