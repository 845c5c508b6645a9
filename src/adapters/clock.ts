// A moment and a time zone → what clocks on the wall show there.
import type { WallMinute } from "../manifests/values/cron.ts";

const FORMATS = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `at` in seconds since 1970; undefined for a time zone that the platform does not know. */
export function wallClock(at: number, timezone: string): WallMinute | undefined {
  const format = formatOf(timezone);
  if (format === undefined) return undefined;
  const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type as string, value]));
  const number = (type: string) => Number(parts.get(type));
  return {
    minute: number("minute"),
    hour: number("hour"),
    day: number("day"),
    month: number("month"),
    weekday: WEEKDAYS.indexOf(parts.get("weekday") ?? ""),
  };
}

/** Making one takes longer than using it a hundred times. */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      minute: "numeric",
      hour: "numeric",
      day: "numeric",
      month: "numeric",
      weekday: "short",
    });
    FORMATS.set(timeZone, made);
    return made;
  } catch {
    return undefined;
  }
}
