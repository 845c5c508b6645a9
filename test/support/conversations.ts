// test/conversations/<sentence> → the fleet it speaks of, what is typed, and the answer.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readCommands } from "../../src/commands/read.ts";
import { textsOf } from "../../src/edited-tree.ts";
import { type Executed, executeCommand } from "../../src/execute.ts";
import type { Renderers } from "../../src/generate/render-job.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { EMPTY_STATE, type FoundState } from "../../src/model/state.ts";
import { compareSnapshots, planImpact } from "../../src/pipeline.ts";
import { cacheRenders } from "../../src/renderers/cache.ts";
import { createRenderers } from "../../src/renderers/renderers.ts";
import { patched } from "./cases.ts";
import { NO_HISTORY } from "./history.ts";
import { isPresent, PROGRAMS, type Tool } from "./renderers.ts";
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

/** What each command of the comment gets, over the same revision; what one decides the next ones find. */
export async function converse(name: string): Promise<Executed[]> {
  const comment = readFileSync(conversationPath(name, "comment.md"), "utf8");
  const diff = conversationPath(name, "pr.diff");
  const changes = existsSync(diff) ? readFileSync(diff, "utf8") : undefined;
  const renderers = needOf(name) && cacheRenders(createRenderers(PROGRAMS));
  return answer(treeOf(name), comment, changes, renderers, byOf(name));
}

/** `diff` is what the pull request changes, where the comment stands on one. */
async function answer(
  tree: FileMap,
  comment: string,
  diff: string | undefined,
  renderers: Renderers | undefined,
  by: string,
): Promise<Executed[]> {
  const { snapshots: made, readBlobs } = snapshots(tree, patched(tree, diff ?? ""));
  const [base, head] = made as [Snapshot, Snapshot];
  const ports = { readBlobs, history: NO_HISTORY, renderers };
  const config = configOf(tree);
  const on = (snapshot: Snapshot) => ({
    snapshot,
    read: (paths: readonly string[]) => textsOf(paths, { snapshot, readBlobs }),
  });
  const planned = async () => {
    const input = await compareSnapshots(base, head, config, CONTEXT, ports);
    return { input, plan: await planImpact(base, head, config, CONTEXT, ports) };
  };
  const pull = {
    number: 7,
    status: "open",
    title: "A change",
    author: "ada",
    sha: head.sha,
    base: on(base),
    head: on(head),
    planned,
  } as const;
  const revision = { snapshot: head, config, context: CONTEXT, ports, by, at: 1_767_225_600 };
  const answers: Executed[] = [];
  let state: FoundState = { ...EMPTY_STATE, shown: [{ plan: "", head: head.sha, at: 0 }] };
  for (const read of readCommands(comment)) {
    const on = diff === undefined ? {} : { pull: { ...pull, state } };
    const executed = await executeCommand(read, { ...revision, ...on });
    answers.push(executed);
    state = executed.state ?? state;
  }
  return answers;
}
