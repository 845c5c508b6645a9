// Change windows and a moment → which clusters of a plan may not be changed at that moment.
import { selects } from "../fleet/cluster-selector.ts";
import type { ChangeWindow } from "../model/context.ts";
import type { ClusterImpact, Plan } from "../model/plan.ts";
import { type Cron, fallsOn, readCron, type WallMinute } from "../resources/cron.ts";

/** What clocks of a time zone show at a moment, in seconds since 1970; undefined where nobody knows the zone. */
export type WallClock = (at: number, timezone: string) => WallMinute | undefined;

const MINUTE = 60;
/** Offsets of all time zones are whole quarters of an hour. */
const QUARTER = 15 * MINUTE;

/** Names of the clusters that some window speaks of and none has open. A window that cannot be read is closed. */
export function closedClusters(
  { clusters }: Plan,
  windows: readonly ChangeWindow[],
  now: number,
  clock: WallClock,
): string[] {
  const open = new Map(windows.map((window) => [window, isOpen(window, now, clock)]));
  return clusters
    .filter((cluster) => {
      const own = windows.filter(({ selector }) => selects(selector, selectable(cluster)));
      return own.length > 0 && !own.some((window) => open.get(window));
    })
    .map(({ cluster }) => cluster);
}

/** Whether a minute within the last `duration` begins the window. */
function isOpen({ cron, timezone, duration }: ChangeWindow, now: number, clock: WallClock): boolean {
  const read = readCron(cron);
  if (read === undefined) return false;
  const last = Math.floor(now / MINUTE) * MINUTE;
  for (
    let quarter = Math.floor(now / QUARTER) * QUARTER;
    quarter > now - duration - QUARTER;
    quarter -= QUARTER
  ) {
    const wall = clock(quarter, timezone);
    if (wall === undefined) return false;
    for (let at = quarter; at < quarter + QUARTER; at += MINUTE)
      if (at <= last && at > now - duration && beginsAt(read, wall, at - quarter)) return true;
  }
  return false;
}

/** A quarter of an hour begins on a minute that it divides, so that no hour begins inside it. */
function beginsAt(cron: Cron, quarter: WallMinute, after: number): boolean {
  return fallsOn(cron, { ...quarter, minute: quarter.minute + after / MINUTE });
}

function selectable({ cluster, ref, labels }: ClusterImpact) {
  const names = ref === null ? [cluster] : [cluster, ref.name, `${ref.namespace}/${ref.name}`];
  return { names, namespace: ref?.namespace ?? "", labels: new Map(Object.entries(labels)) };
}
