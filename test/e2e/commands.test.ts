// Commands typed on GitHub, told as stories: the real bot, signed webhooks, commits that one can look at.
import { describe, expect, test } from "@jest/globals";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, isPlanned, FLEET_REPOSITORY as NAME, type Story } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const FILE = FLEET[CLUSTER] as string;
const OTHER = "clusters/cl02/cl02.yaml";
const LAB = "clusters/cl03/cl03.yaml";
/** The clusters and what delivers them. */
const SMALL = Object.fromEntries(
  Object.entries(FLEET).filter(([path]) => /^(?:root-app|bootstrap\/argoApps\/cl0|clusters\/)/.test(path)),
);
const upgraded = (to = "v1.34.1---vmware.1-fips-vkr.1") => FILE.replace(/v1\.\d+\.\d+---\S+/, to);
const scaled = (text: string, nodes: number) =>
  text.replace(/(name: pool-b\n\s+replicas: )\d+/, `$1${nodes}`);

/** A pull request that upgrades cl01, planned, and ann, who may write. */
async function prepared(permissions?: Parameters<typeof createStory>[1]) {
  const story = await createStory(SMALL, permissions);
  await story.github.setPermission(NAME, "ann", "write");
  await story.github.commit(NAME, "change", { [CLUSTER]: upgraded() });
  const number = await story.github.openPullRequest(NAME, { head: "change", user: "bob" });
  await story.settled();
  return { story, number, back: story.github.checkpoint() };
}

/** Most stories begin there, so that it is made once. */
const start = prepared();

