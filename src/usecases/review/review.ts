// Use case 1: a pull request, as it is now → its plan, in one comment and one check.

import { planWithFixes } from "../../commands/execute/offer-fixes.ts";
import { conflictPlan } from "../../impact/plan/merge-conflict.ts";
import { nounFor } from "../../lib/english.ts";
import type { Config, Context } from "../../model/context.ts";
import type { Plan } from "../../model/plan.ts";
import type { ReadBlobs } from "../../model/snapshot.ts";
import type { FoundState, State } from "../../model/state.ts";
import { CONFIG_PATH } from "../../policy/configuration/merge.ts";
import { applyDecisions } from "../../policy/decisions/apply-decisions.ts";
import { nextExpiration } from "../../policy/decisions/expiry.ts";
import { signState, verifyState } from "../../policy/decisions/signed-state.ts";
import { type CheckRun, renderCheck } from "../../render/check-run.ts";
import { renderComment } from "../../render/comment/comment.ts";
import { configurationRemarks } from "./configuration-remarks.ts";
import type { LivePullRequest, MergedSides, ReviewPort } from "./port.ts";
import { isDocument, isManifest } from "./touched-files.ts";

/** What came of it, for the log. */
export type Outcome =
  | {
      readonly outcome: "planned";
      readonly plan: Plan;
      readonly live: LivePullRequest;
      /** When the check has to be renewed although nothing happens, in seconds since 1970. */
      readonly until: number | undefined;
    }
  | { readonly outcome: "no-manifest" | "switched-off"; readonly live: LivePullRequest }
  | { readonly outcome: "dropped"; readonly reason: DropReason };

/** Why nothing was written. */
type DropReason = "closed" | "gone" | "head-moved" | "superseded";

/**
 * Plans the live state, whatever event asked for it, and writes comment and check if that state is still the live one.
 * `decided`: the state that a command just made of what the comment carries.
 */
export async function review(port: ReviewPort, decided?: State): Promise<Outcome> {
  const live = await port.live();
  if (!live) return { outcome: "dropped", reason: "gone" };
  if (!live.open) return { outcome: "dropped", reason: "closed" };
  if (port.outdated?.(live.head.sha)) return { outcome: "dropped", reason: "head-moved" };
  const quiet = live.files && !live.sticky && !live.files.some(isManifest) ? live.files : undefined;
  if (quiet?.every(isDocument)) return nothingRead(port, live, quiet);
  const config = await port.config(live);
  if (!config.enabled) {
    await port.writeCheck(live.head.sha, SWITCHED_OFF);
    return { outcome: "switched-off", live };
  }
  const sides = await port.sides(live);
  const planned = await planSides(live, sides, config, port);
  const stale = await staleness(port, live);
  if (stale) return { outcome: "dropped", reason: stale };
  if (quiet && isSilent(planned)) return nothingRead(port, live, quiet);
  return write(port, { live, config, sides, planned, decided });
}

/** The plan with the decisions on this pull request, and its state in the comment's last line, which is hidden. */
async function write(port: ReviewPort, { live, config, sides, planned, decided }: Planned): Promise<Outcome> {
  const conflict = "conflict" in sides;
  const facts = { config, conflict, now: port.time(), clock: port.clock };
  const key = port.key();
  const { plan, state, decisions } = applyDecisions(planned, decided ?? stateOf(live, config, key), facts);
  const look = config.comment;
  const hidden = key === undefined ? "" : `\n${signState(state, key)}\n`;
  const annotatable = conflict ? new Set<string>() : sides.own;
  const addresses = { repository: webAddress(live.urls), holder: holderIn(sides) };
  await Promise.all([
    look.mode === "off"
      ? undefined
      : port.writeComment(
          `${renderComment(plan, { pr: live.number, look, decisions, addresses })}${hidden}`,
          live,
        ),
    port.writeCheck(
      live.head.sha,
      renderCheck(plan, { draft: live.draft, annotatable, decisions, look, addresses }),
    ),
  ]);
  return { outcome: "planned", plan, live, until: nextExpiration(state) };
}

