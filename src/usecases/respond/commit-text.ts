// A command and its author → the words of commits, branches and pull requests, and of what prevents them.

import type { CommandStage } from "../../commands/execute/command-result.ts";
import type { ReadCommand } from "../../commands/parse-comment.ts";
import type { Commit, CommitRefusal } from "./port.ts";

const TRAILER = "Breakwater-Command";

/** Trailers say which command it was and who asked. */
export function commitBody(key: string, login: string): string {
  return `${TRAILER}: ${key}\nRequested-by: @${login}`;
}

/** Whether the app made the commit for this command. Anybody can write the trailer, so its author counts too. */
export function isCommitOf({ message, byBot }: Commit, key: string): boolean {
  return byBot && message.split("\n").includes(`${TRAILER}: ${key}`);
}

/** One plain line that closes, mentions and links nothing. A title that is a sentence of its own needs no verb before it. */
export function headlineOf(read: ReadCommand, { title }: CommandStage): string {
  const verb = "command" in read ? read.command.verb : "";
  const plain = title
    .replace(/[`<>@]/g, "")
    .replace(/#(?=\d)/g, "pull request ")
    .replace(/\s+/g, " ")
    .trim();
  const line = /^[A-Z]/.test(plain) ? plain : `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)} ${plain}`;
  if (line.length <= LONGEST) return line;
  const [clause = ""] = line.split("; ", 1);
  return clause.length <= LONGEST ? clause : `${clause.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** Characters of a headline. */
const LONGEST = 100;

/** The same for the same command, whatever else happened. `part` counts the pull requests of one command from 0. */
export function branchName(command: string, key: string, part: number): string {
  const [verb = "", target = ""] = command
    .toLowerCase()
    .replace(/^.(?:breakwater\s+)?/, "")
    .split(/\s+/);
  const slug = `${verb}-${target}`.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `breakwater/${slug.slice(0, 50)}-${key}${part === 0 ? "" : `-${part + 1}`}`;
}

/** Sentences for a branch that takes no commit. */
export function refusalWords(refusal: CommitRefusal | "taken", branch: string): string {
  return REFUSALS[refusal].replace("BRANCH", `\`${branch}\``);
}

const REFUSALS: Readonly<Record<CommitRefusal | "taken", string>> = {
  taken: "Somebody else has committed to BRANCH, so Breakwater writes there no more",
  gone: "The branch BRANCH is gone, so there is nothing to commit to: restore it, or type the command on another pull request",
  protected:
    "The branch BRANCH is protected: allow Breakwater to push to it, or exempt `breakwater/**` from the protection",
  ruled:
    "A ruleset refuses the commit to BRANCH: add Breakwater to the actors that bypass it, or leave `breakwater/**` out of it",
  archived: "The repository is archived, so nothing can be written to it",
  forbidden:
    "Breakwater may not write to this repository: an owner grants it `contents: write` and `pull_requests: write` in the app's installation",
};
