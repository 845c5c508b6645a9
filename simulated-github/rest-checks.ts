// Calls about check runs.
import { type ApiResponse, listPage, notFound, ok, refuse } from "./answer.ts";
import { checkRunJson } from "./json-check.ts";
import { resolveRevision } from "./refs.ts";
import { namedParameter, numberOf, type RepositoryCall, type Route, textOf } from "./route.ts";
import { type Annotation, type CheckRun, withEntry } from "./state.ts";
import { sendCheckRun } from "./webhooks.ts";
import { botAccount, change, takeId } from "./world.ts";

const all = "/repos/{owner}/{repo}/check-runs";

export const checkRoutes: readonly Route[] = [
  { method: "POST", pattern: all, needs: ["checks:write"], writes: true, answer: createCheck },
  {
    method: "PATCH",
    pattern: `${all}/{check_run_id}`,
    needs: ["checks:write"],
    writes: true,
    answer: updateCheck,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/commits/{+ref}/check-runs",
    needs: ["checks:read"],
    answer: listChecks,
  },
];

async function createCheck(call: RepositoryCall): Promise<ApiResponse> {
  const { world, repository } = call;
  const headSha = textOf(call, "head_sha");
  const name = textOf(call, "name");
  if (!headSha || !name) return refuse(422, 'Invalid request.\n\n"name", "head_sha" weren\'t supplied.');
  if (!(await repository.git.commit(headSha))) return refuse(422, `No commit found for SHA: ${headSha}`);
  const empty: CheckRun = {
    id: takeId(world),
    name,
    headSha,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: null,
    startedAt: world.now(),
    completedAt: undefined,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  return faultOfCheck(call) ?? { status: 201, body: store(call, empty, undefined) };
}

function updateCheck(call: RepositoryCall): ApiResponse {
  const check = call.repository.state.checks.get(numberOf(call, "check_run_id"));
  if (!check) return notFound();
  return faultOfCheck(call) ?? ok(store(call, check, check.status));
}

/** Takes over what the request brings. Annotations are added to those that are there; a conclusion completes. */
function store(call: RepositoryCall, check: CheckRun, statusBefore: string | undefined) {
  const { world, repository } = call;
  const output = outputOf(call);
  const text = (name: string) => (typeof output[name] === "string" ? (output[name] as string) : undefined);
  const conclusion = textOf(call, "conclusion") ?? check.conclusion;
  const status = textOf(call, "conclusion") ? "completed" : (textOf(call, "status") ?? check.status);
  const stored: CheckRun = {
    ...check,
    name: textOf(call, "name") ?? check.name,
    status,
    conclusion: status === "completed" ? conclusion : null,
    externalId: textOf(call, "external_id") ?? check.externalId,
    detailsUrl: textOf(call, "details_url") ?? check.detailsUrl,
    startedAt: timeIn(call, "started_at") ?? check.startedAt,
    completedAt: status === "completed" ? (timeIn(call, "completed_at") ?? world.now()) : undefined,
    title: text("title") ?? check.title,
    summary: text("summary") ?? check.summary,
    text: text("text") ?? check.text,
    annotations: [...check.annotations, ...annotationsOf(output)],
    actions: (call.body["actions"] as CheckRun["actions"] | undefined) ?? check.actions,
  };
  change(repository, { checks: withEntry(repository.state.checks, stored.id, stored) });
  if (status === "completed" && statusBefore !== "completed") {
    sendCheckRun(world, repository, "completed", stored, botAccount(world));
  }
  return checkRunJson(world, repository, stored);
}

function outputOf(call: RepositoryCall): Readonly<Record<string, unknown>> {
  return (call.body["output"] ?? {}) as Record<string, unknown>;
}

function annotationsOf(output: Readonly<Record<string, unknown>>): readonly Annotation[] {
  return (output["annotations"] ?? []) as readonly Annotation[];
}

function timeIn(call: RepositoryCall, name: string): number | undefined {
  const text = textOf(call, name);
  return text === undefined ? undefined : Date.parse(text);
}

const longestText = 65_535;

/** GitHub's limits: 50 annotations in a request, 65,535 characters of summary and text, 3 short actions. */
function faultOfCheck(call: RepositoryCall): ApiResponse | undefined {
  const output = outputOf(call);
  const count = annotationsOf(output).length;
  if (count > 50)
    return refuse(422, `Invalid request.\n\nNo more than 50 items are allowed; ${count} were supplied.`);
  for (const field of ["summary", "text"]) {
    const value = output[field];
    if (typeof value !== "string" || value.length <= longestText) continue;
    return refuse(
      422,
      `Invalid request.\n\nOnly ${longestText} characters are allowed; ${value.length} were supplied.`,
    );
  }
  if (textOf(call, "status") === "completed" && !textOf(call, "conclusion")) {
    return refuse(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.');
  }
  return faultOfActions((call.body["actions"] ?? []) as readonly Record<string, unknown>[]);
}

function faultOfActions(actions: readonly Readonly<Record<string, unknown>>[]): ApiResponse | undefined {
  if (actions.length > 3) {
    return refuse(
      422,
      `Invalid request.\n\nNo more than 3 items are allowed; ${actions.length} were supplied.`,
    );
  }
  for (const [field, limit] of Object.entries({ label: 20, description: 40, identifier: 20 })) {
    const long = actions.map((action) => String(action[field])).find((text) => text.length > limit);
    if (long)
      return refuse(
        422,
        `Invalid request.\n\nOnly ${limit} characters are allowed; ${long.length} were supplied.`,
      );
  }
  return undefined;
}

/** The newest run of each name, unless `filter=all`. */
function listChecks({ world, repository, state, parameters, url }: RepositoryCall): ApiResponse {
  const sha = resolveRevision(repository, state.refs, namedParameter({ parameters }, "ref"));
  const name = url.searchParams.get("check_name");
  const status = url.searchParams.get("status");
  const app = url.searchParams.get("app_id");
  const runs = [...state.checks.values()]
    .filter((check) => check.headSha === sha && (!name || check.name === name))
    .filter((check) => (!status || check.status === status) && (!app || Number(app) === world.app.id));
  const latest = new Map(runs.map((check) => [check.name, check]));
  const shown = url.searchParams.get("filter") === "all" ? runs : [...latest.values()];
  return listPage(url, shown.reverse(), (page) => ({
    total_count: shown.length,
    check_runs: page.map((check) => checkRunJson(world, repository, check)),
  }));
}
