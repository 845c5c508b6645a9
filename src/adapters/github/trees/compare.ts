// Two commits → where they parted.
import { statusOf } from "../errors.ts";
import type { CommitTree } from "../pull-requests/pull-request.ts";
import type { Repository } from "../repository.ts";

/** The merge base of two commits; undefined where they have none. */
export async function mergeBase(
  { octokit, owner, repo }: Repository,
  base: string,
  head: string,
): Promise<CommitTree | undefined> {
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${base}...${head}`,
      per_page: 1,
    });
    const { sha, commit } = data.merge_base_commit;
    return { sha, tree: commit.tree.sha };
  } catch (error) {
    // GitHub answers 404 for unrelated histories ("No common ancestor between …").
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
