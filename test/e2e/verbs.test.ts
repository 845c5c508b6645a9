// Every verb, typed on an open pull request, on a merged one and on an issue: what it writes, what it says, and that the same
// event again writes and says nothing. The words and the diffs are goldens in test/e2e/verbs.
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { VERBS } from "../../src/commands/catalogue.ts";
import { expectGolden } from "../support/golden.ts";
import { createStory, FLEET_REPOSITORY as NAME, type Story } from "./story.ts";
import { BASE, CHANGE, type CommandPlace, type Does, PLACES, ROWS, type Row } from "./verb-rows.ts";

const PULL = 1;
const ISSUE = 2;
const BOT = "breakwater[bot]";
const PLACE = { open: "an open pull request", merged: "a merged one", issue: "an issue" } as const;
const FELT: Readonly<Record<Does, string>> = {
  commit: "rocket",
  "pull request": "rocket",
  decision: "rocket",
  reply: "+1",
  refusal: "-1",
};

/** What a verb took from a plan that its own commit has changed is told by the commit. */
const FROM_THE_PLAN = /> `\/(?:fix|rollback) [^`]*`\n\n🚀 \*\*Committed as `[0-9a-f]{7}`: (?:Fix|Back to) /;

/** One repository for all rows: each goes back to the pull request as it was planned, or as it was merged. */
const stage = prepare();

describe.each(VERBS.map(({ name }) => name))("/%s", (verb) => {
  const rows = ROWS.filter(({ line }) => verbOf(line) === verb);
  const told: Told[] = [];

  for (const row of rows)
    for (const place of PLACES) {
      const does = row[place];
      if (does === undefined) continue;
      test(`${row.line} · ${place}: ${does}; again, nothing`, async () => {
        const { story, back } = await stage;
        await back[place]();
        const after = row.first === undefined ? "" : ` after \`${row.first}\``;
        told.push({
          line: `\`${row.line}\`${after}`,
          place: PLACE[place],
          text: await tell(story, row, place, does),
        });
      });
    }

  test("reads as its golden", () => {
    expectGolden(join(import.meta.dirname, "verbs", `${verb}.md`), golden(told));
  });
});

test.each(VERBS.flatMap(({ name, usage }) => kindsOf(usage).map((kind) => `/${name}${kind}`)))(
  "%s has a row for each place",
  (beginning) => {
    const rows = ROWS.filter(({ line }) => `${line} `.startsWith(`${beginning} `));
    expect(PLACES.filter((place) => !rows.some((row) => row[place] !== undefined))).toEqual([]);
  },
);

/** "/addon add|remove|set <name>" → " add", " remove", " set"; one empty text for a verb of one kind. */
function kindsOf(usage: string): readonly string[] {
  const words = /^\/\w+ ([a-z]+(?:\|[a-z]+)+)(?: |$)/.exec(usage)?.[1];
  return words?.split("|").map((word) => ` ${word}`) ?? [""];
}

/** What came of a line typed at a place. */
type Told = { readonly line: string; readonly place: string; readonly text: string };

/** Places where the same came of the same line stand together. */
function golden(all: readonly Told[]): string {
  const places = new Map<string, string[]>();
  for (const { line, place, text } of all) {
    const key = `${line}\n\n${text}`;
    places.set(key, [...(places.get(key) ?? []), place]);
  }
  const parts = [...places].map(([key, where]) => {
    const end = key.indexOf("\n");
    return `# ${key.slice(0, end)} on ${where.join(", ")}${key.slice(end)}`;
  });
  return parts.join("\n");
}

function verbOf(line: string): string {
  return /^\/([a-z]+)/.exec(line)?.[1] ?? "";
}

async function prepare() {
  const story = await createStory(BASE);
  const { github } = story;
  await github.setPermission(NAME, "ann", "maintain");
  github.setTeam("example-org/release", ["ann"]);
  await github.commit(NAME, "change", CHANGE, { author: "bob" });
  await github.openPullRequest(NAME, { head: "change", user: "bob" });
  await github.openIssue(NAME, "Please");
  await story.settled();
  const open = github.checkpoint();
  await github.merge(NAME, PULL, "bob");
  await story.settled();
  const merged = github.checkpoint();
  return { story, back: { open, merged, issue: merged } satisfies Record<CommandPlace, () => Promise<void>> };
}

async function say(story: Story, number: number, body: string): Promise<number> {
  const id = await story.github.comment(NAME, number, "ann", body);
  await story.settled();
  return id;
}

