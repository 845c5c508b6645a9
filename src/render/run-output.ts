// The answer to a command, its patch and the plan of the result → what the command line prints.
import type { Reply } from "../model/command.ts";
import type { Plan } from "../model/plan.ts";
import { fence } from "./escape.ts";
import { renderReply, renderReplyText } from "./replies/reply.ts";

type Run = {
  readonly reply: Reply;
  /** "" where nothing is edited. */
  readonly patch: string;
  /** The rendered plan, "" where nothing is edited. */
  readonly planned: string;
};

/** Plain text around a plan of any format but Markdown. */
export function renderRun({ reply, patch, planned }: Run, format: string): string {
  if (format !== "markdown")
    return [renderReplyText(reply), patch, planned].filter((part) => part !== "").join("\n");
  const diff = patch === "" ? "" : `${fence(patch.replace(/\n$/, "").split("\n"), "diff")}\n`;
  return [renderReply(reply), diff, planned].filter((part) => part !== "").join("\n");
}

/** One object: the reply, the patch as text, and the plan, null where nothing is edited. */
export function renderRunJson(reply: Reply, patch: string, plan: Plan | undefined): string {
  const value = { reply, patch, plan: plan ?? null };
  return `${JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one), 2)}\n`;
}
