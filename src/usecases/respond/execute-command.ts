// A command → what it does: commits on the pull request's branch or on branches of their own, and the reply.
import { verbOf } from "../../commands/catalogue.ts";
import type { CommandResult, Stage } from "../../commands/execute/command-result.ts";
import { executeCommand } from "../../commands/execute/execute.ts";
import type { FileChange } from "../../model/edit.ts";
import { commitBody, headlineOf, isCommitOf, refusalWords } from "./commit-text.ts";
import { openStage } from "./open-stage.ts";
import type { Order } from "./outcome.ts";
import { type CommandOutcome, refusedOutcome, type Written } from "./outcome.ts";
import type { Branch, Commit, PullRequest, RespondPort } from "./port.ts";
import { pullRequestContext } from "./pull-request-context.ts";

/** What a verb may look at besides the revision it stands on. */
type Looking = Order & { readonly around: Awaited<ReturnType<typeof pullRequestContext>> };

/**
 * The pull request's own branch where it is open, in this repository, not protected, and touches the same file; else a
 * branch of the bot's and a pull request. Rejects when a port does: whoever comes back finds what was written.
 */
export async function execute(asking: Order, port: RespondPort): Promise<CommandOutcome> {
  const { pull, defaultBranch } = asking.asked;
  const looks = "command" in asking.read && asking.read.command.verb !== "help";
  const head = earlierOf(asking)?.parent ?? pull?.head.sha;
  const order = { ...asking, around: looks ? await pullRequestContext(asking.asked, head, port) : {} };
  const here = pull?.status === "open" ? await onPull(order, pull, port) : undefined;
  if (here !== undefined) return here;
  const base = pull?.base ?? defaultBranch;
  if (base === undefined) return refused(order, "The repository has no branch to start from");
  const executed = await executeAt(order, base, base.name, port);
  if (executed.stages.length === 0) return answered(order, executed, port);
  const no = order.allowed(order.read, executed);
  if (no !== undefined) return refused(order, no.refused);
  return isDry(order) ? dryRunOutcome(executed) : openStages(order, executed, [], base, port);
}

/** Undefined where the edit belongs on a branch of its own. */
async function onPull(
  order: Looking,
  pull: PullRequest,
  port: RespondPort,
): Promise<CommandOutcome | undefined> {
  const { asked, stalePlan } = order;
  const into = pull.base?.name ?? asked.defaultBranch?.name ?? "";
  const earlier = earlierOf(order);
  const parent = earlier?.parent;
  const at = parent === undefined ? pull.head : { sha: parent, tree: undefined, now: pull.head.now };
  const executed = await executeAt(order, at, into, port);
  const [stage] = executed.stages;
  if (stage === undefined && earlier !== undefined) return madeEarlier(order, earlier);
  if (stage === undefined) return answered(order, executed, port);
  const branch = pull.head.branch;
  if (earlier !== undefined) return finish(order, executed, earlier.sha, branch ?? "", port);
  if (branch === undefined || !belongsTo(stage, pull)) return undefined;
  const no = order.allowed(order.read, executed);
  if (no !== undefined) return refused(order, no.refused);
  if (isDry(order)) return dryRunOutcome(executed);
  if (branch === asked.defaultBranch?.name || (await port.isProtected(branch))) return undefined;
  if (stalePlan !== undefined) return refused(order, stalePlan);
  if (branch.startsWith("breakwater/") && pull.recent[0]?.byBot === false)
    return refused(order, `Somebody else has committed to \`${branch}\`, so Breakwater writes there no more`);
  return commitHere(order, executed, { stage, branch, pull, into }, port);
}

/** What an attempt before this one has committed to the pull request. */
function earlierOf({ key, asked }: Order): Commit | undefined {
  return asked.pull?.recent.find((commit) => isCommitOf(commit, key));
}

/** Where the plan that the command spoke of is gone, because its commit came into it, the commit itself tells what was done. */
function madeEarlier({ read }: Order, { sha, message }: Commit): CommandOutcome {
  const [title = ""] = message.split("\n", 1);
  const headline = `Committed as \`${sha.slice(0, 7)}\`: ${title}`;
  const { reply, ...rest } = refusedOutcome(read.text, headline);
  return { ...rest, reply: { ...reply, status: "done" } };
}

/** Nothing to commit: an answer, a decision to keep, or nothing to do. */
async function answered(
  order: Order,
  { reply, state, ...rest }: CommandResult,
  port: RespondPort,
): Promise<CommandOutcome> {
  const { read } = order;
  if (state === undefined) {
    const verb = "command" in read ? verbOf(read.command) : undefined;
    // What is decided already may be so by an attempt that ended before the check said it.
    const again = verb?.replans || verb?.decide !== undefined;
    if (again && reply.status === "nothing") await port.replan();
    return { reply, written: [], dry: [] };
  }
  const no = order.allowed(read, { reply, state, ...rest });
  if (no !== undefined) return refused(order, no.refused);
  await port.decide(state);
  return { reply, written: [], dry: [], state };
}

