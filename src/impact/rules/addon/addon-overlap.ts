// Two AddonInstalls of one add-on match one cluster.

import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Fleet, FleetInstall } from "../../../model/fleet.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each pair, or more, of installs, with the clusters where they meet and did not before. */
export const addonOverlap = defineRule({
  id: "addon-overlap",
  severity: "caution",
  find: ({ base, head }) => {
    const before = installsByPlace(base);
    const meetings = new Map<string, Meeting>();
    for (const [place, { addon, cluster, installs }] of installsByPlace(head)) {
      const known = new Set(before.get(place)?.installs.map(({ object }) => object.key));
      const news = installs.find(({ object }) => !known.has(object.key));
      if (installs.length < 2 || !news) continue;
      const certain = installs.every(({ matches }) => matches.get(cluster) === "yes");
      const key = JSON.stringify([news.object.key, certain, installs.map(({ object }) => object.key)]);
      const meeting = meetings.get(key) ?? { addon, installs, news, certain, clusters: [] };
      meeting.clusters.push(head.clusters.get(cluster)?.label ?? cluster);
      meetings.set(key, meeting);
    }
    return [...meetings.values()].map(toFound);
  },
  text: ({ facts: { addon, installs, clusters, pins, certain } }) => ({
    message: `${installs.length} AddonInstalls of \`${addon}\` ${certain ? "match" : "may match"} ${nameList(clusters)}: ${nameList(installs)}`,
    why: `A cluster has one ClusterAddon for each add-on, so the two share it${pins.length > 1 ? `, and they want different releases (${pins.map((pin) => (pin === "" ? "the newest" : `\`${pin}\``)).join(", ")})` : ""}: which of them decides about its release, its configuration and its end is not documented. Removing one may uninstall what the other still wants.${certain ? "" : " A constraint that Git alone cannot decide has the last word."}`,
    do: "Narrow one selector, or leave the add-on to one AddonInstall; merge the other away after the first covers its clusters.",
  }),
});

/** `news`: the first of the installs that did not match there before. */
type Meeting = {
  readonly addon: string;
  readonly installs: readonly FleetInstall[];
  readonly news: FleetInstall;
  readonly certain: boolean;
  readonly clusters: string[];
};

function toFound({ addon, installs, news, certain, clusters }: Meeting) {
  const { ref, manifest } = news.object;
  return {
    subject: subjectOf(ref),
    facts: {
      addon,
      installs: installs.map(({ object }) => subjectOf(object.ref)),
      clusters: [...clusters].sort(),
      pins: [...new Set(installs.map(({ spec }) => spec.pin))],
      certain,
    },
    source: {
      side: "head" as const,
      path: manifest.origin.path,
      line: manifest.lineOf(["spec", "clusters"]),
    },
    evidence: certain ? ("git" as const) : ("unknown" as const),
  };
}

/** The installs of each add-on on each cluster, sorted, so that they are always in the same order. */
function installsByPlace({ installs }: Fleet) {
  const places = new Map<string, { addon: string; cluster: string; installs: FleetInstall[] }>();
  for (const install of [...installs.values()].sort((a, b) => (a.object.key < b.object.key ? -1 : 1))) {
    const addon = addonName(install.spec.addon);
    for (const cluster of install.matches.keys()) {
      const place = places.get(`${cluster}|${addon}`);
      if (place) place.installs.push(install);
      else places.set(`${cluster}|${addon}`, { addon, cluster, installs: [install] });
    }
  }
  return new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
}
