// What there is to do: a job, where it belongs and who asked for it. Small enough for any queue, and plain JSON.

import { map } from "../lib/json.ts";
import type { Json } from "../lib/json-types.ts";

/** A repository, and the installation through which the app reaches it. */
export type RepositoryAddress = {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
};

/** Where a job belongs and which delivery asked for it. */
export type Origin = RepositoryAddress & {
  /** The event's name with its action, "pull_request.opened". */
  readonly event: string;
  /** GitHub's id of the delivery. */
  readonly delivery: string;
  /** When it was asked for, milliseconds since 1970. */
  readonly since: number;
  /** How often its time was over before it was done. */
  readonly timeouts?: number;
  /** Another job was dropped for it, or may wait before it: it is done whatever head is live. */
  readonly supersedesOthers?: boolean;
  /** Of one that was given up: the name of its last error. */
  readonly reason?: string;
};

type Pulls = readonly (readonly [number: number, head: string])[];

export type Job = Origin &
  (
    | {
        /** Plan one pull request. */
        readonly kind: "review";
        readonly number: number;
        /** As the event had it. */
        readonly head: string;
        /** Heads of the jobs that were dropped for this one. */
        readonly supersededHeads?: readonly string[];
        /** Pull requests to review after it. */
        readonly followUps?: Pulls;
      }
    /** Plan every open pull request of a base branch. */
    | { readonly kind: "branch"; readonly branch: string }
    /** Plan every open pull request of a commit. */
    | { readonly kind: "commit"; readonly sha: string }
    | {
        /** Answer the commands of a comment. */
        readonly kind: "command";
        readonly number: number;
        /** "comment", or "review" for the body of a review: the two are numbered apart. */
        readonly source: string;
        readonly id: number;
        /** The comment's id in GraphQL. */
        readonly node: string;
        /** The digest of the text that the event brought: an edited comment is not executed. */
        readonly body: string;
      }
  );

/** Jobs with one key run one after the other. */
export function keyOf(job: Job): string {
  const place = `${job.installation}/${job.owner}/${job.repo}`;
  if (job.kind === "review" || job.kind === "command") return `${place}#${job.number}`;
  return job.kind === "branch" ? `${place}@${job.branch}` : `${place}@${job.sha}`;
}

/**
 * Of the jobs that wait, one for each of these is left: the latest review of a pull request. Commands are never dropped
 * for another; the same one again is the same.
 */
export function slotOf(job: Job): string {
  return job.kind === "command" ? `${keyOf(job)}/${job.source}/${job.id}` : keyOf(job);
}

/** A job that went through a queue as JSON; undefined where it is none. */
export function readJob(value: Json): Job | undefined {
  const fields = map(value) ?? {};
  const own = FIELDS[fields["kind"] as Job["kind"]] as Readonly<Record<string, string>> | undefined;
  const wanted = { ...ORIGIN, ...own };
  if (!own || Object.entries(wanted).some(([name, type]) => typeof fields[name] !== type)) return undefined;
  const {
    timeouts = 0,
    supersedesOthers = false,
    reason = "",
    supersededHeads = [],
    followUps = [],
  } = fields;
  const optional =
    typeof timeouts === "number" && typeof supersedesOthers === "boolean" && typeof reason === "string";
  return optional && isHeads(supersededHeads) && isPulls(followUps) ? (fields as Job) : undefined;
}

function isHeads(value: Json): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isPulls(value: Json): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => Array.isArray(one) && typeof one[0] === "number" && typeof one[1] === "string")
  );
}

type Required<J> = { readonly [K in keyof J as undefined extends J[K] ? never : K]: J[K] };
type Types<J> = { readonly [K in keyof J]: J[K] extends number ? "number" : "string" };
type Own = { readonly [K in Job["kind"]]: Types<Required<Omit<Extract<Job, { kind: K }>, keyof Origin>>> };

/** What the types above say, for reading. */
const ORIGIN: Types<Required<Origin>> = {
  installation: "number",
  owner: "string",
  repo: "string",
  event: "string",
  delivery: "string",
  since: "number",
};
const FIELDS: Own = {
  review: { kind: "string", number: "number", head: "string" },
  branch: { kind: "string", branch: "string" },
  commit: { kind: "string", sha: "string" },
  command: {
    kind: "string",
    number: "number",
    source: "string",
    id: "number",
    node: "string",
    body: "string",
  },
};
