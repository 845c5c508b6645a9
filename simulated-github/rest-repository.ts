// Calls about a repository as a whole: itself, its branches, files, archive and collaborators.
import { type ApiResponse, listPage, notFound, ok } from "./answer.ts";
import { userJson } from "./json-account.ts";
import { commitJson, commitOf } from "./json-commit.ts";
import { repositoryJson } from "./json-repository.ts";
import { resolveRevision } from "./refs.ts";
import { type Call, namedParameter, type RepositoryCall, type Route } from "./route.ts";
import { fullName, type Role } from "./state.ts";
import { account, apiUrl, pageUrl, repositoriesOf } from "./world.ts";

export const repositoryRoutes: readonly Route[] = [
  { method: "GET", pattern: "/repos/{owner}/{repo}", needs: [], answer: getRepository },
  { method: "GET", pattern: "/installation/repositories", app: false, answer: listRepositories },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/branches/{+branch}",
    needs: ["contents:read"],
    answer: getBranch,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/contents/{+path}",
    needs: ["contents:read"],
    answer: getContent,
  },
  { method: "GET", pattern: "/repos/{owner}/{repo}/tarball", needs: ["contents:read"], answer: getTarball },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/tarball/{+ref}",
    needs: ["contents:read"],
    answer: getTarball,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/collaborators/{username}/permission",
    needs: [],
    answer: getPermission,
  },
];

/** All of the installation's. */
function listRepositories({ world, url, installationId }: Call): ApiResponse {
  const own = [...world.installations.values()].filter(({ id }) => id === installationId);
  const all = own.flatMap((one) => repositoriesOf(world, one));
  return listPage(url, all, (page) => ({
    total_count: all.length,
    repositories: page.map((one) => repositoryJson(one, one.state)),
  }));
}

function getRepository({ repository, state }: RepositoryCall): ApiResponse {
  const more = {
    network_count: 0,
    subscribers_count: 0,
    permissions: { admin: false, push: false, pull: true },
  };
  return ok({ ...repositoryJson(repository, state), ...more });
}

async function getBranch({ repository, state, parameters }: RepositoryCall): Promise<ApiResponse> {
  const name = namedParameter({ parameters }, "branch");
  const oid = state.refs.get(`refs/heads/${name}`);
  if (oid === undefined) return { ...notFound(), ...branchMissing };
  const self = `${apiUrl(repository)}/branches/${name}`;
  const isProtected = state.protectedBranches.has(name);
  return ok({
    name,
    commit: commitJson(repository, await commitOf(repository, oid)),
    _links: { self, html: `${pageUrl(repository)}/tree/${name}` },
    protected: isProtected,
    protection: {
      enabled: isProtected,
      required_status_checks: { enforcement_level: "off", contexts: [], checks: [] },
    },
    protection_url: `${self}/protection`,
  });
}

const branchMissing = {
  body: {
    message: "Branch not found",
    documentation_url: "https://docs.github.com/rest/branches/branches#get-a-branch",
    status: "404",
  },
};

async function getContent({
  repository,
  state,
  parameters,
  url,
  accept,
}: RepositoryCall): Promise<ApiResponse> {
  const path = namedParameter({ parameters }, "path").replace(/\/+$/, "");
  const revision = url.searchParams.get("ref") ?? repository.defaultBranch;
  const commit = resolveRevision(repository, state.refs, revision);
  const object = commit === undefined ? undefined : await repository.git.read(`${commit}:${path}`);
  if (!object) return notFound();
  if (object.type === "tree") return listDirectory({ repository, path, revision, oid: object.oid });
  if (object.type !== "blob") return notFound();
  if (/\braw\b/.test(accept)) return raw(object.content);
  const links = contentLinks(repository, path, revision, object.oid);
  const content = wrapBase64(object.content);
  return ok({ type: "file", encoding: "base64", size: object.content.length, ...links, content });
}

async function listDirectory(of: {
  repository: RepositoryCall["repository"];
  path: string;
  revision: string;
  oid: string;
}): Promise<ApiResponse> {
  const entries = await of.repository.git.tree(of.oid, false);
  return ok(
    entries.map((entry) => ({
      type: entry.type === "tree" ? "dir" : "file",
      size: entry.size ?? 0,
      ...contentLinks(of.repository, `${of.path}/${entry.path}`, of.revision, entry.oid),
    })),
  );
}

function contentLinks(repository: RepositoryCall["repository"], path: string, revision: string, oid: string) {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const self = `${apiUrl(repository)}/contents/${encoded}?ref=${encodeURIComponent(revision)}`;
  const git = `${apiUrl(repository)}/git/blobs/${oid}`;
  const html = `${pageUrl(repository)}/blob/${revision}/${encoded}`;
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha: oid,
    url: self,
    git_url: git,
    html_url: html,
    download_url: `https://raw.githubusercontent.com/${fullName(repository)}/${revision}/${encoded}`,
    _links: { self, git, html },
  };
}

/** Bytes as the raw media type gives them. */
export function raw(content: Uint8Array): ApiResponse {
  return {
    status: 200,
    body: content,
    headers: { "content-type": "application/vnd.github.raw; charset=utf-8" },
  };
}

/** Base64 in lines of 60, as GitHub breaks it. */
export function wrapBase64(content: Buffer): string {
  return content
    .toString("base64")
    .replace(/.{60}/g, "$&\n")
    .replace(/([^\n])$/, "$1\n");
}

function getTarball({ repository, state, parameters }: RepositoryCall): ApiResponse {
  const revision = parameters["ref"] ?? repository.defaultBranch;
  const oid = resolveRevision(repository, state.refs, revision);
  if (oid === undefined) return notFound();
  const location = `https://codeload.github.com/${fullName(repository)}/legacy.tar.gz/${oid}`;
  return { status: 302, headers: { location } };
}

const coarse: Record<Role, string> = {
  admin: "admin",
  maintain: "write",
  write: "write",
  triage: "read",
  read: "read",
  none: "none",
};

/** Whoever is no collaborator may read what is public, and nothing else; GitHub answers 200 in both cases. */
function getPermission({ world, repository, state, parameters }: RepositoryCall): ApiResponse {
  const user = account(world, namedParameter({ parameters }, "username"));
  const role = state.roles.get(user.login.toLowerCase()) ?? (repository.private ? "none" : "read");
  const permissions = {
    admin: role === "admin",
    maintain: role === "admin" || role === "maintain",
    push: coarse[role] === "write" || role === "admin",
    triage: role !== "read" && role !== "none",
    pull: role !== "none",
  };
  return ok({
    permission: coarse[role],
    role_name: role,
    user: { ...userJson(user), permissions, role_name: role },
  });
}
