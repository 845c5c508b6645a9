// A cron expression → whether a minute of a wall clock matches it. Never throws.

/** A minute as a wall clock shows it; weekday 0 is Sunday. */
export type WallMinute = {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
};

export type Cron = {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Day or weekday is a star, so that the other alone decides. */
  readonly anyDay: boolean;
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Five fields of stars, numbers, names, ranges, steps and lists (crontab(5)); undefined for anything else. */
export function readCron(text: string): Cron | undefined {
  const fields = text.trim().split(/[ \t]+/);
  if (fields.length !== 5 || text.length > 200) return undefined;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS, 1);
  const weekdays = valuesOf(weekday, 0, 7, WEEKDAYS, 0);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  return { minutes, hours, days, months, weekdays, anyDay: day.startsWith("*") || weekday.startsWith("*") };
}

/** Day and weekday, where both are given, are alternatives, as in crontab(5). */
export function fallsOn(cron: Cron, at: WallMinute): boolean {
  const day = cron.days.has(at.day);
  const weekday = cron.weekdays.has(at.weekday);
  return (
    cron.minutes.has(at.minute) &&
    cron.hours.has(at.hour) &&
    cron.months.has(at.month) &&
    (cron.anyDay ? day && weekday : day || weekday)
  );
}

function valuesOf(
  field: string,
  min: number,
  max: number,
  names: readonly string[] = [],
  first = 0,
): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, from = "", to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,3}))?$/.exec(part) ?? [];
    const number = (word: string) => {
      const named = names.indexOf(word.toLowerCase());
      return named >= 0 ? named + first : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
    };
    const start = from === "*" ? min : number(from);
    const end = to !== undefined ? number(to) : from === "*" || step !== undefined ? max : start;
    const by = step === undefined ? 1 : Number(step);
    if (!(start >= min && end <= max && start <= end && by >= 1) || (from === "*" && to !== undefined))
      return undefined;
    for (let value = start; value <= end; value += by) values.add(value);
  }
  return values;
}
