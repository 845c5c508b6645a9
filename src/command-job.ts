// A job of a comment → its commands answered; where that fails for good, a reply that says so.
import type { Repository } from "./github/repository.ts";
import { respondPort } from "./github/respond-port.ts";
import type { Job } from "./job.ts";
import type { JobsOptions, Ran } from "./jobs.ts";
import type { Source } from "./respond/key.ts";
import { apologise, respond } from "./respond/respond.ts";

type CommandJob = Job & { readonly kind: "command" };
type Options = Pick<JobsOptions, "now" | "renderers" | "secret">;

/** Rejects when GitHub is broken: nothing is lost by trying again, and nothing is done twice. */
export async function answerCommands(
  repository: Repository,
  job: CommandJob,
  options: Options,
): Promise<Ran> {
  const { outcome, ...facts } = await respond(respondPort(repository, { ...job, ...options }), askingOf(job));
  return { outcome, facts };
}

/** The log is the last resort where even the reply cannot be written. */
export async function tellFailure(repository: Repository, job: CommandJob): Promise<"reply" | "log"> {
  try {
    const port = respondPort(repository, { ...job, now: () => 0 });
    await apologise(port, askingOf(job), job.delivery);
    return "reply";
  } catch {
    return "log";
  }
}

function askingOf({ source, id, body }: CommandJob) {
  return { source: source as Source, id, body };
}