async function begun() {
  const { story, number, back } = await start;
  await back();
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
    const after = story.github.shown(NAME);
    await deliverAgain(story, id);
    expect(story.records().at(-1)).toMatchObject({ outcome: "answered-already", status: "done" });
    expect(story.github.shown(NAME)).toBe(after);
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
    const after = story.github.shown(NAME);
    await deliverAgain(story, id);
    expect(story.github.shown(NAME)).toBe(after);
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
    const { story, number } = await prepared({
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
    story.beforeCall(/POST Comment$/, async () =>
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
    story.beforeCall(/POST Comment$/, async () => story.github.deleteComment(NAME, await comment, "ann"));
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

describe("one on top of the other", () => {
  const CATALOGUE = `catalog:
  releases:
    - version: v1.33.6---vmware.1-fips-vkr.2
    - version: v1.34.2---vmware.1-fips-vkr.3
    - version: v1.34.2---vmware.1-vkr.3
    - version: v1.35.1---vmware.1-vkr.4
`;

  async function asked(line: string, config = CATALOGUE) {
    const { story } = await begun();
    await story.github.commit(NAME, "main", { ".github/breakwater.yml": config });
    const issue = await story.github.openIssue(NAME, "Please");
    const said = await say(story, issue, line);
    const pulls = story.github.pullRequests(NAME).filter(({ number }) => number > issue);
    return { story, issue, pulls, ...said };
  }

  test("every hop is a pull request onto the one before, and again changes nothing", async () => {
    const { story, id, felt, reply, pulls } = await asked("/upgrade cl03 to v1.34.2 --hop=all");
    expect(felt).toEqual(["rocket"]);
    const [first, second] = pulls;
    expect(pulls.map(({ baseRef }) => baseRef)).toEqual(["main", first?.headRef]);
    expect(second?.headRef).toBe(`${first?.headRef}-2`);
    expect(second?.body).toContain(`It stands on \`${first?.headRef}\`: merge that first.`);
    expect(reply).toContain("🚀 **2 edits, one on top of the other.**");
    for (const { number } of pulls) expect(reply).toContain(`#${number}`);
    const version = async (branch = "") =>
      /version: (\S+)/.exec((await story.github.file(NAME, branch, LAB)) ?? "")?.[1];
    expect([await version(first?.headRef), await version(second?.headRef)]).toEqual([
      "v1.33.6---vmware.1-fips-vkr.2",
      "v1.34.2---vmware.1-fips-vkr.3",
    ]);
    for (const { number } of pulls) await isPlanned(story, number);
    const after = story.github.shown(NAME);
    await deliverAgain(story, id);
    await story.restart();
    await deliverAgain(story, id);
    expect(story.github.shown(NAME)).toBe(after);
    story.sound();
  });

  test("when the first is merged, the next goes into the base and is planned onto that", async () => {
    const { story, pulls } = await asked("/upgrade cl03 to v1.34.2 --hop=all");
    const [first, second] = pulls.map(({ number }) => number) as [number, number];
    await story.github.merge(NAME, first, "bob");
    await story.github.editPullRequest(NAME, second, { base: "main" });
    await story.settled();
    const { comment } = await isPlanned(story, second);
    expect(comment?.body).toContain("upgrades lab cluster `cl03` 1.33.6 → 1.34.2");
    expect(comment?.body).not.toContain("1.32.10");
  });

  test("a process that ends between the first and the second is followed by one that makes the second", async () => {
    const { story } = await begun();
    await story.github.commit(NAME, "main", { ".github/breakwater.yml": CATALOGUE });
    const issue = await story.github.openIssue(NAME, "Please");
    story.github.faults.next({ kind: "status", match: { path: /\/pulls$/ }, skip: 1, times: 3 });
    const { felt } = await say(story, issue, "/upgrade cl03 to v1.34.2 --hop=all");
    const pulls = story.github.pullRequests(NAME).filter(({ number }) => number > issue);
    expect([felt, pulls.length, story.replies(issue).length]).toEqual([["rocket"], 2, 1]);
  });

  test("more clusters than a commit may have go in batches, an environment at a time", async () => {
    const { felt, pulls, reply } = await asked(
      "/upgrade cl01,cl02,cl03 to next-minor --batch=1",
      `commands:\n  maxClusters: 1\ncomment:\n  groups: [environment=prod, environment=staging]\n${CATALOGUE}`,
    );
    expect(felt).toEqual(["rocket"]);
    expect(pulls.map(({ title }) => title.replace(/ from .*/, ""))).toEqual([
      "Upgrade cl03",
      "Upgrade cl02",
      "Upgrade cl01",
    ]);
    expect(pulls.slice(1).map(({ baseRef }) => baseRef)).toEqual(
      pulls.slice(0, -1).map((one) => one.headRef),
    );
    expect(reply).toContain("🚀 **3 edits, one on top of the other.**");
  });
});

describe("who belongs to a team", () => {
  const RULES = `permissions:
  - selector: cl01
    teams: [example-org/platform]
    minRole: write
owners:
  - selector: cl01
    teams: [platform]
overrideTeam: release
`;

  async function ruled() {
    const { story, number } = await begun();
    await story.github.commit(NAME, "main", { ".github/breakwater.yml": RULES });
    await story.settled();
    return { story, number };
  }

  test("runs what the rules let the team run; who does not is told whom to ask", async () => {
    const { story, number } = await ruled();
    const refused = await say(story, number, "/scale cl01/pool-b 5");
    expect([refused.felt, refused.reply]).toEqual([
      ["-1"],
      expect.stringContaining("`example-org/platform`"),
    ]);
    story.github.setTeam("example-org/platform", ["ann"]);
    expect((await say(story, number, "/scale cl01/pool-b 5")).felt).toEqual(["rocket"]);
  });

  test("is an owner where a command takes one", async () => {
    const { story, number } = await ruled();
    story.github.setTeam("example-org/platform", ["ann"]);
    expect((await say(story, number, "/scale cl01/control-plane 1")).felt).toEqual(["rocket"]);
    await story.github.setPermission(NAME, "eve", "write");
    const { felt, reply } = await say(story, number, "/scale cl01/control-plane 3", "eve");
    expect([felt, reply]).toEqual([["-1"], expect.stringContaining("`example-org/platform`")]);
  });

  test("may override, but not on a pull request of their own, and not where GitHub does not say", async () => {
    const { story, number } = await ruled();
    const line = '/override stop reason="P1 4711"';
    const none = await say(story, number, line);
    expect([none.felt, none.reply]).toEqual([
      ["-1"],
      expect.stringContaining("is for the override team: ask"),
    ]);
    story.github.setTeam("example-org/release", ["ann", "bob"]);
    await story.github.setPermission(NAME, "bob", "write");
    expect((await say(story, number, line, "bob")).reply).toContain(
      "The author of a pull request cannot run",
    );
    story.github.faults.next({ kind: "status", status: 500, match: { path: /\/teams\// }, times: 99 });
    expect((await say(story, number, line)).reply).toContain("GitHub did not tell which teams you belong to");
    story.github.faults.clear();
    expect((await say(story, number, line)).felt).toEqual(["rocket"]);
  });
});

describe("comments of another kind:", () => {
  test("a bot that the default branch trusts is listened to, in either spelling", async () => {
    const { story, number } = await begun();
    const config = "trustedBots: ['renovate[bot]']\n";
    await story.github.commit(NAME, "main", { ".github/breakwater.yml": config });
    await story.settled();
    await story.github.setPermission(NAME, "renovate[bot]", "write");
    const { felt, reply } = await say(story, number, "/scale cl01/pool-b 5", "renovate[bot]");
    expect([felt, reply]).toEqual([["rocket"], expect.stringContaining("Committed as")]);
    expect((await say(story, number, "/scale cl01/pool-b 5", "other[bot]")).felt).toEqual([]);
  });

  test("one as long as GitHub takes", async () => {
    const { story, number } = await begun();
    const line = "\n\n/scale cl01/pool-b 5";
    expect((await say(story, number, `${"x".repeat(65_536 - line.length)}${line}`)).felt).toEqual(["rocket"]);
    const { felt, reply } = await say(story, number, "/help\n\n".repeat(9_362));
    expect([felt, reply]).toEqual([
      ["confused"],
      expect.stringContaining("The comment is too long to tell its commands"),
    ]);
    expect(reply.length).toBeLessThan(1_000);
  });
});

describe("a pull request that is", () => {
  test("closed without a merge: what edits goes to one of its own, what decides is refused", async () => {
    const { story, number } = await begun();
    await story.github.close(NAME, number, "bob");
    await story.settled();
    const { felt, reply } = await say(story, number, "/scale cl01/pool-b 5");
    expect([felt, reply]).toEqual([["rocket"], expect.stringContaining(`Opened #${number + 1}`)]);
    expect(
      await story.github.file(NAME, story.github.pullRequest(NAME, number + 1)?.headRef ?? "", CLUSTER),
    ).toBe(scaled(FILE, 5));
    const refused = await say(story, number, "/hold");
    expect([refused.felt, refused.reply]).toEqual([
      ["-1"],
      expect.stringContaining("This pull request is closed: `/hold` works on open ones"),
    ]);
    expect((await say(story, number, "/explain F1")).felt).toEqual(["+1"]);
    story.sound();
  });

  test("without its branch: the same, and nothing is written where it goes while the command runs", async () => {
    const { story, number } = await begun();
    story.beforeCall(/POST Commit/, () => story.github.push(NAME, "change", undefined));
    const late = await say(story, number, "/scale cl01/pool-b 5");
    expect([late.felt, late.reply]).toEqual([["-1"], expect.stringContaining("The branch `change` is gone")]);
    const { felt, reply } = await say(story, number, "/scale cl01/pool-b 5");
    expect([felt, reply]).toEqual([["rocket"], expect.stringContaining(`Opened #${number + 1}`)]);
    expect(story.github.tip(NAME, "change")).toBeUndefined();
  });

  test("in a repository that is archived: nothing is written, not even a failure", async () => {
    const { story, number } = await begun();
    const comment = story.github.comment(NAME, number, "ann", "/scale cl01/pool-b 5");
    await story.github.archive(NAME);
    const before = story.github.shown(NAME);
    await comment;
    await story.settled();
    expect(story.records().at(-1)).toMatchObject({ outcome: "ignored", reason: "archived" });
    expect(story.github.shown(NAME)).toBe(before);
  });

  test("merged: the same rollback, whoever asks for it and however, is one pull request", async () => {
    const { story } = await begun();
    await story.github.commit(NAME, "more", { [OTHER]: (FLEET[OTHER] as string).replace('"5"', '"6"') });
    const number = await story.github.openPullRequest(NAME, { head: "more", user: "bob" });
    await story.settled();
    await story.github.merge(NAME, number, "bob");
    await story.settled();
    const first = await say(story, number, "/rollback");
    expect(first.felt).toEqual(["rocket"]);
    const opened = /Opened #(\d+)/.exec(first.reply)?.[1];
    expect(opened).toBeDefined();
    await story.github.setPermission(NAME, "eve", "write");
    const second = await say(story, number, `/rollback #${number}`, "eve");
    expect(second.felt).toEqual(["rocket"]);
    expect(second.reply).toContain(`Opened #${opened}`);
    expect(story.github.pullRequest(NAME, Number(opened) + 1)).toBeUndefined();
    story.sound();
  });

  test("merged from a fork: a rollback is a pull request of this repository", async () => {
    const { story } = await begun();
    const fork = await story.github.fork({ of: NAME, owner: "stranger" });
    await story.github.commit(fork, "theirs", { [OTHER]: (FLEET[OTHER] as string).replace('"5"', '"6"') });
    const number = await story.github.openPullRequest(NAME, { head: "theirs", headRepository: fork });
    await story.settled();
    await story.github.merge(NAME, number, "bob");
    await story.settled();
    const { felt, reply } = await say(story, number, "/rollback");
    expect([felt, reply]).toEqual([["rocket"], expect.stringContaining("breakwater/rollback-")]);
    story.sound();
  });
});
