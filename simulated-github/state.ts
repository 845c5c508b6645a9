// What the simulated GitHub remembers. Records are replaced, never changed, so that an older state stays readable.
import type { BareRepository } from "./bare-repository.ts";

/** Whoever acts: a person, an organisation or an app. `id` is given with the first mention. */
export type Account = {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
};

/** What a collaborator may do, as the settings page names it. */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** A pull request. Times are milliseconds since 1970. `baseSha` is the base's tip at the last push to the head. */
export type Pull = {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly draft: boolean;
  readonly user: Account;
  readonly headRepository: Repository;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly merged: { readonly at: number; readonly by: Account; readonly sha: string } | undefined;
  readonly assignees: readonly Account[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | undefined;
};

/** An issue that is no pull request. It has a number of the same row. */
export type Issue = {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly user: Account;
  readonly createdAt: number;
};

/** A review as it was submitted. */
export type Review = {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly body: string;
  readonly commit: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly reactions: readonly Reaction[];
};

/** A comment of a conversation. `number` is the pull request's, or the issue's. */
export type Comment = {
  readonly id: number;
  readonly number: number;
  readonly user: Account;
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly minimizedReason: string | undefined;
  readonly reactions: readonly Reaction[];
  /** Who edited it last. */
  readonly editor?: Account;
};

export type Reaction = {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: number;
};

/** One annotation as the request brought it. */
export type Annotation = Readonly<Record<string, unknown>>;

/** A check run. All annotations of all requests are in `annotations`, in order. */
export type CheckRun = {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  readonly startedAt: number;
  readonly completedAt: number | undefined;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly Readonly<Record<string, unknown>>[];
};

/** All of a repository that changes. Refs by full name, the rest by number or id. */
export type RepositoryState = {
  readonly refs: ReadonlyMap<string, string>;
  readonly pulls: ReadonlyMap<number, Pull>;
  readonly issues: ReadonlyMap<number, Issue>;
  readonly comments: ReadonlyMap<number, Comment>;
  readonly reviews: ReadonlyMap<number, Review>;
  readonly deletedComments: readonly Comment[];
  readonly checks: ReadonlyMap<number, CheckRun>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly protectedBranches: ReadonlySet<string>;
  /** Branches that a ruleset wants pull requests for. */
  readonly ruledBranches: ReadonlySet<string>;
  readonly archived: boolean;
};

/** A repository. `before` is its state before the last act, which a stale read answers from. */
export type Repository = {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly fork: boolean;
  readonly git: BareRepository;
  /** Where this repository's refs lie on disk: a fork shares the repository it was forked from. */
  readonly refPrefix: string;
  readonly createdAt: number;
  readonly suites: Map<string, number>;
  readonly merges: MergeMemory;
  /** Commits that were made through the API, which GitHub signs. */
  readonly signed: Set<string>;
  state: RepositoryState;
  before: RepositoryState;
  turn: Promise<unknown>;
};

/** Test merges by pull request: how often each pair was asked for, and the last commit that was made. */
type MergeMemory = { readonly reads: Map<string, number>; readonly last: Map<number, string> };

/** An installation of the app with one owner. */
export type Installation = {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: number;
  suspendedAt: number | undefined;
};

/** One delivery of a webhook. `guid` is X-GitHub-Delivery, the same again when it is delivered again. */
export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly payload: string;
  readonly deliveredAt: number;
  readonly redelivery: boolean;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  /** "pending" until the receiver's promise ends. */
  status: "pending" | "ok" | "failed";
};

/** One request as it arrived. `known` is false when nothing here answers that call. `status` 0 means: no answer. */
export type LoggedRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly known: boolean;
  readonly status: number;
  /** Name of the first operation's root fields, for a GraphQL request. */
  readonly operation: string | undefined;
};

/** The number of the next pull request or issue. */
export function nextNumber({ state }: Repository): number {
  return Math.max(0, ...state.pulls.keys(), ...state.issues.keys()) + 1;
}

/** `owner/name`, as people and URLs write it. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** A copy of a map with one entry put in, or taken out when `value` is undefined. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): ReadonlyMap<K, V> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
