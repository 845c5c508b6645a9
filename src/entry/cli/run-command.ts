// A command and a checkout → what it would change, or the changed files. The command line's way to commands.

import { openRepository, type Repository } from "../../adapters/git/open.ts";
import { writeWorktree } from "../../adapters/git/worktree.ts";
import { chosenRenderers } from "../../adapters/renderers/local.ts";
import type { CommandResult } from "../../commands/execute/command-result.ts";
import { executeCommand } from "../../commands/execute/execute.ts";
import { type ReadCommand, readCommands } from "../../commands/parse-comment.ts";
import { UsageError } from "../../lib/usage-error.ts";
import type { Config } from "../../model/context.ts";
import type { FileChange } from "../../model/edit.ts";
import { checkoutLookups } from "./checkout-context.ts";
import { configOf } from "./plan-checkout.ts";

export type RunRequest = {
  readonly command: string;
  readonly dir: string;
  /** The revision to edit; HEAD where undefined. */
  readonly rev: string | undefined;
  /** The revision that it would be merged into. */
  readonly base?: string | undefined;
  readonly branch: string | undefined;
  readonly repoUrls: readonly string[];
  /** "2026-11-22". */
  readonly today: string;
  /** Writes the edited files into the checkout. */
  readonly write: boolean;
};

/** What came of it, and the configuration it was planned with. */
export type RunResult = CommandResult & { readonly config: Config };

/** Files are written only where `write` says so, the command is no dry run, and the reply is "done". Rejects with UsageError for what the user can correct. */
export async function runLocal(request: RunRequest, config?: Config): Promise<RunResult> {
  const read = oneCommand(request.command);
  const repository = await openRepository(request.dir);
  try {
    const ran = await runIn(repository, read, request, config);
    const files = mergedFiles(ran.stages.flatMap((stage) => stage.files));
    const write = request.write && !isDry(read);
    if (write && files.length > 0) await writeWorktree(request.dir, files);
    return isDry(read) && ran.reply.status === "done" ? dryRun(ran) : ran;
  } finally {
    await repository.close();
  }
}

function isDry(read: ReadCommand): boolean {
  return "dryRun" in read && read.dryRun === true;
}

function dryRun({ reply, ...ran }: RunResult): RunResult {
  return { ...ran, reply: { ...reply, headline: `A dry run, nothing is written. ${reply.headline}` } };
}

/** Each file once: as it is before the first edit and after the last. */
function mergedFiles(files: readonly FileChange[]): readonly FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const file of files) byPath.set(file.path, { ...file, ...beforeOf(byPath.get(file.path)) });
  return [...byPath.values()];
}

function beforeOf(first: FileChange | undefined): Partial<FileChange> {
  return first === undefined ? {} : { before: first.before };
}

function oneCommand(text: string): ReadCommand {
  const [read, ...more] = readCommands(text);
  if (read === undefined)
    throw new UsageError(`no command in ${JSON.stringify(text.slice(0, 80))}: try breakwater run "/help"`);
  if (more.length > 0) throw new UsageError("run takes one command: run them one after the other");
  return read;
}

async function runIn(
  repository: Repository,
  read: ReadCommand,
  request: RunRequest,
  configured: Config | undefined,
): Promise<RunResult> {
  const rev = request.rev ?? "HEAD";
  const sha = await repository.resolve(rev);
  const snapshot = await repository.snapshot(sha);
  const config = configured ?? (await configOf(snapshot, repository));
  const defaultBranch = await repository.defaultBranch();
  const baseRev = await baseRevision(repository, request.base);
  const context = {
    headSha: sha,
    branch: request.branch ?? (await repository.branchOf(baseRev ?? rev)) ?? defaultBranch,
    defaultBranch,
    repoUrls: request.repoUrls,
    remotes: await repository.remoteUrls(),
    today: request.today,
    now: await repository.latest(sha, sha),
  };
  const ports = {
    readBlobs: repository.readBlobs,
    history: repository.historyOf(snapshot),
    renderers: chosenRenderers(),
  };
  const base = baseRev === undefined ? undefined : await repository.resolve(baseRev);
  const { renderers } = ports;
  const lookups = await checkoutLookups({ repository, sha, base, config, context, renderers });
  return { ...(await executeCommand(read, { snapshot, config, context, ports, ...lookups })), config };
}

/** A checkout may have nothing to be merged into: then no command speaks of a pull request. */
async function baseRevision(repository: Repository, named: string | undefined): Promise<string | undefined> {
  if (named !== undefined) return named;
  try {
    const base = await repository.defaultBase();
    await repository.resolve(base);
    return base;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
