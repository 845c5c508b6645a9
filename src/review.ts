// Use case 1: a pull request, as it is now → its plan, in one comment and one check.
import { CONFIG_PATH, mergeConfig } from "./config/merge.ts";
import type { Config, Context } from "./model/context.ts";
import type { History } from "./model/history.ts";
import type { Plan } from "./model/plan.ts";
import type { ReadBlobs, Snapshot } from "./model/snapshot.ts";
import { type Ports, planImpact } from "./pipeline.ts";
import { conflictPlan } from "./plan/conflict.ts";
import { type Check, renderCheck } from "./render/check.ts";
import { renderComment } from "./render/comment.ts";

/** A pull request as GitHub has it at this moment. `files` is undefined where the list is not complete or hides renames. */
export type LivePullRequest = {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  readonly title: string;
  readonly head: { readonly sha: string };
  readonly base: { readonly branch: string; readonly sha: string };
  readonly defaultBranch: string;
  /** When the later of both tips was committed, in seconds since 1970. */
  readonly now: number;
  /** Addresses that mean the repository. */
  readonly urls: readonly string[];
  readonly files: readonly string[] | undefined;
  /** The bot's own comment, and further ones it left by mistake. */
  readonly sticky: { readonly id: number; readonly body: string } | undefined;
  readonly extra: readonly string[];
};

/**
 * The two sides to compare. `merged` says who merged them: nobody had to where the head stands on the base's tip. `own`
 * are paths whose merged content is the pull request's own.
 */
type MergedSides =
  | {
      readonly base: Snapshot;
      readonly head: Snapshot;
      readonly merged: "github" | "memory" | "nobody";
      readonly own: ReadonlySet<string>;
    }
  | { readonly conflict: readonly string[] };

/** What reviewing needs from outside. Reading rejects when GitHub is broken; writing is told what is there already. */
export type ReviewPort = Ports & {
  readonly live: () => Promise<LivePullRequest | undefined>;
  readonly config: (live: LivePullRequest) => Promise<Config>;
  readonly sides: (live: LivePullRequest) => Promise<MergedSides>;
  /** The base branch's history; asked only where a plan rests on it. */
  readonly history: History;
  /** The head's commit right now, to drop a plan that is no longer the live one; undefined once the pull request is closed. */
  readonly headNow: () => Promise<string | undefined>;
  /** Whether somebody already asked for a newer plan, or for none. */
  readonly superseded: () => boolean;
  readonly writeComment: (body: string, live: LivePullRequest) => Promise<void>;
  readonly writeCheck: (sha: string, check: Check) => Promise<void>;
  /** The day it is, "2026-11-22", where plans are made. */
  readonly today: () => string;
};

/** What came of it, for the log. */
export type Outcome =
  | { readonly outcome: "planned"; readonly plan: Plan; readonly live: LivePullRequest }
  | { readonly outcome: "no-manifest" | "switched-off"; readonly live: LivePullRequest }
  | { readonly outcome: "dropped"; readonly reason: DropReason };

/** Why nothing was written. */
type DropReason = "closed" | "gone" | "head-moved" | "superseded";

/** Plans the live state, whatever event asked for it, and writes comment and check if that state is still the live one. */
export async function review(port: ReviewPort): Promise<Outcome> {
  const live = await port.live();
  if (!live) return { outcome: "dropped", reason: "gone" };
  if (!live.open) return { outcome: "dropped", reason: "closed" };
  const quiet = live.files && !live.sticky && !live.files.some(isManifest) ? live.files : undefined;
  if (quiet?.every(isDocument)) return nothingRead(port, live, quiet);
  const config = await port.config(live);
  if (!config.enabled) {
    await port.writeCheck(live.head.sha, SWITCHED_OFF);
    return { outcome: "switched-off", live };
  }
  const sides = await port.sides(live);
  const plan = await planSides(live, sides, config, port);
  const stale = await staleness(port, live);
  if (stale) return { outcome: "dropped", reason: stale };
  if (quiet && isSilent(plan)) return nothingRead(port, live, quiet);
  const own = "conflict" in sides ? new Set<string>() : sides.own;
  await Promise.all([
    config.comment.mode === "off"
      ? undefined
      : port.writeComment(renderComment(plan, { pr: live.number, look: config.comment }), live),
    port.writeCheck(live.head.sha, renderCheck(plan, live.draft, own, config.comment)),
  ]);
  return { outcome: "planned", plan, live };
}

/** A failure of ours as a check, never silence. `id` finds its record in the log. */
export function failureCheck(id: string): Check {
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
  const plan = await planImpact(sides.base, sides.head, config, context, {
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

/** What a pull request that edits the configuration is told about the edit, before it counts. */
async function configurationRemarks(base: Snapshot, head: Snapshot, readBlobs: ReadBlobs): Promise<string[]> {
  const oid = head.files.get(CONFIG_PATH)?.oid;
  if (oid === base.files.get(CONFIG_PATH)?.oid) return [];
  const said = `\`${CONFIG_PATH}\` changes here; this plan follows the one of the base branch.`;
  const blob = oid === undefined ? undefined : (await readBlobs([oid])).get(oid);
  if (!blob || !("text" in blob)) return [said];
  const { problems } = mergeConfig({ repository: blob.text });
  const mistakes = problems.map(
    ({ line, message }) => `\`${CONFIG_PATH}:${line}\` as changed here: ${message}.`,
  );
  return [said, ...mistakes];
}

/** Files that look as if their content can reach a cluster. Any other may too, through a chart or a kustomization's generator. */
const MANIFEST =
  /\.(?:ya?ml|json|jsonnet|libsonnet|tpl|txt|toml|tgz)$|(?:^|\/)(?:Kustomization|Chart\.lock|\.helmignore|\.sourceignore)$/;

function isManifest(path: string): boolean {
  return MANIFEST.test(path) && !path.startsWith(".github/workflows/");
}

/** Files for people and for GitHub: no reason to read the repository. */
const DOCUMENT =
  /^[^/]*\.md$|^docs\/(?:.*\/)?[^/]*\.(?:md|png|jpe?g|gif|svg|webp)$|^(?:README|CHANGELOG|LICENSE|NOTICE)(?:\.\w+)?$|(?:^|\/)(?:CODEOWNERS|\.gitignore|\.gitattributes)$|^\.github\//;

function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
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

const SWITCHED_OFF: Check = {
  conclusion: "neutral",
  title: "Switched off",
  summary: `Nothing was planned: \`enabled: false\` stands in \`${CONFIG_PATH}\` of the base branch or of the organisation.`,
  text: "",
  annotations: [],
};

function nothingTouched(files: number): Check {
  return {
    conclusion: "success",
    title: "GO — no manifest touched",
    summary: `None of the ${files} changed ${files === 1 ? "file" : "files"} is read by Argo CD: nothing changes in any cluster.`,
    text: "",
    annotations: [],
  };
}
