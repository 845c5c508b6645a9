// A proposal and a revision → a stage that is proven by planning its result, or the reply that says why there is none.

import { type Ports, planImpact } from "../../impact/plan-impact.ts";
import type { Proposal, Skipped, Target } from "../../model/command.ts";
import type { Delivery } from "../../model/delivery.ts";
import type { History } from "../../model/history.ts";
import type { Plan } from "../../model/plan.ts";
import type { CommandContext } from "../command-context.ts";
import { refusedVersion } from "../lookup/running.ts";
import type { CommandStage, Revision } from "./command-result.ts";
import {
  compareWithPullRequest,
  missingOnBase,
  newStops,
  unresolvedFindings,
} from "./compare-with-pull-request.ts";
import { readTexts, revisionSources, withFiles } from "./edited-revision.ts";
import { joinParts } from "./join-edits.ts";
import { placeTargets } from "./place-edits.ts";
import { type ReplyText, refusalText, replyText, skippedLine } from "./reply-text.ts";
import { unexpectedChanges } from "./verify-plan.ts";

export type ProvenEdit = {
  readonly stage: CommandStage;
  /** Targets that no file could be edited for. */
  readonly skipped: readonly Skipped[];
  /** Findings that stop the merge of the result and did not stop it before. */
  readonly stops: readonly string[];
};

/** Rejects only when a port does. */
export async function proveEdit(
  proposal: Proposal,
  commandContext: CommandContext,
  revision: Revision,
): Promise<ProvenEdit | ReplyText> {
  const { delivery } = commandContext.fleet;
  const placed = await placeTargets(proposal.targets, revisionSources(delivery, revision));
  const { targets, parts } = placed;
  const skipped = [...proposal.skipped, ...placed.skipped].map(skippedLine);
  const refusal = (headline: string, also: readonly string[] = []) =>
    replyText("refused", headline, { also, skipped });
  if (targets.length === 0) return nothingPlaced(placed.skipped, skipped);
  const edits = joinParts(parts, await readTexts([...new Set(parts.map(({ path }) => path))], revision));
  if ("refused" in edits) return refusal(`Nothing is written: ${edits.refused}`);

  const result = withFiles(edits.files, revision);
  const { config, context } = revision;
  const plan = await planImpact(revision.snapshot, result.snapshot, config, context, ownPast(result));
  const deleted = deletedOf(proposal.guarded?.names ?? [], plan);
  if (proposal.guarded !== undefined && deleted.length > 0)
    return refusalText(proposal.guarded.refused(deleted));
  const paths = new Set(edits.files.map(({ path }) => path));
  const unexpected = unexpectedChanges(targets, plan, placed.passThrough, readersOf(paths, delivery));
  if (unexpected.length > 0) {
    const also = [...placed.shared, ...unexpected];
    const instead = widenedLine(proposal, targets, plan);
    return (
      (await whyRefused(targets, commandContext)) ??
      replyText("refused", NOT_AS_ASKED, { also, skipped, instead })
    );
  }
  const delta = await compareWithPullRequest(plan, result, revision);
  const unresolved = unresolvedFindings(proposal.fixes ?? [], delta);
  if (unresolved.length > 0) return refusal(NOT_FIXED, unresolved);
  const missing = missingOnBase(proposal.onBase ?? [], targets, delta);
  if (missing.length > 0) return refusal(NOT_ON_BASE, missing);

  const title = proposal.title ?? titleOf(targets);
  const remains = [...proposal.skipped, ...placed.skipped].filter(({ done }) => done !== true);
  const stage = {
    title,
    where: proposal.where,
    targets,
    ...edits,
    plan,
    remains: remains.map(skippedLine),
  };
  return { stage, skipped: placed.skipped, stops: newStops(delta) };
}

/** What an open pull request commits has not reached any cluster: its own commits are no history. */
function ownPast({ pull, ports }: Revision): Ports {
  return pull?.status === "open" ? { ...ports, history: NO_PAST } : ports;
}

const NO_PAST: History = {
  revisions: async (paths) => new Map(paths.map((path) => [path, { revisions: [], end: "beginning" }])),
  snapshot: () => Promise.reject(new Error("a history without revisions names no commit")),
};

/** Of guarded clusters and objects with data, what the plan deletes. */
function deletedOf(names: readonly string[], { changes }: Plan): string[] {
  return names.filter((name) =>
    changes.some(
      ({ operation, layer, cluster, object }) =>
        operation === "delete" && (object.name === name || (layer === "cluster" && cluster === name)),
    ),
  );
}

/** Path of an edited file that an Application reads, by the Application's reference. */
function readersOf(
  edited: ReadonlySet<string>,
  { applications }: Delivery,
): (application: string) => string | undefined {
  return (ref) => {
    const inputs = (applications.get(ref)?.sources ?? []).flatMap((source) =>
      source.state === "generated" ? (source.inputs ?? []) : [],
    );
    return inputs.find((path) => edited.has(path));
  };
}

/** The same command for every cluster that the edit reaches, where it reaches others. */
function widenedLine({ widened }: Proposal, targets: readonly Target[], { changes }: Plan): string[] {
  const own = targets.flatMap((target) => ("cluster" in target ? [target.cluster] : []));
  const reached = changes.flatMap(({ layer, cluster }) => (layer === "cluster" ? (cluster ?? []) : []));
  const others = reached.filter((cluster) => !own.includes(cluster));
  const line = others.length === 0 ? undefined : widened?.([...new Set([...own, ...others])]);
  return line === undefined ? [] : [line];
}

/** The cause that hides behind what the plan shows: the API takes nothing of a cluster that Git declares too low. */
async function whyRefused(
  targets: readonly Target[],
  context: CommandContext,
): Promise<ReplyText | undefined> {
  const clusters = [...context.fleet.clusters.values()];
  for (const target of targets) {
    const cluster = "key" in target ? clusters.find(({ object }) => object.key === target.key) : undefined;
    const refused = cluster && (await refusedVersion(cluster, context));
    if (refused !== undefined) return refusalText(refused);
  }
  return undefined;
}

const NOT_AS_ASKED = "Nothing is written: the plan of the result is not what was asked for";
const NOT_FIXED = "Nothing is written: the edit would not mend it";
const NOT_ON_BASE = "Nothing is written: the clusters would not take it";

/** The headline says why, where one line does; several lines are a list. */
function nothingPlaced(unplaced: readonly Skipped[], skipped: readonly string[]): ReplyText {
  const [only] = unplaced;
  return skipped.length === 1 && only !== undefined
    ? replyText("refused", `Nothing is written: ${skippedLine(only)}`)
    : replyText("refused", "Nothing is written", { skipped });
}

function titleOf(targets: readonly Target[]): string {
  const [only, ...more] = targets;
  return only !== undefined && more.length === 0 ? only.words : `${targets.length} clusters`;
}
