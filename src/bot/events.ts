// A webhook's name and payload → the jobs it asks for, or why it asks for none. The receiver bundles it: imports stay light.

import { CHECK_NAME } from "../adapters/github/check-name.ts";
import { mayCommand } from "../commands/grammar/slash.ts";
import { bool, list, map, num, str } from "../lib/json.ts";
import type { Json } from "../lib/json-types.ts";
import { type Job, keyOf, type Origin } from "../model/job.ts";
import { digest, type Source } from "../usecases/respond/command-key.ts";

export type IncomingWebhook = {
  readonly name: string;
  /** May be anything. */
  readonly payload: Json;
  readonly delivery: string;
  /** In milliseconds since 1970. */
  readonly now: number;
};

/** Jobs to queue, the key whose jobs are not needed any more, or the reason for ignoring the event. */
export type WebhookOutcome =
  | { readonly jobs: readonly Job[] }
  | { readonly cancel: string }
  | { readonly ignored: Ignored };

/**
 * "event" and "action": none of those that change a plan. "repository": the payload names no repository of an
 * installation, as that of a webhook that belongs to no app. "fields": it lacks what its kind has. "no-effect": an edit
 * that changes no plan. "no-command": a text in which no line can be one. "ref": a tag, or a branch that went. "other-check": somebody else's.
 */
type Ignored =
  | "event"
  | "action"
  | "no-command"
  | "repository"
  | "fields"
  | "no-effect"
  | "ref"
  | "other-check";

/** Never throws, whatever the payload is. */
export function readEvent(webhook: IncomingWebhook): WebhookOutcome {
  const read = EVENTS.get(webhook.name);
  if (!read) return { ignored: "event" };
  const origin = originOf(webhook);
  return origin ? read(webhook.payload, origin) : { ignored: "repository" };
}

/** The event's name with its action, as records have it. */
export function eventOf({ name, payload }: Pick<IncomingWebhook, "name" | "payload">): string {
  const action = str(payload, ["action"]);
  return action === undefined ? name : `${name}.${action}`;
}

type ReadEvent = (payload: Json, origin: Origin) => WebhookOutcome;

/** A line for each kind of event. */
const EVENTS: ReadonlyMap<string, ReadEvent> = new Map([
  ["pull_request", pullRequest],
  ["push", push],
  ["issue_comment", issueComment],
  ["pull_request_review", pullRequestReview],
  ["check_run", checkRun],
  ["check_suite", checkSuite],
]);

/** What changes a plan, or the check's conclusion. */
const PLANNED = ["opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft"];

function pullRequest(payload: Json, origin: Origin): WebhookOutcome {
  const action = str(payload, ["action"]) ?? "";
  if (!PLANNED.includes(action) && action !== "edited" && action !== "closed") return { ignored: "action" };
  const number = num(payload, ["pull_request", "number"]);
  const head = str(payload, ["pull_request", "head", "sha"]);
  if (number === undefined || head === undefined) return { ignored: "fields" };
  const job: Job = Object.assign(origin, { kind: "review" as const, number, head });
  if (action === "closed") return { cancel: keyOf(job) };
  return action === "edited" && !changesPlan(payload) ? { ignored: "no-effect" } : { jobs: [job] };
}

function changesPlan(payload: Json): boolean {
  return ["base", "title"].some((field) => map(payload, ["changes", field]));
}

/** A branch that moved. Tags and deleted branches are no pull request's base. */
function push(payload: Json, origin: Origin): WebhookOutcome {
  const ref = str(payload, ["ref"]);
  if (ref === undefined) return { ignored: "fields" };
  const [, branch] = /^refs\/heads\/(.+)$/s.exec(ref) ?? [];
  if (branch === undefined || bool(payload, ["deleted"])) return { ignored: "ref" };
  return { jobs: [{ ...origin, kind: "branch", branch }] };
}

/** Only when it was written: an edit never runs. */
function issueComment(payload: Json, origin: Origin): WebhookOutcome {
  if (str(payload, ["action"]) !== "created") return { ignored: "action" };
  return commands(map(payload, ["comment"]), "comment", num(payload, ["issue", "number"]), origin);
}

function pullRequestReview(payload: Json, origin: Origin): WebhookOutcome {
  if (str(payload, ["action"]) !== "submitted") return { ignored: "action" };
  return commands(map(payload, ["review"]), "review", num(payload, ["pull_request", "number"]), origin);
}

/** The text itself stays behind: it is read again, and a job is small. */
function commands(
  comment: Json | undefined,
  source: Source,
  number: number | undefined,
  origin: Origin,
): WebhookOutcome {
  const [id, node, body] = [num(comment, ["id"]), str(comment, ["node_id"]), str(comment, ["body"]) ?? ""];
  if (number === undefined || id === undefined || node === undefined) return { ignored: "fields" };
  if (!mayCommand(body)) return { ignored: "no-command" };
  return { jobs: [{ ...origin, kind: "command", number, source, id, node, body: digest(body) }] };
}

function checkRun(payload: Json, origin: Origin): WebhookOutcome {
  if (str(payload, ["action"]) !== "rerequested") return { ignored: "action" };
  if (str(payload, ["check_run", "name"]) !== CHECK_NAME) return { ignored: "other-check" };
  return checked(map(payload, ["check_run"]), origin);
}

function checkSuite(payload: Json, origin: Origin): WebhookOutcome {
  if (str(payload, ["action"]) !== "rerequested") return { ignored: "action" };
  return checked(map(payload, ["check_suite"]), origin);
}

/** A check of a fork's pull request does not name it: then its commit does. */
function checked(subject: Json | undefined, origin: Origin): WebhookOutcome {
  const sha = str(subject, ["head_sha"]);
  if (sha === undefined) return { ignored: "fields" };
  const named = list(subject, ["pull_requests"])
    .filter((pull) => str(pull, ["head", "sha"]) === sha)
    .flatMap((pull) => num(pull, ["number"]) ?? []);
  if (named.length === 0) return { jobs: [{ ...origin, kind: "commit", sha }] };
  return { jobs: named.map((number) => ({ ...origin, kind: "review", number, head: sha })) };
}

function originOf({ name, payload, delivery, now }: IncomingWebhook): Origin | undefined {
  const installation = num(payload, ["installation", "id"]);
  const owner = str(payload, ["repository", "owner", "login"]);
  const repo = str(payload, ["repository", "name"]);
  if (installation === undefined || owner === undefined || repo === undefined) return undefined;
  return { installation, owner, repo, event: eventOf({ name, payload }), delivery, since: now };
}
