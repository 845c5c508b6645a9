// A base branch, or a commit → the open pull requests it concerns.
import type { Repository } from "../repository.ts";

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

/**
 * Open pull requests whose head is the commit. An event about a check does not name those from forks, and what GitHub
 * associates with a commit is not documented to have them either: the list has.
 */
export async function listOpenByCommit(
  repository: Repository,
  sha: string,
): Promise<readonly OpenPullRequest[]> {
  const { octokit, owner, repo } = repository;
  const options = { owner, repo, state: "open", per_page: 100 } as const;
  const pulls = await octokit.paginate(octokit.rest.pulls.list, options);
  return ordered(pulls.filter(({ head }) => head.sha === sha));
}

function ordered(pulls: readonly { number: number; head: { sha: string } }[]): OpenPullRequest[] {
  return pulls.map(({ number, head }) => ({ number, head: head.sha })).sort((a, b) => a.number - b.number);
}