/** Types the line, holds the outcome against what is wanted, has the event delivered again, and tells it all. */
async function tell(story: Story, { line, first }: Row, place: CommandPlace, does: Does): Promise<string> {
  const { github } = story;
  const number = place === "issue" ? ISSUE : PULL;
  if (first !== undefined) await say(story, number, first);
  const before = look(story);
  const id = await say(story, number, line);
  const now = look(story);
  expect(github.reactions(NAME, id)).toEqual([`${BOT} ${FELT[does]}`]);
  const replies = story.replies(number).slice(first === undefined ? 0 : 1);
  expect(replies.map(({ body }) => body)).toEqual([expect.stringContaining(`@ann\n\n> \`${line}\`\n\n`)]);
  const moved = [...now.refs].filter(([ref, oid]) => before.refs.get(ref) !== oid);
  const opened = now.pulls.slice(before.pulls.length);
  expect({ gone: [...before.refs.keys()].filter((ref) => !now.refs.has(ref)) }).toEqual({ gone: [] });
  expect({ moved: moved.map(([ref]) => ref.replace(/[0-9a-f]{12}$/, "…")), opened: opened.length }).toEqual(
    {
      commit: { moved: ["change"], opened: 0 },
      "pull request": { moved: [expect.stringMatching(/^breakwater\/.*-…$/)], opened: 1 },
      decision: { moved: [], opened: 0 },
      reply: { moved: [], opened: 0 },
      refusal: { moved: [], opened: 0 },
    }[does],
  );
  if (does === "refusal" || (does === "reply" && place !== "open")) expect(now.kept).toEqual(before.kept);
  if (does === "decision") expect(now.kept).not.toEqual(before.kept);
  await isIdempotent(story, id);
  await survivesLostReply(story, number, id, does);
  const reply = replies[0]?.body ?? "";
  // What only reads is told in full by the goldens of test/conversations.
  const reads = VERBS.find(({ name }) => name === verbOf(line))?.propose === undefined;
  const words = does === "reply" && reads ? reply.split("\n\n").slice(0, 4).join("\n\n") : reply;
  const written = await Promise.all(
    moved.map(([branch]) => messageOf(story, branch, { before: before.refs.get(branch), reply })),
  );
  const asked = opened.map(({ title, body, assignees }) => `${title} (${assignees})\n\n${body}`);
  for (const { body } of opened)
    expect(body).toContain(`/${place === "issue" ? "issues" : "pull"}/${number}#issuecomment-${id}\n`);
  return neutral(
    [`${does} · ${FELT[does]}`, words, ...asked, ...written].map((part) => part.trim()).join("\n\n"),
  );
}

/** Branches, pull requests, and the bot's comments on plans. */
function look({ github, comments }: Story) {
  const heads = github.branches(NAME);
  return {
    refs: new Map(heads),
    pulls: github.pullRequests(NAME).map(({ number, title, body, state, headSha, assignees }) => {
      return { number, title, body, state, headSha, assignees: assignees.map(({ login }) => login) };
    }),
    kept: comments(PULL).map(({ body }) => body),
  };
}

/** Of one commit of the app's, on top of what was there, with the edit that the reply shows. */
async function messageOf(
  { github }: Story,
  branch: string,
  { before = github.tip(NAME, "main"), reply }: { before: string | undefined; reply: string },
) {
  const [commit] = await github.commits(NAME, branch);
  expect(commit).toMatchObject({ parents: [before], author: { name: BOT } });
  const patch = await github.patch(NAME, commit?.oid ?? "");
  expect(reply).toContain(patch.replace(/^index .*\n/gm, "").replace(/^(@@ .* @@).*$/gm, "$1"));
  return commit?.message ?? "";
}

/** The event again, to the same process and to one that knows nothing. */
async function isIdempotent(story: Story, id: number) {
  const { github } = story;
  const shown = github.shown(NAME);
  for (const process of ["the same", "another"]) {
    if (process === "another") await story.restart();
    deliverAgain(story, id);
    await story.settled();
    expect(github.shown(NAME)).toBe(shown);
    expect(story.records().at(-1)).toMatchObject({ outcome: "answered-already" });
  }
  story.sound();
}

/** As if a process had ended after it wrote and before it said so: the next one finds what is there, and says it. */
async function survivesLostReply(story: Story, number: number, id: number, does: Does) {
  const { github } = story;
  const reply = story.replies(number).at(-1);
  const before = look(story);
  await github.deleteComment(NAME, reply?.id ?? 0, BOT);
  deliverAgain(story, id);
  await story.settled();
  expect(look(story)).toEqual(before);
  const again = story.replies(number).at(-1)?.body;
  if (does === "decision") expect(again).toContain("status=nothing");
  else if (again !== reply?.body) expect(again).toMatch(FROM_THE_PLAN);
}

function deliverAgain({ github }: Story, id: number) {
  const delivery = github.deliveries().find(({ payload }) => JSON.parse(payload).comment?.id === id);
  github.redeliver(delivery?.guid ?? "");
}

/** Without what another base would name otherwise. */
function neutral(text: string): string {
  return `${text
    .replace(/\b[0-9a-f]{40}\b/g, "<commit>")
    .replace(/\b[0-9a-f]{12}\b/g, "<key>")
    .replace(/`[0-9a-f]{7}`/g, "`<commit>`")
    .replace(/https:\S+#issuecomment-\d+/g, "<the comment>")
    .trimEnd()}\n`;
}
