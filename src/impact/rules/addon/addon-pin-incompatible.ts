// A pinned release of an add-on is not for the version that its cluster has after the merge.

import { groupBy } from "../../../lib/group-by.ts";
import type { FieldPath } from "../../../lib/json-types.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import { fitsVersion } from "../../../manifests/vks/addon-release.ts";
import type { AddonRelease } from "../../../model/addon.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { versionsAfter } from "../../facts/cluster-versions.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { releasesOf } from "./addon-releases.ts";

/** One finding for each object with a pin and each version that it does not fit. Releases without a description are not judged. */
export const addonPinIncompatible = defineRule({
  id: "addon-pin-incompatible",
  severity: "caution",
  find: (input) => {
    const { base, head } = input;
    const known = misfits(base, input, (key) => base.clusters.get(key)?.spec.version ?? "");
    const fresh = [...misfits(head, input, versionsAfter(input))].filter(([key]) => !known.has(key));
    const misfitsOf = groupBy(
      fresh.map(([, misfit]) => misfit),
      groupKey,
    );
    return [...misfitsOf.values()].map((misfits) => {
      const { object, at, addon, release, version, cluster } = misfits[0] as Misfit;
      const existed = base.installs.get(object.key)?.matches.has(cluster) || base.configs.has(object.key);
      return {
        subject: subjectOf(object.ref),
        facts: {
          addon,
          release: release.name,
          range: rangeOf(release),
          version,
          clusters: misfits.map((m) => head.clusters.get(m.cluster)?.label ?? m.cluster).sort(),
          upgraded: existed === true && base.clusters.get(cluster)?.spec.version !== version,
        },
        source: sourceOf({ key: object.key, head: object }, at),
        evidence: release.evidence,
      };
    });
  },
  text: ({ facts: { addon, release, range, version, clusters, upgraded } }) => ({
    message: `${nameList(clusters)} ${upgraded ? "comes to" : "has"} \`${version}\`, and \`${addon}\` is pinned there to \`${release}\`, which is for Kubernetes \`${range}\``,
    why: upgraded
      ? "An add-on that does not fit the new version has to move before the nodes do, and the pin names the release that does not fit: the upgrade waits for it, or goes on with an add-on that nobody built for this version."
      : "A release whose constraints leave the version out is not deployed. The AddonInstall is accepted all the same, so Argo CD shows it as synced.",
    do: `Pin a release that is for \`${version}\`${upgraded ? " in the same pull request" : ""}, or leave the choice to the platform.`,
  }),
});

type Misfit = {
  readonly object: DeliveredObject;
  readonly at: FieldPath;
  readonly addon: string;
  readonly release: AddonRelease;
  readonly cluster: string;
  readonly version: string;
};

/** The control plane's range, or the workers' where only they have one. */
function rangeOf({ kubernetes, workers }: AddonRelease): string {
  if (kubernetes === "" || workers === "" || kubernetes === workers) return kubernetes || workers;
  return `${kubernetes}, workers ${workers}`;
}

/** By object, cluster, release and version. */
function misfits(
  fleet: Fleet,
  { config }: Comparison,
  versionOf: (key: string) => string,
): Map<string, Misfit> {
  const releases = releasesOf(fleet, config.catalog);
  const found = new Map<string, Misfit>();
  for (const { object, at, addon, pin, clusters } of pinsOf(fleet)) {
    const release = releases.pinned(pin);
    if (!release) continue;
    for (const cluster of clusters) {
      const version = versionOf(cluster);
      if (fitsVersion(release, version) !== false) continue;
      const key = `${object.key}|${cluster}|${release.name}|${version}`;
      found.set(key, { object, at, addon: addonName(addon), release, cluster, version });
    }
  }
  return found;
}

function pinsOf({ installs, configs }: Fleet) {
  return [
    ...[...installs.values()].map(({ object, spec, matches }) => ({
      object,
      at: ["spec", "releaseFilter", "ref", "name"] as const,
      addon: spec.addon,
      pin: spec.pin,
      clusters: [...matches.keys()],
    })),
    ...[...configs.values()].map(({ object, addon, pin, clusterKey }) => ({
      object,
      at: ["spec", "addonConfigDefinitionRef", "name"] as const,
      addon,
      pin,
      clusters: clusterKey === "" ? [] : [clusterKey],
    })),
  ].filter(({ pin }) => pin !== "");
}

function groupKey({ object, release, version }: Misfit): string {
  return `${object.key}|${release.name}|${version}`;
}
