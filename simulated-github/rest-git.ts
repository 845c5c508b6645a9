// Calls about Git objects: trees, blobs, refs, commits and comparisons.
import { type ApiResponse, notFound, ok, refuse } from "./answer.ts";
import { commitJson, commitOf, fileJson, gitCommitJson } from "./json-commit.ts";
import { moveRef, resolveRevision } from "./refs.ts";
import { raw, wrapBase64 } from "./rest-repository.ts";
import { namedParameter, type RepositoryCall, type Route, textOf } from "./route.ts";
import type { Repository } from "./state.ts";
import { apiUrl, botAccount, nodeId, pageUrl } from "./world.ts";

export const gitRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/git/trees/{+tree_sha}",
    needs: ["contents:read"],
    answer: getTree,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/git/blobs/{file_sha}",
    needs: ["contents:read"],
    answer: getBlob,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/git/ref/{+ref}",
    needs: ["contents:read"],
    answer: getRef,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/git/commits/{commit_sha}",
    needs: ["contents:read"],
    answer: getCommit,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/compare/{+basehead}",
    needs: ["contents:read"],
    answer: compare,
  },
  {
    method: "POST",
    pattern: "/repos/{owner}/{repo}/git/refs",
    needs: ["contents:write"],
    writes: true,
    answer: createRef,
  },
  {
    method: "DELETE",
    pattern: "/repos/{owner}/{repo}/git/refs/{+ref}",
    needs: ["contents:write"],
    writes: true,
    answer: deleteRef,
  },
];

async function getTree({ world, repository, state, parameters, url }: RepositoryCall): Promise<ApiResponse> {
  const oid = resolveRevision(repository, state.refs, namedParameter({ parameters }, "tree_sha"));
  const tree = oid === undefined ? undefined : await repository.git.read(`${oid}^{tree}`);
  if (!tree) return notFound();
  // Any value of `recursive` counts, even "0" or "false".
  const entries = await repository.git.tree(tree.oid, url.searchParams.has("recursive"));
  const limit = world.knobs.treeEntries;
  const links = { tree: "trees", blob: "blobs", commit: "commits" };
  return ok({
    sha: tree.oid,
    url: `${apiUrl(repository)}/git/trees/${tree.oid}`,
    tree: entries.slice(0, limit).map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.oid,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      ...(entry.type === "commit"
        ? {}
        : { url: `${apiUrl(repository)}/git/${links[entry.type]}/${entry.oid}` }),
    })),
    truncated: entries.length > limit,
  });
}

async function getBlob({ repository, parameters, accept }: RepositoryCall): Promise<ApiResponse> {
  const sha = namedParameter({ parameters }, "file_sha");
  if (!/^[0-9a-f]{40}$/.test(sha))
    return refuse(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  const blob = await repository.git.read(sha);
  if (blob?.type !== "blob") return notFound();
  if (/\braw\b/.test(accept)) return raw(blob.content);
  return ok({
    sha,
    node_id: nodeId("B", sha),
    size: blob.content.length,
    url: `${apiUrl(repository)}/git/blobs/${sha}`,
    content: wrapBase64(blob.content),
    encoding: "base64",
  });
}

function getRef({ repository, state, parameters }: RepositoryCall): ApiResponse {
  const ref = `refs/${parameters["ref"]}`;
  const oid = state.refs.get(ref);
  return oid === undefined ? notFound() : ok(refJson(repository, ref, oid));
}

function refJson(repository: Repository, ref: string, oid: string) {
  return {
    ref,
    node_id: nodeId("REF", ref),
    url: `${apiUrl(repository)}/git/${ref}`,
    object: { type: "commit", sha: oid, url: `${apiUrl(repository)}/git/commits/${oid}` },
  };
}

async function getCommit({ repository, parameters }: RepositoryCall): Promise<ApiResponse> {
  const commit = await repository.git.commit(namedParameter({ parameters }, "commit_sha"));
  return commit ? ok(gitCommitJson(repository, commit)) : notFound();
}

/** The three-dot comparison: up to 250 commits, and up to 300 files on the first page. */
async function compare({ repository, state, parameters }: RepositoryCall): Promise<ApiResponse> {
  const { git } = repository;
  const [left, right] = namedParameter({ parameters }, "basehead").split("...");
  const base = resolveRevision(repository, state.refs, left ?? "");
  const head = resolveRevision(repository, state.refs, right ?? "");
  if (!right || !base || !head || !(await git.commit(base)) || !(await git.commit(head))) return notFound();
  const { mergeBase, ahead, behind } = await git.divergence(base, head);
  if (mergeBase === undefined) return refuse(404, `No common ancestor between ${left} and ${right}.`);
  const names = await git.commitsBetween(base, head, 250);
  const commits = await Promise.all(names.map((oid) => commitOf(repository, oid)));
  const files = await git.changes(mergeBase, head);
  const page = `${pageUrl(repository)}/compare/${left}...${right}`;
  return ok({
    url: `${apiUrl(repository)}/compare/${left}...${right}`,
    html_url: page,
    permalink_url: `${pageUrl(repository)}/compare/${base.slice(0, 7)}...${head.slice(0, 7)}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitJson(repository, await commitOf(repository, base)),
    merge_base_commit: commitJson(repository, await commitOf(repository, mergeBase)),
    status: ahead && behind ? "diverged" : ahead ? "ahead" : behind ? "behind" : "identical",
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((commit) => commitJson(repository, commit)),
    files: files.slice(0, 300).map((file) => fileJson(repository, head, file)),
  });
}

async function createRef(call: RepositoryCall): Promise<ApiResponse> {
  const { world, repository } = call;
  const ref = textOf(call, "ref") ?? "";
  const sha = textOf(call, "sha") ?? "";
  if (!/^refs\/[^/]+\/./.test(ref))
    return refuse(422, "Reference name must start with 'refs/' and contain at least two slashes.");
  if (repository.state.refs.has(ref)) return refuse(422, "Reference already exists");
  if (!(await repository.git.commit(sha))) return refuse(422, "Object does not exist");
  await moveRef(world, repository, ref, sha, botAccount(world));
  return {
    status: 201,
    body: refJson(repository, ref, sha),
    headers: { location: `${apiUrl(repository)}/git/${ref}` },
  };
}

async function deleteRef({ world, repository, parameters }: RepositoryCall): Promise<ApiResponse> {
  const ref = `refs/${parameters["ref"]}`;
  if (!repository.state.refs.has(ref)) return refuse(422, "Reference does not exist");
  if (repository.state.protectedBranches.has(ref.slice("refs/heads/".length))) {
    return refuse(422, "Cannot delete a protected branch");
  }
  await moveRef(world, repository, ref, undefined, botAccount(world));
  return { status: 204 };
}
