// The environment → how the jobs of a serving process are run in processes of their own.
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JobLimits, PoolOptions } from "../../adapters/workers/pool.ts";
import { UsageError } from "../../lib/usage-error.ts";

/** Jobs at the same time: each mostly waits for GitHub. */
export const AT_ONCE = 4;

/** What a job has no use for, and whoever broke out of one would want. */
const SECRETS = ["PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET", "GITHUB_TOKEN", "GH_TOKEN"];

/** A plan of 5,000 clusters takes a fraction of each. Long waits for GitHub are in the time. */
const CPU = 120;
const TIME = 900;
/** Megabytes of heap, and what of the memory is left to the process that listens. */
const HEAP = { least: 384, most: 1_536, own: 256 };

/** UsageError where a limit that the environment sets is none. */
export function isolation(env: NodeJS.ProcessEnv): Omit<PoolOptions, "push"> {
  return {
    entry: join(distFolder(), "job-process.mjs"),
    limits: {
      cpu: positive(env, "JOB_CPU_SECONDS") ?? CPU,
      time: TIME,
      heap: positive(env, "JOB_MEGABYTES") ?? heapFor(memoryOf()),
    },
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.includes(name))),
  };
}

/** So much that all jobs together fit into the memory there is, where each holds little besides its heap. */
function heapFor(megabytes: number): JobLimits["heap"] {
  const share = Math.floor((megabytes - HEAP.own) / (AT_ONCE * 1.2));
  return Math.min(HEAP.most, Math.max(HEAP.least, share));
}

function positive(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`${name} takes a whole number, not "${value}"`);
}

/** What the system grants this process, else what it has (Node's manual, process.constrainedMemory). */
function memoryOf(): number {
  const granted = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.min(granted, totalmem()) / 1024 / 1024;
}

/** Built, this file lies in `dist`, or in `dist/parts`. */
function distFolder(): string {
  return dirname(fileURLToPath(import.meta.url)).replace(/[\\/]parts$/, "");
}
