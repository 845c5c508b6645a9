// A job of a comment → its commands answered; where that fails for good, a reply that says so.
import type { Repository } from "../adapters/github/repository.ts";
import { respondPort } from "../adapters/github/respond-port.ts";
import { reviewPort } from "../adapters/github/review-port.ts";
import type { Job } from "../model/job.ts";
import type { State } from "../model/state.ts";
import type { Source } from "../usecases/respond/command-key.ts";
import type { RespondPort } from "../usecases/respond/port.ts";
import { type Request, replyWithFailure, replyWithLimit, respond } from "../usecases/respond/respond.ts";
import { review } from "../usecases/review/review.ts";
import type { JobResult, JobRun, JobsOptions } from "./job-result.ts";

type CommandJob = Job & { readonly kind: "command" };
type Options = Pick<JobsOptions, "now" | "renderers" | "secret"> & { readonly superseded: () => boolean };

/** Rejects when GitHub is broken: another attempt finds what was written, and does nothing twice. */
export async function answerCommands(
  repository: Repository,
  { job, superseded, options }: JobRun<CommandJob>,
): Promise<JobResult> {
  const { now, renderers, secret } = options;
  const port = portOf(repository, job, { now, renderers, secret, superseded });
  const { outcome, ...facts } = await respond(port, requestOf(job));
  return { outcome, facts };
}

/** "log" where even the reply cannot be written. */
export async function replyFailure(repository: Repository, job: CommandJob): Promise<"reply" | "log"> {
  try {
    const port = portOf(repository, job, { now: () => 0, superseded: () => false });
    await replyWithFailure(port, requestOf(job), job.delivery);
    return "reply";
  } catch {
    return "log";
  }
}

/** Says that a limit ended the command. Rejects when GitHub is broken. */
export async function replyLimit(
  repository: Repository,
  { job, options }: Pick<JobRun<CommandJob>, "job" | "options">,
  reason: string,
): Promise<void> {
  const port = portOf(repository, job, { now: options.now, superseded: () => false });
  await replyWithLimit(port, requestOf(job), reason);
}

/** A state is kept by planning once more: the review writes it with comment and check. Jobs of a pull request run one by one. */
function portOf(repository: Repository, job: CommandJob, options: Options): RespondPort {
  const reviewAgain = async (decided?: State) => {
    const { number, delivery } = job;
    const id = `${delivery}/${number}/decided`;
    const ended = await review(reviewPort(repository, { ...options, number, id, isRetry: true }), decided);
    if (decided !== undefined && ended.outcome === "dropped")
      throw new Error(`the state was not kept: ${ended.reason}`);
  };
  return {
    ...respondPort(repository, { ...job, ...options }),
    decide: (state) => reviewAgain(state),
    replan: () => reviewAgain(),
  };
}

function requestOf({ event, source, id, body }: CommandJob): Request {
  return { event, source: source as Source, id, body };
}
