// One process that serves: what no event told it of, it finds by itself.
import { expect, test } from "@jest/globals";
import { createBot } from "../../../src/bot/bot.ts";
import { createSweep } from "../../../src/bot/sweep/run.ts";
import { lossy, NAME, SECRET } from "../../entry/lambda/lossy.ts";

test("a command whose event was lost is answered by the process that found it, once", async () => {
  const { github, number, probot, log, own, faults } = await lossy();
  const bot = createBot({ log, secret: SECRET, pause: 10 });
  await probot.load(bot.app);
  const run = createSweep({ probot, push: bot.push, log, now: Date.now, secret: SECRET });
  const sweep = () => run({ hours: 72, minutes: 0 }, () => 60_000);
  const id = await github.comment(NAME, number, "maria", "/help");
  expect(own()).toHaveLength(1);
  expect(await sweep()).toMatchObject({ redelivered: 0, repositories: 1, queued: 1 });
  await bot.queue.idle();
  expect([own().length, github.reactions(NAME, id)]).toEqual([2, ["breakwater[bot] +1"]]);
  expect(await sweep()).toMatchObject({ queued: 0 });
  expect(faults()).toEqual([]);
});

test("where deliveries cannot be listed, jobs are found and the run fails", async () => {
  const { github, number, probot, log } = await lossy();
  await github.comment(NAME, number, "maria", "/help");
  const found: unknown[] = [];
  const push = async (jobs: readonly unknown[]) => {
    found.push(...jobs);
    return [];
  };
  const app = await probot.auth();
  app.hook.wrap("request", (request, options) => {
    if (options.url.includes("hook/deliveries")) throw new Error("not listed");
    return request(options);
  });
  const auth = (installation?: number) => (installation ? probot.auth(installation) : app);
  const broken = { auth } as unknown as typeof probot;
  const run = createSweep({
    probot: Object.assign(Object.create(probot), broken),
    push,
    log,
    now: Date.now,
    secret: SECRET,
  });
  await expect(run({ minutes: 0 }, () => 60_000)).rejects.toThrow("not listed");
  expect(found).toHaveLength(1);
});
