// A sweep of deliveries whose list is long, or breaks off.
import { describe, expect, test } from "@jest/globals";
import { createLog } from "../../../src/adapters/telemetry/log.ts";
import { type SweeperPort, sweep } from "../../../src/bot/sweep/deliveries.ts";
import type { Attempt } from "../../../src/bot/sweep/missed-deliveries.ts";

const NOW = 80 * 3_600_000;
const failed = (id: number, ago: number): Attempt => ({
  id,
  guid: `g-${id}`,
  delivered_at: new Date(NOW - ago).toISOString(),
  redelivery: false,
  status_code: 503,
  event: "push",
  action: null,
});

async function swept(pages: (readonly Attempt[] | Error)[], remaining = () => 60_000) {
  const asked: number[] = [];
  const lines: string[] = [];
  const iterator = async function* () {
    for (const page of pages) {
      if (page instanceof Error) throw page;
      yield { data: page };
    }
  };
  const redeliverWebhookDelivery = async ({ delivery_id }: { delivery_id: number }) => {
    if (delivery_id === 13) throw new Error("not this one");
    asked.push(delivery_id);
  };
  const port = {
    octokit: { paginate: { iterator }, rest: { apps: { redeliverWebhookDelivery } } },
    log: createLog({ write: (line) => lines.push(line), level: "info", now: () => NOW }),
    now: () => NOW,
    remaining,
  } as unknown as SweeperPort;
  const answer = await sweep({ hours: 6 }, port).catch(({ message }: Error) => message);
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { asked, answer, last: records.at(-1) };
}
const HOUR = 3_600_000;

describe("a list of deliveries", () => {
  test("is read until they are older than asked for; one that is refused does not keep the others", async () => {
    const { asked, answer, last } = await swept([
      [failed(14, 1), failed(13, 2)],
      [failed(12, HOUR), failed(11, 7 * HOUR)],
      [failed(10, 8 * HOUR)],
    ]);
    expect(asked).toEqual([12, 14]);
    expect(answer).toEqual({ looked: 3, redelivered: 2, lost: 0 });
    expect(last).toMatchObject({ outcome: "swept", left: 1, complete: true });
  });

  test("that breaks off is an error, after what was read is asked for", async () => {
    const { asked, answer, last } = await swept([[failed(3, 1)], new Error("502"), [failed(2, HOUR)]]);
    expect([asked, answer]).toEqual([[3], "502"]);
    expect(last).toMatchObject({ redelivered: 1, complete: false });
  });

  test("that takes too long is told not to be complete", async () => {
    const times = [4_000, 60_000];
    const { asked, last } = await swept([[failed(3, 1)], [failed(2, HOUR)]], () => times.shift() ?? 60_000);
    expect(asked).toEqual([3]);
    expect(last).toMatchObject({ redelivered: 1, complete: false });
  });
});
