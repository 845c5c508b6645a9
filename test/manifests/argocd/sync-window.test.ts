// Which sync windows Argo CD can read (robfig/cron with five fields, Go's durations).
import { expect, test } from "@jest/globals";
import { windowDefect } from "../../../src/manifests/argocd/sync-window.ts";
import type { SyncWindow } from "../../../src/model/project.ts";

const defect = (schedule: string, duration = "1h") => windowDefect({ schedule, duration } as SyncWindow);

test.each([
  "0 22 * * *",
  "*/15 0-6,20 1 jan-MAR mon",
  "0 0 ? * 0/2",
  "0 0 * * */7",
  "TZ=Europe/Berlin 0 7 * * 1-5",
  " 5   4 * * sun ",
])("schedule %j is read", (schedule) => expect(defect(schedule)).toBeUndefined());

test.each([
  "@daily",
  "0 22 * *",
  "0 0 22 * * *",
  "60 * * * *",
  "* * 0 * *",
  "* * * * 7",
  "* * * * 1-7",
  "* * * * 7,1",
  "5-1 * * * *",
  "*/0 * * * *",
  "a * * * *",
  "* * * feb-x *",
])("schedule %j is not", (schedule) => expect(defect(schedule)).toBe(`schedule ${schedule}`));

test.each([
  ["8h", true],
  ["1h30m", true],
  [".5h", true],
  ["0", true],
  ["8", false],
  ["1d", false],
])("duration %j: %s", (duration, readable) => {
  expect(defect("0 0 * * *", duration)).toBe(readable ? undefined : `duration ${duration}`);
});

test("what is left out is no time either", () => {
  expect([defect(""), defect("0 0 * * *", "")]).toEqual(["no schedule", "no duration"]);
});