/** The commit that has a merged file as it is. */
function holderIn(sides: MergedSides): (path: string) => "base" | "head" | undefined {
  if ("conflict" in sides) return () => undefined;
  const { own, base, head } = sides;
  return (path) => {
    if (own.has(path)) return "head";
    return base.files.get(path)?.oid === head.files.get(path)?.oid ? "base" : undefined;
  };
}

/** The one that GitHub shows the repository at; nothing else may become a link. */
function webAddress(urls: readonly string[]): string | undefined {
  return urls.find((url) => /^https:\/\/[\w.-]+(?::\d+)?\/[\w.-]+\/[\w.-]+$/.test(url));
}

type Planned = {
  readonly live: LivePullRequest;
  readonly config: Config;
  readonly sides: MergedSides;
  readonly planned: Plan;
  readonly decided: State | undefined;
};

/** What the bot's comment carries. Editing or deleting it loses the decisions, and the new comment says so. */
function stateOf(
  { sticky, deleted }: Pick<LivePullRequest, "sticky" | "deleted">,
  { comment }: Pick<Config, "comment">,
  key: Uint8Array | undefined,
): FoundState {
  if (key === undefined || comment.mode === "off") return "none";
  if (sticky === undefined) return deleted ? "lost" : "none";
  return sticky.altered ? "lost" : verifyState(sticky.body, key);
}

/** A failure of ours as a check, never silence. `id` finds its record in the log. */
export function failureCheck(id: string): CheckRun {
  return {
    conclusion: "failure",
    title: "Could not be planned",
    summary: `Breakwater failed on this pull request, so nothing is known about its impact; re-running this check tries again, and whoever runs Breakwater finds the cause under \`${id}\`.`,
    text: "",
    annotations: [],
  };
}

/**
 * Asked last before writing. What changes between this answer and the write raises an event of its own, whose plan comes
 * after this one; until then the comment names the head it is about.
 */
async function staleness(port: ReviewPort, live: LivePullRequest): Promise<DropReason | undefined> {
  if (port.superseded()) return "superseded";
  const head = await port.headNow();
  if (head === undefined) return "closed";
  if (head !== live.head.sha) return "head-moved";
  return port.superseded() ? "superseded" : undefined;
}

async function planSides(
  live: LivePullRequest,
  sides: MergedSides,
  config: Config,
  { readBlobs, renderers, history, today }: ReviewPort,
): Promise<Plan> {
  const context: Context = {
    headSha: live.head.sha,
    branch: live.base.branch,
    defaultBranch: live.defaultBranch,
    repoUrls: [],
    remotes: live.urls,
    today: today(),
    title: live.title,
    now: live.now,
  };
  if ("conflict" in sides) return conflictPlan({ baseSha: live.base.sha, context, paths: sides.conflict });
  const plan = await planWithFixes(sides.base, sides.head, config, context, {
    readBlobs,
    renderers,
    history,
  });
  return { ...plan, remarks: [...plan.remarks, ...(await remarks(sides, readBlobs))] };
}

async function remarks(
  { base, head, merged }: Exclude<MergedSides, { conflict: unknown }>,
  readBlobs: ReadBlobs,
): Promise<string[]> {
  return [
    ...(merged === "memory"
      ? ["GitHub had no test merge of these two commits yet; they were merged in memory."]
      : []),
    ...(await configurationRemarks(base, head, readBlobs)),
  ];
}

function isSilent({ impact, dormant, findings }: Plan): boolean {
  return impact === "none" && dormant.length === 0 && findings.length === 0;
}

async function nothingRead(
  port: ReviewPort,
  live: LivePullRequest,
  files: readonly string[],
): Promise<Outcome> {
  await port.writeCheck(live.head.sha, nothingTouched(files.length));
  return { outcome: "no-manifest", live };
}

const SWITCHED_OFF: CheckRun = {
  conclusion: "neutral",
  title: "Switched off",
  summary: `Nothing was planned: \`enabled: false\` stands in \`${CONFIG_PATH}\` of the base branch or of the organisation.`,
  text: "",
  annotations: [],
};

function nothingTouched(files: number): CheckRun {
  return {
    conclusion: "success",
    title: "Go: no manifest touched",
    summary: `None of the ${files} changed ${nounFor(files, "file")} is read by Argo CD: nothing changes in any cluster.`,
    text: "",
    annotations: [],
  };
}
