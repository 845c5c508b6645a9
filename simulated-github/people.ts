// What people do on GitHub, as functions. Each ends when it has happened; its webhooks are then on their way.
import { addComment, addReview, editComment, removeComment } from "./comment-acts.ts";
import { commitFiles, type Files } from "./fast-import.ts";
import { closePull, editPull, mergePull, openPull, setDraft } from "./pull-acts.ts";
import { diskRef, moveRef } from "./refs.ts";
import type { Account, Comment, Pull, Repository, Role } from "./state.ts";
import { nextNumber, withEntry } from "./state.ts";
import { deliverAgain, sendCheckRun, sendCheckSuite, sendInstallation } from "./webhooks.ts";
import { account, change, inTurn, nextCommitDate, repositoryOf, takeId, type World } from "./world.ts";

/** A commit to make: `expectedHead` refuses when the branch points elsewhere, `from` names a branch to start at. */
export type CommitOptions = {
  readonly author?: string;
  readonly message?: string;
  readonly expectedHead?: string;
  readonly from?: string;
};

/** Everything people do. Repositories are named `owner/name`, people by their login ("octocat" unless told). */
export function createPeople(world: World) {
  const person = (login = "octocat"): Account => account(world, login);
  const at = <T>(name: string, act: (repository: Repository) => Promise<T> | T): Promise<T> => {
    const repository = repositoryOf(world, name);
    return inTurn(repository, async () => act(repository));
  };
  const onPull = (
    name: string,
    number: number,
    act: (repository: Repository, pull: Pull) => Promise<unknown>,
  ) =>
    at(name, async (repository) => {
      await act(repository, pullOf(repository, number));
    });
  const onComment = <T>(name: string, id: number, act: (repository: Repository, comment: Comment) => T) =>
    at(name, (repository) => {
      const comment = repository.state.comments.get(id);
      if (!comment) throw new Error(`no comment ${id}`);
      return act(repository, comment);
    });
  return {
    /**
     * Commits files on top of a branch and pushes: `push`, then `synchronize` for open pull requests with that head. A
     * branch that does not exist starts at `from`, or the default branch. A file that is null is removed.
     */
    commit: (name: string, branch: string, files: Files, options: CommitOptions = {}): Promise<string> =>
      at(name, (repository) => commitAndPush(world, repository, branch, files, options)),
    /** Lets a branch point to any commit there is (a forced push when it does not follow); undefined deletes it. */
    push: (name: string, branch: string, oid: string | undefined, user?: string): Promise<void> =>
      at(name, (repository) => moveRef(world, repository, `refs/heads/${branch}`, oid, person(user))),
    /** Opens a pull request and gives its number. `headRepository` names a fork. */
    openPullRequest: (
      name: string,
      wanted: {
        head: string;
        headRepository?: string;
        base?: string;
        title?: string;
        body?: string;
        draft?: boolean;
        user?: string;
      },
    ): Promise<number> =>
      at(name, async (repository) => {
        const pull = await openPull(world, repository, {
          head: wanted.head,
          headRepository: wanted.headRepository ? repositoryOf(world, wanted.headRepository) : repository,
          base: wanted.base ?? repository.defaultBranch,
          title: wanted.title ?? wanted.head,
          body: wanted.body ?? null,
          draft: wanted.draft ?? false,
          user: person(wanted.user),
        });
        return pull.number;
      }),
    /** Changes title, body or base; sends `edited`. */
    editPullRequest: (
      name: string,
      number: number,
      to: { title?: string; body?: string; base?: string },
      user?: string,
    ) => onPull(name, number, (repository, pull) => editPull(world, repository, pull, to, person(user))),
    /** Ends the draft; `draft` makes it one again. */
    ready: (name: string, number: number, user?: string) =>
      onPull(name, number, (repository, pull) => setDraft(world, repository, pull, false, person(user))),
    draft: (name: string, number: number, user?: string) =>
      onPull(name, number, (repository, pull) => setDraft(world, repository, pull, true, person(user))),
    close: (name: string, number: number, user?: string) =>
      onPull(name, number, (repository, pull) => closePull(world, repository, pull, true, person(user))),
    reopen: (name: string, number: number, user?: string) =>
      onPull(name, number, (repository, pull) => closePull(world, repository, pull, false, person(user))),
    /** Merges by a merge commit. Throws on conflicts. */
    merge: (name: string, number: number, user?: string): Promise<void> =>
      onPull(name, number, (repository, pull) => mergePull(world, repository, pull, person(user))),
    /** Opens an issue and gives its number. */
    openIssue: (name: string, title: string, user?: string): Promise<number> =>
      at(name, (repository) => {
        const number = nextNumber(repository);
        const issue = { id: takeId(world), number, title, user: person(user), createdAt: world.now() };
        change(repository, { issues: withEntry(repository.state.issues, number, issue) });
        return number;
      }),
    /** Submits a review that only comments, and gives its id. */
    review: (name: string, number: number, user: string, body: string): Promise<number> =>
      at(name, (repository) => addReview(world, repository, pullOf(repository, number), person(user), body)),
    /** Writes a comment and gives its id. */
    comment: (name: string, number: number, user: string, body: string): Promise<number> =>
      at(name, (repository) => {
        if (!repository.state.issues.has(number)) pullOf(repository, number);
        return addComment(world, repository, number, person(user), body).id;
      }),
    editComment: (name: string, id: number, body: string, user?: string): Promise<void> =>
      onComment(name, id, (repository, comment) => {
        editComment(world, repository, comment, body, person(user));
      }),
    deleteComment: (name: string, id: number, user?: string): Promise<void> =>
      onComment(name, id, (repository, comment) => removeComment(world, repository, comment, person(user))),
    setPermission: (name: string, user: string, role: Role): Promise<void> =>
      at(name, (repository) => {
        const { roles } = repository.state;
        change(repository, { roles: withEntry(roles, person(user).login.toLowerCase(), role) });
      }),
    /** Who belongs to a team, "organisation/team"; all of them belong to the organisation as well. */
    setTeam: (team: string, users: readonly string[]): void => {
      const logins = users.map((user) => person(user).login.toLowerCase());
      const [org = ""] = team.toLowerCase().split("/");
      world.teams.set(team.toLowerCase(), new Set(logins));
      world.members.set(org, new Set([...(world.members.get(org) ?? []), ...logins]));
    },
    protectBranch: (name: string, branch: string): Promise<void> =>
      at(name, (repository) => {
        const { protectedBranches } = repository.state;
        change(repository, { protectedBranches: new Set([...protectedBranches, branch]) });
      }),
    /** A ruleset that lets the branch change by pull requests only. */
    ruleBranch: (name: string, branch: string): Promise<void> =>
      at(name, (repository) => {
        const { ruledBranches } = repository.state;
        change(repository, { ruledBranches: new Set([...ruledBranches, branch]) });
      }),
    /** Makes the repository read-only. */
    archive: (name: string): Promise<void> =>
      at(name, (repository) => change(repository, { archived: true })),
    /** Asks for one check run again. */
    rerequestCheck: (name: string, id: number, user?: string): Promise<void> =>
      at(name, (repository) =>
        sendCheckRun(world, repository, "rerequested", checkOf(repository, id), person(user)),
      ),
    /** Asks for all checks of a commit again. */
    rerequestSuite: (name: string, headSha: string, user?: string): Promise<void> =>
      at(name, (repository) => sendCheckSuite(world, repository, headSha, person(user))),
    /** Clicks a button of a check run. */
    requestAction: (name: string, id: number, identifier: string, user?: string): Promise<void> =>
      at(name, (repository) => {
        const extra = { requested_action: { identifier } };
        const check = checkOf(repository, id);
        sendCheckRun(world, repository, "requested_action", check, person(user), extra);
      }),
    /** Sends a delivery again, named by its GUID: the same bytes, the same GUID. */
    redeliver: (guid: string): void => {
      const delivery = world.deliveries.find((one) => one.guid === guid);
      if (!delivery) throw new Error(`no delivery ${guid}`);
      deliverAgain(world, delivery);
    },
    /** The owner installs, suspends or removes the app. */
    setInstallation: (owner: string, action: "created" | "deleted" | "suspend" | "unsuspend"): void =>
      setInstallation(world, owner, action),
  };
}

