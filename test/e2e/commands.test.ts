// Commands typed on GitHub, told as stories: the real bot, signed webhooks, commits that one can look at.
import { describe, expect, test } from "@jest/globals";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, isPlanned, FLEET_REPOSITORY as NAME, type Story } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const FILE = FLEET[CLUSTER] as string;
const OTHER = "clusters/cl02/cl02.yaml";
const upgraded = (to = "v1.34.1---vmware.1-fips-vkr.1") => FILE.replace(/v1\.\d+\.\d+---\S+/, to);
const scaled = (text: string, nodes: number) =>
  text.replace(/(name: pool-b\n\s+replicas: )\d+/, `$1${nodes}`);

/** A pull request that upgrades cl01, planned, and ann, who may write. */
async function begun(permissions?: Parameters<typeof createStory>[1]) {
  const story = await createStory(FLEET, permissions);
  await story.github.setPermission(NAME, "ann", "write");
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded() });
  const number = await story.github.openPullRequest(NAME, { head: "change", user: "bob" });
  await story.settled();
  return { story, number };
}

async function say(story: Story, number: number, body: string, user = "ann") {
  const id = await story.github.comment(NAME, number, user, body);
  await story.settled();
  return { id, ...answerTo(story, number, id) };
}

/** The last reply, and what the bot felt in the end. */
function answerTo(story: Story, number: number, id: number) {
  const reply = story.replies(number).at(-1)?.body ?? "";
  return { reply, felt: story.github.reactions(NAME, id).map((one) => one.replace("breakwater[bot] ", "")) };
}

/** The comment's event once more, as GitHub delivers it again. */
async function deliverAgain(story: Story, id: number) {
  const delivery = story.github.deliveries().find(({ payload }) => JSON.parse(payload).comment?.id === id);
  story.github.redeliver(delivery?.guid ?? "");
  await story.settled();
}

/** Everything that a command may change. */
async function stateOf(story: Story, number: number) {
  const { github } = story;
  const pulls = github.pullRequests(NAME).map(({ number: one, headSha, state }) => [one, headSha, state]);
  const replies = story.replies(number).map(({ id, body, updatedAt }) => [id, body, updatedAt]);
  return JSON.stringify({ pulls, replies, main: github.tip(NAME, "main") });
}

