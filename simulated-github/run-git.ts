// Arguments and input → what Git wrote. One short-lived process for each call.
import { spawn } from "node:child_process";

/** The environment of every Git process: no configuration of the machine, no prompt, and an identity that stays. */
export const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

/**
 * Runs Git and gives its output. Throws when it exits with a status other than 0, unless `accept` names that status.
 * `env` adds variables, `input` is written to its standard input.
 */
export function runGit(
  directory: string,
  args: readonly string[],
  options: { input?: string | Uint8Array; env?: Record<string, string>; accept?: number } = {},
): Promise<{ status: number; output: Buffer }> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: directory, env: { ...gitEnvironment, ...options.env } });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code) => {
      const status = code ?? -1;
      if (status === 0 || status === options.accept) resolve({ status, output: Buffer.concat(output) });
      else reject(new Error(`git ${args[0]} exited with ${status}: ${Buffer.concat(errors).toString()}`));
    });
    child.stdin.end(options.input ?? "");
  });
}
