// Options → a GitHub in this process, over real bare repositories: a fetch for the app, acts for people, and webhooks.
import { join } from "node:path";
import { createBareRepository } from "./bare-repository.ts";
import { checkpoint, shown } from "./checkpoint.ts";
import { commitFiles, type Files } from "./fast-import.ts";
import { createFaults } from "./faults.ts";
import { createPeople } from "./people.ts";
import { setRef } from "./refs.ts";
import { createFetch } from "./serve.ts";
import type { CheckRun, Delivery } from "./state.ts";
import { type Account, type Comment, fullName, type Pull, type Repository } from "./state.ts";
import {
  type App,
  account,
  createWorld,
  nextCommitDate,
  type OutgoingDelivery,
  repositoryOf,
  takeId,
  type World,
} from "./world.ts";

export type { OutgoingDelivery } from "./world.ts";

/** Where it lives and whom it calls. Without `clock` (milliseconds since 1970) it goes by the time of day. */
export type SimulationOptions = {
  /** A folder for the bare repositories, one below for each. They are created and never removed here. */
  readonly directory: string;
  readonly app: App;
  /** Receives every webhook, in order, as soon as it happens. Acts do not wait for it; `settled` does. */
  readonly deliver: (delivery: OutgoingDelivery) => Promise<void> | void;
  readonly clock?: () => number;
};

/** A repository to create. Its owner becomes an organisation that has the app installed. */
export type NewRepository = {
  readonly owner: string;
  readonly name: string;
  readonly files: Files;
  readonly defaultBranch?: string;
  readonly private?: boolean;
};

export type SimulatedGitHub = ReturnType<typeof createSimulatedGitHub>;

/**
 * Creates the simulation. Repositories are named `owner/name` everywhere. The same acts give the same object names and
 * numbers in every run.
 */
export function createSimulatedGitHub(options: SimulationOptions) {
  const world = createWorld({ ...options, clock: options.clock ?? Date.now });
  const faults = createFaults();
  return {
    /** A stand-in for the global fetch: https://api.github.com with /graphql, and the archives of codeload. */
    fetch: createFetch(world, faults),
    faults,
    /** Behaviour that depends on time or size, to be turned down. */
    knobs: world.knobs,
    createRepository: (wanted: NewRepository) => createRepository(world, wanted),
    fork: (wanted: { of: string; owner: string }) => fork(world, wanted),
    ...createPeople(world),
    ...createGetters(world),
    /** Waits until no delivery is under way, those that deliveries caused included. */
    settled: async (): Promise<void> => {
      while (world.pending.size > 0) await Promise.all(world.pending);
    },
    /** How everything is now, to come back to as often as one likes. */
    checkpoint: () => checkpoint(world),
    /** Ends the Git processes that stay open. */
    stop: (): void => {
      for (const repository of world.repositories.values()) repository.git.close();
    },
  };
}

/** Creates a bare repository with one commit of these files and gives that commit's name. */
async function createRepository(world: World, wanted: NewRepository): Promise<string> {
  const { defaultBranch = "main" } = wanted;
  const owner = account(world, wanted.owner, "Organization");
  const git = await createBareRepository(
    join(world.directory, wanted.owner, `${wanted.name}.git`),
    defaultBranch,
  );
  const parts = { owner, name: wanted.name, defaultBranch, git, fork: false, refPrefix: "refs/" };
  const repository = emptyRepository(world, { ...parts, private: wanted.private ?? true });
  world.repositories.set(fullName(repository).toLowerCase(), repository);
  const key = owner.login.toLowerCase();
  if (!world.installations.has(key)) {
    const id = takeId(world);
    world.installations.set(key, { id, account: owner, createdAt: world.now(), suspendedAt: undefined });
  }
  const ref = `refs/heads/${defaultBranch}`;
  const oid = await commitFiles(git, {
    ref,
    parent: undefined,
    files: wanted.files,
    message: "Initial commit",
    author: { name: owner.login, email: `${owner.login}@users.noreply.github.com` },
    date: nextCommitDate(world),
  });
  await setRef(repository, ref, oid);
  repository.before = repository.state;
  return oid;
}

