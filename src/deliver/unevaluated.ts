// Changed Applications, ApplicationSets and files → what of them was not evaluated, and which files that explains.

import { pathExists, pathsUnder } from "../generate/tree.ts";
import type { NotEvaluated } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { get, list, sameJson } from "../resources/json.ts";
import type { ChangedNode } from "./differences.ts";
import type { Node, SetNode, Side } from "./node.ts";
import { isPlaceholder } from "./own-cluster.ts";

/** `explained` are changed paths that something unevaluated reads: they are not called dormant. */
export type Unevaluated = {
  readonly entries: readonly NotEvaluated[];
  readonly explained: ReadonlySet<string>;
};

export function findUnevaluated(
  sides: readonly [Side, Side],
  changed: readonly ChangedNode[],
  paths: readonly string[],
): Unevaluated {
  const entries: NotEvaluated[] = [];
  const explained = new Set<string>();
  const different = new Set(paths);
  for (const node of changed) {
    for (const entry of nodeEntries(node, different, explained)) entries.push(entry);
  }
  for (const entry of setEntries(sides, different, explained)) entries.push(entry);
  return { entries: unique(entries), explained };
}

function nodeEntries(
  changed: ChangedNode,
  different: ReadonlySet<string>,
  explained: Set<string>,
): NotEvaluated[] {
  const entries: NotEvaluated[] = [];
  const { head } = changed;
  if (head && isPlaceholder(head.spec.destination)) {
    const { name, server } = head.spec.destination;
    const reason = `its destination ${name || server} is a placeholder that nothing fills in`;
    entries.push({ path: head.manifest.origin.path, application: changed.ref, reason });
  }
  const redeclared = !changed.base || !changed.head || !sameSources(changed.base, changed.head);
  for (const result of [changed.base, changed.head].flatMap((node) => node?.results ?? [])) {
    if (result.state === "elsewhere") {
      if (redeclared) entries.push({ application: changed.ref, reason: `its source is ${result.reason}` });
    } else if (result.state === "unevaluated") {
      const touched = result.inputs.filter((path) => different.has(path));
      for (const path of touched) explained.add(path);
      if (touched.length === 0 && !redeclared) continue;
      const path = touched[0];
      entries.push({
        ...(path === undefined ? {} : { path }),
        application: changed.ref,
        reason: result.reason,
      });
    } else if (result.state === "generated") {
      for (const file of result.unrendered) {
        if (file.path !== undefined && (different.has(file.path) || redeclared)) {
          explained.add(file.path);
          entries.push({ ...file, application: changed.ref });
        }
      }
    }
  }
  return entries;
}

function sameSources(one: Node, other: Node): boolean {
  const of = (node: Node) => [node.spec.destination, ...node.spec.sources.map((s) => s.raw)];
  return sameJson(of(one), of(other));
}

const SET_REASON = "the Applications of this ApplicationSet are not generated";

function setEntries(
  sides: readonly [Side, Side],
  different: ReadonlySet<string>,
  explained: Set<string>,
): NotEvaluated[] {
  const entries: NotEvaluated[] = [];
  const [base, head] = sides;
  for (const ref of [...new Set([...base.sets.keys(), ...head.sets.keys()])].sort()) {
    const [before, after] = [base.sets.get(ref), head.sets.get(ref)];
    const touched = [
      ...(before ? setInputs(base.snapshot, before, different) : []),
      ...(after ? setInputs(head.snapshot, after, different) : []),
    ];
    for (const path of touched) explained.add(path);
    const redeclared = !before || !after || !sameJson(before.manifest.object, after.manifest.object);
    const path = touched[0] ?? (after ?? before)?.manifest.origin.path;
    if (redeclared || touched.length > 0) {
      entries.push({ ...(path === undefined ? {} : { path }), application: ref, reason: SET_REASON });
    }
  }
  return entries;
}

/**
 * Changed files that could reach an ApplicationSet: those below the fixed beginning of every path that its generators
 * and its template name. A path that begins with a placeholder may be anywhere, unless only list generators fill it:
 * then it is among their elements' values.
 */
function setInputs(snapshot: Snapshot, set: SetNode, different: ReadonlySet<string>): string[] {
  const generators = list(set.manifest.object, ["spec", "generators"]);
  const onlyLists = generators.length > 0 && generators.every((g) => get(g, ["list"]) !== undefined);
  const values = onlyLists
    ? strings(generators, () => true).filter((value) => pathExists(snapshot, value))
    : [];
  const named = [...strings(get(set.manifest.object, ["spec"]), isPathKey), ...values];
  const fixed = named.map(fixedPrefix).filter((prefix) => prefix !== "");
  const prefixes = fixed.length > 0 || onlyLists ? fixed : named.length > 0 ? [""] : [];
  return prefixes.flatMap((prefix) => [
    ...pathsUnder(snapshot.paths, prefix).filter((path) => different.has(path)),
    ...(different.has(prefix) ? [prefix] : []),
  ]);
}

function isPathKey(key: string): boolean {
  return key === "path" || key === "valueFiles";
}

/** Every string below `value` whose key is wanted; entries of a list have the list's key. */
function strings(value: unknown, wanted: (key: string) => boolean, key = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => strings(entry, wanted, key));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, child]) => strings(child, wanted, name));
  }
  return typeof value === "string" && wanted(key) ? [value] : [];
}

/** The directories of a path before the first one that holds a glob or a placeholder. */
function fixedPrefix(path: string): string {
  const parts = path
    .replace(/^\$[^/]*\//, "")
    .split("/")
    .filter((p) => p !== "" && p !== ".");
  const open = parts.findIndex((part) => /[*?[{]|\{\{/.test(part));
  return (open < 0 ? parts : parts.slice(0, open)).join("/");
}

function unique(entries: readonly NotEvaluated[]): NotEvaluated[] {
  const seen = new Map(entries.map((e) => [`${e.application ?? ""}|${e.path ?? ""}|${e.reason}`, e]));
  return [...seen.values()];
}
