// Which webhooks are asked for again: by webhook, not by attempt.
import { describe, expect, test } from "@jest/globals";
import { type Attempt, missedOf } from "../../src/lambda/redeliver.ts";

const attempt = (id: number, guid: string, status_code: number, minute: number): Attempt => ({
  id,
  guid,
  status_code,
  delivered_at: new Date(minute * 60_000).toISOString(),
  event: "push",
  action: null,
});
const guids = (attempts: readonly Attempt[]) => attempts.map(({ guid }) => guid);

describe("missed", () => {
  test("are those that never arrived, oldest first", () => {
    const { again, lost } = missedOf([
      attempt(5, "late", 503, 9),
      attempt(4, "arrived", 202, 8),
      attempt(3, "no answer", 0, 7),
      attempt(2, "twice", 500, 6),
      attempt(1, "twice", 500, 5),
    ]);
    expect(guids(again)).toEqual(["twice", "no answer", "late"]);
    expect(lost).toEqual([]);
  });

  test("are not those that arrived in the end", () => {
    const all = [attempt(2, "a", 202, 2), attempt(1, "a", 503, 1)];
    expect(missedOf(all)).toEqual({ again: [], lost: [] });
    expect(missedOf([...all].reverse())).toEqual({ again: [], lost: [] });
  });

  test("are given up after five attempts, and told once", () => {
    const five = [5, 4, 3, 2, 1].map((id) => attempt(id, "a", 503, id));
    expect(guids(missedOf(five).lost)).toEqual(["a"]);
    expect(guids(missedOf(five).again)).toEqual([]);
  });
});
