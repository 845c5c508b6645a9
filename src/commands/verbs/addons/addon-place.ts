// A cluster and an add-on → the name and the file of its AddonInstall, as the AddonInstalls that are there are named.
import { directoryOf } from "../../../delivery/generate/repository-tree.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Fleet, FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import { below, inDirectory } from "../../lookup/paths.ts";

export type AddonPlace = {
  readonly name: string;
  readonly path: string;
  /** The AddonInstall whose layout it follows. */
  readonly like: FleetInstall | undefined;
};

const CLUSTER = "\u0000";
const ADDON = "\u0001";

/**
 * The manner of an AddonInstall of this cluster alone, else of another single one, else of one in the cluster's
 * directory; without any, `<addon>-addon.yaml` beside the cluster. A name always has both cluster and add-on.
 */
export function placeOfAddon(cluster: FleetCluster, addon: string, fleet: Fleet): AddonPlace {
  const home = directoryOf(cluster.object.manifest.origin.path);
  const [like] = [...fleet.installs.values()]
    .map((install) => ({ install, rank: rankOf(install, cluster, home) }))
    .toSorted((a, b) => a.rank - b.rank || (a.install.object.key < b.install.object.key ? -1 : 1))
    .map(({ install }) => install);
  if (like === undefined)
    return {
      name: `${cluster.spec.name}-${addon}`,
      path: inDirectory(home, `${addon}-addon.yaml`),
      like,
    };
  const { name, origin } = like.object.manifest;
  const own = like.matches.has(cluster.key) ? cluster.key : [...like.matches.keys()][0];
  const marks = [
    { word: fleet.clusters.get(own ?? "")?.spec.name ?? "", mark: CLUSTER },
    { word: addonName(like.spec.addon), mark: ADDON },
  ].toSorted((a, b) => b.word.length - a.word.length);
  const filled = (text: string) => text.replaceAll(CLUSTER, cluster.spec.name).replaceAll(ADDON, addon);
  const pattern = marked(name, marks);
  const path = marked(origin.path, marks);
  return {
    name:
      pattern.includes(CLUSTER) && pattern.includes(ADDON)
        ? filled(pattern)
        : `${cluster.spec.name}-${addon}`,
    path: path.includes(CLUSTER) ? filled(path) : inDirectory(home, filled(below(directoryOf(path), path))),
    like,
  };
}

function rankOf({ matches, object }: FleetInstall, cluster: FleetCluster, home: string): number {
  if (matches.size === 1) return matches.has(cluster.key) ? 0 : 1;
  return directoryOf(object.manifest.origin.path) === home ? 2 : 3;
}

/** Words count where no letter and no digit touches them. */
function marked(text: string, marks: readonly { readonly word: string; readonly mark: string }[]): string {
  return marks.reduce((done, { word, mark }) => {
    if (word === "") return done;
    const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return done.replaceAll(new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, "g"), mark);
  }, text);
}
