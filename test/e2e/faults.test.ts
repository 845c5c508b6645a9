// Whatever fails and whatever happens meanwhile: one comment, of the live head, or a check that says what is wrong.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, isPlanned, FLEET_REPOSITORY as NAME, type Story } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const replicas = (serial: number) => ({
  [CLUSTER]: (FLEET[CLUSTER] as string).replace(/v1\.\d+\.\d+---/, `v1.34.${serial}---`),
});

/** Enough of the fleet to plan for one cluster. */
const SMALL = Object.fromEntries(
  Object.entries(FLEET).filter(([path]) => /^(?:root-app\.yaml|bootstrap\/|clusters\/cl01\/)/.test(path)),
);

const KINDS = [
  { kind: "status" },
  { kind: "status", after: true },
  { kind: "reset-before" },
  { kind: "reset-after" },
  { kind: "truncated-json" },
  { kind: "secondary-limit" },
] as const;

describe("a failure at each request of a plan", () => {
  test.each(KINDS)("%j: planned, or said; never two comments", async (kind) => {
    const story = await createStory(SMALL);
    await story.github.commit(NAME, "change", replicas(1));
    const number = await story.github.openPullRequest(NAME, { head: "change" });
    await story.settled();
    for (let skip = 0; skip < 4; skip++) {
      story.github.faults.next({ ...kind, match: { path: /graphql|comments|check-runs|git/ }, skip });
      await story.github.commit(NAME, "change", replicas(skip + 2));
      await endOf(story, kind.kind);
      story.github.faults.clear();
      await isPlannedOrSaid(story, number, kind.kind === "secondary-limit");
    }
    await story.github.commit(NAME, "change", replicas(9));
    await story.settled();
    await isPlanned(story, number);
  });
});

/** A limit postpones the job by a minute, which no test waits for: the next push comes first. */
async function endOf(story: Story, kind: string): Promise<void> {
  if (kind !== "secondary-limit") return story.settled();
  await story.github.settled();
  const seen = story.records().length;
  for (
    let i = 0;
    i < 200 &&
    !story
      .records()
      .slice(seen - 1)
      .some(isOfPull);
    i++
  )
    await new Promise((resolve) => setTimeout(resolve, 10));
}

const isOfPull = ({ event }: Readonly<Record<string, unknown>>) => event === "pull_request.synchronize";

/**
 * A limit that postpones a job lets the next push supersede it, so the last record may be of either: "postponed", or
 * "dropped" in favour of the newer job. That nothing is lost shows at the end of the story.
 */
async function isPlannedOrSaid(story: Story, number: number, postpones = false): Promise<void> {
  const last = story.records().filter(isOfPull).at(-1);
  if (last?.["outcome"] === "planned") return void (await isPlanned(story, number));
  expect(story.comments(number).length).toBe(1);
  if (postpones && ["postponed", "dropped"].includes(String(last?.["outcome"]))) return;
  expect(last).toMatchObject({ outcome: "failed", told: expect.stringMatching(/check|log/) });
  if (last?.["told"] === "check")
    expect(story.checks(headOf(story, number)).at(-1)).toMatchObject({ conclusion: "failure" });
}

test("random histories: in the end the comment is the plan of the live head", async () => {
  const story = await createStory(SMALL);
  let serial = 1;
  await story.github.commit(NAME, "change", replicas(serial));
  await story.github.commit(NAME, "release", { "README.md": "# Release\n" });
  const number = await story.github.openPullRequest(NAME, { head: "change" });
  const acts: Record<string, () => Promise<unknown>> = {
    push: () => story.github.commit(NAME, "change", replicas(++serial)),
    base: () => story.github.commit(NAME, "main", { "README.md": `# ${++serial}\n` }),
    retarget: () =>
      story.github.editPullRequest(NAME, number, {
        base: story.github.pullRequest(NAME, number)?.baseRef === "main" ? "release" : "main",
      }),
    draft: () => story.github.draft(NAME, number),
    ready: () => story.github.ready(NAME, number),
    deleted: async () => {
      const [comment] = story.comments(number);
      if (comment) await story.github.deleteComment(NAME, comment.id);
    },
    pause: () => new Promise((resolve) => setTimeout(resolve, 30)),
  };
  const history = fc.array(fc.constantFrom(...Object.keys(acts)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(history, async (names) => {
      for (const name of names) await acts[name]?.();
      // What a user deletes after the last event comes back with the next one.
      await story.github.commit(NAME, "change", replicas(++serial));
      await story.settled();
      await isPlanned(story, number);
    }),
    { numRuns: 8 },
  );
});
