// The messages of one invocation → what to run of each pull request, in which order, and what a later one makes needless.

import type { SQSRecord } from "aws-lambda";
import { jobOf } from "../../adapters/queue/sqs-message.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { Job } from "../../model/job.ts";

/** A message and its job; without one nothing can be run. */
export type Entry = {
  readonly record: SQSRecord;
  readonly job: Job | undefined;
  /** Counts from 1. */
  readonly attempt: number;
};

/** The messages of one pull request. */
export type Group = {
  readonly place: string;
  /** In this order. */
  readonly run: readonly Entry[];
  /** They need not be run. */
  readonly superseded: readonly Entry[];
};

/** What only looks at the live state and says what it sees: of several the last one sees all that the others would. */
const PLANS: readonly string[] = ["review", "branch", "commit"] satisfies Job["kind"][];

/**
 * Groups in the order of arrival, those of different repositories in turn, so that a busy one does not keep the others
 * waiting. Of the plans of a group only the last one runs, after all that is no plan.
 */
export function groupsOf(records: readonly SQSRecord[]): readonly Group[] {
  const entries = records.map((record) => ({
    record,
    job: jobOf(record.body),
    attempt: Number(record.attributes.ApproximateReceiveCount) || 1,
  }));
  const groups = groupBy(entries, ({ record }) => record.attributes.MessageGroupId ?? record.messageId);
  return inTurn([...groups.values()].map(coalesced));
}

function coalesced(entries: readonly Entry[]): Group {
  const plans = entries.filter(({ job }) => job && PLANS.includes(job.kind));
  const others = entries.filter((entry) => !plans.includes(entry));
  const job = entries.find((entry) => entry.job)?.job;
  const superseded = plans.slice(0, -1);
  return {
    place: job ? `${job.installation}/${job.owner}/${job.repo}` : "",
    run: [...others, ...plans.slice(-1).map((entry) => standingFor(entry, superseded))],
    superseded,
  };
}

/** The last of several may be of an older head, as a delivery that came late: it is planned where any of theirs is live. */
function standingFor(entry: Entry, superseded: readonly Entry[]): Entry {
  const { job } = entry;
  if (superseded.length === 0 || job?.kind !== "review") return entry;
  const dropped = superseded.flatMap(({ job }) => (job?.kind === "review" ? [job] : []));
  const supersededHeads = [...dropped, job].flatMap(({ head, supersededHeads = [] }) => [
    head,
    ...supersededHeads,
  ]);
  const supersedesOthers = [...dropped, job].some((one) => one.supersedesOthers);
  return { ...entry, job: { ...job, supersededHeads, ...(supersedesOthers ? { supersedesOthers } : {}) } };
}

function inTurn(groups: readonly Group[]): readonly Group[] {
  const seen = new Map<string, number>();
  const ranked = groups.map((group) => {
    const rank = seen.get(group.place) ?? 0;
    seen.set(group.place, rank + 1);
    return { group, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ group }) => group);
}
