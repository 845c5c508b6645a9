// The schedule and duration of a sync window → why Argo CD cannot parse them, if it cannot. Never throws.
import type { SyncWindow } from "../../model/project.ts";
import { readCron } from "../values/cron.ts";

/**
 * Five cron fields and a Go duration (argo-cd pkg/apis/application/v1alpha1/types.go, SyncWindows.active). Undefined where
 * both can be read.
 */
export function windowDefect({ schedule, duration }: SyncWindow): string | undefined {
  if (!isSchedule(schedule)) return schedule === "" ? "no schedule" : `schedule ${schedule}`;
  if (isDuration(duration)) return undefined;
  return duration === "" ? "no duration" : `duration ${duration}`;
}

/** As crontab(5), except that `?` is a star, Sunday is 0 only, and a time zone may precede (robfig/cron parser.go). */
function isSchedule(text: string): boolean {
  const fields = text.replace(/^(?:CRON_)?TZ=\S+ /, "").replaceAll("?", "*");
  const days = fields.trimEnd().split(/\s+/).at(-1) ?? "";
  return readCron(fields) !== undefined && !/(?:^|[,-])0*7(?:[,/-]|$)/.test(days);
}

/** Go's time.ParseDuration: decimal numbers, each with a unit, and a sign. */
function isDuration(text: string): boolean {
  return /^[+-]?(?:0|(?:(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:ns|us|µs|μs|ms|s|m|h)){1,20})$/.test(text);
}
