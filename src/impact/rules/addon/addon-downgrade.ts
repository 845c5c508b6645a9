// A release of an add-on that is lower than the one it was waits at.

import { groupBy } from "../../../lib/group-by.ts";
import { map } from "../../../lib/json.ts";
import { splitRelease } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** Permits the downgrade of a PackageInstall (kapp-controller pkg/packageinstall, DowngradableAnnKey). */
const DOWNGRADABLE = "packaging.carvel.dev/downgradable";

/** One finding for each object that names the release, with the clusters. An AddonInstall need not become a package. */
export const addonDowngrade = defineRule({
  id: "addon-downgrade",
  severity: "caution",
  find: ({ changes }) =>
    [...byObject(changes).values()].map((group) => {
      const first = group[0] as Change;
      const { what = "", from, to, object, source } = first;
      return {
        subject: subjectOf(object),
        facts: {
          addon: what,
          clusters: group.flatMap(({ cluster }) => cluster ?? []).sort(),
          from: versionOf(from),
          to: versionOf(to),
        },
        source,
        evidence: object.kind === "PackageInstall" ? first.evidence : ("unknown" as const),
      };
    }),
  text: ({ facts: { addon, clusters, from, to } }) => ({
    message: `\`${addon}\`${clusters.length > 0 ? ` on ${nameList(clusters)}` : ""} goes down from \`${from}\` to \`${to}\`, which the package controller does not install`,
    why: `It stops at a version below the last one it attempted (\`Stopped installing matched version\`): the higher release keeps running, and what else changes for the add-on waits with it.`,
    do: `Keep \`${from}\` or go up; a lower release needs the annotation \`${DOWNGRADABLE}\` on its PackageInstall, or the add-on removed and installed anew.`,
  }),
});

function isDowngrade(change: Change): boolean {
  const { layer, operation, head } = change;
  if (layer !== "addon" || operation !== "downgrade" || !head || !takesEffect(change)) return false;
  if (head.ref.kind === "AddonRepository") return false;
  return !Object.hasOwn(map(head.manifest.object, ["metadata", "annotations"]) ?? {}, DOWNGRADABLE);
}

function versionOf(release = ""): string {
  return splitRelease(release).version || release;
}

function byObject(changes: readonly Change[]): ReadonlyMap<string, Change[]> {
  return groupBy(changes.filter(isDowngrade), ({ key }) => key);
}
