// A repository without Applications, of which every manifest counts as applied, and the plan → where the plan is not true.
import type { Plan } from "../../src/model/plan.ts";
import type { Failure } from "./compare.ts";
import { Broken, readYaml } from "./deliver/directory.ts";
import { contentOf, type KubeObject, list, text } from "./deliver/objects.ts";
import { kustomizeInputs, render } from "./deliver/render.ts";
import { isKustomization } from "./deliver/source.ts";
import { parentOf, type Tree } from "./deliver/tree.ts";

/** Whether neither side has an Application or a set, in whatever file. */
export function hasNoApplications(trees: readonly Tree[]): boolean {
  return trees.every((tree) => [...tree.values()].every((file) => !file.text.includes("kind: Application")));
}

/** By kind and name, which is all that tells objects apart here: one text for all that there is of them. */
export function compareUncovered(base: Tree, head: Tree, plan: Plan): Failure[] {
  const [before, after] = [objectsOf(base), objectsOf(head)];
  const keys = [...new Set([...before.known.keys(), ...after.known.keys()])];
  const differing = keys.filter((key) => before.known.get(key) !== after.known.get(key));
  const truth = (key: string) =>
    !before.known.has(key) ? "created" : after.known.has(key) ? "changed" : "deleted";
  const sure = differing.filter((key) => !before.isUnknown(key) && !after.isUnknown(key));
  if (plan.impact === "none" && plan.complete)
    return sure.map((object) => ({ kind: "false-none", object, said: "no impact", truth: truth(object) }));
  const named = new Map(
    plan.changes.map(({ object, operation }) => [`${object.kind} ${object.name}`, operation]),
  );
  const isListed = plan.notEvaluated.length > 0;
  return [
    // What its file held before it broke is there, whatever the file says now.
    ...[...named]
      .filter(([key, operation]) => after.isUnknown(key) && operation === "delete")
      .map(([object, said]) => ({ kind: "false-delete", object, said, truth: "unknown" }) as const),
    ...sure
      .filter((key) => !named.has(key) && !isListed)
      .map((object) => ({ kind: "missing", object, said: "", truth: truth(object) }) as const),
    ...[...named]
      .filter(([key]) => before.known.has(key) && before.known.get(key) === after.known.get(key))
      .filter(([, operation]) => !["adopt", "move"].includes(operation))
      .map(([object, said]) => ({ kind: "invented", object, said, truth: "same" }) as const),
  ];
}

type Objects = { readonly known: ReadonlyMap<string, string>; readonly isUnknown: (key: string) => boolean };

/** Plain files as they are, and what the topmost kustomizations make; charts are not judged. What is broken, and its objects, is unknown. */
function objectsOf(tree: Tree): Objects {
  const found = new Map<string, string[]>();
  const unknown = new Set<string>();
  const add = (objects: readonly KubeObject[]) => {
    for (const object of objects) {
      const key = `${text(object, "kind")} ${text(object, "metadata", "name")}`;
      found.set(key, [...(found.get(key) ?? []), contentOf(object)]);
    }
  };
  for (const [path, file] of tree) {
    if (!/\.(?:ya?ml|json)$/.test(path) || /^(?:charts|kustom|overlays)\//.test(path)) continue;
    if (file.link || file.submodule) continue;
    const objects = objectsIn(path, file.text);
    if (objects) add(objects);
    else for (const [, name] of file.text.matchAll(/"?name"?: "?([\w-]+)/g)) unknown.add(name as string);
  }
  for (const directory of topmost(tree)) add(built(directory, tree));
  const isUnknown = (key: string) => [...unknown].some((name) => key.endsWith(` ${name}`));
  const known = new Map([...found].map(([key, contents]) => [key, contents.sort().join("\n")]));
  return { known, isUnknown };
}

function objectsIn(path: string, content: string): readonly KubeObject[] | undefined {
  try {
    if (path.endsWith(".json")) return [JSON.parse(content) as KubeObject];
    const all = readYaml(path, content);
    return all.flatMap((object) => ("items" in object ? (list(object, "items") as KubeObject[]) : [object]));
  } catch (error) {
    if (error instanceof Broken || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function topmost(tree: Tree): string[] {
  const directories = new Set([...tree.keys()].map(parentOf).filter((path) => isKustomization(tree, path)));
  const used = [...directories].flatMap((directory) =>
    [...kustomizeInputs(tree, directory)].map(parentOf).filter((path) => path !== directory),
  );
  return [...directories].filter((directory) => !used.includes(directory));
}

function built(directory: string, tree: Tree): readonly KubeObject[] {
  try {
    return render("kustomize", tree, directory, ["build", "."], kustomizeInputs(tree, directory));
  } catch (error) {
    if (error instanceof Broken) return [];
    throw error;
  }
}
