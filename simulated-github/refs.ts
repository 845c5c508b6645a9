// Refs that move, and what follows from it: the push, and every open pull request with that head.
import { baseTip } from "./pulls.ts";
import { type Account, type Pull, type Repository, withEntry } from "./state.ts";
import { sendPull, sendPush } from "./webhooks.ts";
import { change, type World } from "./world.ts";

/** A revision as people write it (branch, tag, full ref, object name, HEAD) → object name; undefined when unknown. */
export function resolveRevision(
  repository: Repository,
  refs: ReadonlyMap<string, string>,
  revision: string,
): string | undefined {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision;
  const name = revision === "HEAD" || revision === "" ? repository.defaultBranch : revision;
  const places = [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`];
  return places.map((place) => refs.get(place)).find((oid) => oid !== undefined);
}

/** Sets a ref in the state and on disk. Sends nothing. */
export async function setRef(repository: Repository, ref: string, oid: string | undefined): Promise<void> {
  change(repository, { refs: withEntry(repository.state.refs, ref, oid) });
  await repository.git.setRef(diskRef(repository, ref), oid);
}

/** Where a ref lies in the bare repository. */
export function diskRef(repository: Repository, ref: string): string {
  return repository.refPrefix + ref.slice("refs/".length);
}

/** Moves, creates or (with undefined) deletes a ref; sends `push`, then brings the pull requests along. */
export async function moveRef(
  world: World,
  repository: Repository,
  ref: string,
  oid: string | undefined,
  sender: Account,
): Promise<void> {
  const before = repository.state.refs.get(ref);
  if (before === oid) return;
  await setRef(repository, ref, oid);
  const forced = before !== undefined && oid !== undefined && !(await follows(repository, before, oid));
  await sendPush(world, repository, { ref, before, after: oid, forced }, sender);
  for (const base of world.repositories.values()) {
    if (base.git === repository.git) await followHead(world, base, repository, ref, oid, sender);
  }
}

async function follows(repository: Repository, before: string, after: string): Promise<boolean> {
  return (await repository.git.divergence(before, after)).behind === 0;
}

async function followHead(
  world: World,
  base: Repository,
  head: Repository,
  ref: string,
  oid: string | undefined,
  sender: Account,
): Promise<void> {
  for (const pull of [...base.state.pulls.values()]) {
    if (pull.state !== "open" || pull.headRepository !== head || `refs/heads/${pull.headRef}` !== ref)
      continue;
    if (oid === undefined) {
      const closed = { ...pull, state: "closed", closedAt: world.now(), updatedAt: world.now() } as const;
      setPull(base, closed);
      await sendPull(world, base, "closed", closed, sender);
      continue;
    }
    const moved = { ...pull, headSha: oid, baseSha: baseTip(base.state, pull), updatedAt: world.now() };
    setPull(base, moved);
    await setRef(base, `refs/pull/${pull.number}/head`, oid);
    await sendPull(world, base, "synchronize", moved, sender, { before: pull.headSha, after: oid });
  }
}

/** Puts a pull request in place of the one with its number. */
export function setPull(repository: Repository, pull: Pull): void {
  change(repository, { pulls: withEntry(repository.state.pulls, pull.number, pull) });
}
