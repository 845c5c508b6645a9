// A base branch, or a commit → the open pull requests it concerns.
import type { Repository } from "./repository.ts";

export type OpenPullRequest = { readonly number: number; readonly head: string };

/** Open pull requests into the branch, in the order of their numbers. */
export async function listOpenByBase(
  repository: Repository,
  branch: string,
): Promise<readonly OpenPullRequest[]> {
  const { octokit, owner, repo } = repository;
  const options = { owner, repo, state: "open", base: branch, per_page: 100 } as const;
  return ordered(await octokit.paginate(octokit.rest.pulls.list, options));
}

/** Open pull requests whose head is the commit, from forks too, which an event about a check does not name. */
export async function listOpenByCommit(
  repository: Repository,
  sha: string,
): Promise<readonly OpenPullRequest[]> {
  const { octokit, owner, repo } = repository;
  const options = { owner, repo, commit_sha: sha, per_page: 100 };
  const pulls = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, options);
  return ordered(pulls.filter(({ state, head }) => state === "open" && head.sha === sha));
}

function ordered(pulls: readonly { number: number; head: { sha: string } }[]): OpenPullRequest[] {
  return pulls.map(({ number, head }) => ({ number, head: head.sha })).sort((a, b) => a.number - b.number);
}
