// What was decided lasts in the bot's own comment, and whoever takes it away is found out.
import { expect, test } from "@jest/globals";
import type { State } from "../../src/model/state.ts";
import { signState, stateKey, verifyState } from "../../src/policy/decisions/signed-state.ts";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, FLEET_REPOSITORY as NAME, SECRET, type Story } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const upgraded = (to: string) => (FLEET[CLUSTER] as string).replace(/v1\.\d+\.\d+---\S+/, to);

async function opened() {
  const story = await createStory();
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded("v1.34.1---vmware.1-fips-vkr.1") });
  const number = await story.github.openPullRequest(NAME, { head: "change" });
  await story.settled();
  return { story, number };
}

async function pushed(story: Story, number: number) {
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded("v1.35.0---vmware.1-fips-vkr.1") });
  await story.settled();
  return story.checks(headOf(story, number)).at(-1);
}

async function keyOf(story: Story, number: number) {
  const [owner, repo] = NAME.split("/") as [string, string];
  const { data } = await (await story.asBot()).rest.repos.get({ owner, repo });
  return stateKey(SECRET, { repository: data.id, pull: number });
}

/** Writes a state into the comment as the bot does. */
async function decide(story: Story, number: number, change: (state: State) => State) {
  const key = await keyOf(story, number);
  const [owner, repo] = NAME.split("/") as [string, string];
  const comment = story.comments(number)[0];
  const state = verifyState(comment?.body ?? "", key) as State;
  const body = `${comment?.body.replace(/<!-- breakwater state .*/s, "")}${signState(change(state), key)}`;
  await (await story.asBot()).rest.issues.updateComment({ owner, repo, comment_id: comment?.id ?? 0, body });
  await story.settled();
}

const held = (state: State): State => ({ ...state, hold: { by: "bob", reason: "storage", at: 1 } });

test("a hold outlives a push, and the check asks for action", async () => {
  const { story, number } = await opened();
  await decide(story, number, held);
  expect(await pushed(story, number)).toMatchObject({
    conclusion: "action_required",
    title: expect.stringMatching(/^ON HOLD by bob · /),
  });
  expect(story.comments(number)[0]?.body).toContain("**On hold** by `bob`: storage.");
  story.sound();
});

test("a comment somebody else edits carries no state, even where its signature holds", async () => {
  const { story, number } = await opened();
  const before = story.comments(number)[0];
  await decide(story, number, held);
  await story.github.editComment(NAME, before?.id ?? 0, before?.body ?? "", "mallory");
  expect(await pushed(story, number)).toMatchObject({
    conclusion: "action_required",
    title: expect.stringMatching(/^LOOK AGAIN/),
  });
  story.sound();
});

test("a state copied from another pull request is none", async () => {
  const { story, number } = await opened();
  await story.github.commit(NAME, "other", { [CLUSTER]: upgraded("v1.34.1---vmware.1-fips-vkr.1") });
  const other = await story.github.openPullRequest(NAME, { head: "other" });
  await story.settled();
  const line = /<!-- breakwater state .*-->/.exec(story.comments(other)[0]?.body ?? "")?.[0] ?? "";
  await decide(story, number, held);
  const comment = story.comments(number)[0];
  const [owner, repo] = NAME.split("/") as [string, string];
  await (await story.asBot()).rest.issues.updateComment({
    owner,
    repo,
    comment_id: comment?.id ?? 0,
    body: (comment?.body ?? "").replace(/<!-- breakwater state .*-->/, line),
  });
  expect(await pushed(story, number)).toMatchObject({ title: expect.stringMatching(/^LOOK AGAIN/) });
});

test("a comment that somebody deletes is missed, for as long as nobody looks", async () => {
  const { story, number } = await opened();
  await story.github.deleteComment(NAME, story.comments(number)[0]?.id ?? 0);
  for (const _ of [1, 2]) {
    expect(await pushed(story, number)).toMatchObject({ conclusion: "action_required" });
    expect(story.comments(number)[0]?.body).toContain("What was accepted or held here is lost");
  }
  story.sound();
});

test("an override that ends by the clock ends although nothing happens", async () => {
  const { story, number } = await opened();
  const key = await keyOf(story, number);
  const head = headOf(story, number);
  const base = story.github.tip(NAME, "main") ?? "";
  const until = Math.floor(Date.now() / 1000) + 4;
  const override = { gate: "stop", by: "eve", reason: "P1", at: 1, head, base, until } as const;
  await decide(story, number, (state) => ({ ...state, overrides: [override] }));
  await story.github.editPullRequest(NAME, number, { title: "Another title" });
  await story.settled();
  const state = verifyState(story.comments(number)[0]?.body ?? "", key) as State;
  expect([state.overrides, Date.now() / 1000 >= until]).toEqual([[], true]);
  expect(story.records().filter(({ outcome }) => outcome === "planned").length).toBeGreaterThanOrEqual(3);
  story.sound();
});
