// Commits and the files they change → GitHub's JSON.
import type { Commit, Signature } from "./git-commit.ts";
import type { ChangedFile } from "./git-listings.ts";
import type { Repository } from "./state.ts";
import { apiUrl, nodeId, pageUrl } from "./world.ts";

/** A commit as `push` lists it, with the paths it touches against its first parent. */
export async function eventCommitJson(repository: Repository, oid: string) {
  const commit = await commitOf(repository, oid);
  const parent = commit.parents[0];
  const files = parent === undefined ? [] : await repository.git.changes(parent, oid);
  return {
    id: oid,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: commit.committer.date,
    url: `${pageUrl(repository)}/commit/${oid}`,
    author: personJson(commit.author),
    committer: personJson(commit.committer),
    added: files.filter((file) => file.status === "added" || file.previousPath).map((file) => file.path),
    removed: files.flatMap((file) => (file.status === "removed" ? [file.path] : (file.previousPath ?? []))),
    modified: files.filter((file) => /modified|changed/.test(file.status)).map((file) => file.path),
  };
}

function personJson(person: Signature) {
  return { name: person.name, email: person.email };
}

/** A commit by a name that is known to exist. Throws when it does not. */
export async function commitOf(repository: Repository, oid: string): Promise<Commit> {
  const commit = await repository.git.commit(oid);
  if (!commit) throw new Error(`no commit ${oid}`);
  return commit;
}

const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** The form of GET git/commits/{sha}. */
export function gitCommitJson(repository: Repository, commit: Commit) {
  const url = `${apiUrl(repository)}/git/commits/`;
  const page = `${pageUrl(repository)}/commit/`;
  return {
    sha: commit.oid,
    node_id: nodeId("C", commit.oid),
    url: url + commit.oid,
    html_url: page + commit.oid,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${apiUrl(repository)}/git/trees/${commit.tree}` },
    message: commit.message.trimEnd(),
    parents: commit.parents.map((sha) => ({ sha, url: url + sha, html_url: page + sha })),
    verification: unsigned,
  };
}

/** The form of comparisons and branches. Accounts of authors are not looked up. */
export function commitJson(repository: Repository, commit: Commit) {
  const url = `${apiUrl(repository)}/commits/`;
  const page = `${pageUrl(repository)}/commit/`;
  const { author, committer, message } = gitCommitJson(repository, commit);
  return {
    url: url + commit.oid,
    sha: commit.oid,
    node_id: nodeId("C", commit.oid),
    html_url: page + commit.oid,
    comments_url: `${url}${commit.oid}/comments`,
    commit: {
      author,
      committer,
      message,
      tree: { sha: commit.tree, url: `${apiUrl(repository)}/git/trees/${commit.tree}` },
      url: `${apiUrl(repository)}/git/commits/${commit.oid}`,
      comment_count: 0,
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({ sha, url: url + sha, html_url: page + sha })),
  };
}

/** One changed file, without its patch: GitHub leaves it out of large answers too. */
export function fileJson(repository: Repository, head: string, file: ChangedFile) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${pageUrl(repository)}/blob/${head}/${path}`,
    raw_url: `${pageUrl(repository)}/raw/${head}/${path}`,
    contents_url: `${apiUrl(repository)}/contents/${path}?ref=${head}`,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}
