// Options → the world the simulation lives in: accounts, repositories, installations, numbers, time.
import { isoTime } from "./git-commit.ts";
import type { Delivery, LoggedRequest } from "./state.ts";
import { type Account, fullName, type Installation, type Repository, type RepositoryState } from "./state.ts";

/** The app that is installed. With `publicKey` (PEM) the signature of its JWTs is checked, else only their shape. */
export type App = {
  readonly id: number;
  readonly slug: string;
  readonly publicKey?: string;
  /** What the app asks for; a call beyond it is answered with 403. */
  readonly permissions?: Readonly<Record<string, "read" | "write">>;
};

/** A webhook on its way: `id` is X-GitHub-Delivery, `name` is X-GitHub-Event, `payload` the body to sign. */
export type OutgoingDelivery = { readonly id: string; readonly name: string; readonly payload: string };

/** How GitHub behaves where time or size decide. Tests turn these down. */
type Knobs = {
  /** Reads of a pull request that find its mergeability unknown, for each pair of base and head. */
  readsBeforeMergeable: number;
  /** Entries of a recursive tree before it is truncated; GitHub's limit is 100,000. */
  treeEntries: number;
  /** Files a pull request lists; GitHub's limit is 3,000. */
  pullFiles: number;
};

export type World = {
  readonly directory: string;
  readonly app: App & { readonly permissions: Readonly<Record<string, "read" | "write">> };
  readonly now: () => number;
  readonly deliver: (delivery: OutgoingDelivery) => Promise<void> | void;
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<string, Repository>;
  readonly installations: Map<string, Installation>;
  /** Logins in lower case, by "organisation" and by "organisation/team". */
  readonly members: Map<string, ReadonlySet<string>>;
  readonly teams: Map<string, ReadonlySet<string>>;
  readonly deliveries: Delivery[];
  readonly requests: LoggedRequest[];
  readonly knobs: Knobs;
  readonly pending: Set<Promise<unknown>>;
  nextId: number;
  commits: number;
};

const everything = {
  checks: "write",
  contents: "write",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
} as const;

export function createWorld(options: {
  directory: string;
  app: App;
  deliver: World["deliver"];
  clock: () => number;
}): World {
  return {
    directory: options.directory,
    app: { ...options.app, permissions: options.app.permissions ?? everything },
    now: options.clock,
    deliver: options.deliver,
    accounts: new Map(),
    repositories: new Map(),
    installations: new Map(),
    members: new Map(),
    teams: new Map(),
    deliveries: [],
    requests: [],
    knobs: { readsBeforeMergeable: 0, treeEntries: 100_000, pullFiles: 3_000 },
    pending: new Set(),
    nextId: 1_000,
    commits: 0,
  };
}

/** The next number that nothing else has. */
export function takeId(world: World): number {
  world.nextId += 1;
  return world.nextId;
}

/** The account of that name, made when it is named first. Owners of repositories are organisations. */
export function account(world: World, login: string, type?: Account["type"]): Account {
  const found = world.accounts.get(login.toLowerCase());
  if (found) return found;
  const made = {
    id: takeId(world),
    login,
    type: type ?? (login.endsWith("[bot]") ? "Bot" : "User"),
  } as const;
  world.accounts.set(login.toLowerCase(), made);
  return made;
}

/** The account comments and commits of the app carry. */
export function botAccount(world: World): Account {
  return account(world, `${world.app.slug}[bot]`, "Bot");
}

/** A repository by `owner/name`, in any case. Throws when the world has none: for acts, whose names are the caller's. */
export function repositoryOf(world: World, name: string): Repository {
  const found = world.repositories.get(name.toLowerCase());
  if (!found) throw new Error(`no repository ${name}`);
  return found;
}

/** Repositories an installation gives access to. */
export function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter((one) => one.owner.id === installation.account.id);
}

/** The installation with the repository's owner, if there is one. */
export function installationFor(world: World, repository: Repository): Installation | undefined {
  return world.installations.get(repository.owner.login.toLowerCase());
}

/** The time as GitHub writes it. */
export function timeOf(milliseconds: number): string {
  return isoTime(milliseconds);
}

/**
 * Seconds for the next commit: one minute after the one before, from a fixed day on, so that names of commits are the
 * same in every run.
 */
export function nextCommitDate(world: World): number {
  world.commits += 1;
  return 1_767_225_600 + world.commits * 60;
}

/**
 * Runs what changes a repository, one after the other, and keeps the state from before for stale reads. Reads need no
 * turn: a state is never changed in place.
 */
export function inTurn<T>(repository: Repository, act: () => Promise<T>): Promise<T> {
  const run = repository.turn.then(async () => {
    const before = repository.state;
    const result = await act();
    if (repository.state !== before) repository.before = before;
    return result;
  });
  repository.turn = run.catch(() => undefined);
  return run;
}

/** Replaces parts of a repository's state. */
export function change(repository: Repository, parts: Partial<RepositoryState>): void {
  repository.state = { ...repository.state, ...parts };
}

/** Opaque identifiers as GraphQL has them: a prefix for the kind, the rest says which. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_kwDO${Buffer.from(String(id)).toString("base64url")}`;
}

/** The number in an identifier made by `nodeId`; undefined for any other text. */
export function idOfNode(prefix: string, node: string): number | undefined {
  if (!node.startsWith(`${prefix}_kwDO`)) return undefined;
  const id = Number(Buffer.from(node.slice(prefix.length + 5), "base64url").toString());
  return Number.isSafeInteger(id) ? id : undefined;
}

/** Where a repository's API begins. */
export function apiUrl(repository: Repository): string {
  return `https://api.github.com/repos/${fullName(repository)}`;
}

/** Where a repository's pages begin. */
export function pageUrl(repository: Repository): string {
  return `https://github.com/${fullName(repository)}`;
}
