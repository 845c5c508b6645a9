// A simulated GitHub, moto, and the built functions between them, each in a process: the whole of it, over real sockets.
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { createSimulatedGitHub } from "../../../simulated-github/simulated.ts";
import { replyKey } from "../../../src/render/replies/replies.ts";
import { buildFunctions } from "../../../tools/functions.mjs";
import { expectedComment, FLEET_REPOSITORY as NAME } from "../../e2e/story.ts";
import { APP_KEY } from "../../simulated-github/app-key.ts";
import { type Around, bridgeTo } from "../../support/bridge.ts";
import { ROOT } from "../../support/golden.ts";
import { SECRET } from "./http-event.ts";
import type { Aws } from "./moto.ts";
import { type Child, start } from "./process.ts";
import { SMALL } from "./small.ts";

const RUNTIME = join(ROOT, "test/entry/lambda/runtime.mjs");
const BUILT = mkdtempSync(join(tmpdir(), "breakwater-lambda-"));
/** The functions as they are deployed. */
const ARTEFACTS = {
  receiver: join(BUILT, "receiver.mjs"),
  worker: join(BUILT, "worker.mjs"),
  sweeper: join(BUILT, "sweeper.mjs"),
};
beforeAll(() => buildFunctions(BUILT));

const endings: (() => void)[] = [() => rmSync(BUILT, { recursive: true, force: true })];
afterAll(() => {
  for (const end of endings) end();
});

export type Cloud = Awaited<ReturnType<typeof createCloud>>;

let serial = 0;

/** A repository on GitHub, and queues; webhooks go to the receiver while there is one, else they fail. */
export async function createCloud(aws: Aws, hidden = 1) {
  const queues = await aws.createQueues(`jobs-${process.pid}-${serial++}`, hidden);
  const directory = mkdtempSync(join(tmpdir(), "breakwater-cloud-"));
  let receiver: string | undefined;
  let losing = false;
  const github = createSimulatedGitHub({
    directory,
    app: {
      id: 7,
      slug: "breakwater",
      publicKey: APP_KEY.publicKey,
      permissions: { metadata: "read", contents: "read", pull_requests: "write", checks: "write" },
    },
    deliver: async ({ id, name, payload }) => {
      if (losing) return;
      if (receiver === undefined) throw new Error("nobody listens");
      const signature = createHmac("sha256", SECRET).update(payload).digest("hex");
      const headers = {
        "content-type": "application/json",
        "x-github-delivery": id,
        "x-github-event": name,
        "x-hub-signature-256": `sha256=${signature}`,
      };
      const { status } = await fetch(receiver, { method: "POST", headers, body: payload });
      if (status !== 202) throw new Error(`answered ${status}`);
    },
  });
  let around: Around = (_, effect) => effect();
  const bridge = await bridgeTo(github, (call, effect) => around(call, effect));
  await github.createRepository({ owner: "example-org", name: "fleet", files: SMALL });
  endings.push(() => {
    bridge.close();
    github.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const env = {
    ...aws.env,
    QUEUE_URL: queues.url,
    DEAD_LETTER_QUEUE_URL: queues.dead,
    WEBHOOK_SECRET: SECRET,
    APP_ID: "7",
    PRIVATE_KEY: APP_KEY.privateKey,
    GHE_HOST: bridge.host,
    GHE_PROTOCOL: "http",
    RETRY_SECONDS: "0",
  };
  const run = (mode: string, artefact: string, ...rest: string[]): Child =>
    start(process.execPath, [RUNTIME, mode, artefact, ...rest], env);
  const botComments = (number: number) =>
    github.comments(NAME, number).filter(({ user }) => user.login === "breakwater[bot]");
  const startWith = (more: Record<string, string>) =>
    start(process.execPath, [RUNTIME, "http", ARTEFACTS.receiver], { ...env, ...more });
  return {
    github,
    queues,
    env,
    around: (next: Around) => {
      around = next;
    },
    startReceiver: async (more: Record<string, string> = {}) => {
      const child = startWith(more);
      receiver = `http://127.0.0.1:${(await child.line(({ port }) => port !== undefined))["port"]}/`;
      return child;
    },
    /** Does what leads to events that nobody will ever hear of: GitHub believes that they arrived. */
    lost: async <T>(act: () => Promise<T>): Promise<T> => {
      losing = true;
      const done = await act();
      await github.settled();
      losing = false;
      return done;
    },
    stopReceiver: () => {
      receiver = undefined;
    },
    /** `seconds`: how long an invocation may take. */
    startWorker: (seconds = 60) => run("sqs", ARTEFACTS.worker, String(seconds)),
    sweep: (event: object = {}) => run("once", ARTEFACTS.sweeper, JSON.stringify(event)),
    /** Until the queue is empty. */
    drained: async () => {
      await github.settled();
      for (let i = 0; (await queues.size()) > 0; i++) {
        if (i > 1_200) throw new Error("the queue is not getting empty");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    replies: (number: number) => botComments(number).filter(({ body }) => replyKey(body) !== undefined),
    /** One comment, of the live head; a check for each of `plans` made for it, after others that tell of failures. */
    isPlanned: async (number: number, failures = 0, plans = 1) => {
      const own = botComments(number).filter(({ body }) => replyKey(body) === undefined);
      const expected = await expectedComment(join(directory, "example-org/fleet.git"), github, number);
      expect(own.map(({ body }) => stateless(body))).toEqual([stateless(expected)]);
      const head = github.pullRequest(NAME, number)?.headSha;
      const checks = github.checkRuns(NAME).filter(({ headSha }) => headSha === head);
      const done = { status: "completed", name: "breakwater/impact" };
      expect(checks.slice(failures)).toMatchObject(Array.from({ length: plans }, () => done));
      expect(checks.filter(({ conclusion }) => conclusion === "failure").length).toBe(failures);
      expect(github.unknownRequests()).toEqual([]);
    },
  };
}

/** Without what remembers earlier plans: the numbers of findings go on, and the signed state is a matter of its own. */
function stateless(comment: string): string {
  return comment.replace(/\n<!-- breakwater state v1 [^<>]*-->\n?$/, "").replace(/\bF\d+\b/g, "F");
}
