// Recent comments of a repository, and its open pull requests → jobs for lost events and expired overrides.

import type { OpenPull, Recent } from "../../adapters/github/pull-requests/recent-activity.ts";
import type { RecentComment } from "../../adapters/github/pull-requests/recent-comments.ts";
import { readCommands } from "../../commands/parse-comment.ts";
import type { Job, RepositoryAddress } from "../../model/job.ts";
import { isTrusted } from "../../policy/authorization/actor.ts";
import { expiredAt } from "../../policy/decisions/expiry.ts";
import { replyKey } from "../../render/replies/replies.ts";
import { commandKey, digest } from "../../usecases/respond/command-key.ts";

/** In milliseconds since 1970. */
type Times = {
  /** Older comments are ignored. */
  readonly since: number;
  /** The events of later comments may still arrive. */
  readonly until: number;
  readonly now: number;
};

/** Commands first, and of each kind the oldest. The same look at the same state asks for the same jobs. */
export function missedJobs(recent: Recent, place: RepositoryAddress, times: Times): readonly Job[] {
  const { pulls } = recent;
  const reviews = [...overdue(pulls, place, times), ...unplanned(pulls, place, times)];
  return [...missedCommands(recent, place, times), ...reviews];
}

/** Comments with commands and no reply, as their events would have brought them. */
function missedCommands(
  { repository, config, comments }: Recent,
  place: RepositoryAddress,
  { since, until }: Times,
): Job[] {
  const answered = new Set(comments.flatMap(({ own, body }) => (own ? (replyKey(body) ?? []) : [])));
  const keyOf = ({ source, id }: RecentComment) => commandKey(repository, source, id, 0);
  const wanted = comments.filter(
    (one) =>
      one.at >= since &&
      one.at <= until &&
      !one.own &&
      (!one.bot || isTrusted(one.author, config)) &&
      !answered.has(keyOf(one)) &&
      readCommands(one.body, config.commands.prefix).length > 0,
  );
  return wanted
    .sort((a, b) => a.at - b.at || a.id - b.id)
    .map((one) => {
      const event = one.source === "review" ? "pull_request_review.submitted" : "issue_comment.created";
      const { number, source, id, node, at } = one;
      const origin = { ...place, event, delivery: `sweep/${keyOf(one)}`, since: at };
      return { ...origin, kind: "command", number, source, id, node, body: digest(one.body) };
    });
}

/** Pull requests whose head was never reviewed: a reviewed one has a check, whatever its outcome. */
function unplanned(
  pulls: readonly OpenPull[],
  place: RepositoryAddress,
  { since, until, now }: Times,
): Job[] {
  return pulls
    .filter(({ checked, updated }) => !checked && updated >= since && updated <= until)
    .filter((pull) => endedOf(pull, now) === undefined)
    .sort((a, b) => a.updated - b.updated || a.number - b.number)
    .map((pull) => reviewOf(pull, place, pull.head, pull.updated));
}

/** Pull requests whose comment says something that the clock has ended. */
function overdue(pulls: readonly OpenPull[], place: RepositoryAddress, { now }: Times): Job[] {
  const due = pulls.flatMap((pull) => {
    const since = endedOf(pull, now);
    return since === undefined ? [] : [{ pull, since }];
  });
  return due
    .sort((a, b) => a.since - b.since || a.pull.number - b.pull.number)
    .map(({ pull, since }) => reviewOf(pull, place, `${since}`, since * 1000));
}

/** Who pushed meanwhile may have a job before this one. */
function reviewOf({ number, head }: OpenPull, place: RepositoryAddress, id: string, since: number): Job {
  const origin = { ...place, event: "sweep", delivery: `sweep/${id}`, since };
  return { ...origin, kind: "review", number, head, supersedesOthers: true };
}

/** In seconds since 1970. */
function endedOf({ state }: OpenPull, now: number): number | undefined {
  return state === undefined || typeof state === "string" ? undefined : expiredAt(state, now / 1000)[0]?.at;
}
