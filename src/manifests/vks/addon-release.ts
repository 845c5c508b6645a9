// Manifest or line of the catalogue → a release of an add-on, and the Kubernetes versions it is for. Never throws.

import { list, str } from "../../lib/json.ts";
import type { AddonRelease } from "../../model/addon.ts";
import type { Manifest } from "../../model/manifest.ts";
import { inRange } from "../values/version-range.ts";
import { addonName, normalisePin, splitRelease } from "./addon-name.ts";

/**
 * An AddonRelease; undefined for other objects. (AddonRelease schema: warroyo/dayzero-addon-service
 * test/schemas/addonreleases.json; ranges are plain semver ranges, docs/design.md there, finding 6.)
 */
export function readAddonRelease(manifest: Manifest): AddonRelease | undefined {
  if (manifest.group !== "addons.kubernetes.vmware.com" || manifest.kind !== "AddonRelease") return undefined;
  const text = (...path: string[]) => str(manifest.object, ["spec", ...path]) ?? "";
  const needs = list(manifest.object, ["spec", "dependsOn"]).map((entry) => str(entry, ["addonRef", "name"]));
  return {
    name: normalisePin(manifest.name),
    addon: addonName(text("addonRef", "name")),
    version: text("version"),
    definition: normalisePin(text("addonConfigDefinitionRef", "name")),
    kubernetes: text("kubernetesVersionConstraints").trim(),
    workers: text("workerVersionConstraints").trim(),
    stage: text("upgradeStrategy", "stage"),
    waits: text("upgradeStrategy", "wait") === "TillReady",
    needs: needs.flatMap((name) => (name === undefined ? [] : [addonName(name)])),
    evidence: "git",
  };
}

/** A release as the configuration's catalogue names it, in any spelling, with its range of Kubernetes versions. */
export function catalogueRelease(release: string, kubernetes: string): AddonRelease {
  const name = normalisePin(release);
  const { addon, version } = splitRelease(name);
  return {
    name,
    addon: addonName(addon),
    version,
    definition: name,
    kubernetes: kubernetes.trim(),
    workers: "",
    stage: "",
    waits: false,
    needs: [],
    evidence: "catalog",
  };
}

/** Whether a release is for a cluster of this version, control plane and workers alike; undefined where a range is none. */
export function fitsVersion({ kubernetes, workers }: AddonRelease, version: string): boolean | undefined {
  const answers = [kubernetes, workers].map((range) => range === "" || inRange(version, range));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}