function emptyRepository(
  world: World,
  parts: Pick<Repository, "owner" | "name" | "private" | "defaultBranch" | "git" | "fork" | "refPrefix">,
): Repository {
  const state = {
    refs: new Map<string, string>(),
    pulls: new Map<number, Pull>(),
    issues: new Map(),
    comments: new Map<number, Comment>(),
    reviews: new Map(),
    deletedComments: [],
    checks: new Map<number, CheckRun>(),
    roles: new Map(),
    protectedBranches: new Set<string>(),
    ruledBranches: new Set<string>(),
    archived: false,
  };
  return {
    ...parts,
    id: takeId(world),
    createdAt: world.now(),
    suites: new Map(),
    merges: { reads: new Map(), last: new Map() },
    signed: new Set(),
    state,
    before: state,
    turn: Promise.resolve(),
  };
}

/** A fork with the branches of the original. As on GitHub the two share their objects. The app is not installed there. */
async function fork(world: World, wanted: { of: string; owner: string }): Promise<string> {
  const original = repositoryOf(world, wanted.of);
  const owner: Account = account(world, wanted.owner);
  const { git, name, defaultBranch } = original;
  const refPrefix = `refs/forks/${wanted.owner}/`;
  const made = emptyRepository(world, {
    owner,
    name,
    private: original.private,
    defaultBranch,
    git,
    fork: true,
    refPrefix,
  });
  world.repositories.set(fullName(made).toLowerCase(), made);
  for (const [ref, oid] of original.state.refs)
    if (ref.startsWith("refs/heads/")) await setRef(made, ref, oid);
  return fullName(made);
}

/** What tests look at. All are copies of the present state. */
function createGetters(world: World) {
  const state = (name: string) => repositoryOf(world, name).state;
  return {
    /** The conversation of a pull request, oldest first. */
    comments: (name: string, number: number): readonly Comment[] =>
      [...state(name).comments.values()].filter((comment) => comment.number === number),
    checkRuns: (name: string): readonly CheckRun[] => [...state(name).checks.values()],
    pullRequests: (name: string): readonly Pull[] => [...state(name).pulls.values()],
    pullRequest: (name: string, number: number): Pull | undefined => state(name).pulls.get(number),
    /** What people and the app felt about a comment or a review: "breakwater[bot] eyes". */
    reactions: (name: string, id: number): readonly string[] => {
      const { comments, reviews } = state(name);
      const reactions = (comments.get(id) ?? reviews.get(id))?.reactions ?? [];
      return reactions.map(({ user, content }) => `${user.login} ${content}`);
    },
    /** The commit a ref points to: a branch, or a full ref. */
    tip: (name: string, ref: string): string | undefined =>
      state(name).refs.get(ref.startsWith("refs/") ? ref : `refs/heads/${ref}`),
    /** Branches and their tips. */
    branches: (name: string): readonly (readonly [branch: string, oid: string])[] =>
      [...state(name).refs].flatMap(([ref, oid]) =>
        ref.startsWith("refs/heads/") ? [[ref.slice("refs/heads/".length), oid] as const] : [],
      ),
    /** The commits of a branch, newest first, with what they say. */
    commits: async (name: string, branch: string) => {
      const repository = repositoryOf(world, name);
      const tip = repository.state.refs.get(`refs/heads/${branch}`);
      if (tip === undefined) return [];
      const oids = [...(await repository.git.commitsBetween(undefined, tip, 1_000))].reverse();
      return Promise.all(oids.map((oid) => repository.git.commit(oid)));
    },
    /** What a commit changed, as `git diff` prints it. */
    patch: (name: string, oid: string): Promise<string> => repositoryOf(world, name).git.patch(oid),
    /** A file's text at a branch; undefined when it is not there. */
    file: async (name: string, branch: string, path: string): Promise<string | undefined> => {
      const repository = repositoryOf(world, name);
      const tip = repository.state.refs.get(`refs/heads/${branch}`);
      return (await repository.git.read(`${tip}:${path}`))?.content.toString("utf8");
    },
    /** All that a repository shows: equal texts where nothing changed. */
    shown: (name: string): string => shown(world, name),
    deliveries: (): readonly Delivery[] => [...world.deliveries],
    requests: () => [...world.requests],
    /** Requests nothing here answers: there should be none. */
    unknownRequests: () => world.requests.filter((request) => !request.known),
    installationId: (owner: string): number | undefined => world.installations.get(owner.toLowerCase())?.id,
  };
}
