// test/conversations/<sentence> → the fleet it speaks of, what is typed, and the answer.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readCommands } from "../../src/commands/read.ts";
import { type Executed, executeCommand } from "../../src/execute.ts";
import type { Renderers } from "../../src/generate/render-job.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { cacheRenders } from "../../src/renderers/cache.ts";
import { createRenderers } from "../../src/renderers/renderers.ts";
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

/** What each command of the comment gets, over the same revision. */
export async function converse(name: string): Promise<Executed[]> {
  const comment = readFileSync(conversationPath(name, "comment.md"), "utf8");
  return answer(treeOf(name), comment, needOf(name) && cacheRenders(createRenderers(PROGRAMS)));
}

async function answer(tree: FileMap, comment: string, renderers: Renderers | undefined): Promise<Executed[]> {
  const { snapshots: made, readBlobs } = snapshots(tree);
  const [snapshot] = made as [Snapshot];
  const revision = {
    snapshot,
    config: configOf(tree),
    context: CONTEXT,
    ports: { readBlobs, history: NO_HISTORY, renderers },
  };
  const answers: Executed[] = [];
  for (const read of readCommands(comment)) answers.push(await executeCommand(read, revision));
  return answers;
}
