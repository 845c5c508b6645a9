// Changed files that no known Application reads → what may deliver them all the same, and the manifests that nothing does.

import { get } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import type { ApplicationSpec, Source } from "../../model/application.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { DiscoveryTools } from "../applications/discover-applications.ts";
import type { DeliveryTree } from "../tree/application-tree.ts";
import { isOwnCluster } from "../tree/own-cluster.ts";
import { overlayDifferences } from "./overlay-differences.ts";
import { findUndelivered, readPaths, type Undelivered } from "./undelivered-files.ts";
import { type Reached, unfollowedReads } from "./unfollowed-declarations.ts";
import { findUninstalled } from "./uninstalled.ts";

/**
 * `explained`: changed files of which something unevaluated was told; `pinned`: those that an Application reads at another
 * revision, which this merge does not move. Whatever may read a changed file makes it an entry; only what is left is dormant.
 */
export async function findUncovered(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly string[],
  explained: ReadonlySet<string>,
  pinned: ReadonlySet<string>,
  tools: DiscoveryTools,
): Promise<Undelivered> {
  const { files, config } = tools;
  const read = new Set((await Promise.all(sides.map((side) => readPaths(side, files)))).flat());
  const unread = changed.filter((path) => !read.has(path));
  const overlays = overlayDifferences(sides, changed);
  const isUncovered = (path: string) => !explained.has(path) && !pinned.has(path) && !overlays.read.has(path);
  const uncovered = new Set(unread.filter(isUncovered));
  const reached: Reached[] = [];
  for (const side of sides) reached.push(...(await unfollowedReads(side, changed, uncovered, tools)));
  for (const path of reached.flatMap(({ paths }) => paths)) uncovered.delete(path);
  const elsewhere = [...config.repositories, ...otherRepositories(sides, tools)];
  const snapshots = [sides[0].snapshot, sides[1].snapshot] as const;
  reached.push(...(await findUninstalled(snapshots, [...uncovered], files, elsewhere.length > 0)));
  const explainedPaths = new Set([...explained, ...overlays.read, ...reached.flatMap(({ paths }) => paths)]);
  const undelivered = await findUndelivered(
    sides,
    unread,
    explainedPaths,
    files,
    [...new Set(elsewhere)].sort(),
  );
  return {
    manifests: undelivered.manifests,
    entries: [...merged(reached), ...overlays.entries, ...undelivered.entries],
  };
}

/** One entry for each reason, at the first file that it concerns. */
function merged(reached: readonly Reached[]): NotEvaluated[] {
  const first = new Map<string, NotEvaluated>();
  for (const { paths, entry } of reached) {
    const [path] = [...paths].sort();
    const key = `${entry.application ?? ""}|${entry.reason}`;
    const known = first.get(key)?.path;
    if (path !== undefined && (known === undefined || path < known)) first.set(key, { path, ...entry });
  }
  return [...first.values()];
}

/**
 * Repositories that Applications take from elsewhere where these may hold Applications: what Argo CD's own cluster gets, or
 * one that is not known.
 */
function otherRepositories(sides: readonly DeliveryTree[], { trackedRevision }: DiscoveryTools): string[] {
  return sides.flatMap(({ nodes, sets, candidates }) => {
    const mayDeclare = ({ name, server }: Pick<ApplicationSpec["destination"], "name" | "server">) =>
      isOwnCluster({ name, server, namespace: "" }) || !candidates.guests.has(name);
    const isOther = (source: Source) => trackedRevision(source).kind === "repository";
    const fromNodes = [...nodes.values()]
      .filter(({ spec }) => mayDeclare(spec.destination))
      .flatMap(({ spec }) => spec.sources);
    const fromSets = [...sets.values()].flatMap(({ manifest }) =>
      readSources(get(manifest.object as Json, ["spec", "template", "spec"])),
    );
    return [...fromNodes, ...fromSets]
      .filter((source) => source.repoURL !== "" && source.ref === undefined && isOther(source))
      .map(({ repoURL }) => repoURL);
  });
}