function pullOf(repository: Repository, number: number): Pull {
  const pull = repository.state.pulls.get(number);
  if (!pull) throw new Error(`no pull request #${number}`);
  return pull;
}

function checkOf(repository: Repository, id: number) {
  const check = repository.state.checks.get(id);
  if (!check) throw new Error(`no check run ${id}`);
  return check;
}

async function commitAndPush(
  world: World,
  repository: Repository,
  branch: string,
  files: Files,
  options: CommitOptions,
): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const { refs } = repository.state;
  const parent = refs.get(ref) ?? refs.get(`refs/heads/${options.from ?? repository.defaultBranch}`);
  if (options.expectedHead !== undefined && options.expectedHead !== parent) {
    throw new Error(`${branch} points to ${parent}`);
  }
  const author = account(world, options.author ?? "octocat");
  const oid = await commitFiles(repository.git, {
    ref: diskRef(repository, ref),
    parent,
    files,
    message: options.message ?? `Change ${Object.keys(files).length} files`,
    author: { name: author.login, email: `${author.login}@users.noreply.github.com` },
    date: nextCommitDate(world),
  });
  await moveRef(world, repository, ref, oid, author);
  return oid;
}

function setInstallation(
  world: World,
  owner: string,
  action: "created" | "deleted" | "suspend" | "unsuspend",
): void {
  const key = owner.toLowerCase();
  const installation = world.installations.get(key);
  if (!installation) throw new Error(`not installed for ${owner}`);
  if (action === "deleted") world.installations.delete(key);
  if (action === "suspend") installation.suspendedAt = world.now();
  if (action === "unsuspend") installation.suspendedAt = undefined;
  sendInstallation(world, installation, action);
}
