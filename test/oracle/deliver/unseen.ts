// An Application and a tree → what of it Git alone does not tell: the hydrator writes it to another branch
// (commitserver/commit/commit.go), a submodule is another repository, Git LFS keeps it elsewhere.
import { Broken } from "./directory.ts";
import { at, contentOf, type KubeObject, list, text } from "./objects.ts";
import { generate } from "./source.ts";
import { type File, parentOf, type Tree } from "./tree.ts";

export function isUnseen(tree: Tree, application: KubeObject): boolean {
  return (
    at(application, "spec", "sourceHydrator") !== undefined || keptElsewhere(tree, application).length > 0
  );
}

/** One text for what the repository has of it: equal ones deliver the same. Undefined where it is broken, and nothing changes. */
export function unseenParts(tree: Tree, application: KubeObject): string | undefined {
  const source = at(application, "spec", "sourceHydrator", "drySource");
  if (source === undefined) return contentOf(keptElsewhere(tree, application));
  const dry = { ...application, spec: { ...(application["spec"] as KubeObject), source } };
  try {
    return contentOf([...generate(tree, dry)].map(contentOf).sort());
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

/** Submodules and pointers that a source reads. */
function keptElsewhere(tree: Tree, application: KubeObject): [string, File][] {
  const spec = at(application, "spec");
  const sources = [...list(spec, "sources"), at(spec, "source")];
  return sources.flatMap((source) => {
    const [directory, recurses] = [text(source, "path"), at(source, "directory", "recurse") === true];
    return [...tree].filter(([path, { submodule, text: content }]) => {
      const isRead = recurses ? path.startsWith(`${directory}/`) : parentOf(path) === directory;
      return directory !== "" && (submodule ? isRead && recurses : isRead && isPointer(content));
    });
  });
}

function isPointer(content: string): boolean {
  return content.startsWith("version https://git-lfs.github.com/spec/v1\n");
}
