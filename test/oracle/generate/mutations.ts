// A tree and draws → the tree after one edit that somebody may make in a pull request.
import type { File, Tree } from "../deliver/tree.ts";
import { baseName, joined, parentOf } from "../deliver/tree.ts";
import type { Random } from "../random.ts";
import { application, configMap } from "./manifests.ts";
import { VALUES } from "./units.ts";

/** Undefined where the tree has nothing to edit so. */
type Edit = (tree: Map<string, File>, random: Random) => boolean;

export const MUTATIONS: Readonly<Record<string, Edit>> = {
  "edit a value": edit(/\b(one|two|three|four)\b/, (_, random) => random.pick(VALUES)),
  "comment only": (tree, random) =>
    change(tree, random, /\.ya?ml$/, (text) => `# ${random.pick(VALUES)}\n${text}`),
  "delete a file": (tree, random) => drop(tree, drawPath(tree, random, /\.(ya?ml|json|txt)$/)),
  "delete a directory": (tree, random) => {
    const path = drawPath(tree, random, /^(svc|teams|clusters|fan|kustom|charts)\/.*\/.*$/);
    if (path === undefined) return false;
    for (const other of [...tree.keys()]) if (other.startsWith(`${parentOf(path)}/`)) tree.delete(other);
    return true;
  },
  "delete an Application": (tree, random) =>
    drop(tree, drawPath(tree, random, /^(apps|teams\/\w+)\/[\w-]+\.yaml$/)),
  "add a manifest": (tree, random) => {
    const path = drawPath(tree, random, /^(svc|fan)\/.*\.yaml$/);
    if (path === undefined) return false;
    tree.set(joined(parentOf(path), "new.yaml"), { text: configMap(`new-${random.pick(VALUES)}`) });
    return true;
  },
  "add an Application": (tree, random) => {
    const path = drawPath(tree, random, /^svc\/[\w-]+\//);
    const name = `extra-${random.pick(VALUES)}`;
    const automated = random.pick(["prune: true, selfHeal: true", undefined]);
    const namespace = random.pick(["web", "other"]);
    const target = path === undefined ? "svc/absent" : parentOf(path);
    tree.set(`apps/${name}.yaml`, { text: application(name, { path: target, automated, namespace }) });
    return true;
  },
  "rename a file": (tree, random) => {
    const path = drawPath(tree, random, /\.ya?ml$/);
    return path !== undefined && move(tree, path, joined(parentOf(path), `a-${baseName(path)}`));
  },
  "move a file": (tree, random) => {
    // Never an Application among what it delivers itself: which of the two is gone first is chance.
    const places = random.pick([/^(svc|fan)\/.*\.(yaml|json)$/, /^(teams|apps)\/.*\.yaml$/]);
    const [path, other] = [drawPath(tree, random, places), drawPath(tree, random, places)];
    if (path === undefined || other === undefined) return false;
    return move(tree, path, joined(parentOf(other), `moved-${baseName(path)}`));
  },
  "copy a manifest beside itself": (tree, random) => {
    const path = drawPath(tree, random, /^(svc|fan)\/.*\.yaml$/);
    if (path === undefined) return false;
    const text = (tree.get(path) as File).text.replace(/value: \w+/, "value: four");
    tree.set(joined(parentOf(path), "z-copy.yaml"), { text });
    return true;
  },
  "break a file": (tree, random) => change(tree, random, /\.(ya?ml|json)$/, (text) => `${text}broken: [\n`),
  "comment in JSON": (tree, random) => change(tree, random, /\.json$/, (text) => `// note\n${text}`),
  "link out of the repository": (tree, random) => {
    tree.set(`${random.pick(["docs", "svc"])}/link.yaml`, { text: "../../outside.yaml", link: true });
    return true;
  },
  "link to a manifest": (tree, random) => {
    const path = drawPath(tree, random, /^svc\/.*\.yaml$/);
    const other = drawPath(tree, random, /^svc\/.*\.yaml$/);
    if (path === undefined || other === undefined) return false;
    const up = "../".repeat(path.split("/").length - 1);
    tree.set(joined(parentOf(path), "link.yaml"), { text: `${up}${other}`, link: true });
    return true;
  },
  "mend a file": edit(/broken: \[\n/, () => ""),
  "quote a value": edit(/(value: )(one|two|three|four)$/m, (found) => found.replace(/\w+$/, '"$&"')),
  "lose a separator": edit(/^---\n/m, () => ""),
  "link a directory elsewhere": (tree, random) => {
    const path = [...tree].find(([, { link, text }]) => link && !text.endsWith(".yaml"))?.[0];
    if (path === undefined) return false;
    tree.set(path, { text: random.pick(["../shared", "ada", "bob", "absent"]), link: true });
    return true;
  },
  "stop pruning": edit(/prune: true, /, () => ""),
  "start pruning": edit(/automated: \{(?!prune)/, () => "automated: {prune: true, "),
  "stop syncing": edit(/ *syncPolicy:\n *automated: .*\n/, () => ""),
  "take the finalizer": edit(/ *finalizers: .*\n/, () => ""),
  "add the finalizer": edit(
    /namespace: argocd\nspec:/,
    () => "namespace: argocd\n  finalizers: [resources-finalizer.argocd.argoproj.io]\nspec:",
  ),
  "keep when pruned": edit(
    /(kind: ConfigMap\nmetadata:\n {2}name: \S+\n)(?=data)/,
    (found) => `${found}  annotations: {argocd.argoproj.io/sync-options: "Prune=false"}\n`,
  ),
  "no longer keep": edit(/ *annotations: \{argocd.*\n/, () => ""),
  "another path": edit(
    / path: (svc|teams|kustom)\/\S+/,
    (_, random) => ` path: svc/${random.pick(["ada", "bob", "cat", "absent"])}`,
  ),
  "another namespace": edit(
    /namespace: (web|shop|sets)\b/,
    (_, random) => `namespace: ${random.pick(["web", "shop", "other"])}`,
  ),
  "another destination": edit(/( {4}name: )[\w-]+(?=\n {4}namespace: (?!fleet))/, (found, random) =>
    found.replace(/[\w-]+$/, random.pick(["in-cluster", "ada", "bob", "nowhere"])),
  ),
  "another project": edit(
    / project: \S+(?=\n {2}source)/,
    (_, random) => ` project: ${random.pick(["default", "ada-project", "absent"])}`,
  ),
  recurse: edit(/directory:\n( *)recurse: true/, (found) => found.replace("true", "false")),
  "deny a kind": edit(
    /destinations:\n/,
    (found) => `namespaceResourceBlacklist: [{group: "", kind: ConfigMap}]\n  ${found}`,
  ),
  "deny destinations": edit(/server: "\*", name: "\*"/, () => `server: "https://kubernetes.default.svc"`),
  "deny the source": edit(/sourceRepos: \[.*\]/, () => `sourceRepos: ["https://example.org/other.git"]`),
  "another element": edit(
    /( *- )\{unit: (\w), size: \w+\}/,
    (found) => `${found}\n${found.replace(/unit: \w/, "unit: z")}`,
  ),
  "one element less": edit(/ *- \{unit: [bc], size: \w+\}\n/, () => ""),
  "keep on deletion": edit(
    /( *)template:\n {4}metadata/,
    (found) => `  syncPolicy: {preserveResourcesOnDeletion: true}\n${found}`,
  ),
  "another policy": edit(
    /applicationsSync: \S+/,
    (_, random) =>
      `applicationsSync: ${random.pick(["sync", "create-only", "create-update", "create-delete"])}`,
  ),
  "other labels": edit(/env: (prod|lab)/, (found) => (found.includes("prod") ? "env: lab" : "env: prod")),
  "a second kustomization": (tree, random) => {
    const path = drawPath(tree, random, /kustomization\.yaml$/);
    if (path === undefined) return false;
    tree.set(joined(parentOf(path), "kustomization.yml"), tree.get(path) as File);
    return true;
  },
  "delete an input": (tree, random) =>
    drop(
      tree,
      drawPath(tree, random, /(patch\.yaml|made\.txt|own\.yaml|charts\/sub\/.*|Chart\.yaml|kustom\/.*)$/),
    ),
};

/** Replaces one place of one file. */
function edit(pattern: RegExp, by: (found: string, random: Random) => string): Edit {
  return (tree, random) => {
    const paths = [...tree].filter(([, { text, link }]) => !link && pattern.test(text)).map(([path]) => path);
    if (paths.length === 0) return false;
    const path = random.pick(paths);
    const { text } = tree.get(path) as File;
    const places = [...text.matchAll(new RegExp(pattern, `g${pattern.flags}`))];
    const place = random.pick(places);
    const [found] = place;
    const after = text.slice(0, place.index) + by(found, random) + text.slice(place.index + found.length);
    tree.set(path, { text: after });
    return after !== text;
  };
}

function change(
  tree: Map<string, File>,
  random: Random,
  paths: RegExp,
  by: (text: string) => string,
): boolean {
  const path = drawPath(tree, random, paths);
  if (path === undefined || tree.get(path)?.link) return false;
  tree.set(path, { text: by((tree.get(path) as File).text) });
  return true;
}

function move(tree: Map<string, File>, from: string, to: string): boolean {
  const file = tree.get(from);
  if (file === undefined || file.link) return false;
  tree.delete(from);
  tree.set(to, file);
  return true;
}

function drop(tree: Map<string, File>, path: string | undefined): boolean {
  return path !== undefined && tree.delete(path);
}

function drawPath(tree: Tree, random: Random, pattern: RegExp): string | undefined {
  const paths = [...tree.keys()].filter((path) => pattern.test(path));
  return paths.length === 0 ? undefined : random.pick(paths);
}
