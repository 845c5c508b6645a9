// What happened → the webhook GitHub sends, and its delivery. Nobody waits for a delivery but `settled`.
import { createHash } from "node:crypto";
import { installationJson, organizationJson, userJson } from "./json-account.ts";
import { checkRunEventJson, checkSuiteJson } from "./json-check.ts";
import { commentJson, reviewJson } from "./json-comment.ts";
import { eventCommitJson } from "./json-commit.ts";
import { issueJson, plainIssueJson, pullJson, pullSimpleJson } from "./json-pull.ts";
import { repositoryJson } from "./json-repository.ts";
import { pullNumbers, unknownMerge } from "./pulls.ts";
import type {
  Account,
  CheckRun,
  Comment,
  Delivery,
  Installation,
  Issue,
  Pull,
  Repository,
  Review,
} from "./state.ts";
import { installationFor, nodeId, pageUrl, repositoriesOf, takeId, type World } from "./world.ts";

/** `pull_request`. `extra` holds what only some actions carry: before and after, or changes. */
export async function sendPull(
  world: World,
  repository: Repository,
  action: string,
  pull: Pull,
  sender: Account,
  extra: object = {},
): Promise<void> {
  const { state } = repository;
  const merge = pull.merged ? { mergeable: undefined, commit: pull.merged.sha } : unknownMerge;
  const json = pullJson(repository, state, pull, await pullNumbers(repository, state, pull), merge);
  const payload = { action, number: pull.number, pull_request: json, ...extra };
  send(world, repository, "pull_request", payload, sender);
}

const noCommit = "0".repeat(40);

/** `push`: a ref that moved, came to be (`before` undefined) or went (`after` undefined). */
export async function sendPush(
  world: World,
  repository: Repository,
  push: { ref: string; before: string | undefined; after: string | undefined; forced: boolean },
  sender: Account,
): Promise<void> {
  const { git } = repository;
  const base = push.before ?? repository.state.refs.get(`refs/heads/${repository.defaultBranch}`);
  const names = push.after === undefined ? [] : await git.commitsBetween(base, push.after, 20);
  const commits = await Promise.all(names.map((oid) => eventCommitJson(repository, oid)));
  const head = push.after === undefined ? null : await eventCommitJson(repository, push.after);
  const before = push.before ?? noCommit;
  const after = push.after ?? noCommit;
  const payload = {
    ref: push.ref,
    before,
    after,
    created: push.before === undefined,
    deleted: push.after === undefined,
    forced: push.forced,
    base_ref: null,
    compare: `${pageUrl(repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head,
    pusher: { name: sender.login, email: `${sender.login}@users.noreply.github.com` },
  };
  send(world, repository, "push", payload, sender);
}

/** `issue_comment`. `extra` holds the changes of an edit. */
export function sendComment(
  world: World,
  repository: Repository,
  action: string,
  comment: Comment,
  sender: Account,
  extra: object = {},
): void {
  const pull = repository.state.pulls.get(comment.number);
  const issue = repository.state.issues.get(comment.number);
  if (!pull && !issue) return;
  const of = pull ? issueJson(repository, pull) : plainIssueJson(repository, issue as Issue);
  const json = { issue: of, comment: commentJson(world, repository, comment) };
  send(world, repository, "issue_comment", { action, ...json, ...extra }, sender);
}

/** `pull_request_review`: submitted. */
export function sendReview(world: World, repository: Repository, pull: Pull, review: Review): void {
  const merge = repository.merges.last.get(pull.number) ?? null;
  const json = {
    review: reviewJson(repository, review),
    pull_request: pullSimpleJson(repository, pull, pull.merged?.sha ?? merge),
  };
  send(world, repository, "pull_request_review", { action: "submitted", ...json }, review.user);
}

/** `check_run`. `extra` holds the requested action. */
export function sendCheckRun(
  world: World,
  repository: Repository,
  action: string,
  check: CheckRun,
  sender: Account,
  extra: object = {},
): void {
  const payload = { action, check_run: checkRunEventJson(world, repository, check), ...extra };
  send(world, repository, "check_run", payload, sender);
}

/** `check_suite` rerequested: all checks of a commit. */
export async function sendCheckSuite(
  world: World,
  repository: Repository,
  headSha: string,
  sender: Account,
): Promise<void> {
  const {
    added: _a,
    removed: _r,
    modified: _m,
    distinct: _d,
    url: _u,
    ...commit
  } = await eventCommitJson(repository, headSha);
  const suite = { ...checkSuiteJson(world, repository, headSha), head_commit: commit };
  send(world, repository, "check_suite", { action: "rerequested", check_suite: suite }, sender);
}

/** `installation`: created, deleted, suspended, or with new permissions. */
export function sendInstallation(world: World, installation: Installation, action: string): void {
  const repositories = repositoriesOf(world, installation).map((repository) => ({
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.private,
  }));
  const payload = {
    action,
    installation: installationJson(world, installation),
    repositories,
    sender: userJson(installation.account),
  };
  deliver(world, "installation", payload, { installation, repository: undefined });
}

function send(world: World, repository: Repository, event: string, payload: object, sender: Account): void {
  const installation = installationFor(world, repository);
  if (!installation || installation.suspendedAt !== undefined) return;
  const around = {
    repository: repositoryJson(repository),
    organization: organizationJson(repository.owner),
    sender: userJson(sender),
    installation: { id: installation.id, node_id: nodeId("MDIz", installation.id) },
  };
  deliver(world, event, { ...payload, ...around }, { installation, repository });
}

function deliver(
  world: World,
  event: string,
  payload: object,
  of: { installation: Installation; repository: Repository | undefined },
): void {
  const id = takeId(world);
  attempt(world, {
    id,
    guid: guid(id),
    event,
    action: (payload as { action?: string }).action,
    payload: JSON.stringify(payload),
    deliveredAt: world.now(),
    redelivery: false,
    installationId: of.installation.id,
    repositoryId: of.repository?.id,
    status: "pending",
  });
}

/** Delivers once more what was delivered before: the same bytes under the same GUID. */
export function deliverAgain(world: World, delivery: Delivery): void {
  attempt(world, {
    ...delivery,
    id: takeId(world),
    deliveredAt: world.now(),
    redelivery: true,
    status: "pending",
  });
}

function attempt(world: World, delivery: Delivery): void {
  world.deliveries.push(delivery);
  const { guid: id, event: name, payload } = delivery;
  const running = Promise.resolve()
    .then(() => world.deliver({ id, name, payload }))
    .then(
      () => {
        delivery.status = "ok";
      },
      () => {
        delivery.status = "failed";
      },
    )
    .finally(() => world.pending.delete(running));
  world.pending.add(running);
}

function guid(id: number): string {
  const hex = createHash("sha1").update(`delivery ${id}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
