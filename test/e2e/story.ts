// A repository on a simulated GitHub with the real bot beside it, and what its comment should say by Git alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "@jest/globals";
import { type Logger, Probot } from "probot";
import { createSimulatedGitHub } from "../../simulated-github/simulated.ts";
import { openRepository } from "../../src/adapters/git/open.ts";
import { CarefulOctokit } from "../../src/adapters/github/octokit.ts";
import { createLog } from "../../src/adapters/telemetry/log.ts";
import { createBot } from "../../src/bot/bot.ts";
import { planWithFixes } from "../../src/commands/execute/offer-fixes.ts";
import { conflictPlan } from "../../src/impact/plan/merge-conflict.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { CONFIG_PATH, mergeConfig } from "../../src/policy/configuration/merge.ts";
import { renderComment } from "../../src/render/comment/comment.ts";
import { APP_KEY } from "../simulated-github/app-key.ts";
import { checkRequest, checkWebhook } from "../simulated-github/descriptions.ts";
import { FLEET } from "../support/repository.ts";

const OWNER = "example-org";
export const FLEET_REPOSITORY = `${OWNER}/fleet`;
export const SECRET = "0123456789abcdef0123456789abcdef";
const NAME = FLEET_REPOSITORY;
const REPLY = "<!-- breakwater reply ";

const endings: (() => void)[] = [];
afterAll(() => {
  for (const end of endings) end();
});

/** Probot passes handlers for limits with the options, so that only a function can turn the spacing of writes off. */
export const unhurried = CarefulOctokit.defaults(((options: { throttle?: object }) => ({
  ...options,
  retry: { retryAfterBaseValue: 1 },
  throttle: { ...options.throttle, enabled: false },
})) as (options: object) => object) as typeof CarefulOctokit;

/** What app.yml asks for. */
const PERMISSIONS = {
  metadata: "read",
  contents: "write",
  issues: "write",
  members: "read",
  pull_requests: "write",
  checks: "write",
} as const;

export type Story = Awaited<ReturnType<typeof createStory>>;

