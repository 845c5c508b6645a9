// A planned pull request → what the terminal shows of it.
import type { Planned } from "./outcome.ts";
import { markdownToText, type TerminalOptions } from "./terminal.ts";

/** Conclusions of checks in GitHub's words. */
export const CONCLUSION: Readonly<Record<string, string>> = {
  success: "Successful",
  neutral: "Neutral",
  action_required: "Action required",
  failure: "Failed",
};

/** Title, branch, the comment with its verdict, and the check; `address` is where the page shows the same. */
export function report(planned: Planned, address: string | undefined, options: TerminalOptions): string {
  const { conversation, comment, check } = planned;
  const { number, title, author, branch, base } = conversation;
  const rule = "━".repeat(options.width);
  const annotated = check.annotations.length;
  const lines = [
    `#${number} ${title}`,
    `   ${author} wants to merge ${branch} into ${base}${address === undefined ? "" : ` · ${address}`}`,
  ];
  const concluded = `${CONCLUSION[check.conclusion ?? ""] ?? check.conclusion} (${check.conclusion})`;
  const foot = `Check ${check.name}: ${concluded} · ${check.title} · ${annotated} ${annotated === 1 ? "annotation" : "annotations"}`;
  return `${[rule, ...lines, rule].join("\n")}\n\n${markdownToText(comment, options)}\n${foot}\n`;
}
