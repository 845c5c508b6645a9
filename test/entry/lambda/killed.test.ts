// A worker that ends before or after each of its writes: another one finishes, nothing is lost, nothing is done twice.
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Job } from "../../../src/model/job.ts";
import { replyKey } from "../../../src/render/replies/replies.ts";
import { lossy, NAME } from "./lossy.ts";
import { SMALL } from "./small.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const upgrade = (patch: number) => ({
  [CLUSTER]: (SMALL[CLUSTER] as string).replace(/v1\.\d+\.\d+---/, `v1.34.${patch}---`),
});
const WHEN = ["before", "after"] as const;
const both = (writes: Readonly<Record<string, RegExp>>) =>
  Object.entries(writes).flatMap(([name, call]) => WHEN.map((when) => [when, name, call] as const));

let serial = 1;
let world: Awaited<ReturnType<typeof lossy>>;
beforeAll(async () => {
  world = await lossy();
});

const own = (on: number) =>
  world.github.comments(NAME, on).filter(({ user }) => user.login === "breakwater[bot]");
const replies = (on: number) => own(on).filter(({ body }) => replyKey(body) !== undefined);
const plans = (on: number) =>
  own(on).filter(
    ({ body, minimizedReason }) => replyKey(body) === undefined && minimizedReason === undefined,
  );
const headOf = (on: number) => world.github.pullRequest(NAME, on)?.headSha as string;
const checksOf = (on: number) => world.github.checkRuns(NAME).filter(({ headSha }) => headSha === headOf(on));

/** A pull request of its own, and the job that plans it. */
async function opened(planned: boolean) {
  const branch = `change-${serial}`;
  await world.github.commit(NAME, branch, upgrade(serial++));
  const number = await world.github.openPullRequest(NAME, { head: branch });
  if (planned) await world.run(world.planned(serial, number));
  return { number, branch };
}

/** One comment, of the live head, and one check of it. */
function isPlanned(on: number) {
  expect(plans(on).map(({ body }) => body.includes(headOf(on)))).toEqual([true]);
  expect(checksOf(on).map(({ status }) => status)).toEqual(["completed"]);
}

describe("a plan", () => {
  test.each(both({ "the new comment": /^POST .*\/comments$/, "the check": /^POST .*\/check-runs$/ }))(
    "killed %s %s",
    async (when, _, call) => {
      const { number } = await opened(false);
      const job = world.planned(serial, number);
      expect(await world.killedAt(job, call, when)).toBe(true);
      await world.runAgain(job);
      isPlanned(number);
    },
  );

  test.each(both({ "the comment that is there": /^PATCH .*\/comments\/\d+$/ }))(
    "killed %s %s",
    async (when, _, call) => {
      const { number, branch } = await opened(true);
      await world.github.commit(NAME, branch, upgrade(90 + serial++));
      const job = world.planned(serial, number);
      expect(await world.killedAt(job, call, when)).toBe(true);
      await world.runAgain(job);
      isPlanned(number);
    },
  );

  test.each(both({ "the check that an earlier one had written": /^PATCH .*\/check-runs\/\d+$/ }))(
    "killed %s %s",
    async (when, _, call) => {
      const { number } = await opened(false);
      const job = world.planned(serial, number);
      expect(await world.killedAt(job, /^POST .*\/check-runs$/, "after")).toBe(true);
      expect(await world.killedAt(job, call, when, 2)).toBe(true);
      await world.runAgain(job, 3);
      isPlanned(number);
    },
  );

  test.each(both({ "a copy of its comment was hidden": /^Minimize$/ }))(
    "killed %s %s",
    async (when, _, call) => {
      const { number } = await opened(true);
      const body = plans(number)[0]?.body ?? "";
      const { place } = world;
      const octokit = await world.asBot();
      await octokit.rest.issues.createComment({
        owner: place.owner,
        repo: place.repo,
        issue_number: number,
        body,
      });
      const job = world.planned(serial++, number);
      expect(await world.killedAt(job, call, when)).toBe(true);
      await world.runAgain(job);
      isPlanned(number);
    },
  );

  test("of an older head is left to the job behind it, unless that was dropped for this one", async () => {
    const { number } = await opened(true);
    const { since, ...rest } = world.planned(serial++, number) as Job & { kind: "review" };
    const old = { ...rest, since: since - 1_000, head: "b".repeat(40) };
    const outcomes = [];
    for (const [job, attempt] of [
      [old, 1],
      [{ ...old, supersededHeads: ["c".repeat(40), old.head] }, 1],
      [{ ...old, supersededHeads: [headOf(number), old.head] }, 1],
      [{ ...old, supersedesOthers: true }, 1],
      // What was dropped for it the first time is not known any more.
      [old, 2],
    ] as const) {
      await world.runSettled(job, attempt);
      outcomes.push(world.lines().at(-1)?.["outcome"]);
    }
    expect(outcomes).toEqual(["dropped", "dropped", "planned", "planned", "planned"]);
  });

  test.each(WHEN)("for each pull request of a base, killed %s they were queued", async (when) => {
    const { number } = await opened(false);
    const { kind: _, ...rest } = world.planned(serial++, number) as Job & { kind: "review" };
    const job: Job = { ...rest, kind: "branch", branch: "main" };
    world.queued.splice(0);
    expect(await world.killedAt(job, /^SendMessage$/, when)).toBe(true);
    await world.runAgain(job);
    const queued = world.queued.splice(0).flatMap((one) => (one.kind === "review" ? [one.number] : []));
    const open = world.github.pullRequests(NAME).filter(({ state }) => state === "open");
    // The queue drops the second of two with one deduplication id.
    expect([...new Set(queued)].sort((a, b) => a - b)).toEqual(open.map((one) => one.number));
  });
});

