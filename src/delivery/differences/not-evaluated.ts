// Changed Applications, ApplicationSets and files → what of them was not evaluated, and which files that explains.

import { andMore } from "../../lib/english.ts";
import { sameJson } from "../../lib/json.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { SourceResult } from "../../model/source-result.ts";
import { DIRECTORY, ELSEWHERE, SETS } from "../../model/unevaluated.ts";
import type { Files } from "../generate/files.ts";
import {
  type ApplicationNode,
  type ApplicationSetNode,
  chainOf,
  type DeliveryTree,
  refOf,
} from "../tree/application-tree.ts";
import { isPlaceholder } from "../tree/own-cluster.ts";
import type { ChangedNode } from "./differences.ts";
import { setInputs } from "./set-inputs.ts";
import { unknownsOf } from "./set-unknowns.ts";

/** `explained` are changed paths that something unevaluated reads: they are not called dormant. */
export type Unevaluated = {
  readonly entries: readonly NotEvaluated[];
  readonly explained: ReadonlySet<string>;
};

export async function findUnevaluated(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly ChangedNode[],
  paths: readonly string[],
  files: Files,
): Promise<Unevaluated> {
  const entries: NotEvaluated[] = [];
  const explained = new Set<string>();
  const different = new Set(paths);
  for (const node of changed) {
    for (const entry of nodeEntries(node, different, explained)) entries.push(entry);
  }
  const below = inputsBelowSets(changed);
  for (const entry of await setEntries(sides, different, explained, files, below)) entries.push(entry);
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
    const reason = ELSEWHERE.destination(name || server);
    entries.push({ path: head.manifest.origin.path, application: changed.ref, reason });
  }
  const redeclared = !changed.base || !changed.head || !sameSources(changed.base, changed.head);
  const [before, after] = [changed.base?.results ?? [], head?.results ?? []];
  const telling: Telling = {
    application: changed.ref,
    input: changed.input,
    redeclared,
    kubeVersionChanged: changed.kubeVersionChanged ?? false,
    different,
  };
  for (const [i, result] of before.entries()) {
    const found = resultEntries(result, after[i], telling, explained);
    // What neither side shows is said of the head.
    if (result.state !== "unevaluated" || after[i]?.state !== "unevaluated") entries.push(...found);
  }
  for (const [i, result] of after.entries())
    entries.push(...resultEntries(result, before[i], telling, explained));
  const unlisted = [changed.base, head].flatMap((node) => unlistedEntries(node, different, explained));
  return [...entries, ...unlisted];
}

/** Changed files that it reads if a cluster of a certain name is registered. */
function unlistedEntries(
  node: ApplicationNode | undefined,
  different: ReadonlySet<string>,
  explained: Set<string>,
): NotEvaluated[] {
  return (node?.plans ?? []).flatMap(({ unlisted }) => {
    const touched = (unlisted?.inputs ?? []).filter((path) => different.has(path));
    for (const path of touched) explained.add(path);
    const [path] = touched;
    if (!unlisted || path === undefined) return [];
    return [{ path, application: node?.ref ?? "", reason: unlisted.reason }];
  });
}

type Telling = {
  readonly application: string;
  /** The first changed file that either side reads. */
  readonly input: string | undefined;
  /** Whether its sources or its destination are declared otherwise, or on one side only. */
  readonly redeclared: boolean;
  readonly kubeVersionChanged: boolean;
  readonly different: ReadonlySet<string>;
};

