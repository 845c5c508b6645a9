// Which webhooks are asked for again: by webhook, not by attempt.
import { describe, expect, test } from "@jest/globals";
import { type Attempt, missedOf } from "../../../src/bot/sweep/missed-deliveries.ts";

const attempt = (
  id: number,
  guid: string,
  status_code: number,
  minute: number,
  redelivery = false,
): Attempt => ({
  id,
  guid,
  status_code,
  delivered_at: new Date(minute * 60_000).toISOString(),
  event: "push",
  action: null,
  redelivery,
});
const at = (minute: number) => minute * 60_000;
const guids = (attempts: readonly Attempt[]) => attempts.map(({ guid }) => guid);

describe("missed", () => {
  test("are those that never arrived, oldest first", () => {
    const { toRedeliver, lost } = missedOf(
      [
        attempt(5, "late", 503, 9),
        attempt(4, "arrived", 202, 8),
        attempt(3, "no answer", 0, 7),
        attempt(2, "twice", 500, 6, true),
        attempt(1, "twice", 500, 5),
      ],
      at(10),
    );
    expect(guids(toRedeliver)).toEqual(["twice", "no answer", "late"]);
    expect(lost).toEqual([]);
  });

  test("are not those that arrived in the end", () => {
    const all = [attempt(2, "a", 202, 2, true), attempt(1, "a", 503, 1)];
    expect(missedOf(all, at(60))).toEqual({ toRedeliver: [], lost: [] });
    expect(missedOf([...all].reverse(), at(60))).toEqual({ toRedeliver: [], lost: [] });
  });

  test("wait half as long as they failed already, and are told once when nothing more is done", () => {
    const attempts = [attempt(0, "a", 503, 0)];
    const asked: number[] = [];
    const told: number[] = [];
    const look = (minute: number, minutes: number) => {
      const seen = attempts.filter(({ delivered_at }) => Date.parse(delivered_at) >= at(minute - minutes));
      const { toRedeliver, lost } = missedOf(seen, at(minute));
      for (const { guid } of toRedeliver) attempts.push(attempt(minute, guid, 503, minute, true));
      asked.push(...toRedeliver.map(() => minute));
      told.push(...lost.map(() => minute));
    };
    // As the schedules of serverless.yml do, for four days.
    for (let minute = 3; minute < 4 * 1_440; minute += 10) {
      look(minute, 6 * 60);
      if (minute % 360 === 3) look(minute, 72 * 60);
    }
    expect(asked).toEqual([3, 13, 23, 43, 73, 113, 173, 263, 723, 1443, 2523]);
    expect(told).toEqual([3_963]);
  });

  test("are none that lead to no job", () => {
    const of = (event: string, action: string | null) =>
      missedOf([{ ...attempt(1, "a", 503, 0), event, action }], at(1)).toRedeliver.length;
    expect([of("push", null), of("issue_comment", "created"), of("check_run", "rerequested")]).toEqual([
      1, 1, 1,
    ]);
    expect([of("issue_comment", "edited"), of("check_run", "completed"), of("star", "created")]).toEqual([
      0, 0, 0,
    ]);
  });

  test("are asked for once even at the end, by whoever looks for the first time", () => {
    expect(guids(missedOf([attempt(1, "a", 503, 0)], at(70 * 60)).toRedeliver)).toEqual(["a"]);
  });

  test("whose first attempt is not in the list are left to who looks back further", () => {
    expect(missedOf([attempt(2, "a", 503, 50, true)], at(100))).toEqual({ toRedeliver: [], lost: [] });
  });
});
