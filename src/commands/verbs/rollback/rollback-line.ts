// The words behind /rollback → the change that is meant, the object, and what is accepted.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, Problem } from "../../../model/command.ts";
import type { Line } from "../../grammar/define-verb.ts";

export type RollbackCommand = Extract<Command, { verb: "rollback" }>;

export function readRollback({ words, flags }: Line): RollbackCommand | Problem {
  const changes = words.filter(isChange);
  const [of, ...more] = words.filter((word) => !changes.includes(word));
  if (changes.length > 1) return { problem: "one pull request or one commit at a time" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one object at a time` };
  const wrong = of === undefined ? undefined : /[^A-Za-z0-9./_-]/.exec(of)?.[0];
  if (wrong !== undefined)
    return {
      problem: `${quoted(of ?? "")} is no cluster, Application, \`#12\` or commit: it holds ${quoted(wrong)}`,
    };
  const accept = flags.get("accept");
  const accepted = accept === undefined ? { accept: [], unsynced: false } : readAccepted(accept);
  if ("problem" in accepted) return accepted;
  const where = flags.get("target") as RollbackCommand["where"];
  return { verb: "rollback", change: readChange(changes[0]), of, ...accepted, where };
}

function readChange(text: string | undefined): RollbackCommand["change"] {
  if (text === undefined) return undefined;
  const [, repository = "", kind, name = ""] = ADDRESS.exec(text) ?? [];
  if (kind === "pull") return { pull: Number(name), repository };
  if (kind === "commit") return { commit: name.toLowerCase(), repository };
  if (isPull(text)) return { pull: Number(text.replace("#", "")) };
  return { commit: isHead(text) ? "HEAD" : text.toLowerCase() };
}

type Accepted = Pick<RollbackCommand, "accept" | "unsynced">;

/** `unsynced`, `destroy:` and names, or both, with commas between. */
function readAccepted(text: string): Accepted | Problem {
  const parts = text.split(",").filter((part) => part !== "unsynced");
  const names = parts.length === 0 ? [] : (/^destroy:(.+)$/.exec(parts.join(","))?.[1]?.split(",") ?? [""]);
  if (names.every((name) => /^[A-Za-z0-9./-]+$/.test(name)))
    return { accept: names, unsynced: text.split(",").includes("unsynced") };
  return { problem: `\`--accept\` takes \`destroy:<cluster>\` or \`unsynced\`, not ${quoted(text)}` };
}

/** The page of a pull request or a commit, or a part of it. */
const ADDRESS =
  /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:(?=pull\/\d)|(?=commits?\/[0-9a-f]{7}))(pull|commit)s?\/(\d{1,10}|[0-9a-f]{7,40})(?:[/#?].*)?$/i;

function isChange(word: string): boolean {
  return isPull(word) || isSha(word) || isHead(word) || ADDRESS.test(word);
}

/** A number of up to six digits; a longer one may begin a commit. */
function isPull(word: string): boolean {
  return /^(?:#[1-9]\d{0,9}|[1-9]\d{0,5})$/.test(word);
}

function isSha(word: string): boolean {
  return /^[0-9a-f]{7,40}$/i.test(word);
}

function isHead(word: string): boolean {
  return word.toUpperCase() === "HEAD";
}
