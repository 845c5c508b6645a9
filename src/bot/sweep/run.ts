// A schedule's event → one run of the sweeper: redelivers failed deliveries, then queues jobs whose events were lost.
import type { Probot } from "probot";
import { createStores } from "../../adapters/github/store.ts";
import { openRepository } from "../installation.ts";
import { type Swept, sweep } from "./deliveries.ts";
import type { ScanPort, ScanResult } from "./scan-repositories.ts";

/** Both may be missing. */
export type Schedule = {
  /** How far back deliveries are read. */
  readonly hours?: unknown;
  /** Younger comments are left to their events. */
  readonly minutes?: unknown;
};

export type SweepPort = Pick<ScanPort, "push" | "log" | "now" | "secret"> & { readonly probot: Probot };

/** One run, with the milliseconds it has left. Rejects where GitHub does not list deliveries, after it has looked for missed jobs. */
export type RunSweep = (schedule: Schedule, remaining: () => number) => Promise<Swept & ScanResult>;

export function createSweep({ probot, ...port }: SweepPort): RunSweep {
  const stores = createStores();
  const octokit = (installation?: number) => probot.auth(installation);
  const open: ScanPort["open"] = (place) => openRepository(probot, stores, place);
  return async (schedule, remaining) => {
    // Neither keeps the other from its work: not for long, and not where it fails.
    const half = remaining() / 2;
    const inHalf = { ...port, remaining: () => remaining() - half };
    const [swept] = await Promise.allSettled([sweep(schedule, { ...inHalf, octokit: await octokit() })]);
    // Reading comments loads more than all the rest.
    const { scanRepositories } = await import("./scan-repositories.ts");
    const scanned = await scanRepositories(schedule, { ...port, remaining, octokit, open });
    if (swept.status === "rejected") throw swept.reason;
    return { ...swept.value, ...scanned };
  };
}
