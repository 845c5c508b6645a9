// What a sweeper finds without a store: commands that nobody answered, and what the clock has ended.
import { describe, expect, test } from "@jest/globals";
import { messageOf } from "../../../src/adapters/queue/sqs-message.ts";
import { missedJobs } from "../../../src/bot/sweep/missed-work.ts";
import { MOST_REPOSITORIES, turnOf } from "../../../src/bot/sweep/scan-repositories.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Job } from "../../../src/model/job.ts";
import { EMPTY_STATE, type State } from "../../../src/model/state.ts";
import { signState, stateKey, verifyState } from "../../../src/policy/decisions/signed-state.ts";
import { commandKey } from "../../../src/usecases/respond/command-key.ts";
import { lossy, NAME, SECRET } from "./lossy.ts";
import { SMALL } from "./small.ts";

test("a push that nobody planned is planned, once; so is a pull request without a manifest", async () => {
  const { github, number, look, lookLater, work, own, lines, faults } = await lossy();
  expect(await look()).toMatchObject({ queued: 0 });
  const head = await github.commit(NAME, "change", { "README.md": "# Fleet\n" });
  await github.commit(NAME, "words", { "NOTES.md": "None.\n" });
  const words = await github.openPullRequest(NAME, { head: "words" });
  expect(await lookLater()).toMatchObject({ queued: 0 });
  expect(await look()).toMatchObject({ queued: 2 });
  expect((await work()).map((job) => job.kind === "review" && job.number)).toEqual([number, words]);
  expect(lines().filter(({ outcome }) => outcome === "planned" || outcome === "no-manifest")).toHaveLength(3);
  expect(own().at(0)?.body).toContain(String(head).slice(0, 7));
  expect(github.comments(NAME, words)).toEqual([]);
  expect(await look()).toMatchObject({ queued: 0 });
  expect(faults()).toEqual([]);
});

describe("a command whose event was lost", () => {
  test("is found, answered once, and not found again; its event, late, changes nothing", async () => {
    const { github, number, place, look, lookLater, work, run, own, lines, faults } = await lossy();
    const id = await github.comment(NAME, number, "maria", "/help");
    await github.comment(NAME, number, "maria", "Looks good to me, see `/help`.");
    expect(await lookLater()).toMatchObject({ repositories: 1, of: 1, queued: 0 });
    expect(await look()).toMatchObject({ queued: 1 });
    const [job] = (await work()) as [Job];
    expect(own()).toHaveLength(2);
    expect(await look()).toMatchObject({ queued: 0 });
    const late: Job = { ...job, event: "issue_comment.created", delivery: "the original" };
    expect(messageOf(late)).toMatchObject({
      group: messageOf(job).group,
      deduplication: messageOf(job).deduplication,
    });
    await run(late);
    expect(lines().at(-1)).toMatchObject({ outcome: "answered-already" });
    expect([own().length, github.reactions(NAME, id)]).toEqual([2, ["breakwater[bot] +1"]]);
    expect(place).toMatchObject({ owner: job.owner, repo: job.repo });
    expect(faults()).toEqual([]);
  });

  test("is found on an issue, and in a review", async () => {
    const { github, number, look, work, faults } = await lossy();
    const issue = await github.openIssue(NAME, "A question", "maria");
    await github.comment(NAME, issue, "maria", "/help");
    await github.review(NAME, number, "maria", "/help");
    expect(await look()).toMatchObject({ queued: 2 });
    expect((await work()).map((job) => job.kind === "command" && [job.source, job.number])).toEqual([
      ["comment", issue],
      ["review", number],
    ]);
    expect(await look()).toMatchObject({ queued: 0 });
    expect(faults()).toEqual([]);
  });

  test("stays answered where somebody deletes the reply: the reaction is there", async () => {
    const { github, number, look, work, own, faults } = await lossy();
    await github.comment(NAME, number, "maria", "/help");
    await look();
    await work();
    await github.deleteComment(NAME, own().at(-1)?.id as number);
    expect(await look()).toMatchObject({ queued: 0 });
    expect(faults()).toEqual([]);
  });
});

