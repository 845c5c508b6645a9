// Two deliveries and the port of history → the same, with a base that comes nearest to what runs.

import { code } from "../../lib/code-span.ts";
import { andMore, count, nounFor } from "../../lib/english.ts";
import type { DeliveredObject, Deliveries, Delivery } from "../../model/delivery.ts";
import { type Declaration, type History, MOST_PATHS } from "../../model/history.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { HISTORY } from "../../model/unevaluated.ts";
import type { Files } from "../generate/files.ts";
import { createAnswers, gatherFrozen, gatherReturning } from "./collect-answers.ts";
import { declarationsOf } from "./declarations.ts";
import { effectiveBase } from "./effective-base.ts";
import { pathsOf, type Questions, questionsOf, subjectsOf } from "./history-questions.ts";
import type { RenderPast } from "./render-past.ts";
import { renderedDeclarations } from "./rendered.ts";
import { clusterBefore } from "./returns.ts";
import { readTimelines } from "./timeline.ts";
import { createTrees } from "./trees.ts";

/** `renderPast` is undefined where no Application covers the repository. */
export type LookBack = {
  readonly base: Snapshot;
  readonly history: History | undefined;
  readonly files: Files;
  readonly renderPast: RenderPast | undefined;
};

/** Asks nothing where no question arises. Without the port, or beyond a limit, what was not looked up is listed. */
export async function resolveBase(deliveries: Deliveries, tools: LookBack): Promise<Deliveries> {
  const questions = questionsOf(deliveries);
  const paths = pathsOf(questions, deliveries.base);
  if (paths.length === 0) return deliveries;
  const { history, base, files, renderPast } = tools;
  if (!history) return withEntries(deliveries, subjectsOf(questions).map(notAsked));
  const timelines = await readTimelines(paths.slice(0, MOST_PATHS), base.sha, history, files);
  const answers = createAnswers(deliveries, timelines, createTrees(history, base));
  if (renderPast) {
    await gatherReturning(questions.returning, answers, renderPast);
    await gatherFrozen(questions.frozen, answers, renderPast);
  }
  for (const object of questions.created) created(object, answers);
  for (const object of questions.edited) edited(object, answers);
  if (renderPast) await renderedBefore(questions.edited, answers, renderPast);
  for (const object of questions.generated) generated(object, answers, deliveries.head);
  const { past, substitutions, entries, remarks } = answers;
  return withEntries(
    {
      ...deliveries,
      base: { ...effectiveBase(deliveries.base, substitutions), history: past },
      remarks: [...deliveries.remarks, ...remarks, ...renderedRemark(questions.edited, answers)],
    },
    [...entries, ...tooMany(paths.length - MOST_PATHS)],
  );
}

/**
 * What history says of clusters that need not differ: by identity, newest first, as `Past.declarations`. Nothing without the
 * port.
 */
export async function declarationsIn(
  deliveries: Deliveries,
  clusters: readonly DeliveredObject[],
  { history, base, files, renderPast }: LookBack,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const questions = { ...NO_QUESTIONS, edited: clusters };
  const paths = pathsOf(questions, deliveries.base);
  if (!history || paths.length === 0) return new Map();
  const timelines = await readTimelines(paths.slice(0, MOST_PATHS), base.sha, history, files);
  const answers = createAnswers(deliveries, timelines, createTrees(history, base));
  for (const object of clusters) edited(object, answers);
  if (renderPast) await renderedBefore(clusters, answers, renderPast);
  return answers.past.declarations;
}

const NO_QUESTIONS: Questions = { returning: [], frozen: [], created: [], edited: [], generated: [] };

type Answers = ReturnType<typeof createAnswers>;
type HistoryAnswer = Parameters<typeof clusterBefore>[0];

function created(object: HistoryAnswer, { past, timelines, substitutions, entries, base }: Answers): void {
  const { path } = object.manifest.origin;
  const timeline = timelines.get(path);
  const before = timeline && clusterBefore(object, timeline, base);
  if (!before || before.outcome === "stayed") return;
  if (before.outcome === "unknown") {
    entries.push({ path, reason: `${object.ref.kind} ${object.ref.name}: ${before.reason}` });
    return;
  }
  past.objects.set(object.key, { outcome: before.outcome, removed: before.removed });
  if (before.outcome === "deleted") return;
  const asOf = { ...before.removed, why: "removed" } as const;
  const objects = [{ ...object, manifest: before.manifest }];
  substitutions.push({ ref: object.application ?? "", objects, asOf, replaces: false });
}

function edited(object: HistoryAnswer, { past, timelines, entries, base }: Answers): void {
  const { path } = object.manifest.origin;
  const timeline = timelines.get(path);
  if (!timeline) return;
  const application = base.applications.get(object.application ?? "");
  const above = application && timelines.get(application.manifest.origin.path);
  const declared = declarationsOf(object, timeline, application && above && { application, timeline: above });
  if (declared.length > 0) past.declarations.set(object.key, declared);
  if (declared.length > 1 || timeline.end !== "cut") return;
  const reason = HISTORY.taken(`${object.ref.kind} ${object.ref.name}`);
  entries.push({ path, reason });
}

/**
 * What a set generated before is not looked up. A file without any revision is new, and so is its cluster; any other may
 * have been delivered by an Application of that set before.
 */
function generated(object: HistoryAnswer, { timelines, entries }: Answers, { applications }: Delivery): void {
  const { path } = object.manifest.origin;
  const timeline = timelines.get(path);
  if (!timeline || (timeline.states.length === 0 && timeline.end === "beginning")) return;
  const application = object.application ?? "";
  const set = applications.get(application)?.generatedBy;
  const reason = HISTORY.generated(set ?? "", `${object.ref.kind} ${object.ref.name}`);
  entries.push({ path, application, reason });
}

/** A cluster that a renderer makes is in no file as it is: it is rendered from earlier trees. */
async function renderedBefore(
  clusters: readonly HistoryAnswer[],
  answers: Answers,
  renderPast: RenderPast,
): Promise<void> {
  const { timelines, trees, base, past } = answers;
  const made = clusters.filter((cluster) => isMade(cluster, answers));
  const found = await renderedDeclarations(made, timelines, trees, base, renderPast);
  for (const [key, declarations] of found) past.declarations.set(key, declarations);
}

function isMade({ key, manifest }: HistoryAnswer, { timelines, past }: Answers): boolean {
  const states = timelines.get(manifest.origin.path)?.states ?? [];
  return states.length > 0 && !past.declarations.has(key);
}

/** What was not rendered from any earlier tree. */
function renderedRemark(clusters: readonly HistoryAnswer[], answers: Answers): string[] {
  const names = clusters
    .filter((cluster) => isMade(cluster, answers))
    .map(({ ref }) => code(ref.name))
    .sort();
  if (names.length === 0) return [];
  const which = `${nounFor(names.length, "cluster")} ${andMore(names, 3)}`;
  return [`Whether the API took what the base declares for ${which} was not looked up: a renderer makes it.`];
}

function notAsked(path: string): NotEvaluated {
  return { path, reason: HISTORY.notAsked };
}

function tooMany(more: number): NotEvaluated[] {
  if (more <= 0) return [];
  return [
    {
      reason: HISTORY.tooMany(count(more, "more file"), MOST_PATHS),
    },
  ];
}

function withEntries(deliveries: Deliveries, entries: readonly NotEvaluated[]): Deliveries {
  return { ...deliveries, notEvaluated: [...deliveries.notEvaluated, ...entries] };
}
