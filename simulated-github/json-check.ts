// Check runs and suites → GitHub's JSON.
import { appJson } from "./json-account.ts";
import { pullRefJson } from "./json-pull.ts";
import type { CheckRun, Repository } from "./state.ts";
import { apiUrl, nodeId, pageUrl, takeId, timeOf, type World } from "./world.ts";

/** A check run as REST answers it. */
export function checkRunJson(world: World, repository: Repository, check: CheckRun) {
  return {
    ...common(world, repository, check),
    details_url: check.detailsUrl,
    check_suite: { id: suiteId(world, repository, check.headSha) },
  };
}

/** A check run as `check_run` events carry it, with its suite. */
export function checkRunEventJson(world: World, repository: Repository, check: CheckRun) {
  const { after: _after, ...suite } = checkSuiteJson(world, repository, check.headSha);
  const { head_commit: _commit, latest_check_runs_count: _count, check_runs_url: _url, ...short } = suite;
  return {
    ...common(world, repository, check),
    details_url: check.detailsUrl ?? "",
    check_suite: { ...short, status: "completed", conclusion: check.conclusion, after: check.headSha },
  };
}

function common(world: World, repository: Repository, check: CheckRun) {
  const url = `${apiUrl(repository)}/check-runs/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId("CR", check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: `${pageUrl(repository)}/runs/${check.id}`,
    status: check.status,
    conclusion: check.conclusion,
    started_at: timeOf(check.startedAt),
    completed_at: check.completedAt === undefined ? null : timeOf(check.completedAt),
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    app: appJson(world),
    pull_requests: pullsAt(repository, check.headSha),
  };
}

/** The suite of a commit, as `check_suite` events carry it. The commit itself is added by the event. */
export function checkSuiteJson(world: World, repository: Repository, headSha: string) {
  const id = suiteId(world, repository, headSha);
  const runs = [...repository.state.checks.values()].filter((check) => check.headSha === headSha);
  const open = [...repository.state.pulls.values()].find((pull) => pull.headSha === headSha);
  return {
    id,
    node_id: nodeId("CS", id),
    head_branch: open?.headRef ?? null,
    head_sha: headSha,
    status: "completed",
    conclusion: runs.at(-1)?.conclusion ?? null,
    url: `${apiUrl(repository)}/check-suites/${id}`,
    before: null as string | null,
    after: headSha,
    pull_requests: pullsAt(repository, headSha),
    app: appJson(world),
    created_at: timeOf(repository.createdAt),
    updated_at: timeOf(repository.createdAt),
    latest_check_runs_count: runs.length,
    check_runs_url: `${apiUrl(repository)}/check-suites/${id}/check-runs`,
    head_commit: undefined as unknown,
  };
}

/** The one suite the app has for a commit. */
function suiteId(world: World, repository: Repository, headSha: string): number {
  const id = repository.suites.get(headSha) ?? takeId(world);
  repository.suites.set(headSha, id);
  return id;
}

// GitHub leaves the list empty for branches of forks.
function pullsAt(repository: Repository, headSha: string) {
  return [...repository.state.pulls.values()]
    .filter((pull) => pull.state === "open" && pull.headSha === headSha && pull.headRepository === repository)
    .map((pull) => pullRefJson(repository, pull));
}
