// Calls about pull requests.
import { type ApiResponse, invalid, listPage, notFound, ok, refuse } from "./answer.ts";
import { fileJson } from "./json-commit.ts";
import { issueJson, pullJson, pullSimpleJson } from "./json-pull.ts";
import { closePull, editPull, openPull } from "./pull-acts.ts";
import { pullFiles, pullNumbers, testMerge } from "./pulls.ts";
import { setPull } from "./refs.ts";
import { numberOf, type RepositoryCall, type Route, textOf } from "./route.ts";
import type { Pull } from "./state.ts";
import { account, botAccount } from "./world.ts";

const read = ["pull_requests:read"];
const write = ["pull_requests:write"];

export const pullRoutes: readonly Route[] = [
  { method: "GET", pattern: "/repos/{owner}/{repo}/pulls", needs: read, answer: listPulls },
  { method: "POST", pattern: "/repos/{owner}/{repo}/pulls", needs: write, writes: true, answer: createPull },
  { method: "GET", pattern: "/repos/{owner}/{repo}/pulls/{pull_number}", needs: read, answer: getPull },
  {
    method: "PATCH",
    pattern: "/repos/{owner}/{repo}/pulls/{pull_number}",
    needs: write,
    writes: true,
    answer: updatePull,
  },
  {
    method: "POST",
    pattern: "/repos/{owner}/{repo}/issues/{issue_number}/assignees",
    needs: ["issues:write", "pull_requests:write"],
    writes: true,
    answer: addAssignees,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
    needs: read,
    answer: listFiles,
  },
];

/** People who may not write are left out without a word, as the description says; nobody is assigned twice. */
function addAssignees(call: RepositoryCall): ApiResponse {
  const { world, repository, state } = call;
  const pull = state.pulls.get(numberOf(call, "issue_number"));
  if (!pull) return notFound();
  const wanted = (call.body["assignees"] ?? []) as readonly string[];
  const able = wanted.filter((login) =>
    ["admin", "maintain", "write"].includes(state.roles.get(login.toLowerCase()) ?? "none"),
  );
  const all = [...pull.assignees, ...able.map((login) => account(world, login))];
  const added = { ...pull, assignees: [...new Set(all)] };
  setPull(repository, added);
  return { status: 201, body: issueJson(repository, added) };
}

function listPulls({ repository, state, url }: RepositoryCall): ApiResponse {
  const wanted = url.searchParams;
  const which = wanted.get("state") ?? "open";
  const head = wanted.get("head");
  const base = wanted.get("base");
  const sort = wanted.get("sort") ?? "created";
  const time = sort === "updated" ? "updatedAt" : "createdAt";
  const sign = (wanted.get("direction") ?? (sort === "created" ? "desc" : "asc")) === "asc" ? 1 : -1;
  const pulls = [...state.pulls.values()]
    .filter((pull) => which === "all" || pull.state === which)
    .filter((pull) => !head || `${pull.headRepository.owner.login}:${pull.headRef}` === head)
    .filter((pull) => !base || pull.baseRef === base)
    .sort((a, b) => sign * (a[time] - b[time] || a.number - b.number));
  const mergeOf = (pull: Pull) => pull.merged?.sha ?? repository.merges.last.get(pull.number) ?? null;
  return listPage(url, pulls, (page) => page.map((pull) => pullSimpleJson(repository, pull, mergeOf(pull))));
}

async function getPull(call: RepositoryCall): Promise<ApiResponse> {
  const { repository, state } = call;
  const pull = state.pulls.get(numberOf(call, "pull_number"));
  return pull ? ok(await fullPull(call, repository, state, pull)) : notFound();
}

async function fullPull(
  { world }: RepositoryCall,
  repository: RepositoryCall["repository"],
  state: RepositoryCall["state"],
  pull: Pull,
) {
  const merge = await testMerge(world, repository, state, pull);
  return pullJson(repository, state, pull, await pullNumbers(repository, state, pull), merge);
}

async function listFiles(call: RepositoryCall): Promise<ApiResponse> {
  const { world, repository, state, url } = call;
  const pull = state.pulls.get(numberOf(call, "pull_number"));
  if (!pull) return notFound();
  const files = (await pullFiles(repository, state, pull)).slice(0, world.knobs.pullFiles);
  return listPage(url, files, (page) => page.map((file) => fileJson(repository, pull.headSha, file)));
}

async function createPull(call: RepositoryCall): Promise<ApiResponse> {
  const { world, repository } = call;
  const title = textOf(call, "title");
  const head = textOf(call, "head");
  const base = textOf(call, "base");
  if (!title || !head || !base) return refuse(422, "Invalid request.");
  const { refs, pulls } = repository.state;
  const branch = head.startsWith(`${repository.owner.login}:`) ? head.slice(head.indexOf(":") + 1) : head;
  for (const [field, name] of Object.entries({ head: branch, base })) {
    if (!refs.has(`refs/heads/${name}`)) return invalid("PullRequest", field, "invalid");
  }
  const same = [...pulls.values()].find(
    (pull) => pull.state === "open" && pull.headRef === branch && pull.baseRef === base,
  );
  if (same) {
    const message = `A pull request already exists for ${repository.owner.login}:${branch}.`;
    return refuse(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  }
  const pull = await openPull(world, repository, {
    head: branch,
    base,
    title,
    body: textOf(call, "body") ?? null,
    draft: call.body["draft"] === true,
    user: botAccount(world),
  });
  return { status: 201, body: await fullPull(call, repository, repository.state, pull) };
}

async function updatePull(call: RepositoryCall): Promise<ApiResponse> {
  const { world, repository } = call;
  const number = numberOf(call, "pull_number");
  const pull = repository.state.pulls.get(number);
  if (!pull) return notFound();
  const base = textOf(call, "base");
  if (base && !repository.state.refs.has(`refs/heads/${base}`))
    return invalid("PullRequest", "base", "invalid");
  const [title, body, state] = [textOf(call, "title"), textOf(call, "body"), textOf(call, "state")];
  const sender = botAccount(world);
  if (base !== undefined || title !== undefined || body !== undefined) {
    await editPull(world, repository, pull, { title, body, base }, sender);
  }
  const now = () => repository.state.pulls.get(number) ?? pull;
  if (state !== undefined && state !== pull.state) {
    await closePull(world, repository, now(), state === "closed", sender);
  }
  return ok(await fullPull(call, repository, repository.state, now()));
}
