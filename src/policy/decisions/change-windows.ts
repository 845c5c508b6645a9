// Change windows and a moment → which clusters of a plan may be changed at that moment, and when that turns.
import { selects } from "../../delivery/fleet/cluster-selector.ts";
import { type Cron, fallsOn, readCron, type WallMinute } from "../../manifests/values/cron.ts";
import type { ChangeWindow } from "../../model/context.ts";
import type { ClusterImpact, Plan } from "../../model/plan.ts";
import type { WindowNow } from "../../model/state.ts";

/** What clocks of a time zone show at a moment, in seconds since 1970; undefined where nobody knows the zone. */
export type WallClock = (at: number, timezone: string) => WallMinute | undefined;

const MINUTE = 60;
/** Offsets of all time zones are whole quarters of an hour. */
const QUARTER = 15 * MINUTE;
/** How far ahead turns are looked for, in seconds: windows of a week show all of theirs. */
const AHEAD = 8 * 86_400;

/** The clusters that some window speaks of, in the plan's order. A window that cannot be read is closed. */
export function windowsNow(
  { clusters }: Pick<Plan, "clusters">,
  windows: readonly ChangeWindow[],
  now: number,
  clock: WallClock,
): WindowNow[] {
  if (windows.length === 0) return [];
  const timed = remembering(clock);
  const spans = new Map<ChangeWindow, readonly Span[]>();
  const spansOf = (window: ChangeWindow) => {
    const known = spans.get(window) ?? spansAround(window, now, timed);
    spans.set(window, known);
    return known;
  };
  return clusters.flatMap((cluster) => {
    const own = windows.filter(({ selector }) => selects(selector, selectable(cluster)));
    const [first] = own;
    if (first === undefined) return [];
    const { open, turns } = stateAt(merged(own.flatMap(spansOf)), now);
    const zone = first.timezone;
    return [{ cluster: cluster.cluster, open, ...windowChange(turns, zone, timed) }];
  });
}

/** When the earliest of them opens or closes; undefined where none does within eight days. */
export function nextWindowChange(windows: readonly WindowNow[]): number | undefined {
  const turns = windows.flatMap(({ nextChange }) => nextChange?.at ?? []);
  return turns.length === 0 ? undefined : turns.reduce((one, other) => Math.min(one, other));
}

/** From its first second up to the one it ends before. */
type Span = readonly [start: number, end: number];

function stateAt(spans: readonly Span[], now: number): { open: boolean; turns: number | undefined } {
  const next = spans.find(([, end]) => end > now);
  if (next === undefined) return { open: false, turns: undefined };
  const open = next[0] <= now;
  const turns = open ? next[1] : next[0];
  return { open, turns: turns > now + AHEAD ? undefined : turns };
}

function windowChange(
  at: number | undefined,
  timezone: string,
  clock: WallClock,
): Pick<WindowNow, "nextChange"> {
  if (at === undefined) return {};
  const quarter = clock(Math.floor(at / QUARTER) * QUARTER, timezone);
  if (quarter === undefined) return {};
  return { nextChange: { at, timezone, shown: { ...quarter, minute: quarter.minute + minutesInto(at) } } };
}

/** Those that reach `now` or begin within the time ahead. */
function spansAround({ cron, timezone, duration }: ChangeWindow, now: number, clock: WallClock): Span[] {
  const read = readCron(cron);
  if (read === undefined) return [];
  const spans: Span[] = [];
  const first = Math.floor((now - duration) / QUARTER) * QUARTER;
  for (let quarter = first; quarter <= now + AHEAD; quarter += QUARTER) {
    const wall = clock(quarter, timezone);
    if (wall === undefined) return [];
    for (let at = quarter; at < quarter + QUARTER; at += MINUTE)
      if (beginsAt(read, wall, minutesInto(at))) spans.push([at, at + duration]);
  }
  return merged(spans);
}

/** In order; those that touch are one. */
function merged(spans: readonly Span[]): Span[] {
  const all: [number, number][] = [];
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
  }
  return all;
}

/** A quarter of an hour begins on a minute that it divides, so that no hour begins inside it. */
function beginsAt(cron: Cron, quarter: WallMinute, after: number): boolean {
  return (
    cron.minutes.has(quarter.minute + after) && fallsOn(cron, { ...quarter, minute: quarter.minute + after })
  );
}

function minutesInto(at: number): number {
  return Math.floor((at % QUARTER) / MINUTE);
}

/** Windows share quarters of an hour, and asking for one takes longer than anything else here. */
function remembering(clock: WallClock): WallClock {
  const known = new Map<string, WallMinute | undefined>();
  return (at, timezone) => {
    const key = `${at} ${timezone}`;
    if (!known.has(key)) known.set(key, clock(at, timezone));
    return known.get(key);
  };
}

function selectable({ cluster, ref, labels }: ClusterImpact) {
  const names = ref === null ? [cluster] : [cluster, ref.name, `${ref.namespace}/${ref.name}`];
  return { names, namespace: ref?.namespace ?? "", labels: new Map(Object.entries(labels)) };
}
