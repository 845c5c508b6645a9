// What a job may do to its process ends that process, with the reason, and nobody else's job.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createPool } from "../../../src/adapters/workers/pool.ts";
import { isolatedRunner } from "../../../src/bot/isolated-jobs.ts";
import type { Job } from "../../../src/model/job.ts";
import { count } from "../../properties/counts.ts";

const pool = createPool({
  entry: fileURLToPath(new URL("misbehaving.mjs", import.meta.url)),
  limits: { cpu: 2, time: 15, heap: 64 },
  env: { KEPT: "yes" },
  push: async () => [],
});
afterAll(() => pool.close());

const job = (delivery: string): Job => ({
  ...{ installation: 1, owner: "acme", repo: "fleet", event: "pull_request.opened", since: 0 },
  ...{ kind: "review", number: 7, head: "a".repeat(40), delivery },
});
const run = (act: string, superseded = () => false) =>
  pool.run({ job: job(act), attempt: 1, token: "t", secret: "s" }, superseded);

describe("a job", () => {
  test("that ends has its result", async () => {
    expect(await run("answer")).toMatchObject({ result: { at: 7 } });
  });

  test.each([
    ["loop", "it took more than 2 seconds of processor time"],
    ["list", "it took more than 64 MB of memory"],
    ["buffers", "it took more than 64 MB of memory"],
    ["exit", "its process ended with 3"],
  ])("that does a %s is ended", async (act, broken) => {
    const [ended, other] = await Promise.all([run(act), run("answer")]);
    expect(ended).toEqual({ broken });
    expect(other).toMatchObject({ result: { at: 7 } });
    expect(await run("answer")).toMatchObject({ result: { at: 7 } });
  });

  test("that waits for ever is ended", async () => {
    expect(await run("wait")).toEqual({ broken: "it took longer than 15 seconds" });
  });

  test("sees no more of the environment than it is given", async () => {
    expect(await run("env")).toMatchObject({ result: { failed: "KEPT" } });
  });

  test("queues jobs, and hears that it is superseded", async () => {
    expect(await run("push")).toMatchObject({ result: { failed: "pushed" } });
    expect(await run("wait", () => true)).toMatchObject({ result: { failed: "superseded" } });
  });
});

test("whoever runs them stays at hand", async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await Promise.all([run("loop"), run("list"), run("loop")]);
  delay.disable();
  expect(delay.percentile(99) / 1e6).toBeLessThan(count(1_000, 100));
});

describe("a head whose plan broke a limit", () => {
  const log = new Proxy({}, { get: () => () => {} }) as Parameters<typeof isolatedRunner>[0]["log"];
  const runner = () => {
    const runs: (string | undefined)[] = [];
    const run = isolatedRunner({
      pool: {
        run: async ({ broken }) => {
          runs.push(broken);
          return broken === undefined ? { broken: "it took too much" } : { result: undefined };
        },
      },
      token: async () => "t",
      log,
      secret: "s",
    });
    return { run, runs };
  };

  test("is told about, and not tried again", async () => {
    const { run, runs } = runner();
    expect(await run(job("one"), 1, () => false)).toBeUndefined();
    expect(await run(job("two"), 1, () => false)).toBeUndefined();
    expect(runs).toEqual([undefined, "it took too much", "it took too much"]);
  });

  test("leaves the next one alone", async () => {
    const { run, runs } = runner();
    await run(job("one"), 1, () => false);
    await run({ ...job("two"), head: "b".repeat(40) } as Job, 1, () => false);
    expect(runs.filter((broken) => broken === undefined)).toHaveLength(2);
  });
});