/** The file it edits, or the object's own, is one that the pull request changes. */
function belongsTo({ where, targets, files }: Stage, pull: PullRequest): boolean {
  if (where !== undefined) return where === "here";
  const declared = targets.flatMap((target) => ("path" in target ? [target.path] : []));
  const touched = new Set(pull.files);
  return [...files.map(({ path }) => path), ...declared].some((path) => touched.has(path));
}

type Here = {
  readonly stage: Stage;
  readonly branch: string;
  readonly pull: PullRequest;
  readonly into: string;
};

async function commitHere(
  order: Looking,
  executed: CommandResult,
  { stage, branch, pull, into }: Here,
  port: RespondPort,
): Promise<CommandOutcome | undefined> {
  const commit = commitOf(order, stage, branch);
  const first = await port.commit({ ...commit, expected: pull.head.sha });
  if ("sha" in first) return finish(order, executed, first.sha, branch, port);
  if ("refused" in first)
    return first.refused === "protected" || first.refused === "ruled"
      ? undefined
      : refused(order, refusalWords(first.refused, branch));
  const now = (await port.asked())?.pull;
  if (now?.status !== "open") return refused(order, "The pull request was closed meanwhile");
  const ours = now.recent.find((one) => isCommitOf(one, order.key));
  if (ours !== undefined) return finish(order, executed, ours.sha, branch, port);
  const again = await executeAt(order, now.head, into, port);
  const moved = differing(stage.files, again.stages[0]?.files ?? []);
  if (moved.length > 0)
    return refused(
      order,
      "Nothing is written: the branch moved while the command ran, and so did what it edits",
      moved,
    );
  const second = await port.commit({ ...commit, expected: now.head.sha });
  return "sha" in second
    ? finish(order, again, second.sha, branch, port)
    : refused(order, "Nothing is written: the branch keeps moving. Type the command again once it rests");
}

/** Lines about files that would be edited otherwise now. */
function differing(before: readonly FileChange[], now: readonly FileChange[]): string[] {
  const known = new Map(now.map((file) => [file.path, file]));
  const moved = before.filter(({ path, ...file }) => {
    const other = known.get(path);
    return other?.before !== file.before || other?.after !== file.after;
  });
  return moved.map(({ path }) => `\`${path}\` is another one by now`);
}

function commitOf({ read, key, asked }: Order, stage: Stage, branch: string) {
  const body = commitBody(key, asked.comment.author);
  return { branch, headline: headlineOf(read, stage), body, files: stage.files };
}

async function finish(
  order: Looking,
  executed: CommandResult,
  sha: string,
  branch: string,
  port: RespondPort,
): Promise<CommandOutcome> {
  const [stage, ...rest] = executed.stages;
  if (stage === undefined) return { reply: executed.reply, written: [], dry: [] };
  const written = [{ stage, sha, branch }];
  return rest.length === 0
    ? { reply: executed.reply, written, dry: [] }
    : openStages(order, executed, written, { name: branch, sha, tree: undefined, now: 0 }, port);
}

/** The stages that are not written yet, each on top of the one before. */
async function openStages(
  order: Looking,
  executed: CommandResult,
  before: readonly Written[],
  base: Branch,
  port: RespondPort,
): Promise<CommandOutcome> {
  const written = [...before];
  let below = base;
  for (const [part, stage] of executed.stages.entries()) {
    if (part < before.length) continue;
    const at = async (sha: string) => {
      const { stages } = await executeAt(order, { sha, tree: undefined, now: base.now }, base.name, port);
      return stages[part];
    };
    const opened = await openStage(order, { stage, part, below, at }, port);
    if ("refused" in opened) {
      const done = written.length === 0 ? [] : [`${written.length} of ${executed.stages.length} are written`];
      return { ...refusedOutcome(order.read.text, opened.refused, done), written };
    }
    written.push(opened);
    below = { name: opened.branch, sha: opened.sha, tree: undefined, now: base.now };
  }
  return { reply: executed.reply, written, dry: [] };
}

/** `into`: the branch whose history counts, and which Argo CD follows. */
async function executeAt(
  { read, asked, around, may }: Looking,
  commit: Omit<Branch, "name">,
  into: string,
  port: RespondPort,
): Promise<CommandResult> {
  const { snapshot, ports } = await port.revision(commit, into);
  const context = {
    headSha: commit.sha,
    branch: into,
    defaultBranch: asked.defaultBranch?.name ?? into,
    repoUrls: [],
    remotes: asked.urls,
    today: port.today(),
    now: commit.now,
  };
  const who = { by: asked.comment.author, at: asked.comment.at, may };
  return executeCommand(read, { snapshot, config: asked.config, context, ports, ...who, ...around });
}

function dryRunOutcome({ reply, stages }: CommandResult): CommandOutcome {
  const headline = `A dry run, nothing is written. ${reply.headline}`;
  const done = reply.done.length > 1 ? reply.done : [];
  return { reply: { ...reply, status: "nothing", headline, done }, written: [], dry: stages };
}

function isDry({ read }: Order): boolean {
  return "dryRun" in read && read.dryRun === true;
}

function refused({ read }: Order, sentence: string, also: readonly string[] = []): CommandOutcome {
  return refusedOutcome(read.text, sentence, also);
}
