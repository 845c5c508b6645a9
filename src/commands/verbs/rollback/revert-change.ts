// What a change left, what it found and today's tree → the edits that take it back, and what of it stays.

import { code } from "../../../lib/code-span.ts";
import { groupPairs } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import { revertDeletes, revertDeletesData } from "../../../manifests/kinds/data-kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Skipped, Target } from "../../../model/command.ts";
import type { Fleet } from "../../../model/fleet.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import type { CommandContext } from "../../command-context.ts";
import type { Judge } from "../../revert/document.ts";
import type { ChangedDocument } from "../../revert/documents.ts";
import { type Effects, effectsOf } from "../../revert/effects.ts";
import { type FileUndo, undoFile } from "../../revert/file.ts";
import { isForwardOnly, whyForwardOnly } from "../../revert/forward-only.ts";
import { factsOf, targetsOf } from "./revert-targets.ts";
import { type TodaysClusters, todayOf } from "./today.ts";

type Pull = NonNullable<CommandContext["pull"]>;

export type RevertRequest = {
  readonly change: Pick<Pull, "base" | "head" | "planned">;
  /** It has reached the clusters, so not all of it can be reverted. */
  readonly merged: boolean;
  /** What waits for a sync by hand was not synced, whoever asks says. */
  readonly unsynced?: boolean;
  /** Which of its effects are meant. */
  readonly concerns: ((fact: Change) => boolean) | undefined;
};

export type RevertedChange = {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
  /** Clusters and objects with data that the revert deletes. */
  readonly destroyed: readonly string[];
  /** The change has effects of the kind that is meant. */
  readonly found: boolean;
};

/** Rejects only when a port does. */
export async function revertChange(request: RevertRequest, context: CommandContext): Promise<RevertedChange> {
  const { tree, fleet } = context;
  const { base, head, planned } = request.change;
  const paths = changedPaths(base.snapshot, head.snapshot);
  const sides = [base, head, tree];
  const texts = await Promise.all(sides.map(({ read }) => read(paths)));
  const { input } = await planned();
  const effects = effectsOf(input);
  const today = await todayOf(effects.all, request.unsynced ?? false, context);
  const lasting = (fact: Change) => request.merged && isForwardOnly(fact, today);
  const judge = judgeOf(request, effects, today);
  const files: FileUndo[] = [];
  const skipped: Skipped[] = [];
  for (const path of paths) {
    if (sides.some(({ snapshot }, i) => snapshot.files.has(path) && !texts[i]?.has(path)))
      skipped.push({ cluster: path, reason: "it holds no text that can be compared: take it back by hand" });
    else {
      const [before, after, now] = texts.map((side) => side.get(path));
      files.push(undoFile({ path, before, after, now }, judge));
    }
  }
  const { reverted, splitObjects } = inAllFilesOrNone(files);
  const done = reverted.flatMap(({ undone }) => undone);
  const facts = factsOf(done, followersOf(files, effects), request.concerns, effects);
  skipped.push(...files.flatMap((file) => file.skipped), ...splitObjects);
  return {
    targets: targetsOf(reverted, facts, effects, { lasting, refused: today.refused }),
    skipped: skipped.filter(({ reason }) => reason !== ""),
    destroyed: request.merged ? destroyedBy(facts, input.head, fleet) : [],
    found: request.concerns === undefined || effects.all.some(request.concerns),
  };
}

/** Files that differ, in their order. */
function changedPaths(base: Snapshot, head: Snapshot): string[] {
  const paths = new Set([...base.paths, ...head.paths]);
  return [...paths].filter((path) => base.files.get(path)?.oid !== head.files.get(path)?.oid).sort();
}

/** GitHub refuses a commit with one of these to an app that has no permission for workflows, and all of the commit with it. */
const WORKFLOWS = ".github/workflows/";

function judgeOf({ merged, concerns }: RevertRequest, effects: Effects, today: TodaysClusters): Judge {
  const meant = (facts: readonly Change[]) => concerns === undefined || facts.some(concerns);
  const keepsField: Judge["keepsField"] = (document, path, field) =>
    merged ? whyForwardOnly(field, effects.reach(document, path), today) : undefined;
  return {
    keepsFile: (path) => {
      if (!meant(effects.inFile(path))) return "";
      return path.startsWith(WORKFLOWS)
        ? "only who may write workflows takes it back: do it by hand"
        : undefined;
    },
    keeps: (document, path) => {
      const facts = effects.reach(document, path);
      if (!meant(facts)) return "";
      const others = concerns === undefined ? [] : facts.filter((fact) => !concerns(fact));
      const names = [...new Set(others.flatMap(({ cluster }) => cluster ?? []))];
      return names.length === 0
        ? undefined
        : `it reaches ${names.map(code).join(", ")} too: roll back all of it, or this by hand`;
    },
    keepsField,
    restores: (document, path) =>
      merged &&
      effects
        .reach(document, path)
        .some((fact) => isForwardOnly(fact, today) && today.refused.has(fact.clusterKey ?? "")),
    accepted: (document, path) =>
      merged ? acceptedBefore(effects.of(document, path))?.manifest.object : undefined,
  };
}

/** What really runs where the API refused a declaration before. */
function acceptedBefore(facts: readonly Change[]): Change["base"] {
  return facts.find(({ base }) => base?.asOf?.why === "refused")?.base;
}

/** An object that the change moved between files is reverted in all of them or in none. */
function inAllFilesOrNone(files: readonly FileUndo[]): {
  reverted: readonly FileUndo[];
  splitObjects: readonly Skipped[];
} {
  const holders = groupPairs(files.flatMap((file) => file.documents.map(({ id }) => [id, file] as const)));
  const splitObjects = new Map<FileUndo, ChangedDocument>();
  for (const [id, holding] of holders) {
    const back = holding.filter(({ undone }) => undone.some(({ document }) => document?.id === id));
    if (holding.length < 2 || back.length === holding.length) continue;
    for (const file of back)
      splitObjects.set(file, file.documents.find((one) => one.id === id) as ChangedDocument);
  }
  return {
    reverted: files.filter((file) => !splitObjects.has(file) && file.undone.length > 0),
    splitObjects: [...splitObjects].map(([{ path }, { label }]) => ({
      cluster: label,
      reason: `it moved between files, of which not all can go back; \`${path}\` stays`,
    })),
  };
}

/** Effects on objects that no changed file declares. */
function followersOf(files: readonly FileUndo[], effects: Effects): Change[] {
  const declared = new Set(
    files.flatMap(({ path, documents }) => documents.flatMap((document) => effects.of(document, path))),
  );
  return effects.all.filter((fact) => !declared.has(fact));
}

/**
 * What a revert left at the time of the merge it still leaves where the Applications it comes through are as they were then: a finalizer
 * may have come since.
 */
function destroyedBy(facts: readonly Change[], then: Fleet, now: Fleet): string[] {
  const declared = ({ delivery }: Fleet, ref: string) => delivery.applications.get(ref)?.manifest.object;
  const isAsThen = ({ via }: Change) => via.every((ref) => sameJson(declared(then, ref), declared(now, ref)));
  const names = facts.flatMap((fact) => {
    const { operation, layer, object, cluster } = fact;
    if (operation !== "create") return [];
    const { revert: _, ...anew } = fact;
    const judged: Change = isAsThen(fact) ? fact : anew;
    if (layer === "cluster") return revertDeletes(judged) ? [cluster ?? object.name] : [];
    return revertDeletesData(judged) ? [object.name] : [];
  });
  return [...new Set(names)].sort();
}