describe("a command", () => {
  const always = {
    "its eyes": /^React$/,
    "its reply": /^POST .*\/comments$/,
    "the eyes were taken back": /^Unreact$/,
  };

  test.each(both({ ...always, "its commit": /^Commit$/ }))(
    "that commits to a pull request, killed %s %s",
    async (when, _, call) => {
      const { number, branch } = await opened(true);
      const job = await world.typed(number, "/scale cl01/pool-b 5");
      const before = (await world.github.commits(NAME, branch)).length;
      expect(await world.killedAt(job, call, when)).toBe(true);
      await world.runAgain(job);
      expect(replies(number)).toHaveLength(1);
      expect((await world.github.commits(NAME, branch)).length - before).toBe(1);
      expect(world.github.reactions(NAME, job.id)).toEqual(["breakwater[bot] rocket"]);
    },
  );

  test.each(
    both({
      "its branch": /^POST .*\/git\/refs$/,
      "its commit": /^Commit$/,
      "its pull request": /^POST .*\/pulls$/,
      "who asked was assigned": /^POST .*\/assignees$/,
      "its reply": /^POST .*\/comments$/,
    }),
  )("on an issue, killed %s %s", async (when, _, call) => {
    const issue = await world.github.openIssue(NAME, "Please", "maria");
    const job = await world.typed(issue, `/scale cl01/pool-b ${4 + serial++}`);
    const before = world.github.pullRequests(NAME).length;
    expect(await world.killedAt(job, call, when)).toBe(true);
    await world.runAgain(job);
    expect(replies(issue)).toHaveLength(1);
    const made = world.github.pullRequests(NAME).slice(before);
    expect(made).toHaveLength(1);
    const commits = await world.github.commits(NAME, made[0]?.headRef as string);
    const main = await world.github.commits(NAME, "main");
    expect(commits.length - main.length).toBe(1);
    expect(world.github.reactions(NAME, job.id)).toEqual(["breakwater[bot] rocket"]);
  });

  test.each(
    both({
      "the comment that keeps it": /^PATCH .*\/comments\/\d+$/,
      "the check": /^POST .*\/check-runs$/,
      "its reply": /^POST .*\/comments$/,
    }),
  )("that decides, killed %s %s", async (when, _, call) => {
    const { number } = await opened(true);
    const job = await world.typed(number, "/hold until Monday");
    expect(await world.killedAt(job, call, when)).toBe(true);
    await world.runAgain(job);
    expect(replies(number)).toHaveLength(1);
    expect(plans(number)).toHaveLength(1);
    expect(plans(number)[0]?.body).toContain("until Monday");
    expect(checksOf(number).at(-1)).toMatchObject({
      status: "completed",
      conclusion: expect.not.stringMatching("success"),
    });
    expect(world.github.reactions(NAME, job.id)).toHaveLength(1);
  });
});

test("a command that another run does by now writes nothing any more", async () => {
  const { number, branch } = await opened(true);
  const job = await world.typed(number, "/scale cl01/pool-b 5");
  const before = (await world.github.commits(NAME, branch)).length;
  await world.run(job, () => world.github.reactions(NAME, job.id).length > 0);
  expect(world.github.reactions(NAME, job.id)).toEqual(["breakwater[bot] eyes"]);
  expect(replies(number)).toEqual([]);
  expect((await world.github.commits(NAME, branch)).length).toBe(before);
  expect(world.lines().at(-1)).toMatchObject({ outcome: "dropped", reason: "superseded" });
  await world.runAgain(job);
  expect(replies(number)).toHaveLength(1);
});

test("nothing was asked that GitHub does not know", () => {
  expect(world.faults()).toEqual([]);
});
