// A job of a comment → its commands answered; where that fails for good, a reply that says so.
import type { Repository } from "../adapters/github/repository.ts";
import { respondPort } from "../adapters/github/respond-port.ts";
import { reviewPort } from "../adapters/github/review-port.ts";
import type { Job } from "../model/job.ts";
import type { State } from "../model/state.ts";
import type { Source } from "../usecases/respond/command-key.ts";
import { replyWithFailure, respond } from "../usecases/respond/respond.ts";
import { review } from "../usecases/review/review.ts";
import type { JobsOptions, Ran } from "./job-result.ts";

type CommandJob = Job & { readonly kind: "command" };
type Options = Pick<JobsOptions, "now" | "renderers" | "secret"> & { readonly superseded: () => boolean };

/** Rejects when GitHub is broken: nothing is lost by trying again, and nothing is done twice. */
export async function answerCommands(
  repository: Repository,
  job: CommandJob,
  options: Options,
): Promise<Ran> {
  const { outcome, ...facts } = await respond(portOf(repository, job, options), askingOf(job));
  return { outcome, facts };
}

/** The log is the last resort where even the reply cannot be written. */
export async function tellFailure(repository: Repository, job: CommandJob): Promise<"reply" | "log"> {
  try {
    await replyWithFailure(
      portOf(repository, job, { now: () => 0, superseded: () => false }),
      askingOf(job),
      job.delivery,
    );
    return "reply";
  } catch {
    return "log";
  }
}

/** Keeping a state is planning once more and writing comment and check with it; jobs of a pull request run one by one. */
function portOf(repository: Repository, job: CommandJob, options: Options) {
  const planAgain = async (decided?: State) => {
    const { number, delivery } = job;
    const id = `${delivery}/${number}/decided`;
    const ended = await review(reviewPort(repository, { ...options, number, id, again: true }), decided);
    if (decided !== undefined && ended.outcome === "dropped")
      throw new Error(`the state was not kept: ${ended.reason}`);
  };
  return {
    ...respondPort(repository, { ...job, ...options }),
    decide: (state: State) => planAgain(state),
    replan: () => planAgain(),
  };
}

function askingOf({ event, source, id, body }: CommandJob) {
  return { event, source: source as Source, id, body };
}
