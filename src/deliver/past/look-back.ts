// Two deliveries and the port of history → the same, with a base that comes nearest to what runs.
import type { Files } from "../../generate/files.ts";
import type { Deliveries } from "../../model/delivery.ts";
import { type History, MOST_PATHS } from "../../model/history.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { declarationsOf } from "./declarations.ts";
import { effectiveBase } from "./effective-base.ts";
import { createAnswers, gatherFrozen, gatherReturning } from "./gather.ts";
import { pathsOf, questionsOf, subjectsOf } from "./questions.ts";
import type { RenderPast } from "./render-past.ts";
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
export async function lookBack(deliveries: Deliveries, tools: LookBack): Promise<Deliveries> {
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
  const { past, substitutions, entries, remarks } = answers;
  return withEntries(
    {
      ...deliveries,
      base: { ...effectiveBase(deliveries.base, substitutions), past },
      remarks: [...deliveries.remarks, ...remarks],
    },
    [...entries, ...tooMany(paths.length - MOST_PATHS)],
  );
}

type Answers = ReturnType<typeof createAnswers>;
type Asked = Parameters<typeof clusterBefore>[0];

function created(object: Asked, { past, timelines, substitutions, entries, base }: Answers): void {
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

function edited(object: Asked, { past, timelines, entries, base }: Answers): void {
  const { path } = object.manifest.origin;
  const timeline = timelines.get(path);
  if (!timeline) return;
  const application = base.applications.get(object.application ?? "");
  const above = application && timelines.get(application.manifest.origin.path);
  const declared = declarationsOf(object, timeline, application && above && { application, timeline: above });
  if (declared.length > 0) past.declarations.set(object.key, declared);
  if (declared.length > 1 || timeline.end !== "cut") return;
  const reason = `whether the API took what the base declares for ${object.ref.kind} ${object.ref.name} is not known: its history is not in this shallow clone`;
  entries.push({ path, reason });
}

function notAsked(path: string): NotEvaluated {
  return { path, reason: "its history was not looked up" };
}

function tooMany(more: number): NotEvaluated[] {
  if (more <= 0) return [];
  const files = more === 1 ? "1 more file" : `${more} more files`;
  return [{ reason: `the history of ${files} was not looked up: one plan asks for ${MOST_PATHS}` }];
}

function withEntries(deliveries: Deliveries, entries: readonly NotEvaluated[]): Deliveries {
  return { ...deliveries, notEvaluated: [...deliveries.notEvaluated, ...entries] };
}
