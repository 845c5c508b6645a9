// test/conversations/<sentence> → the fleet it speaks of, what is typed, and the answer.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CommandResult, Revision } from "../../src/commands/execute/command-result.ts";
import { executeCommand } from "../../src/commands/execute/execute.ts";
import { planWithFixes } from "../../src/commands/execute/offer-fixes.ts";
import { textsOf } from "../../src/commands/execute/overlay-snapshot.ts";
import { readCommands } from "../../src/commands/parse-comment.ts";
import { compareSnapshots, type Ports, readFleet } from "../../src/impact/plan-impact.ts";
import type { FleetCluster } from "../../src/model/fleet.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { EMPTY_STATE, type FoundState } from "../../src/model/state.ts";
import { patched } from "./cases.ts";
import { commitOf, memoryHistory, NO_HISTORY } from "./history.ts";
import { isPresent, SHARED_RENDERERS, type Tool } from "./renderers.ts";
import { CONTEXT, configOf, type FileMap, FLEET, readTree, snapshots } from "./repository.ts";

const CONVERSATIONS = join(import.meta.dirname, "../conversations");

/** `base` is what all of them share, laid over the example fleet. */
export function conversationNames(): string[] {
  return readdirSync(CONVERSATIONS)
    .filter((name) => name !== "base" && statSync(join(CONVERSATIONS, name)).isDirectory())
    .sort();
}

export function conversationPath(name: string, file: string): string {
  return join(CONVERSATIONS, name, file);
}

/** The example fleet, with the shared base and the conversation's own laid over it. */
function treeOf(name: string): FileMap {
  const own = conversationPath(name, "base");
  return {
    ...FLEET,
    ...readTree(join(CONVERSATIONS, "base")),
    ...(existsSync(own) ? readTree(own) : {}),
  };
}

/** The renderer that its file `needs` names, and whether this machine has it. */
export function needOf(name: string): { tool: Tool; present: boolean } | undefined {
  const file = conversationPath(name, "needs");
  if (!existsSync(file)) return undefined;
  const tool = readFileSync(file, "utf8").trim() as Tool;
  return { tool, present: isPresent(tool) };
}

/** Who types: the pull request's author, ada, where a file `by` says so. */
function byOf(name: string): string {
  const file = conversationPath(name, "by");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "grace";
}

/**
 * The trees of a conversation, in the order of time: `base` before everything, `merged` with the pull request #5 of
 * merged.diff, `today` with since.diff, `open` with the one of pr.diff, `head` with its last commit, last.diff.
 */
function treesOf(name: string): Readonly<Record<"base" | "merged" | "today" | "open" | "head", FileMap>> {
  const base = treeOf(name);
  const merged = patched(base, read(name, "merged.diff"));
  const today = patched(merged, read(name, "since.diff"));
  const open = patched(today, read(name, "pr.diff"));
  return { base, merged, today, open, head: patched(open, read(name, "last.diff")) };
}

function read(name: string, file: string): string {
  return existsSync(conversationPath(name, file)) ? readFileSync(conversationPath(name, file), "utf8") : "";
}

/**
 * What each command of the comment gets, over the same revision; what one decides the next ones find. It stands on the
 * open pull request #7, else on the merged one, else on an issue.
 */
export async function converse(name: string): Promise<CommandResult[]> {
  const renderers = needOf(name) && SHARED_RENDERERS;
  const trees = treesOf(name);
  const { snapshots: made, readBlobs } = snapshots(...Object.values(trees));
  const [base, merged, today, open, head] = made as [Snapshot, Snapshot, Snapshot, Snapshot, Snapshot];
  const past = [base, merged, today].filter((one, i, all) => one.tree !== all[i - 1]?.tree);
  const commits = past.map((one, i) => commitOf(one.tree, `2026-01-0${i + 5}T09:00:00Z`, one));
  const historyTo = (end: number) => (end > 1 ? memoryHistory(commits.slice(0, end)) : NO_HISTORY);
  const ports = { readBlobs, history: historyTo(past.length), renderers };
  const atBase = { ...ports, history: historyTo(1) };
  const config = configOf(trees.today);
  const tree = (snapshot: Snapshot) => ({
    snapshot,
    read: (paths: readonly string[]) => textsOf(paths, { snapshot, readBlobs }),
  });
  const comparison = (before: Snapshot, after: Snapshot, ports: Ports) => ({
    base: tree(before),
    head: tree(after),
    sha: after.sha,
    running: async (clusters: readonly FleetCluster[]) =>
      (await readFleet(before, config, CONTEXT, ports)).running(clusters),
    planned: async () => ({
      input: await compareSnapshots(before, after, config, CONTEXT, ports),
      plan: await planWithFixes(before, after, config, CONTEXT, ports),
    }),
  });
  const pulls = new Map<number, NonNullable<Revision["pull"]>>();
  const about = { title: "A change", author: "ada", state: EMPTY_STATE };
  if (read(name, "merged.diff") !== "")
    pulls.set(5, { ...about, ...comparison(base, merged, atBase), number: 5, status: "merged" });
  if (read(name, "pr.diff") !== "")
    pulls.set(7, { ...about, ...comparison(today, head, ports), number: 7, status: "open" });
  const message = read(name, "last.message").trim();
  const last = { ...comparison(open, head, ports), message, byBot: message.includes("Breakwater-Command:") };
  const revision = {
    ...{ snapshot: head, config, context: CONTEXT, ports, by: byOf(name), at: 1_767_225_600 },
    pullRequest: async (number: number) => pulls.get(number),
    commit: async (id: string) => (id === "HEAD" && message !== "" ? last : undefined),
  };
  const pull = pulls.get(7) ?? pulls.get(5);
  const answers: CommandResult[] = [];
  let state: FoundState = { ...EMPTY_STATE, shown: [{ plan: "", head: head.sha, at: 0 }] };
  for (const command of readCommands(read(name, "comment.md"))) {
    const on = pull === undefined ? {} : { pull: { ...pull, state } };
    const executed = await executeCommand(command, { ...revision, ...on });
    answers.push(executed);
    state = executed.state ?? state;
  }
  return answers;
}
