// A command and a revision → edits that are proven by planning their result, and the reply. Nothing is written.
import { VERBS } from "./commands/catalogue.ts";
import { type FileChange, joinParts } from "./commands/edits.ts";
import { helpLines } from "./commands/help.ts";
import { surprises } from "./commands/proof.ts";
import type { ReadCommand } from "./commands/read.ts";
import { editedTree } from "./edited-tree.ts";
import type { Command, Intent, Left, Refused, Reply } from "./model/command.ts";
import type { Config, Context } from "./model/context.ts";
import type { Delivery } from "./model/delivery.ts";
import type { TextEdit } from "./model/edit.ts";
import type { Plan } from "./model/plan.ts";
import type { Snapshot } from "./model/snapshot.ts";
import type { World } from "./origin/find.ts";
import { compareSnapshots, type Ports, planImpact } from "./pipeline.ts";
import { placeTargets } from "./source-edits.ts";

/** The revision a command speaks of, and what planning needs. */
export type Revision = {
  readonly snapshot: Snapshot;
  readonly config: Config;
  readonly context: Context;
  readonly ports: Ports;
};

/** `edits` and `files` are empty unless the reply is "done". `plan` is that of the edited tree against the revision. */
export type Executed = {
  readonly reply: Reply;
  readonly edits: readonly TextEdit[];
  readonly files: readonly FileChange[];
  readonly plan: Plan | undefined;
};

/** Rejects only when a port does. Who may ask for it, and where the edits go, is for the caller to say. */
export async function executeCommand(read: ReadCommand, revision: Revision): Promise<Executed> {
  const reply = (status: Reply["status"], headline: string, rest: Partial<Reply> = {}): Executed => ({
    reply: { status, command: read.text, headline, done: [], left: [], also: [], instead: [], ...rest },
    edits: [],
    files: [],
    plan: undefined,
  });
  if ("problem" in read) return reply("unclear", read.problem, { instead: read.instead });
  const { command } = read;
  if (command.verb === "help") return help(command.about, reply);
  const { snapshot, config, context, ports } = revision;
  const { base } = await compareSnapshots(snapshot, snapshot, config, context, ports);
  const intent = intentOf(command, { fleet: base, config });
  if ("refused" in intent) return reply("refused", intent.refused, { instead: intent.instead ?? [] });
  if (intent.targets.length === 0) {
    const done = intent.left.every((one) => one.done === true);
    const left = intent.left.map(leftLine);
    return reply(done ? "nothing" : "refused", done ? "Nothing to do" : "None of them can go", { left });
  }
  const placed = await placeTargets(intent.targets, worldOf(base.delivery, revision));
  const left = [...intent.left, ...placed.left].map(leftLine);
  const { targets, parts } = placed;
  if (targets.length === 0) return nothingPlaced(placed.left, left, reply);
  const paths = parts.map(({ path }) => path);
  const edited = joinParts(parts, await textsOf(paths, revision));
  if ("refused" in edited) return reply("refused", `Nothing is written: ${edited.refused}`, { left });
  const { files, edits } = edited;
  const plan = await planEdited(files, revision);
  const also = surprises(targets, plan, placed.carriers);
  if (also.length > 0) {
    const headline = "Nothing is written: the plan of the result is not what was asked for";
    return reply("refused", headline, { also: [...placed.shared, ...also], left });
  }
  const done = targets.map(({ words }) => words);
  return { ...reply("done", headlineOf(done), { done, left }), edits, files, plan };
}

function intentOf(
  command: Command,
  scene: Parameters<NonNullable<(typeof VERBS)[number]["intend"]>>[1],
): Intent | Refused {
  const intend = VERBS.find(({ name }) => name === command.verb)?.intend;
  return intend?.(command, scene) ?? { refused: `\`/${command.verb}\` edits nothing` };
}

function help(
  about: string | undefined,
  reply: (status: Reply["status"], headline: string, rest?: Partial<Reply>) => Executed,
): Executed {
  const lines = helpLines(VERBS, about);
  if (lines === undefined)
    return reply("unclear", "There is no such command", { instead: VERBS.map(({ usage }) => usage) });
  return reply("nothing", about === undefined ? "What can be typed" : `\`/${about}\``, { done: lines });
}

/** One cluster says why in the headline, several in a list. */
function nothingPlaced(
  placed: readonly Left[],
  left: readonly string[],
  reply: (status: Reply["status"], headline: string, rest?: Partial<Reply>) => Executed,
): Executed {
  return left.length === 1 && placed[0] !== undefined
    ? reply("refused", `Nothing is written: ${leftLine(placed[0])}`)
    : reply("refused", "Nothing is written", { left });
}

function headlineOf(done: readonly string[]): string {
  return done.length === 1 ? `One edit: ${done[0]}` : `${done.length} clusters are edited`;
}

function leftLine({ cluster, reason }: Left): string {
  return `\`${cluster}\`: ${reason}`;
}

async function textsOf(
  paths: readonly string[],
  { snapshot, ports }: Revision,
): Promise<Map<string, string>> {
  const oids = new Map(paths.map((path) => [path, snapshot.files.get(path)?.oid ?? ""]));
  const blobs = await ports.readBlobs([...new Set(oids.values())].filter((oid) => oid !== ""));
  const texts = new Map<string, string>();
  for (const [path, oid] of oids) {
    const blob = blobs.get(oid);
    if (blob !== undefined && "text" in blob) texts.set(path, blob.text);
  }
  return texts;
}

/** The edited tree is planned in memory. */
function planEdited(
  files: readonly FileChange[],
  { snapshot, config, context, ports }: Revision,
): Promise<Plan> {
  const texts = files.map(({ path, after }) => [path, after] as const);
  const { snapshot: head, readBlobs } = editedTree(texts, snapshot, ports.readBlobs);
  return planImpact(snapshot, head, config, context, { ...ports, readBlobs });
}

/** The revision as the search for values sees it. */
function worldOf(delivery: Delivery, revision: Revision): World {
  const { snapshot, config, context, ports } = revision;
  return {
    delivery,
    paths: snapshot.paths,
    texts: (paths) => textsOf(paths, revision),
    again: async (path, text) => {
      const { snapshot: edited, readBlobs } = editedTree([[path, text]], snapshot, ports.readBlobs);
      const input = await compareSnapshots(edited, edited, config, context, { ...ports, readBlobs });
      return input.base.delivery;
    },
  };
}
