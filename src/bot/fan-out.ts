// A branch that moved, or a commit whose check is asked for → a review job for each of its open pull requests.

import { listOpenByBase, listOpenByCommit } from "../adapters/github/pull-requests/pull-requests.ts";
import type { Repository } from "../adapters/github/repository.ts";
import type { JobQueue } from "../adapters/queue/job-queue.ts";
import type { Job } from "../model/job.ts";
import type { JobResult } from "./job-result.ts";

/** Rejects when GitHub is broken, or the queue is full. */
export async function fanOut(
  repository: Repository,
  job: Job & { readonly kind: "branch" | "commit" },
  push: JobQueue<Job>["push"],
): Promise<JobResult> {
  const pulls =
    job.kind === "branch"
      ? await listOpenByBase(repository, job.branch)
      : await listOpenByCommit(repository, job.sha);
  const { kind: _, ...origin } = job;
  const refused = await push(pulls.map((pull) => ({ ...origin, kind: "review", ...pull })));
  if (refused.length > 0)
    throw new Error(`the queue is full: ${refused.length} pull requests were not planned again`);
  return { outcome: "fanned-out", facts: { pulls: pulls.map(({ number }) => number) } };
}
