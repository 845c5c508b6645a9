// The answers to a comment's commands → the one reply, and a reply → what it says of itself.

import type { Reply } from "../../model/command.ts";
import type { FileChange } from "../../model/edit.ts";
import type { Plan } from "../../model/plan.ts";
import { renderComment } from "../comment/comment.ts";
import { fold } from "../comment/table.ts";
import { code, fence, prose } from "../escape.ts";
import { count } from "../labels.ts";
import { renderPatch } from "./patch.ts";
import { renderReply } from "./reply.ts";

type ReplyStage = { readonly files: readonly FileChange[]; readonly plan: Plan };
type CommandReply = {
  readonly reply: Reply;
  readonly written: readonly {
    readonly stage: ReplyStage;
    readonly sha: string;
    readonly branch: string;
    readonly pull?: number;
  }[];
  readonly dry: readonly ReplyStage[];
};

export type Replies = {
  /** Which comment it answers. */
  readonly marker: string;
  readonly status: Reply["status"];
  readonly login: string;
  readonly answers: readonly CommandReply[];
  /** How many commands did not run. */
  readonly skipped: number;
};

const STATUSES: readonly Reply["status"][] = ["done", "nothing", "unclear", "refused"];
/** GitHub takes 65,536 characters. */
const MOST = 60_000;

/** Markdown that begins with a hidden marker. Where it gets too long, plans and then diffs are left out. */
export function renderReplies(replies: Replies): string {
  for (const detail of [2, 1, 0]) {
    const text = rendered(replies, detail);
    if (text.length <= MOST || detail === 0) return text.slice(0, MOST);
  }
  return "";
}

/** The body of a pull request that a command opened: what it does, who asked where, and what it is based on. */
export function renderOpened(opened: {
  readonly words: readonly string[];
  /** What was asked for and is not in it. */
  readonly remains: readonly string[];
  readonly login: string;
  readonly url: string;
  readonly below: string | undefined;
}): string {
  const { words, remains, login, url, below } = opened;
  const blocks = [
    words.map((line) => `- ${prose(line)}`).join("\n"),
    ...(remains.length === 0
      ? []
      : [`Not in it:\n\n${remains.map((line) => `- ${prose(line)}`).join("\n")}`]),
    `Asked for by @${login}: ${url}`,
    ...(below === undefined ? [] : [`It stands on ${code(below)}: merge that first.`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The status of a reply to the comment of that marker; undefined for any other text. */
export function replyStatus(body: string, marker: string): Reply["status"] | undefined {
  const [, key, status] = REPLY.exec(body) ?? [];
  return key === marker ? STATUSES.find((one) => one === status) : undefined;
}

/** The marker of the comment that a text replies to; undefined where it is no reply. */
export function replyKey(body: string): string | undefined {
  return REPLY.exec(body)?.[1];
}

const REPLY = /^<!-- breakwater reply v1 key=(\w+) status=(\w+) -->/;

function rendered({ marker, status, login, answers, skipped }: Replies, detail: number): string {
  const mention = /^[A-Za-z0-9-]+$/.test(login) ? [`@${login}`] : [];
  const rest =
    skipped === 0
      ? []
      : [`${count(skipped, "more command")} of the comment did not run, because this one failed.`];
  const blocks = [
    `<!-- breakwater reply v1 key=${marker} status=${status} -->`,
    ...mention,
    ...answers.flatMap((answer) => [renderReply(answer.reply).trimEnd(), ...outcome(answer, detail)]),
    ...rest,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function outcome({ written, dry }: CommandReply, detail: number): string[] {
  return [
    ...written.flatMap(({ stage, sha, branch, pull }) => {
      const where =
        pull === undefined
          ? `Committed as ${sha} to ${code(branch)}; the plan of this pull request follows it.`
          : `Opened #${pull} from ${code(branch)}; its plan stands there.`;
      return [where, ...diff(stage, detail)];
    }),
    ...dry.flatMap((stage) => [...diff(stage, detail), ...planned(stage, detail)]),
  ];
}

function diff({ files }: ReplyStage, detail: number): string[] {
  const patch = renderPatch(files).trimEnd().split("\n");
  return detail === 0 ? [] : [fold("The edit", fence(patch, "diff"))];
}

/** Without the line that a plan's comment is found by. */
function planned({ plan }: ReplyStage, detail: number): string[] {
  if (detail < 2) return [];
  const [, ...lines] = renderComment(plan, { budget: 30_000 }).split("\n");
  return [fold("The plan of the result", lines.join("\n").trim())];
}
