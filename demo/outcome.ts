// The stage after a while → what every pull request got, and what went wrong.
import { setTimeout as sleep } from "node:timers/promises";
import type { SimulatedGitHub } from "../simulated-github/simulated.ts";
import type { CheckRun } from "../simulated-github/state.ts";
import { CHECK_NAME } from "../src/adapters/github/check-name.ts";
import { type Conversation, readConversation } from "./conversation.ts";
import { REPOSITORY } from "./scenario.ts";
import { BOT } from "./stage.ts";

/** A pull request with the bot's comment and check. */
export type Planned = {
  readonly conversation: Conversation;
  readonly comment: string;
  readonly check: CheckRun;
};

/** Reads every few milliseconds until all are planned, or so many milliseconds are over; those that are not are missing. */
export async function waitForPlans(
  github: SimulatedGitHub,
  numbers: readonly number[],
  patience: number,
): Promise<readonly Planned[]> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await Promise.all(numbers.map((number) => readPlan(github, number)));
    const planned = found.filter((one) => one !== undefined);
    if (planned.length === numbers.length || performance.now() > end) return planned;
    await sleep(25);
  }
}

async function readPlan(github: SimulatedGitHub, number: number): Promise<Planned | undefined> {
  const conversation = await readConversation(github, number);
  const comment = github.comments(REPOSITORY, number).find(({ user }) => user.login === BOT)?.body;
  const check = conversation?.check;
  if (!conversation || comment === undefined || check?.name !== CHECK_NAME || check.status !== "completed")
    return undefined;
  return { conversation, comment, check };
}

/** One sentence for each thing that should not be. `failures` are the bot's own records of level error. */
export function faultsOf(
  github: SimulatedGitHub,
  numbers: readonly number[],
  planned: readonly Planned[],
  failures: readonly string[],
): string[] {
  const got = new Set(planned.map(({ conversation }) => conversation.number));
  return [
    ...numbers.filter((number) => !got.has(number)).map((number) => `#${number} got no plan in time`),
    ...planned
      .filter(({ check }) => check.conclusion === "failure")
      .map(({ conversation }) => `#${conversation.number} could not be planned`),
    ...github.unknownRequests().map(({ method, path }) => `${method} ${path} is no request GitHub knows`),
    ...github
      .deliveries()
      .filter(({ status }) => status === "failed")
      .map(({ event, guid }) => `the delivery ${guid} (${event}) failed`),
    ...failures,
  ];
}