describe("on an open pull request", () => {
  test("what it touches is committed to its branch; the reply says so, the plan follows, and again changes nothing", async () => {
    const { story, number } = await begun();
    const before = headOf(story, number);
    const { id, reply, felt } = await say(story, number, "Some more nodes, please.\n\n/scale cl01/pool-b 5");
    expect(felt).toEqual(["rocket"]);
    expect(reply).toContain(
      "@ann\n\n> `/scale cl01/pool-b 5`\n\n🚀 **One edit: `cl01/pool-b` from 2 to 5.**",
    );
    expect(reply).toContain(`Committed as ${headOf(story, number)} to \`change\``);
    const [commit] = await story.github.commits(NAME, "change");
    expect(commit).toMatchObject({ oid: headOf(story, number), parents: [before] });
    expect(commit?.author.name).toBe("breakwater[bot]");
    expect(commit?.message).toMatch(
      /^Scale cl01\/pool-b from 2 to 5\n\nBreakwater-Command: [0-9a-f]{12}\nRequested-by: @ann\n?$/,
    );
    expect(await story.github.file(NAME, "change", CLUSTER)).toBe(scaled(upgraded(), 5));
    await isPlanned(story, number);
    const after = await stateOf(story, number);
    await deliverAgain(story, id);
    expect(story.records().at(-1)).toMatchObject({ outcome: "answered-already", status: "done" });
    expect(await stateOf(story, number)).toBe(after);
    expect(answerTo(story, number, id).felt).toEqual(["rocket"]);
    story.sound();
  });

  test("what it does not touch goes to a pull request of its own, which links back", async () => {
    const { story, number } = await begun();
    const before = headOf(story, number);
    const { id, reply, felt } = await say(story, number, "/scale cl02/pool-b 2..5");
    expect([felt, headOf(story, number)]).toEqual([["rocket"], before]);
    const own = story.github.pullRequest(NAME, number + 1);
    expect(own).toMatchObject({
      headRef: expect.stringMatching(/^breakwater\/scale-cl02-pool-b-[0-9a-f]{12}$/),
      baseRef: "main",
      user: { login: "breakwater[bot]" },
      assignees: [{ login: "ann" }],
    });
    expect(own?.body).toContain(
      `Asked for by @ann: https://github.com/${NAME}/pull/${number}#issuecomment-${id}`,
    );
    expect(reply).toContain(`Opened #${number + 1} from`);
    expect(await story.github.file(NAME, own?.headRef ?? "", CLUSTER)).toBe(FILE);
    expect(await story.github.file(NAME, own?.headRef ?? "", OTHER)).not.toBe(FLEET[OTHER]);
    await isPlanned(story, number + 1);
    const after = await stateOf(story, number);
    await deliverAgain(story, id);
    expect(await stateOf(story, number)).toBe(after);
  });

  test("a review carries commands as a comment does", async () => {
    const { story, number } = await begun();
    const id = await story.github.review(NAME, number, "ann", "/scale cl01/pool-b 5");
    await story.settled();
    expect(answerTo(story, number, id).felt).toEqual(["rocket"]);
    expect(await story.github.file(NAME, "change", CLUSTER)).toBe(scaled(upgraded(), 5));
    await isPlanned(story, number);
  });

  test("several run in order, each on top of the one before; the first failure stops the rest", async () => {
    const { story, number } = await begun();
    const lines = ["/scale cl01/pool-b 5", "/scale cl01/pool-b +1", "/scale cl09 3", "/help"];
    const { reply, felt } = await say(story, number, lines.join("\n"));
    expect(felt).toEqual(["-1"]);
    expect(await story.github.file(NAME, "change", CLUSTER)).toBe(scaled(upgraded(), 6));
    expect(
      (await story.github.commits(NAME, "change")).slice(0, 3).map((one) => one?.message.split("\n")[0]),
    ).toEqual(["Scale cl01/pool-b from 5 to 6", "Scale cl01/pool-b from 2 to 5", "Change 1 files"]);
    expect(reply).toContain("There is no cluster `cl09`");
    expect(reply).toContain("1 more command of the comment did not run");
    await isPlanned(story, number);
  });

  test("a dry run shows the edit and its plan, and writes nothing", async () => {
    const { story, number } = await begun();
    const before = headOf(story, number);
    const { reply, felt } = await say(story, number, "/scale cl01/pool-b 5 --dry-run");
    expect([felt, headOf(story, number)]).toEqual([["+1"], before]);
    expect(reply).toContain("👍 **A dry run, nothing is written. One edit: `cl01/pool-b` from 2 to 5.**");
    expect(reply).toContain("+          replicas: 5");
    expect(reply).toContain("<details><summary>The plan of the result</summary>\n\n## ");
    expect(story.github.pullRequests(NAME).length).toBe(1);
  });
});

const COMMANDS: readonly (readonly [verb: string, line: string, felt: string])[] = [
  ["upgrade", "/upgrade cl01 to v1.34.2---vmware.2-fips-vkr.2", "rocket"],
  ["scale", "/scale cl01/pool-b 5", "rocket"],
  ["resize", "/resize cl01/pool-b best-effort-xlarge", "rocket"],
  ["help", "/help", "+1"],
];

describe.each(COMMANDS)("/%s", (_verb, line, wanted) => {
  test("on an open pull request, on a merged one and on an issue; the same delivery again changes nothing", async () => {
    const { story, number } = await begun();
    const open = await say(story, number, line);
    expect([open.felt, open.reply]).toEqual([[wanted], expect.stringContaining(`> \`${line}\``)]);
    await story.github.merge(NAME, number, "ann");
    const issue = await story.github.openIssue(NAME, "Please");
    for (const [at, command] of [
      [number, line.replace("-vkr.2", "-vkr.3").replace(" 5", " 6").replace("-xlarge", "-large")],
      [issue, line.replace("-vkr.2", "-vkr.3").replace(" 5", " 6").replace("-xlarge", "-large")],
    ] as const) {
      const pulls = story.github.pullRequests(NAME).length;
      const said = await say(story, at, command);
      expect([said.felt, said.reply]).toEqual([[wanted], expect.stringContaining(`> \`${command}\``)]);
      const opened = story.github.pullRequests(NAME).slice(pulls);
      expect(opened.length).toBe(wanted === "rocket" ? 1 : 0);
      for (const pull of opened) await isPlanned(story, pull.number);
      const after = await stateOf(story, at);
      await deliverAgain(story, said.id);
      expect(await stateOf(story, at)).toBe(after);
    }
    story.sound();
  });
});

