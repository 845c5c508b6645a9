// From a webhook to the comment, through the built functions and a real queue: nothing is lost, nothing is done twice.
import { beforeAll, expect, test } from "@jest/globals";
import { replayDeadLetters } from "../../../src/entry/cli/dead-letters.ts";
import { FLEET_REPOSITORY as NAME } from "../../e2e/story.ts";
import { type Cloud, createCloud } from "./cloud.ts";
import { SECRET } from "./http-event.ts";
import { type Aws, describeWithMoto, startMoto } from "./moto.ts";
import { SMALL } from "./small.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const upgrade = (patch: number) => ({
  [CLUSTER]: (SMALL[CLUSTER] as string).replace(/v1\.\d+\.\d+---/, `v1.34.${patch}---`),
});

describeWithMoto("with a queue", () => {
  let aws: Aws;
  beforeAll(async () => {
    aws = await startMoto();
  });

  async function opened(cloud: Cloud, patch = 1): Promise<number> {
    await cloud.github.commit(NAME, "change", upgrade(patch));
    const number = await cloud.github.openPullRequest(NAME, { head: "change" });
    await cloud.github.settled();
    return number;
  }

  test("a pull request is planned, and a push to it", async () => {
    const cloud = await createCloud(aws);
    const receiver = await cloud.startReceiver();
    const worker = cloud.startWorker();
    const number = await opened(cloud);
    await cloud.drained();
    await cloud.isPlanned(number);
    await cloud.github.commit(NAME, "change", upgrade(2));
    await cloud.drained();
    await cloud.isPlanned(number);
    expect(receiver.lines.filter(({ outcome }) => outcome === "queued").length).toBeGreaterThan(1);
    const planned = worker.lines.filter(({ outcome }) => outcome === "planned");
    expect(planned.at(-1)).toMatchObject({ number, Handled: 1, attempt: 1, QueueAge: expect.any(Number) });
  });

  test("of a burst of pushes only the last is planned, and a command does not wait for any", async () => {
    const cloud = await createCloud(aws);
    await cloud.startReceiver();
    await cloud.github.setPermission(NAME, "maria", "write");
    const number = await opened(cloud);
    for (let patch = 2; patch < 8; patch++) await cloud.github.commit(NAME, "change", upgrade(patch));
    await cloud.github.comment(NAME, number, "maria", "/help");
    await cloud.github.settled();
    expect(await cloud.queues.size()).toBeGreaterThan(7);
    const worker = cloud.startWorker();
    await cloud.drained();
    expect(cloud.replies(number)).toHaveLength(1);
    const outcomes = worker.lines.filter((line) => line["number"] === number).map(({ outcome }) => outcome);
    // Of the messages behind the first ten only the last is planned too.
    const plans = outcomes.filter((outcome) => outcome === "planned").length;
    expect(plans).toBeLessThanOrEqual(2);
    await cloud.isPlanned(number, 0, plans);
    expect(outcomes.indexOf("answered")).toBeLessThan(outcomes.lastIndexOf("planned"));
    expect(worker.lines.filter(({ reason }) => reason === "superseded").length).toBeGreaterThan(3);
  });

  test.each([
    // Each write of each kind of job: killed.test.ts. Here processes die, and the queue hands the message out again.
    ["before", "the comment", /issues\/\d+\/comments$/],
    ["after", "the check", /check-runs$/],
  ])("a worker killed %s it wrote %s: another finishes, once", async (when, _, call) => {
    const cloud = await createCloud(aws);
    await cloud.startReceiver();
    const number = await opened(cloud);
    const first = cloud.startWorker();
    let killed = false;
    let gone: Promise<void> | undefined;
    cloud.around(async (made, effect) => {
      if (killed) return undefined;
      if (!made.startsWith("POST") || !call.test(made)) return effect();
      if (when === "after") await effect();
      killed = true;
      gone = first.kill();
      return undefined;
    });
    await expect(first.line(() => false)).rejects.toThrow("ended");
    await gone;
    expect(await cloud.queues.size()).toBeGreaterThan(0);
    cloud.around((_made, effect) => effect());
    const second = cloud.startWorker();
    await cloud.drained();
    await cloud.isPlanned(number);
    expect(second.lines.find(({ outcome }) => outcome === "planned")).toMatchObject({ attempt: 2 });
  });

  test("a job that always fails is told on the pull request and becomes a dead letter after five receives", async () => {
    const cloud = await createCloud(aws, 1);
    await cloud.startReceiver();
    await cloud.github.commit(NAME, "change", upgrade(1));
    await cloud.github.settled();
    const number = await opened(cloud);
    const broken = new Response("{}", { status: 422 });
    cloud.around(async (made, effect) => (/POST Live/.test(made) ? broken.clone() : effect()));
    const worker = cloud.startWorker();
    const given = await worker.line(({ msg }) => String(msg).startsWith("given up"));
    expect(given).toMatchObject({ attempt: 5, delivery: expect.any(String), reason: expect.any(String) });
    cloud.around((_made, effect) => effect());
    await cloud.drained();
    expect(await cloud.queues.deadSize()).toBe(1);
    expect(
      worker.lines.filter(({ outcome, number: of }) => outcome === "failed" && of === number),
    ).toMatchObject(["nobody", "nobody", "nobody", "nobody", "check"].map((told) => ({ told })));
    await worker.kill();

    const replayed = async (wanted: { since?: string; repo?: string; dryRun?: boolean }) => {
      const lines: string[] = [];
      Object.assign(process.env, aws.env);
      const { since, repo, dryRun = false } = wanted;
      await replayDeadLetters({ since, repo, dryRun }, cloud.env, (line) => lines.push(line));
      return lines;
    };
    expect((await replayed({ dryRun: true }))[0]).toMatch(
      /, delivery \S+, given up after \w+: would be replayed$/,
    );
    expect(await replayed({ repo: "another/one" })).toEqual(["0 replayed, 1 stay"]);
    expect(await replayed({ since: "2126-01-01" })).toEqual(["0 replayed, 1 stay"]);
    expect((await replayed({ since: "1h", repo: NAME })).at(-1)).toBe("1 replayed, 0 stay");
    expect(await replayed({})).toEqual(["0 replayed, 0 stay"]);
    cloud.startWorker();
    await cloud.drained();
    await cloud.isPlanned(number, 1);
  });

  test("what nobody received is asked for again, and a command whose event is lost is found; a second sweep does nothing", async () => {
    const cloud = await createCloud(aws);
    await cloud.github.setPermission(NAME, "maria", "write");
    const number = await opened(cloud);
    expect(cloud.github.deliveries().every(({ status }) => status === "failed")).toBe(true);
    const failed = cloud.github.deliveries().length;
    await cloud.lost(() => cloud.github.comment(NAME, number, "maria", "/help"));
    await cloud.startReceiver();
    const swept = await cloud
      .sweep({ hours: 1, minutes: 0 })
      .line(({ looked, repositories }) => looked !== undefined && repositories !== undefined);
    // The command, and a plan in case that the redelivery is lost as well.
    expect(swept).toMatchObject({ redelivered: failed, lost: 0, repositories: 1, of: 1, queued: 2 });
    cloud.startWorker();
    await cloud.drained();
    await cloud.isPlanned(number);
    expect(cloud.replies(number)).toHaveLength(1);
    const again = await cloud.sweep({ minutes: 0 }).line(({ repositories }) => repositories !== undefined);
    expect(again).toMatchObject({ queued: 0 });
    expect(cloud.github.deliveries().filter(({ redelivery }) => redelivery)).toHaveLength(failed);
  });

  test("a command and a plan are found although the deliveries cannot be listed, and that is an error", async () => {
    const cloud = await createCloud(aws);
    await cloud.github.setPermission(NAME, "maria", "write");
    const number = await opened(cloud);
    await cloud.lost(() => cloud.github.comment(NAME, number, "maria", "/help"));
    cloud.around(async (made, effect) =>
      /hook\/deliveries/.test(made) ? new Response("{}", { status: 422 }) : effect(),
    );
    const sweeper = cloud.sweep({ minutes: 0 });
    expect(await sweeper.line(({ outcome }) => outcome === "looked")).toMatchObject({ queued: 2 });
    const answered = sweeper.line(
      ({ redelivered, queued }) => redelivered !== undefined && queued !== undefined,
    );
    await expect(answered).rejects.toThrow("ended");
    expect(await cloud.queues.size()).toBe(2);
  });

  test("a receiver reads its secret from the parameter store, and does not start without", async () => {
    const cloud = await createCloud(aws);
    await aws.putParameter("/breakwater/webhook-secret", SECRET);
    const stored = { WEBHOOK_SECRET: "", WEBHOOK_SECRET_PARAMETER: "/breakwater/webhook-secret" };
    await cloud.startReceiver(stored);
    await opened(cloud);
    expect(cloud.github.deliveries().every(({ status }) => status === "ok")).toBe(true);
    expect(await cloud.queues.size()).toBeGreaterThan(0);
    await expect(cloud.startReceiver({ ...stored, WEBHOOK_SECRET_PARAMETER: "/nowhere" })).rejects.toThrow(
      "the parameter store has no /nowhere",
    );
  });
});
