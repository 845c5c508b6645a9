// Applications that come back or were frozen → what stands for them on the base, and what is said about it.
import type { DeliveredApplication, Deliveries } from "../../model/delivery.ts";
import type { Declaration, Return } from "../../model/history.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import { HISTORY } from "../../model/unevaluated.ts";
import type { Substitution } from "./effective-base.ts";
import { hidingFiles } from "./history-questions.ts";
import type { RenderPast } from "./render-past.ts";
import { renderedInputs, statesOf } from "./rendered.ts";
import { applicationBefore, type Before, momentOf } from "./returns.ts";
import { cutShort, type FileState, type Timeline } from "./timeline.ts";
import { MOST_TREES, type Trees } from "./trees.ts";

/** What is known already, and what is gathered while questions are answered. */
export function createAnswers({ base }: Deliveries, timelines: ReadonlyMap<string, Timeline>, trees: Trees) {
  const past = {
    applications: new Map<string, Return>(),
    objects: new Map<string, Return>(),
    declarations: new Map<string, readonly Declaration[]>(),
    frozen: new Set<string>(),
  };
  const substitutions: Substitution[] = [];
  const entries: NotEvaluated[] = [];
  const remarks: string[] = [];
  return { base, timelines, trees, past, substitutions, entries, remarks };
}

type HistoryFacts = ReturnType<typeof createAnswers>;

/** Parents come first, so that what became of them is known for their children. */
export async function gatherReturning(
  applications: readonly DeliveredApplication[],
  answers: HistoryFacts,
  renderPast: RenderPast,
): Promise<void> {
  const known = new Map<string, Before>();
  for (const application of applications) {
    const { ref, via, manifest } = application;
    const timeline = answers.timelines.get(manifest.origin.path);
    if (!timeline) continue;
    const before = applicationBefore(application, timeline, known.get(via.at(-2) ?? ""), answers.base);
    if (!before) continue;
    known.set(ref, before);
    if (before.outcome === "unknown") {
      answers.entries.push({ path: manifest.origin.path, application: ref, reason: before.reason });
      continue;
    }
    if (before.outcome !== "stayed")
      answers.past.applications.set(ref, { outcome: before.outcome, removed: before.removed });
    if (before.outcome === "deleted") continue;
    const at = before.outcome === "kept" ? before.at : undefined;
    const asOf = { ...momentOf(before.removed), why: at === undefined ? "frozen" : "removed" } as const;
    await substitute({ ref, manifest: before.manifest, at, asOf, side: "head" }, answers, renderPast);
  }
}

/** What is frozen stands as it stood before the first commit that broke it. */
export async function gatherFrozen(
  applications: readonly DeliveredApplication[],
  answers: HistoryFacts,
  renderPast: RenderPast,
): Promise<void> {
  for (const application of applications) {
    const { ref, manifest } = application;
    const broke =
      renderedInputs(application).length > 0
        ? await unbuildableSince(application, answers, renderPast)
        : brokenSince(application, answers.timelines);
    if (!broke) continue;
    if ("reason" in broke) {
      answers.entries.push({ ...broke, application: ref });
      continue;
    }
    const asOf = { ...momentOf(broke), why: "frozen" } as const;
    const done = await substitute(
      { ref, manifest, at: broke.parent, asOf, side: "base" },
      answers,
      renderPast,
    );
    if (!done) continue;
    answers.past.frozen.add(ref);
    const { sha, date } = broke;
    answers.remarks.push(
      `Application \`${ref}\` has been frozen since \`${sha.slice(0, 7)}\` (${date}); it is compared with what it delivered before.`,
    );
  }
}

/** The oldest of the commits that broke the files as they are. */
function brokenSince(
  application: DeliveredApplication,
  timelines: ReadonlyMap<string, Timeline>,
): (FileState & { readonly parent: string }) | NotEvaluated | undefined {
  let oldest: FileState | undefined;
  for (const path of hidingFiles(application)) {
    const timeline = timelines.get(path);
    if (!timeline) continue;
    const { states } = timeline;
    const good = states.findIndex(({ broken }) => !broken);
    const cut = good < 0 ? cutShort(timeline) : undefined;
    if (cut !== undefined) return { path, reason: HISTORY.unreadable(cut) };
    const broke = states[(good < 0 ? states.length : good) - 1];
    if (broke && (!oldest || broke.seconds < oldest.seconds)) oldest = broke;
  }
  return oldest?.parent === undefined ? undefined : { ...oldest, parent: oldest.parent };
}

/**
 * The same for what a renderer builds: the commit whose parent it could still build. A kustomization is no manifest, so
 * that only building a tree tells.
 */
async function unbuildableSince(
  application: DeliveredApplication,
  { timelines, trees }: HistoryFacts,
  renderPast: RenderPast,
): Promise<(FileState & { readonly parent: string }) | NotEvaluated | undefined> {
  const { ref, manifest } = application;
  for (const state of statesOf(application, timelines)) {
    const { parent } = state;
    if (parent === undefined) return undefined;
    const snapshot = await trees(parent);
    if (!snapshot) {
      const reason = HISTORY.since(HISTORY.trees(MOST_TREES));
      return { path: manifest.origin.path, reason };
    }
    if (!("reason" in (await renderPast(ref, manifest, snapshot, "base")))) return { ...state, parent };
  }
  const cut = renderedInputs(application).flatMap((path) => {
    const timeline = timelines.get(path);
    return timeline ? (cutShort(timeline) ?? []) : [];
  });
  return cut[0] === undefined
    ? undefined
    : { path: manifest.origin.path, reason: HISTORY.unbuildable(cut[0]) };
}

type Wanted = Pick<Substitution, "ref" | "asOf"> & {
  readonly manifest: DeliveredApplication["manifest"];
  /** The commit whose tree it delivered, undefined for the base. */
  readonly at: string | undefined;
  readonly side: "base" | "head";
};

async function substitute(
  { ref, manifest, at, asOf, side }: Wanted,
  { trees, substitutions, entries }: HistoryFacts,
  renderPast: RenderPast,
): Promise<boolean> {
  const snapshot = await trees(at);
  const found = snapshot
    ? await renderPast(ref, manifest, snapshot, side)
    : { reason: HISTORY.trees(MOST_TREES) };
  if ("reason" in found) {
    const reason = HISTORY.delivered(asOf.sha.slice(0, 7), found.reason);
    entries.push({ path: manifest.origin.path, application: ref, reason });
    return false;
  }
  substitutions.push({ ref, objects: found.objects, asOf, replaces: side === "base" });
  return true;
}
