// A world → all that a repository shows as one text, and a way back to how everything is now.
import { diskRef } from "./refs.ts";
import { fullName, type Repository } from "./state.ts";
import { repositoryOf, type World } from "./world.ts";

/** Branches, pull requests, conversations and checks of a repository: equal texts where nothing changed. */
export function shown(world: World, name: string): string {
  return JSON.stringify(repositoryOf(world, name).state, (key, value: unknown) => {
    if (key === "headRepository") return fullName(value as Repository);
    return value instanceof Map || value instanceof Set ? [...value] : value;
  });
}

/**
 * Keeps how everything is; the function it gives puts it back, as often as one likes. Nothing may be under way. Objects of
 * Git stay where they are, as they do on GitHub when no name leads to them any more.
 */
export function checkpoint(world: World): () => Promise<void> {
  const { nextId, commits } = world;
  const [deliveries, requests] = [[...world.deliveries], [...world.requests]];
  const maps = [world.accounts, world.repositories, world.teams, world.members].map((map) =>
    keep<unknown>(map),
  );
  const repositories = [...world.repositories.values()].map(keepRepository);
  return async () => {
    world.nextId = nextId;
    world.commits = commits;
    world.deliveries.splice(0, Infinity, ...deliveries);
    world.requests.splice(0, Infinity, ...requests);
    for (const back of maps) back();
    for (const back of repositories) await back();
  };
}

function keepRepository(repository: Repository): () => Promise<void> {
  const { state, before, suites, merges, signed } = repository;
  const parts = [keep<unknown>(suites), keep<unknown>(merges.reads), keep<unknown>(merges.last)];
  const known = [...signed];
  return async () => {
    const { refs } = repository.state;
    for (const ref of new Set([...refs.keys(), ...state.refs.keys()]))
      if (refs.get(ref) !== state.refs.get(ref))
        await repository.git.setRef(diskRef(repository, ref), state.refs.get(ref));
    Object.assign(repository, { state, before });
    for (const back of parts) back();
    signed.clear();
    for (const oid of known) signed.add(oid);
  };
}

function keep<V>(map: Map<never, V> | Map<string, V> | Map<number, V>): () => void {
  const kept = [...(map as Map<unknown, V>)];
  return () => {
    map.clear();
    for (const [key, value] of kept) (map as Map<unknown, V>).set(key, value);
  };
}
