// An AddonInstall on both sides and a cluster → what changes there, without what the sync does with it.

import { sameJson } from "../../../lib/json.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { FleetInstall } from "../../../model/fleet.ts";
import { compareReleases } from "../clusters/version.ts";
import type { ChangeFacts } from "../objects/change.ts";
import { diffFields } from "../objects/fields.ts";
import type { FleetPair, SyncEffect } from "../sync-effects/effect.ts";
import { previousManagement, pruneOutcome } from "../sync-effects/prune-outcome.ts";

/** What happens to a cluster that changes: the strongest effect, and whether it goes or keeps running unmanaged. */
export type ClusterOutcome = {
  readonly effect: SyncEffect;
  readonly deleted: boolean;
  readonly orphaned: boolean;
};

export type Installs = {
  readonly key: string;
  readonly base: FleetInstall | undefined;
  readonly head: FleetInstall | undefined;
};

type AddonFacts = Omit<ChangeFacts, "effect">;

/**
 * What a cluster sees of an install: it comes, goes, or changes. One that names another add-on does both. A cluster that
 * goes takes its add-ons along, whatever the install says about clusters that stop matching.
 */
export function matchFacts(
  install: Installs,
  cluster: string,
  sides: FleetPair,
  outcome: ClusterOutcome | undefined,
): AddonFacts[] {
  const { base, head } = install;
  const [was, is] = [base?.matches.get(cluster), head?.matches.get(cluster)];
  const evidence = was === "conditional" || is === "conditional" ? ({ evidence: "unknown" } as const) : {};
  const replaced = base && head && base.spec.addon !== head.spec.addon;
  const fields = base && head ? specFields(base, head) : [];
  const loses = was && (!is || replaced);
  const gains = is && (!was || replaced);
  if (loses || gains) {
    const loss = lossOf(install, sides);
    const operation = loss === "retain" && outcome?.deleted ? "uninstall" : loss;
    const lost = { operation, what: whatOf(base), ...versionOf(base, "from") };
    const gained = { operation: "install", what: whatOf(head), ...versionOf(head, "to") } as const;
    return [...(loses ? [lost] : []), ...(gains ? [gained] : [])].map((f) => ({ ...f, fields, ...evidence }));
  }
  if (!base || !head) return [];
  // A constraint that Git cannot answer may end what was certain, or the other way round.
  const doubt = was === is ? [] : [{ operation: "reconfigure", fields, at: ["spec", "clusters"] } as const];
  const certain = specFacts(base, head);
  const reported = certain.some((facts) => facts.operation === "reconfigure")
    ? certain
    : [...certain, ...doubt];
  return reported.map((facts) => ({ ...facts, ...evidence }));
}

function whatOf(install: FleetInstall | undefined): string {
  return addonName(install?.spec.addon ?? "");
}

function versionOf(install: FleetInstall | undefined, end: "from" | "to"): Partial<AddonFacts> {
  return install?.spec.pin ? { [end]: install.spec.pin } : {};
}

/** A cluster that leaves the selection loses the add-on, or keeps it unmanaged, as stopMatchingBehavior says. */
function lossOf({ base, head }: Installs, sides: FleetPair): "uninstall" | "retain" | "orphan" {
  const old = base as FleetInstall;
  if (!head && pruneOutcome(old.object, sides).operation === "orphan") return "orphan";
  return (head ?? old).spec.retain ? "retain" : "uninstall";
}

function specFacts(base: FleetInstall, head: FleetInstall): AddonFacts[] {
  const [one, other] = [base.spec.pin, head.spec.pin];
  const at = ["spec", "releaseFilter"];
  const pinFields =
    one === other ? [] : diffFields(one || undefined, other || undefined, [...at, "ref", "name"]);
  const facts: AddonFacts[] =
    one === other
      ? []
      : [
          {
            operation: pinOperation(one, other),
            fields: pinFields,
            at,
            ...(one ? { from: one } : {}),
            ...(other ? { to: other } : {}),
          },
        ];
  const fields = settingFields(base, head);
  return fields.length > 0 ? [...facts, { operation: "reconfigure", fields, at: ["spec"] }] : facts;
}

/** What becomes of the release an add-on is held at; "" holds it at none. */
export function pinOperation(before: string, after: string): AddonFacts["operation"] {
  if (before === "") return "pin";
  if (after === "") return "unpin";
  return compareReleases(before, after) ?? "reconfigure";
}

/** What changes how an install treats the clusters it keeps: everything but the pin and the selection. */
function settingFields(base: FleetInstall, head: FleetInstall) {
  const of = ({ spec }: FleetInstall) => ({
    ...spec.rest,
    addonRef: spec.addon,
    stopMatchingBehavior: spec.retain ? "Retain" : "Delete",
    paused: spec.paused,
    crossNamespaceSelection: spec.crossNamespace,
  });
  return diffFields(of(base), of(head), ["spec"]);
}

function specFields(base: FleetInstall, head: FleetInstall) {
  return diffFields(base.object.manifest.object["spec"], head.object.manifest.object["spec"], ["spec"]);
}

export function unmatchedFacts(install: Installs, sides: FleetPair): AddonFacts | undefined {
  const { base, head } = install;
  if (!base) return { operation: "install", ...versionOf(head, "to") };
  if (!head) return { operation: lossOf(install, sides), ...versionOf(base, "from") };
  const content = ({ object }: FleetInstall) => ({ ...object.manifest.object, apiVersion: "" });
  if (sameJson(content(base), content(head))) return undefined;
  const [facts] = specFacts(base, head);
  return facts ?? { operation: "reconfigure", fields: diffFields(content(base), content(head)) };
}

export function ownerFacts(base: FleetInstall, head: FleetInstall, sides: FleetPair): AddonFacts {
  return {
    operation: "adopt",
    ...previousManagement(base.object, sides),
    fields: diffFields(base.object.application, head.object.application, ["application"]),
  };
}