/** The example fleet, the bot installed and listening. Removed when the file's tests are over. */
export async function createStory(
  files: Readonly<Record<string, string>> = FLEET,
  permissions: Readonly<Record<string, "read" | "write">> = PERMISSIONS,
) {
  const directory = mkdtempSync(join(tmpdir(), "breakwater-e2e-"));
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level: "info", now: Date.now });
  const webhookFaults: string[] = [];
  const github = createSimulatedGitHub({
    directory,
    app: {
      id: 7,
      slug: "breakwater",
      publicKey: APP_KEY.publicKey,
      permissions,
    },
    deliver: async ({ id, name, payload }) => {
      webhookFaults.push(...checkWebhook(name, JSON.parse(payload)));
      const signature = await running.probot.webhooks.sign(payload);
      await running.probot.webhooks.verifyAndReceive({ id, name, payload, signature });
    },
  });
  const requests: Traced[] = [];
  const before: ((request: Traced) => Promise<void> | undefined)[] = [];
  const traced: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const operation = /^\s*(?:query|mutation) (\w+)/.exec(
      JSON.parse(String(init?.body ?? "{}")).query ?? "",
    )?.[1];
    const request = {
      call: `${init?.method ?? "GET"} ${operation ?? pathname}`,
      started: performance.now(),
      ended: Infinity,
    };
    if (!pathname.endsWith("/access_tokens")) requests.push(request);
    for (const hook of before) await hook(request);
    // An answer takes time, so that what does not wait for it has begun when it comes.
    await new Promise((resolve) => setTimeout(resolve, 3));
    try {
      return await github.fetch(input, init);
    } finally {
      request.ended = performance.now();
    }
  };
  const start = async () => {
    const probot = new Probot({
      appId: 7,
      privateKey: APP_KEY.privateKey,
      secret: SECRET,
      log: log as unknown as Logger,
      Octokit: unhurried,
      request: { fetch: traced },
    });
    const bot = createBot({ log, secret: SECRET, pause: 10 });
    await probot.load(bot.app);
    return { probot, bot };
  };
  let running = await start();
  await github.createRepository({ owner: OWNER, name: "fleet", files });
  endings.push(() => {
    github.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const settled = async () => {
    for (let last = -1; last !== github.deliveries().length + github.requests().length; ) {
      last = github.deliveries().length + github.requests().length;
      await github.settled();
      await running.bot.queue.idle();
    }
  };
  const own = (number: number) =>
    github.comments(NAME, number).filter(({ user }) => user.login === "breakwater[bot]");
  return {
    github,
    settled,
    /** Another process takes over, which knows nothing but what is on GitHub. */
    restart: async () => {
      running = await start();
    },
    records: () =>
      lines
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter((record) => "outcome" in record),
    log: () => lines.join(""),
    /** Its comments on plans; replies to commands are others. */
    comments: (number: number) => own(number).filter(({ body }) => !body.startsWith(REPLY)),
    replies: (number: number) => own(number).filter(({ body }) => body.startsWith(REPLY)),
    checks: (sha: string) => github.checkRuns(NAME).filter(({ headSha }) => headSha === sha),
    /** Requests since the last call but those that list pull requests for a push: in order, and the longest chain of them. */
    calls: () => {
      const calls = requests.splice(0).filter(({ call }) => !call.endsWith("/pulls"));
      return { calls: calls.map(({ call }) => call), sequential: depth(calls) };
    },
    /** Runs `act` once, just before the first request whose call fits. */
    beforeCall: (call: RegExp, act: () => Promise<unknown>) => {
      let done = false;
      before.push(({ call: made }) => {
        if (done || !call.test(made)) return undefined;
        done = true;
        return act().then(() => undefined);
      });
    },
    /** A client of the bot's own identity. */
    asBot: async () => running.probot.auth(github.installationId(OWNER) as number),
    expected: (number: number) => expectedComment(join(directory, OWNER, "fleet.git"), github, number),
    /** Holds at the end of every story: nothing was asked that GitHub does not know, and nothing went unsigned or wrong. */
    sound: () => {
      const asked = github.requests().flatMap(({ method, path, body }) => checkRequest(method, path, body));
      expect(asked).toEqual([]);
      expect(github.unknownRequests()).toEqual([]);
      expect(webhookFaults).toEqual([]);
      expect(github.deliveries().filter(({ status }) => status !== "ok")).toEqual([]);
    },
  };
}

/** One visible comment of the bot's, and it is the plan of the live head; its check is completed and of this head. */
export async function isPlanned(story: Story, number: number) {
  const comments = story.comments(number).filter(({ minimizedReason }) => minimizedReason === undefined);
  expect(comments.map(({ body }) => unsigned(body))).toEqual([unsigned(await story.expected(number))]);
  const checks = story.checks(headOf(story, number));
  expect(checks.at(-1)).toMatchObject({ name: "breakwater/impact", status: "completed" });
  expect(checks.at(-1)?.conclusion).not.toBe("failure");
  story.sound();
  return { comment: comments[0], check: checks.at(-1), checks };
}

/** Without the state and what it adds: numbers that findings keep from earlier pushes, and that it is lost. */
function unsigned(body: string): string {
  const visible = body.replace(/\n<!-- breakwater state v1 \S+ -->\n?$/, "").trimEnd();
  return `${visible.replace(/\bF\d+\b/g, "F").replace(/⛔ \*\*What was accepted.*\n\n/, "")}\n`;
}

export function headOf(story: Story, number: number): string {
  return story.github.pullRequest(NAME, number)?.headSha ?? "";
}

type Traced = { readonly call: string; readonly started: number; ended: number };

/** The longest chain of requests of which each began after the one before had ended. */
function depth(requests: readonly Traced[]): number {
  const depths: number[] = [];
  for (const [i, { started }] of requests.entries()) {
    const earlier = depths.filter((_, j) => (requests[j] as Traced).ended < started);
    depths[i] = 1 + Math.max(0, ...earlier);
  }
  return Math.max(0, ...depths);
}

/** As it is where nobody has decided anything. */
const STANDING = {
  ...{ lost: false, hold: undefined, gates: [], windows: [] },
  commands: DEFAULT_CONFIG.commands,
};

/** The plan of the live head onto the live tip of its base, read and merged by Git. */
export async function expectedComment(
  dir: string,
  github: ReturnType<typeof createSimulatedGitHub>,
  number: number,
): Promise<string> {
  const pull = github.pullRequest(NAME, number);
  const base = pull && github.tip(NAME, pull.baseRef);
  if (!pull || !base) throw new Error(`no pull request #${number}`);
  const repository = await openRepository(dir);
  try {
    const merged = await repository.merge(base, pull.headSha);
    const context = {
      headSha: pull.headSha,
      branch: pull.baseRef,
      defaultBranch: "main",
      repoUrls: [],
      remotes: [`https://github.com/${NAME}`, `git@github.com:${NAME}.git`],
      now: await repository.latest(base, pull.headSha),
    };
    if ("conflict" in merged)
      return renderComment(conflictPlan({ baseSha: base, context, paths: merged.conflict }), {
        pr: number,
        decisions: STANDING,
      });
    const before = await repository.snapshot(base);
    const after = await repository.snapshotAfter(before, merged.tree);
    const head = await repository.snapshot(pull.headSha);
    const file = before.files.get(CONFIG_PATH)?.oid ?? "";
    const found = (await repository.readBlobs([file])).get(file);
    const config = mergeConfig(found && "text" in found ? { repository: found.text } : {});
    const plan = await planWithFixes(before, after, config, context, {
      readBlobs: repository.readBlobs,
      history: repository.historyOf(before),
    });
    const blob = (of: Snapshot, path: string) => of.files.get(path)?.oid;
    const holder = (path: string) => {
      const merged = blob(after, path);
      if (merged !== blob(before, path) && merged === blob(head, path)) return "head";
      return merged === blob(before, path) ? "base" : undefined;
    };
    const addresses = { repository: `https://github.com/${NAME}`, holder };
    return renderComment(plan, { pr: number, decisions: STANDING, addresses });
  } finally {
    await repository.close();
  }
}