test("no more than fifty at a time, the oldest, and what was judged takes nobody's place", async () => {
  const { github, number, place, look, asBot, queued, faults } = await lossy();
  const { rest } = await asBot();
  for (let i = 0; i < 55; i++) {
    const comment_id = await github.comment(NAME, number, "maria", "/help");
    const { owner, repo } = place;
    await rest.reactions.createForIssueComment({ owner, repo, comment_id, content: "+1" });
  }
  const ids: number[] = [];
  for (let i = 0; i < 55; i++) ids.push(await github.comment(NAME, number, "maria", "/help"));
  expect(await look()).toMatchObject({ queued: 50 });
  expect(queued.map((job) => job.kind === "command" && job.id)).toEqual(ids.slice(0, 50));
  expect(faults()).toEqual([]);
});

test("what the clock has ended is planned again, once", async () => {
  const { github, number, place, look, work, own, asBot, faults } = await lossy();
  const id = Number(/"databaseId":(\d+)/.exec(JSON.stringify(await repositoryId(await asBot())))?.[1]);
  const key = stateKey(SECRET, { repository: id, pull: number });
  const sticky = own()[0] as { id: number; body: string };
  const state = verifyState(sticky.body, key) as State;
  const turned = Math.floor(Date.now() / 1000) - 60;
  const body = sticky.body.replace(
    /<!-- breakwater state .*-->/,
    signState({ ...state, turns: turned }, key),
  );
  await (await asBot()).rest.issues.updateComment({
    owner: place.owner,
    repo: place.repo,
    comment_id: sticky.id,
    body,
  });
  const checks = github.checkRuns(NAME).length;
  expect(await look()).toMatchObject({ queued: 1 });
  expect(await look()).toMatchObject({ queued: 1 });
  const jobs = await work();
  expect(jobs).toMatchObject([
    { kind: "review", number, event: "sweep" },
    { kind: "review", number },
  ]);
  expect(new Set(jobs.map((job) => messageOf(job).deduplication)).size).toBe(1);
  expect((verifyState(own()[0]?.body ?? "", key) as State).turns).toBeUndefined();
  expect(github.checkRuns(NAME).length).toBeGreaterThan(checks);
  expect(await look()).toMatchObject({ queued: 0 });
  expect(faults()).toEqual([]);
});

describe("a run ends", () => {
  test("where an installation has few requests left", async () => {
    const { github, lookWith, lines } = await lossy();
    await github.createRepository({ owner: "example-org", name: "other", files: SMALL });
    expect(await lookWith(1_001)).toMatchObject({ repositories: 2 });
    expect(await lookWith(999)).toMatchObject({ repositories: 1, of: 2 });
    expect(lines().at(-1)).toMatchObject({ outcome: "looked", spent: [expect.any(Number)] });
  });

  test("where its time does; the next one goes on", async () => {
    const { look } = await lossy({ remaining: () => 5_000 });
    expect(await look()).toMatchObject({ repositories: 0, of: 1, queued: 0 });
  });

  test("with its share: each repository has its turn, and the same at the same time", () => {
    const all = Array.from({ length: 950 }, (_, i) => ({ id: i * 7 }));
    const turns = Array.from({ length: 10 }, (_, i) => turnOf(all, i * 600_000 + 7));
    expect(turns.flat().length).toBe(950);
    expect(new Set(turns.flat()).size).toBe(950);
    expect(Math.max(...turns.map(({ length }) => length))).toBeLessThanOrEqual(MOST_REPOSITORIES);
    expect(new Set(turnOf(all, 10 * 600_000))).toEqual(new Set(turns[0]));
    expect(turnOf(all.slice(0, 5), 42)).toEqual(all.slice(0, 5));
  });

  test("with its time, each time after others: nobody is last for ever", () => {
    const all = Array.from({ length: 190 }, (_, id) => ({ id }));
    const looked = new Set<number>();
    // Of ninety-five each run comes to twenty.
    for (let run = 0; run < 20; run++)
      for (const { id } of turnOf(all, run * 600_000).slice(0, 20)) looked.add(id);
    expect(looked.size).toBe(190);
  });
});

