// Targets of a command → what is written into which file: their own, or the one their values come from.

import { code } from "../../lib/code-span.ts";
import { andMore } from "../../lib/english.ts";
import type { ObjectTarget, Skipped, Target } from "../../model/command.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { EditStep, Separation } from "../../model/edit.ts";
import type { ObjectRef } from "../../model/plan.ts";
import { sourceFilesOf } from "../origin/files.ts";
import { findOrigin, findOverride, type RevisionSources, type ValueOrigin } from "../origin/find.ts";
import { editTarget, type FilePart } from "./join-edits.ts";

export type Placed = {
  readonly targets: readonly Target[];
  readonly parts: readonly FilePart[];
  /** Targets that no file can be edited for. */
  readonly skipped: readonly Skipped[];
  /** Lines about places that set the value of other objects too. */
  readonly shared: readonly string[];
  /** Applications and sets that hand on what is edited in them. */
  readonly passThrough: readonly ObjectRef[];
};

type Parts = Pick<Placed, "parts" | "shared" | "passThrough">;

/** A target is edited as a whole or not at all. Rejects only when a port does. */
export async function placeTargets(targets: readonly Target[], sources: RevisionSources): Promise<Placed> {
  const placedTargets: Target[] = [];
  const parts: FilePart[] = [];
  const skipped: Skipped[] = [];
  const shared = new Set<string>();
  const passThrough: ObjectRef[] = [];
  const meant = new Set(
    targets.flatMap((target) => ("steps" in target ? [`${target.kind} ${target.name}`] : [])),
  );
  for (const target of targets) {
    if (!("steps" in target)) {
      placedTargets.push(target);
      parts.push(...spansOf(target));
      continue;
    }
    const placed = await placeTarget(target, sources, meant);
    if ("refused" in placed) skipped.push({ cluster: target.cluster, reason: placed.refused });
    else {
      placedTargets.push(target);
      parts.push(...placed.parts);
      passThrough.push(...placed.passThrough);
      for (const line of placed.shared) shared.add(line);
    }
  }
  return { targets: placedTargets, parts, skipped, shared: [...shared], passThrough };
}

function spansOf({ edits, removed }: Exclude<Target, ObjectTarget>): FilePart[] {
  const written = edits.map(({ path, ...splice }) => ({ path, splices: [splice] }));
  return [...written, ...removed.map((path) => ({ path, splices: undefined }))];
}

async function placeTarget(
  target: ObjectTarget,
  sources: RevisionSources,
  meant: ReadonlySet<string>,
): Promise<Parts | { readonly refused: string }> {
  const [object] = sources.delivery.objects.get(target.key) ?? [];
  const parts: FilePart[] = [];
  const shared: string[] = [];
  const passThrough: ObjectRef[] = [];
  for (const step of target.steps) {
    const found = object === undefined ? "own" : await findStep(object, step, sources, meant);
    if (found === "own") return inOwnFile(target, sources);
    if ("refused" in found) return found;
    parts.push(found);
    passThrough.push(...found.passThrough);
    if (found.others.length > 0) shared.push(sharedText(found, target));
  }
  return { parts, shared, passThrough };
}

async function inOwnFile(
  target: ObjectTarget,
  sources: RevisionSources,
): Promise<Parts | { readonly refused: string }> {
  const texts = await sources.texts([target.path]);
  const part = editTarget(target, texts.get(target.path));
  return "refused" in part
    ? { refused: `\`${target.path}\` line ${target.line}: ${part.refused}` }
    : { parts: [part], shared: [], passThrough: [] };
}

/**
 * A value that is there can be followed; where objects that are not meant inherit it, a patch of this one takes it.
 * A new key is added where the object has a patch or a document of its own.
 */
async function findStep(
  object: DeliveredObject,
  step: EditStep | Separation,
  sources: RevisionSources,
  meant: ReadonlySet<string>,
) {
  if (step.op === "separate") return "own";
  if (step.op === "set") {
    const found = await findOrigin(object, step.path, step.value, sources);
    if (
      found === "own" ||
      "refused" in found ||
      found.others.every(({ kind, name }) => meant.has(`${kind} ${name}`))
    )
      return found;
    return (await findOverride(object, step.path, step.value, sources)) ?? found;
  }
  if (sourceFilesOf(object, sources.delivery, sources.paths) === undefined) return "own";
  const key = step.op === "insert" ? step.key : String(step.path.at(-1) ?? "");
  const added =
    step.op === "insert" ? await findOverride(object, [...step.path, key], step.value, sources) : undefined;
  return (
    added ?? {
      refused: `it is rendered and does not set \`${key}\` yet; add it where it is rendered from, by hand`,
    }
  );
}

function sharedText({ path, line, others }: ValueOrigin, { cluster }: ObjectTarget): string {
  const names = others.map(({ kind, name }) => code(`${kind} ${name}`));
  return `\`${path}\` line ${line} makes ${andMore(names, 3)} too: name them all, or give \`${cluster}\` its own value first`;
}