describe("what only reads or decides", () => {
  test("is answered from the plan of the pull request as the comment numbers it", async () => {
    const { story, number } = await begun();
    const lines = ["/waves", "/explain F1", "/status cl01", "/diff cl01", "/plan"];
    const { reply, felt } = await say(story, number, lines.join("\n"), "ann");
    expect(felt).toEqual(["+1"]);
    const [sticky] = story.comments(number);
    const rule = /`F1`? [^\n]*|F1/.exec(sticky?.body ?? "");
    expect(rule).not.toBeNull();
    for (const line of lines) expect(reply).toContain(`> \`${line}\``);
    expect(reply).not.toContain("there is none here");
    await isPlanned(story, number);
  });

  test("is kept in the comment: accepted by somebody else, held and let go, again and again the same", async () => {
    const { story, number } = await begun();
    expect((await say(story, number, "/ack F1 agreed")).felt).toEqual(["rocket"]);
    expect(story.comments(number)[0]?.body).toMatch(/agreed/);
    const held = await say(story, number, "/hold until Monday");
    expect(held.felt).toEqual(["rocket"]);
    expect(story.checks(headOf(story, number)).at(-1)).toMatchObject({ conclusion: "action_required" });
    await deliverAgain(story, held.id);
    expect(story.replies(number).length).toBe(2);
    expect((await say(story, number, "/unhold")).felt).toEqual(["rocket"]);
    expect(story.checks(headOf(story, number)).at(-1)?.conclusion).not.toBe("action_required");
    expect(story.comments(number).length).toBe(1);
    expect(story.comments(number)[0]?.body).toMatch(/agreed/);
    await story.github.setPermission(NAME, "eve", "read");
    expect((await say(story, number, "/hold", "eve")).felt).toEqual(["-1"]);
    story.sound();
  });

  test("permissions of the default branch's configuration say who writes where", async () => {
    const { story, number } = await begun();
    const rule = "permissions:\n  - selector: cl02\n    minRole: write\n";
    await story.github.commit(NAME, "main", { ".github/breakwater.yml": rule });
    await story.settled();
    const { reply, felt } = await say(story, number, "/scale cl01/pool-b 5");
    expect([felt, reply]).toEqual([["-1"], expect.stringContaining("`permissions` of the configuration")]);
    expect((await say(story, number, "/scale cl02/pool-b 2..5")).felt).toEqual(["rocket"]);
  });
});

describe("refused, with a sentence that helps:", () => {
  const LINE = "/scale cl01/pool-b 5";
  async function isRefused(story: Story, number: number, why: RegExp, user = "ann", line = LINE) {
    const before = await story.github.commits(NAME, "change");
    const { reply, felt } = await say(story, number, line, user);
    expect([felt, reply]).toEqual([["-1"], expect.stringMatching(why)]);
    expect((await story.github.commits(NAME, "change")).length).toBe(before.length);
    story.sound();
  }

  test.each(["read", "triage", "none"] as const)("who has %s", async (role) => {
    const { story, number } = await begun();
    await story.github.setPermission(NAME, "eve", role);
    await isRefused(story, number, /`\/scale` needs write access to this repository/, "eve");
  });

  test("who had it when the command was typed", async () => {
    const { story, number } = await begun();
    story.beforeCall(/permission/, () => story.github.setPermission(NAME, "ann", "read"));
    await isRefused(story, number, /`\/scale` needs write access to this repository/);
  });

  test("when GitHub does not say what somebody may do", async () => {
    const { story, number } = await begun();
    story.github.faults.next({ kind: "status", status: 403, match: { path: /permission$/ } });
    await isRefused(story, number, /GitHub did not tell what you may do here/);
  });

  test("when the branch moved and its plan is not there yet", async () => {
    const { story, number } = await begun();
    story.github.faults.next({
      kind: "status",
      status: 500,
      match: { path: /check-runs|issues\/comments/ },
      times: 9,
    });
    await story.github.commit(NAME, "change", { "README.md": "# Later\n" });
    await story.settled();
    story.github.faults.clear();
    await isRefused(story, number, /The plan you saw was that of `\w{7}`, and the head is `\w{7}` now/);
  });

  test("when somebody edited the comment that says which plans were shown", async () => {
    const { story, number } = await begun();
    const [sticky] = story.comments(number);
    await story.github.editComment(NAME, sticky?.id ?? 0, `${sticky?.body} `, "eve");
    await isRefused(story, number, /The plan of this pull request was made after this command/);
  });

  test("on a fork's pull request; what only reads is answered", async () => {
    const { story } = await begun();
    const fork = await story.github.fork({ of: NAME, owner: "stranger" });
    await story.github.commit(fork, "theirs", { [CLUSTER]: upgraded() });
    const number = await story.github.openPullRequest(NAME, { head: "theirs", headRepository: fork });
    await story.settled();
    await isRefused(story, number, /comes from a fork, where only reading commands work/);
    expect((await say(story, number, "/help")).felt).toEqual(["+1"]);
  });

  test("without the app's permission to write", async () => {
    const { story, number } = await begun({
      metadata: "read",
      contents: "read",
      pull_requests: "write",
      checks: "write",
    });
    await isRefused(story, number, /Breakwater may not write to this repository: an owner grants/);
  });
});

