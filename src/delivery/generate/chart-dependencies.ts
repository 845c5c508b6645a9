// A chart's declared dependencies → what Argo CD does about those that do not lie in charts/.

import { list, str } from "../../lib/json.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { HELM } from "../../model/unevaluated.ts";
import type { Files } from "./files.ts";
import { asProgramsRead } from "./known-keys.ts";
import { pathExists, pathsUnder, resolvePath } from "./repository-tree.ts";

/** What Argo CD does about the dependencies of a chart. */
export type Dependencies =
  /** "built": Helm packs charts of this repository. */
  | { readonly state: "there" | "built" }
  /** One that would be fetched, in words. */
  | { readonly missing: string }
  /** Why Helm cannot find one in this repository, in words. */
  | { readonly broken: string };

/**
 * Argo CD asks Helm for all dependencies as soon as one is not there (argo-cd reposerver/repository/repository.go,
 * helmTemplate; util/helm/helm.go, DependencyBuild). Without a network that works where all are `file://`.
 */
export async function chartDependencies(
  snapshot: Snapshot,
  directory: string,
  files: Files,
): Promise<Dependencies> {
  const within = directory === "" ? "" : `${directory}/`;
  const lists = [`${within}Chart.yaml`, `${within}requirements.yaml`].flatMap(
    (path) => snapshot.files.get(path)?.oid ?? [],
  );
  await files.parse(lists);
  const declared = lists
    .flatMap((oid) => asProgramsRead(files, oid))
    .flatMap((value) => list(value, ["dependencies"]))
    .map((entry) => ({
      name: str(entry, ["name"]) ?? "",
      version: str(entry, ["version"]) ?? "",
      repository: str(entry, ["repository"]) ?? "",
    }));
  const archives = pathsUnder(snapshot.paths, `${within}charts`).map((path) => path.slice(within.length));
  const absent = declared.filter(
    ({ name }) =>
      !pathExists(snapshot, `${within}charts/${name}/Chart.yaml`) &&
      !archives.some((path) => path.startsWith(`charts/${name}-`) && /^[^/]+\/[^/]+\.tgz$/.test(path)),
  );
  if (absent.length === 0) return { state: "there" };
  for (const { name, repository } of absent) {
    const broken = brokenDependency(name, repository, directory, snapshot);
    if (broken !== undefined) return { broken };
  }
  const remote = [...absent, ...declared].find(({ repository }) => !repository.startsWith("file://"));
  if (!remote) return { state: "built" };
  const { name, version, repository } = remote;
  return { missing: HELM.dependency(`${name} ${version}`, repository || "nowhere") };
}

/**
 * Without a repository a dependency has to lie in `charts/`, with `file://` where that leads (helm
 * internal/resolver/resolver.go, Resolve; pkg/downloader/manager.go, downloadAll).
 */
function brokenDependency(name: string, repository: string, directory: string, snapshot: Snapshot) {
  if (repository === "")
    return `chart dependency ${name} names no repository and does not lie in charts/${name}`;
  if (!repository.startsWith("file://")) return undefined;
  const place = resolvePath(directory, repository.slice("file://".length));
  return place !== undefined && pathExists(snapshot, `${place === "" ? "" : `${place}/`}Chart.yaml`)
    ? undefined
    : `chart dependency ${name} from ${repository} does not exist`;
}
