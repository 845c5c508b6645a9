// What happens to pull requests, whoever does it: state first, then the webhook.
import { baseTip, mergeCommit } from "./pulls.ts";
import { moveRef, setPull, setRef } from "./refs.ts";
import { type Account, nextNumber, type Pull, type Repository } from "./state.ts";
import { sendPull } from "./webhooks.ts";
import { takeId, type World } from "./world.ts";

/** A pull request to open. The branches exist. `headRepository` is a fork, or the repository itself when left out. */
export type NewPull = {
  readonly head: string;
  readonly headRepository?: Repository;
  readonly base: string;
  readonly title: string;
  readonly body: string | null;
  readonly draft: boolean;
  readonly user: Account;
};

export async function openPull(world: World, repository: Repository, wanted: NewPull): Promise<Pull> {
  const headRepository = wanted.headRepository ?? repository;
  const headSha = headRepository.state.refs.get(`refs/heads/${wanted.head}`);
  const baseSha = repository.state.refs.get(`refs/heads/${wanted.base}`);
  if (!headSha || !baseSha) throw new Error(`no branch ${headSha ? wanted.base : wanted.head}`);
  const now = world.now();
  const pull: Pull = {
    id: takeId(world),
    number: nextNumber(repository),
    title: wanted.title,
    body: wanted.body,
    state: "open",
    draft: wanted.draft,
    user: wanted.user,
    headRepository,
    headRef: wanted.head,
    headSha,
    baseRef: wanted.base,
    baseSha,
    merged: undefined,
    assignees: [],
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
  };
  setPull(repository, pull);
  await setRef(repository, `refs/pull/${pull.number}/head`, headSha);
  await sendPull(world, repository, "opened", pull, wanted.user);
  return pull;
}

/** New title, body or base, and the `edited` event with what was there before. */
export async function editPull(
  world: World,
  repository: Repository,
  pull: Pull,
  to: { title?: string | undefined; body?: string | undefined; base?: string | undefined },
  sender: Account,
): Promise<void> {
  const base = to.base ?? pull.baseRef;
  const retargeted = base !== pull.baseRef;
  const baseSha = retargeted ? baseTip(repository.state, { ...pull, baseRef: base }) : pull.baseSha;
  const { title = pull.title, body = pull.body } = to;
  const edited = { ...pull, title, body, baseRef: base, baseSha, updatedAt: world.now() };
  setPull(repository, edited);
  const changes = {
    ...(title === pull.title ? {} : { title: { from: pull.title } }),
    ...(body === pull.body ? {} : { body: { from: pull.body ?? "" } }),
    ...(retargeted ? { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } } : {}),
  };
  await sendPull(world, repository, "edited", edited, sender, { changes });
}

/** Draft or not; nothing happens when it is so already. */
export async function setDraft(
  world: World,
  repository: Repository,
  pull: Pull,
  draft: boolean,
  sender: Account,
): Promise<void> {
  if (pull.draft === draft) return;
  const changed = { ...pull, draft, updatedAt: world.now() };
  setPull(repository, changed);
  await sendPull(world, repository, draft ? "converted_to_draft" : "ready_for_review", changed, sender);
}

/** Closes without merging, or opens again. */
export async function closePull(
  world: World,
  repository: Repository,
  pull: Pull,
  closed: boolean,
  sender: Account,
): Promise<void> {
  const now = world.now();
  const state = closed ? "closed" : "open";
  if (pull.state === state) return;
  const changed: Pull = { ...pull, state, closedAt: closed ? now : undefined, updatedAt: now };
  setPull(repository, changed);
  await sendPull(world, repository, closed ? "closed" : "reopened", changed, sender);
}

/** Merges by a merge commit: the base branch moves (`push`), then `closed` says merged. Throws on conflicts. */
export async function mergePull(
  world: World,
  repository: Repository,
  pull: Pull,
  sender: Account,
): Promise<string> {
  const sha = await mergeCommit(repository, baseTip(repository.state, pull), pull);
  if (sha === undefined) throw new Error(`#${pull.number} has conflicts`);
  const now = world.now();
  const merged: Pull = {
    ...pull,
    state: "closed",
    merged: { at: now, by: sender, sha },
    closedAt: now,
    updatedAt: now,
  };
  setPull(repository, merged);
  await moveRef(world, repository, `refs/heads/${pull.baseRef}`, sha, sender);
  await sendPull(world, repository, "closed", merged, sender);
  return sha;
}