describe("nobody is answered", () => {
  test.each<[who: string, user: string, body: string]>([
    ["a bot", "renovate[bot]", "/help"],
    ["a comment without a command", "ann", "see /usr/bin\n\n/lgtm"],
    ["a quoted command", "ann", "> /help"],
  ])("%s", async (_who, user, body) => {
    const { story, number } = await begun();
    const { felt } = await say(story, number, body, user);
    expect([felt, story.replies(number)]).toEqual([[], []]);
  });

  test("an edit that adds a command; a comment edited before it is read is refused", async () => {
    const { story, number } = await begun();
    const { id } = await say(story, number, "Hello");
    await story.github.editComment(NAME, id, "/scale cl01/pool-b 5", "ann");
    await story.settled();
    expect(story.replies(number)).toEqual([]);
    const before = headOf(story, number);
    const comment = story.github.comment(NAME, number, "ann", "/help");
    story.beforeCall(/Asked/, async () =>
      story.github.editComment(NAME, await comment, "/scale cl01/pool-b 5", "ann"),
    );
    const edited = await comment;
    await story.settled();
    expect(answerTo(story, number, edited).reply).toContain(
      "The comment was edited, and what is edited does not run",
    );
    expect([answerTo(story, number, edited).felt, headOf(story, number)]).toEqual([["-1"], before]);
  });

  test("a comment deleted before it is read", async () => {
    const { story, number } = await begun();
    const comment = story.github.comment(NAME, number, "ann", "/scale cl01/pool-b 5");
    story.beforeCall(/Asked/, async () => story.github.deleteComment(NAME, await comment, "ann"));
    await story.settled();
    expect([story.replies(number), story.records().at(-1)]).toEqual([
      [],
      expect.objectContaining({ outcome: "dropped", reason: "gone" }),
    ]);
  });
});

describe("the branch", () => {
  const LINE = "/scale cl01/pool-b 5";

  test.each<[how: string, act: (story: Story) => Promise<unknown>]>([
    ["protected", ({ github }) => github.protectBranch(NAME, "change")],
    ["under a ruleset", ({ github }) => github.ruleBranch(NAME, "change")],
  ])("%s: the edit goes to a pull request into the base", async (_how, act) => {
    const { story, number } = await begun();
    await act(story);
    const { reply, felt } = await say(story, number, LINE);
    expect([felt, reply]).toEqual([["rocket"], expect.stringContaining(`Opened #${number + 1}`)]);
    expect(story.github.pullRequest(NAME, number + 1)).toMatchObject({ baseRef: "main", state: "open" });
  });

  test("moves under the command, elsewhere: made once more on top of it", async () => {
    const { story, number } = await begun();
    story.beforeCall(/POST Commit/, () => story.github.commit(NAME, "change", { "README.md": "# Later\n" }));
    const { felt } = await say(story, number, LINE);
    expect(felt).toEqual(["rocket"]);
    expect(await story.github.file(NAME, "change", CLUSTER)).toBe(scaled(upgraded(), 5));
    expect(await story.github.file(NAME, "change", "README.md")).toBe("# Later\n");
    await isPlanned(story, number);
  });

  test("moves under the command, in what it edits: nothing is written", async () => {
    const { story, number } = await begun();
    const theirs = scaled(upgraded(), 4);
    story.beforeCall(/POST Commit/, () => story.github.commit(NAME, "change", { [CLUSTER]: theirs }));
    const { reply, felt } = await say(story, number, LINE);
    expect([felt, reply]).toEqual([["-1"], expect.stringContaining("so did what it edits")]);
    expect(await story.github.file(NAME, "change", CLUSTER)).toBe(theirs);
  });

  test("of the bot's own, to which somebody else has committed, takes no more", async () => {
    const { story } = await begun();
    const issue = await story.github.openIssue(NAME, "Please");
    await say(story, issue, LINE);
    const own = story.github.pullRequests(NAME).at(-1);
    await story.github.commit(NAME, own?.headRef ?? "", { "README.md": "# Mine\n" });
    await story.settled();
    const { reply, felt } = await say(story, own?.number ?? 0, "/scale cl01/pool-b 6");
    expect([felt, reply]).toEqual([["-1"], expect.stringContaining("Breakwater writes there no more")]);
  });
});
