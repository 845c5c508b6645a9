// An add-on is on a cluster without another add-on that it depends on.

import { ADDON_DEPENDENCIES, addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Fleet, FleetInstall } from "../../../model/fleet.ts";
import type { SourceRef } from "../../../model/plan.ts";
import { defineRule } from "../define-rule.ts";
import { releasesOf } from "./addon-releases.ts";

type Present = { readonly install: FleetInstall; readonly certain: boolean };
/** Cluster key → add-on → an install of it there. */
type Presence = ReadonlyMap<string, ReadonlyMap<string, Present>>;

/**
 * Releases declare what they need in `dependsOn`, which only an add-on satisfies, not a chart or a package. What an
 * install needs: by the table, and by the AddonRelease that it pins or floats to, where Git delivers one.
 */
export const addonDependencyMissing = defineRule({
  id: "addon-dependency-missing",
  severity: "stop",
  find: (input) => {
    const [base, head] = [gapsOf(input.base, input), gapsOf(input.head, input)];
    const uninstalled = uninstalledAddons(input.changes);
    const provided = providedAddons(input.head);
    return [...head]
      .filter(([key]) => !base.has(key))
      .flatMap(([, { cluster, addon, needs, present }]) => {
        const loss = uninstalled.get(`${cluster}|${needs}`);
        if (loss?.operation === "orphan") return [];
        const { label } = input.head.clusters.get(cluster) ?? { label: cluster };
        const { ref } = present.install.object;
        const doubtful =
          !present.certain || loss?.operation === "retain" || provided.has(`${cluster}|${needs}`);
        return {
          subject: `AddonInstall ${ref.namespace}/${ref.name}`,
          facts: { cluster: label, addon, needs, lost: loss !== undefined, doubtful },
          source: loss?.source ?? declarationOf(present.install),
          evidence: doubtful ? ("unknown" as const) : ("git" as const),
        };
      });
  },
  text: ({ facts: { cluster, addon, needs, lost, doubtful } }) => ({
    message: lost
      ? `\`${needs}\` would leave \`${cluster}\` while \`${addon}\` stays and needs it`
      : `\`${addon}\` comes to \`${cluster}\`, where no install of \`${needs}\` matches`,
    why: `\`${addon}\` declares \`${needs}\` as a dependency, and only an add-on satisfies it: a Helm chart or a package does not count.${doubtful ? " Git alone does not decide it here: a constraint, a retained or a platform-provided add-on has the last word." : ""}`,
    do: lost
      ? `Keep \`${needs}\` on \`${cluster}\`, or remove \`${addon}\` from it first.`
      : `Let an AddonInstall of \`${needs}\` match \`${cluster}\` as well.`,
  }),
});

function presence({ installs }: Fleet): Presence {
  const clusters = new Map<string, Map<string, Present>>();
  for (const install of installs.values()) {
    const addon = addonName(install.spec.addon);
    for (const [cluster, match] of install.matches) {
      const addons = clusters.get(cluster) ?? new Map<string, Present>();
      clusters.set(cluster, addons);
      if (!addons.get(addon)?.certain) addons.set(addon, { install, certain: match === "yes" });
    }
  }
  return new Map([...clusters].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Gap = {
  readonly cluster: string;
  readonly addon: string;
  readonly needs: string;
  readonly present: Present;
};

/** What is needed and not there, or there only perhaps while its dependant is certain, by cluster and both names. */
function gapsOf(fleet: Fleet, { config }: Comparison): ReadonlyMap<string, Gap> {
  const releases = releasesOf(fleet, config.catalog);
  const gaps = new Map<string, Gap>();
  for (const [cluster, addons] of presence(fleet)) {
    const version = fleet.clusters.get(cluster)?.spec.version ?? "";
    for (const [addon, present] of addons) {
      const release = releases.pinned(present.install.spec.pin) ?? releases.floating(addon, version);
      for (const needs of new Set([...(ADDON_DEPENDENCIES.get(addon) ?? []), ...(release?.needs ?? [])])) {
        if (addons.get(needs)?.certain || (addons.has(needs) && !present.certain)) continue;
        const certain = present.certain && !addons.has(needs);
        gaps.set(`${cluster}|${addon}|${needs}`, { cluster, addon, needs, present: { ...present, certain } });
      }
    }
  }
  return gaps;
}

/** Add-ons that leave a cluster with this change, by cluster and add-on. */
function uninstalledAddons(changes: readonly Change[]): ReadonlyMap<string, Change> {
  const lost = ["uninstall", "retain", "orphan"];
  return new Map(
    changes
      .filter((c) => c.layer === "addon" && lost.includes(c.operation))
      .map((c) => [`${c.clusterKey ?? ""}|${c.what ?? ""}`, c]),
  );
}

/** "cluster|add-on": an AddonConfig without an AddonInstall configures an add-on that the platform brings. */
function providedAddons({ configs }: Fleet): ReadonlySet<string> {
  return new Set([...configs.values()].map((c) => `${c.clusterKey}|${addonName(c.addon)}`));
}

function declarationOf({ object }: FleetInstall): SourceRef {
  const { origin, lineOf } = object.manifest;
  return { side: "head", path: origin.path, line: lineOf(["spec", "addonRef"]) };
}
