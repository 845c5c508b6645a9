// What both sides declare and what is known of the repository → the addresses that mean it.

import { get, list } from "../../lib/json.ts";
import { readApplication } from "../../manifests/argocd/application.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import { normaliseRepoUrl } from "../../manifests/values/repo-url.ts";
import type { Context } from "../../model/context.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { pathExists } from "../generate/repository-tree.ts";
import type { DeliveryTree } from "./application-tree.ts";

export type RepoUrls = {
  readonly repoUrls: readonly string[];
  /** Which address was assumed, where none is configured. */
  readonly remarks: readonly string[];
};

/**
 * The addresses given; else every remote that some Application names; else the address that most sources with an
 * existing path use, the first in order where several do.
 */
export function findRepoUrls(sides: readonly DeliveryTree[], context: Context): RepoUrls {
  if (context.repoUrls.length > 0) return { repoUrls: context.repoUrls, remarks: [] };
  const votes = countVotes(sides);
  const named = context.remotes.filter((remote) => votes.has(normaliseRepoUrl(remote)));
  if (named.length > 0) return { repoUrls: named, remarks: [] };
  const [most] = [...votes.values()]
    .filter((vote) => vote.count > 0)
    .sort((a, b) => b.count - a.count || (a.url < b.url ? -1 : 1));
  if (!most) return { repoUrls: context.remotes, remarks: [] };
  return {
    repoUrls: [most.url],
    remarks: [`${most.url} is taken for this repository: most Applications with existing paths use it.`],
  };
}

type Vote = { readonly url: string; count: number };

/** Addresses by their normal form, with the number of sources whose path exists here. */
function countVotes(sides: readonly DeliveryTree[]): Map<string, Vote> {
  const votes = new Map<string, Vote>();
  for (const { snapshot, candidates } of sides) {
    for (const source of [
      ...candidates.applications.flatMap(sourcesOf),
      ...candidates.sets.flatMap(templateSources),
    ]) {
      if (source.repoURL === "" || source.repoURL.includes("{{")) continue;
      const key = normaliseRepoUrl(source.repoURL);
      const vote = votes.get(key) ?? { url: source.repoURL, count: 0 };
      if (isHere(snapshot, source.path)) vote.count++;
      votes.set(key, vote);
    }
  }
  return votes;
}

function isHere(snapshot: Snapshot, path: string | undefined): boolean {
  return path !== undefined && path !== "" && pathExists(snapshot, path);
}

function sourcesOf(manifest: Manifest) {
  return readApplication(manifest).sources;
}

/** The template's sources and those of its Git generators. */
function templateSources({ object }: Manifest) {
  const generators = list(object, ["spec", "generators"]).flatMap((g) =>
    readSources({ source: get(g, ["git"]) ?? {} }),
  );
  return [...readSources(get(object, ["spec", "template", "spec"])), ...generators];
}
