// What there is to do: a job, where it belongs and who asked for it. Small enough for any queue, and plain JSON.

/** Where a job belongs and which delivery asked for it. `event` is the event's name with its action. */
export type Origin = {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
  readonly event: string;
  readonly delivery: string;
  /** When it was asked for, milliseconds since 1970. */
  readonly since: number;
};

/** Review a pull request (`head`: as the event had it), or all open ones of a base branch, or of a commit. */
export type Job = Origin &
  (
    | { readonly kind: "review"; readonly number: number; readonly head: string }
    | { readonly kind: "branch"; readonly branch: string }
    | { readonly kind: "commit"; readonly sha: string }
  );

/** Jobs with one key run one after the other. */
export function keyOf(job: Job): string {
  const place = `${job.installation}/${job.owner}/${job.repo}`;
  if (job.kind === "review") return `${place}#${job.number}`;
  return job.kind === "branch" ? `${place}@${job.branch}` : `${place}@${job.sha}`;
}