/** `other` is the same source on the other side. */
function resultEntries(
  result: SourceResult,
  other: SourceResult | undefined,
  telling: Telling,
  explained: Set<string>,
): NotEvaluated[] {
  const { application, redeclared, kubeVersionChanged, different, input } = telling;
  if (result.state === "elsewhere")
    return redeclared ? [{ application, reason: ELSEWHERE.source(result.reason) }] : [];
  // Where neither side can be evaluated, a file that only the base reads may be all that differs.
  const read = [...(result.inputs ?? []), ...(other?.state === "unevaluated" ? other.inputs : [])];
  const touched = read.filter((path) => different.has(path));
  for (const path of touched) explained.add(path);
  const [path] = touched;
  if (result.state === "unevaluated") {
    if (path !== undefined) return [{ path, application, reason: result.reason }];
    if (redeclared) return [{ application, reason: result.reason }];
    // The states differ although none of its own files does: one that the other side reads is not there.
    if (other?.state !== "unevaluated") {
      if (input !== undefined) explained.add(input);
      return [{ ...(input === undefined ? {} : { path: input }), application, reason: result.reason }];
    }
    const reason = `${result.reason}, and the Kubernetes version of its destination changes`;
    return kubeVersionChanged ? [{ application, reason }] : [];
  }
  const imported = result.imports.filter((path) => different.has(path));
  for (const path of imported) explained.add(path);
  const unread = result.unrendered.filter(
    (file) =>
      file.path !== undefined &&
      // A renderer makes a file of others that differ.
      (different.has(file.path) || redeclared || (result.inputs !== undefined && path !== undefined)),
  );
  for (const file of unread) explained.add(file.path as string);
  const jsonnet =
    imported[0] === undefined ? [] : [{ path: imported[0], application, reason: DIRECTORY.jsonnet }];
  return [...jsonnet, ...unread.map((file) => ({ ...file, application }))];
}

function sameSources(one: ApplicationNode, other: ApplicationNode): boolean {
  const of = (node: ApplicationNode) => [node.spec.destination, ...node.spec.sources.map((s) => s.raw)];
  return sameJson(of(one), of(other));
}

async function setEntries(
  sides: readonly [DeliveryTree, DeliveryTree],
  different: ReadonlySet<string>,
  explained: Set<string>,
  files: Files,
  below: ReadonlyMap<string, string>,
): Promise<NotEvaluated[]> {
  const entries: NotEvaluated[] = [];
  const [base, head] = sides;
  for (const ref of [...new Set([...base.sets.keys(), ...head.sets.keys()])].sort()) {
    const [before, after] = [base.sets.get(ref), head.sets.get(ref)];
    const touched = [
      ...(before ? await setInputs(base.snapshot, before, different, files) : []),
      ...(after ? await setInputs(head.snapshot, after, different, files) : []),
      ...(below.has(ref) ? [below.get(ref) as string] : []),
    ];
    const read = [before, after].flatMap((set) => set?.expansion?.inputs ?? []);
    for (const path of read) explained.add(path);
    const owned = before ? perhapsOwned(before, after, base) : [];
    if (before && owned.length > 0) {
      const { path } = (after ?? before).manifest.origin;
      entries.push({ path, application: ref, reason: SETS.owner(andMore(owned, 3)) });
    }
    const reasons = unknownsOf({ base: before, head: after });
    if (reasons.length === 0) continue;
    for (const path of touched) explained.add(path);
    const redeclared = !before || !after || !sameJson(before.manifest.object, after.manifest.object);
    const path = touched[0] ?? (after ?? before)?.manifest.origin.path;
    if (redeclared || touched.length > 0) {
      const at = path === undefined ? {} : { path };
      for (const reason of reasons) entries.push({ ...at, application: ref, reason });
    }
  }
  return entries;
}

/**
 * By set, a file that changes what its Applications for clusters that Git does not list deliver, however far below: which clusters
 * those are stays unknown.
 */
function inputsBelowSets(changed: readonly ChangedNode[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { base, head, input } of changed) {
    for (const node of [base, head]) {
      if (!node?.standIn) continue;
      const maker = chainOf(node).findLast(({ set, manifest }) =>
        set?.expansion?.standIns.has(manifest.name),
      );
      if (maker?.set && !found.has(maker.set.ref))
        found.set(maker.set.ref, input ?? node.manifest.origin.path);
    }
  }
  return found;
}

/** Applications that a set ceases to generate and that another set of the base, which is taken for their owner, generates as well. */
function perhapsOwned(
  before: ApplicationSetNode,
  after: ApplicationSetNode | undefined,
  base: DeliveryTree,
): string[] {
  const still = new Set(after?.expansion?.applications.map(({ name }) => name));
  const dropped = (before.expansion?.applications ?? []).filter(({ name }) => !still.has(name));
  return dropped.flatMap((manifest) => {
    const owner = base.nodes.get(refOf(manifest, undefined))?.set;
    return owner && owner !== before ? [manifest.name] : [];
  });
}

function unique(entries: readonly NotEvaluated[]): NotEvaluated[] {
  const seen = new Map(entries.map((e) => [`${e.application ?? ""}|${e.path ?? ""}|${e.reason}`, e]));
  return [...seen.values()];
}
