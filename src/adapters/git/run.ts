// Arguments → what the git binary answered. No shell, no prompt, no pager, no hook, no network.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { devNull } from "node:os";
import { UsageError } from "../../lib/usage-error.ts";

/** Where git runs: arguments that come before the subcommand, and the whole environment. */
export type GitPlace = { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

/** What git answered. */
export type GitResult = {
  /** Its exit status, -1 when a signal ended it. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
};

/** Runs git to its end. A failing git is an answer, not an exception; rejects (UsageError) only when there is no git. */
export const run = (place: GitPlace, args: readonly string[]): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = start(place, args);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (cause) =>
      reject(new UsageError("git does not start: install Git 2.38 or newer and put it on PATH", { cause })),
    );
    child.on("close", (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      }),
    );
    child.stdin.end();
  });

/** The standard output of a git that has to succeed; rejects with git's own complaint on one line. */
export const output = async (place: GitPlace, args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(place, args);
  if (code !== 0) throw new Error(`git ${args[0]} failed (${code}): ${complaint(stderr)}`);
  return stdout.toString("utf8");
};

/** Starts git with open pipes. A broken pipe is no exception: the reader sees the end of standard output. */
export const start = (place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams => {
  const child = spawn("git", [...HARDENED, ...place.args, ...args], { env: place.env, windowsHide: true });
  child.stdin.on("error", () => {});
  return child;
};

/** What git says is wrong: the first line of its standard error that is an error, without "fatal:". */
export const complaint = (stderr: string): string => {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const line =
    lines.find((candidate) => /^(?:fatal|error): /.test(candidate)) ?? lines[0] ?? "no reason given";
  return line.replace(/^(?:fatal|error): /, "");
};

/** The user's repository, with the user's configuration (safe.directory lives there). Used for names, never for objects. */
export const repositoryPlace = (dir: string): GitPlace => ({ args: ["-C", dir], env: environment() });

/** A private Git directory that no configuration but its own governs, with the objects of another added. */
export const privatePlace = (gitDir: string, alternate: string): GitPlace => ({
  args: [],
  env: {
    ...environment(),
    GIT_DIR: gitDir,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: alternate === "" ? "" : JSON.stringify(alternate),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_COUNT: "0",
    GIT_CONFIG_PARAMETERS: undefined,
    GIT_ATTR_NOSYSTEM: "1",
  },
});

const HARDENED: readonly string[] = [
  ["--no-pager", "--literal-pathspecs", "--no-replace-objects"],
  ["-c", "core.quotePath=false"],
  ["-c", "core.fsmonitor=false"],
  ["-c", `core.hooksPath=${devNull}`],
  ["-c", `core.attributesFile=${devNull}`],
  ["-c", "safe.bareRepository=all"],
].flat();

// Of the caller's GIT_* only those stay that say where git is installed and which configuration is the user's: inside a
// hook GIT_DIR and GIT_INDEX_FILE would silently point to another repository.
const KEPT = /^GIT_(?:EXEC_PATH|CEILING_DIRECTORIES|CONFIG_.*)$/;

// GIT_NO_LAZY_FETCH is known since Git 2.44; an empty list of allowed protocols stops older ones from fetching too.
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") || KEPT.test(name)),
  ),
  LC_ALL: "C",
  LANGUAGE: "",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "",
});
