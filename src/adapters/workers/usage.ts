// A process → what it has used so far, where the system tells.
import { readFileSync } from "node:fs";

export type Usage = {
  /** Seconds of processor time, of all its threads. */
  readonly cpu: number;
  /** Bytes of memory that it holds. */
  readonly memory: number;
};

/** Clock ticks in a second and bytes of a page: what Linux shows programs on all common architectures (proc(5)). */
const TICKS = 100;
const PAGE = 4_096;

/** Undefined where there is no /proc, or no such process any more. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; utime, stime and rss are the fields 14, 15 and 24.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [user, system, pages] = [Number(fields[11]), Number(fields[12]), Number(fields[21])];
    return { cpu: (user + system) / TICKS, memory: pages * PAGE };
  } catch {
    return undefined;
  }
}
