// Pull requests over Git: what they change, and the merge GitHub tries for them.
import type { ChangedFile } from "./git-listings.ts";
import type { PullNumbers } from "./json-pull.ts";
import type { TestMerge } from "./pull-types.ts";
import { type Pull, type Repository, type RepositoryState, withEntry } from "./state.ts";
import { change, type World } from "./world.ts";

/** What a webhook says of a merge nobody asked for yet. */
export const unknownMerge: TestMerge = { mergeable: undefined, commit: undefined };

/** The tip of the base branch; its last known commit when the branch is gone. */
export function baseTip(state: RepositoryState, pull: Pull): string {
  return state.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha;
}

/** Commit `pull.head` is compared with: where it left the base branch. */
async function mergeBase(repository: Repository, state: RepositoryState, pull: Pull): Promise<string> {
  const divergence = await repository.git.divergence(baseTip(state, pull), pull.headSha);
  return divergence.mergeBase ?? pull.baseSha;
}

/** The files of a pull request, sorted by path as Git does: from the merge base to the head. */
export async function pullFiles(
  repository: Repository,
  state: RepositoryState,
  pull: Pull,
): Promise<readonly ChangedFile[]> {
  return repository.git.changes(await mergeBase(repository, state, pull), pull.headSha);
}

/** Commits, lines and files of a pull request. */
export async function pullNumbers(
  repository: Repository,
  state: RepositoryState,
  pull: Pull,
): Promise<PullNumbers> {
  const files = await pullFiles(repository, state, pull);
  const divergence = await repository.git.divergence(baseTip(state, pull), pull.headSha);
  return {
    commits: divergence.ahead,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
  };
}

/**
 * Merges the head into the tip of its base, as a read of the pull request makes GitHub do. A pair seen for the first
 * time is unknown for as many reads as `knobs.readsBeforeMergeable` says. The same pair gives the same commit.
 */
export async function testMerge(
  world: World,
  repository: Repository,
  state: RepositoryState,
  pull: Pull,
): Promise<TestMerge> {
  if (pull.state === "closed") return { mergeable: undefined, commit: pull.merged?.sha };
  const base = baseTip(state, pull);
  const key = `${pull.number} ${base} ${pull.headSha}`;
  const { reads, last } = repository.merges;
  const seen = reads.get(key) ?? 0;
  reads.set(key, seen + 1);
  if (seen < world.knobs.readsBeforeMergeable) return { mergeable: undefined, commit: last.get(pull.number) };
  const commit = await mergeCommit(repository, base, pull);
  if (commit === undefined) return { mergeable: false, commit: last.get(pull.number) };
  last.set(pull.number, commit);
  await setMergeRef(repository, pull.number, commit);
  return { mergeable: true, commit };
}

/** The merge of the two as a commit without a branch; undefined when they conflict. */
export async function mergeCommit(
  repository: Repository,
  base: string,
  pull: Pull,
): Promise<string | undefined> {
  const tree = await repository.git.mergeTree(base, pull.headSha);
  if (tree === undefined) return undefined;
  const head = await repository.git.commit(pull.headSha);
  return repository.git.writeCommit({
    tree,
    parents: [base, pull.headSha],
    message: `Merge ${pull.headSha} into ${base}\n`,
    author: { name: pull.user.login, email: `${pull.user.login}@users.noreply.github.com` },
    date: Math.floor(Date.parse(head?.committer.date ?? "2026-01-01T00:00:00Z") / 1000),
  });
}

async function setMergeRef(repository: Repository, number: number, commit: string): Promise<void> {
  const ref = `refs/pull/${number}/merge`;
  if (repository.state.refs.get(ref) === commit) return;
  change(repository, { refs: withEntry(repository.state.refs, ref, commit) });
  await repository.git.setRef(`${repository.refPrefix}pull/${number}/merge`, commit);
}
