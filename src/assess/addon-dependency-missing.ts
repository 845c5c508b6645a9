// An add-on stays or comes on a cluster without another one that it needs.
import type { ChangeFact } from "../model/change.ts";
import type { Fleet, FleetInstall } from "../model/fleet.ts";
import type { SourceRef } from "../model/plan.ts";
import { ADDON_DEPENDENCIES, addonName } from "../resources/addon-name.ts";
import { defineRule } from "./rule.ts";

type Present = { readonly install: FleetInstall; readonly certain: boolean };
/** Cluster key → add-on → an install of it there. */
type Presence = ReadonlyMap<string, ReadonlyMap<string, Present>>;

/** Releases declare what they need in `dependsOn`, which only an add-on satisfies, not a chart or a package. */
export const addonDependencyMissing = defineRule({
  id: "addon-dependency-missing",
  severity: "stop",
  find: (input) => {
    const [before, after] = [presence(input.base), presence(input.head)];
    const losses = lossesOf(input.changes);
    return [...after].flatMap(([cluster, addons]) =>
      missing(addons)
        .filter(({ addon, needs }) => isNew(before.get(cluster), addon, needs))
        .flatMap(({ addon, needs, present }) => {
          const loss = losses.get(`${cluster}|${needs}`);
          if (loss?.operation === "orphan") return [];
          const { label } = input.head.clusters.get(cluster) ?? { label: cluster };
          const { ref } = present.install.object;
          const doubtful =
            !present.certain || loss?.operation === "retain" || isProvided(input.head, cluster, needs);
          return {
            subject: `AddonInstall ${ref.namespace}/${ref.name}`,
            facts: { cluster: label, addon, needs, lost: loss !== undefined, doubtful },
            source: loss?.source ?? declarationOf(present.install),
            evidence: doubtful ? ("unknown" as const) : ("git" as const),
          };
        }),
    );
  },
  words: ({ facts: { cluster, addon, needs, lost, doubtful } }) => ({
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

/** What is needed and not there, or there only perhaps while its dependant is certain. */
function missing(addons: ReadonlyMap<string, Present>) {
  return [...addons].flatMap(([addon, present]) =>
    (ADDON_DEPENDENCIES.get(addon) ?? [])
      .filter((needs) => !addons.get(needs)?.certain && !(addons.has(needs) && !present.certain))
      .map((needs) => ({
        addon,
        needs,
        present: { ...present, certain: present.certain && !addons.has(needs) },
      })),
  );
}

/** Base had both, or neither, or only what is needed: anything but the same gap. */
function isNew(before: ReadonlyMap<string, Present> | undefined, addon: string, needs: string): boolean {
  return !before?.get(addon) || before.get(needs) !== undefined;
}

/** Add-ons that leave a cluster with this change, by cluster and add-on. */
function lossesOf(changes: readonly ChangeFact[]): ReadonlyMap<string, ChangeFact> {
  const lost = ["uninstall", "retain", "orphan"];
  return new Map(
    changes
      .filter((c) => c.layer === "addon" && lost.includes(c.operation))
      .map((c) => [`${c.clusterKey ?? ""}|${c.what ?? ""}`, c]),
  );
}

/** An AddonConfig without an AddonInstall configures an add-on that the platform brings. */
function isProvided({ configs, clusters }: Fleet, cluster: string, addon: string): boolean {
  const owner = clusters.get(cluster);
  return [...configs.values()].some(
    (c) =>
      c.cluster === owner?.spec.name &&
      c.object.ref.namespace === owner.object.ref.namespace &&
      addonName(c.addon) === addon,
  );
}

function declarationOf({ object }: FleetInstall): SourceRef {
  const { origin, lineOf } = object.manifest;
  return { side: "head", path: origin.path, line: lineOf(["spec", "addonRef"]) };
}
