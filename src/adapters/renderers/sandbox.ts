// A program, its arguments and a scratch directory → what it printed, run in a jail and within limits.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import type { Jail } from "./isolation.ts";

/** How a run ended. "stopped": by the sandbox, for the reason given. */
export type Run =
  | { readonly state: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: "stopped"; readonly reason: string };

/** Limits of one run: milliseconds, and bytes of output. */
export type Limits = { readonly time: number; readonly output: number };

export const LIMITS: Limits = { time: 30_000, output: 64 * 1024 * 1024 };

/** CPU seconds, blocks of 512 bytes that a file may have, and kibibytes of memory that a process may ask for. */
const LIMITING = "ulimit -t 60 -f 131072 -c 0 2>/dev/null; ulimit -v 4194304 2>/dev/null";

/**
 * Processes and threads; Go needs two dozen. Only in a user namespace of its own: elsewhere everything that the same user
 * runs counts. bash says `-u`, dash and BusyBox `-p`, and dash ends where it does not know the option. Linux exempts root
 * (kernel/fork.c, copy_process): where this process is root's, time and memory limits are what ends a flood.
 */
const COUNTING =
  "if (ulimit -u 256) 2>/dev/null; then ulimit -u 256; elif (ulimit -p 256) 2>/dev/null; then ulimit -p 256; fi";

/** The shell stays where it is the first of its process namespace, for the kernel spares that one some signals. */
function shellOf({ alone, counted }: Jail): string {
  return [LIMITING, ...(counted ? [COUNTING] : []), alone ? '"$@"; exit $?' : 'exec "$@"'].join("; ");
}

/** What runs: `program` with `args` in `cwd`, which lies in `scratch` or is it. */
export type Call = {
  readonly program: string;
  readonly args: readonly string[];
  readonly scratch: string;
  readonly cwd: string;
};

/**
 * Runs a program in its jail with an environment of its own below `scratch`: no credentials, nothing on PATH, proxies that
 * refuse. After its time, or with too much output, its whole process group is killed, and where there is a process
 * namespace what left that group too. Never rejects.
 */
export function runSandboxed(
  { program, args, scratch, cwd }: Call,
  jail: Jail,
  limits: Limits = LIMITS,
): Promise<Run> {
  const inside = [...jail.command(program, scratch, cwd), ...args];
  const [command, ...rest] = [...jail.outer, "/bin/sh", "-c", shellOf(jail), "sh", ...inside] as [
    string,
    ...string[],
  ];
  return new Promise((resolve) => {
    const child = spawn(command, rest, {
      cwd,
      env: environment(jail.root(scratch)),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    let stopped: string | undefined;
    const stop = (reason: string) => {
      stopped ??= reason;
      killGroup(child.pid);
    };
    const collect = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.output) stop("it printed too much");
      else into.push(chunk);
    };
    const timer = setTimeout(() => stop(`it took longer than ${limits.time / 1000} s`), limits.time);
    child.stdout.on("data", collect(stdout));
    child.stderr.on("data", collect(stderr));
    child.on("error", () => {
      clearTimeout(timer);
      resolve({ state: "stopped", reason: "it does not start" });
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (stopped !== undefined) resolve({ state: "stopped", reason: stopped });
      else if (code === null) resolve({ state: "stopped", reason: `it was killed (${signal})` });
      // Through unshare and bubblewrap, which wait, a signal is a status above 128.
      else if (code > 128) resolve({ state: "stopped", reason: `it was killed (${signalName(code - 128)})` });
      else resolve({ state: "ended", code, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}

/** All that a tool sees of an environment, with `scratch` as the tool names it: folders of its own, and proxies that refuse at once. */
function environment(scratch: string): NodeJS.ProcessEnv {
  const own = (name: string) => join(scratch, "home", name);
  const dead = "http://127.0.0.1:9";
  return {
    PATH: "",
    HOME: join(scratch, "home"),
    TMPDIR: join(scratch, "tmp"),
    LC_ALL: "C",
    TZ: "UTC",
    XDG_CONFIG_HOME: own("config"),
    XDG_CACHE_HOME: own("cache"),
    XDG_DATA_HOME: own("data"),
    HELM_CONFIG_HOME: own("helm-config"),
    HELM_CACHE_HOME: own("helm-cache"),
    HELM_DATA_HOME: own("helm-data"),
    HELM_PLUGINS: own("helm-plugins"),
    KUBECONFIG: own("kubeconfig"),
    KUSTOMIZE_PLUGIN_HOME: own("kustomize-plugins"),
    HTTP_PROXY: dead,
    HTTPS_PROXY: dead,
    ALL_PROXY: dead,
    http_proxy: dead,
    https_proxy: dead,
    NO_PROXY: "",
    GOMEMLIMIT: "1GiB",
    GOMAXPROCS: "2",
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `signal ${number}`;
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