describe("of what was said", () => {
  const place = { installation: 1, owner: "acme", repo: "fleet" };
  const said = {
    source: "comment",
    number: 7,
    id: 1,
    node: "IC_1",
    body: "/help",
    at: 500,
    author: "maria",
    own: false,
    bot: false,
    reactions: false,
  } as const;
  const times = { since: 100, until: 900, now: 1_000_000 };
  const due = (one: object, config = DEFAULT_CONFIG) =>
    missedJobs({ repository: 9, config, comments: [{ ...said, ...one }], pulls: [] }, place, times).length;

  test.each([
    ["a command", {}, 1],
    ["one that is quoted", { body: "> /help" }, 0],
    ["a path", { body: "/usr/bin/env" }, 0],
    ["somebody else's command", { body: "/lgtm" }, 0],
    ["one that may be on its way", { at: 901 }, 0],
    ["one that nobody waits for", { at: 99 }, 0],
    ["the app's own", { own: true }, 0],
    ["a bot's", { bot: true }, 0],
  ])("%s", (_, one, count) => {
    expect(due(one)).toBe(count);
  });

  test("a trusted bot's, and none without the prefix where that is asked for", () => {
    expect(due({ bot: true, author: "ops[bot]" }, { ...DEFAULT_CONFIG, trustedBots: ["ops"] })).toBe(1);
    expect(due({}, { ...DEFAULT_CONFIG, commands: { ...DEFAULT_CONFIG.commands, prefix: "required" } })).toBe(
      0,
    );
  });

  test("one whose reply is the app's own, not somebody's copy of it", () => {
    const reply = `<!-- breakwater reply v1 key=${commandKey(9, "comment", 1, 0)} status=done -->`;
    const both = (own: boolean) =>
      missedJobs(
        {
          repository: 9,
          config: DEFAULT_CONFIG,
          comments: [said, { ...said, id: 2, body: reply, own }],
          pulls: [],
        },
        place,
        times,
      ).length;
    expect([both(true), both(false)]).toEqual([0, 1]);
  });

  test("states that say nothing are nobody's business", () => {
    const pulls = ([undefined, "lost", "none", EMPTY_STATE, { ...EMPTY_STATE, turns: 2_000 }] as const).map(
      (state, i) => ({ number: i, head: "a", updated: 500, checked: true, state }),
    );
    expect(missedJobs({ repository: 9, config: DEFAULT_CONFIG, comments: [], pulls }, place, times)).toEqual(
      [],
    );
  });

  test.each([
    ["a head without a check", {}, ["sweep/a"]],
    ["one with a check", { checked: true }, []],
    ["one whose event may be on its way", { updated: 901 }, []],
    ["one that nobody touched for three days", { updated: 99 }, []],
    ["one that the clock asks for already", { state: { ...EMPTY_STATE, turns: 7 } }, ["sweep/7"]],
  ])("%s", (_, one, deliveries) => {
    const pull = { number: 3, head: "a", updated: 500, checked: false, state: undefined, ...one };
    const jobs = missedJobs(
      { repository: 9, config: DEFAULT_CONFIG, comments: [], pulls: [pull] },
      place,
      times,
    );
    expect(jobs.map(({ delivery }) => delivery)).toEqual(deliveries);
  });
});

function repositoryId(octokit: Awaited<ReturnType<Awaited<ReturnType<typeof lossy>>["asBot"]>>) {
  return octokit.graphql('{ repository(owner: "example-org", name: "fleet") { databaseId } }');
}
