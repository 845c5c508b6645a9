// Manifest → an object of the VKS add-on API (addons.kubernetes.vmware.com), and the clusters that it selects. Never throws.

import { bool, list, map, omit, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import type { AddonInstallSpec, ClusterSelection } from "../../model/addon.ts";
import type { Manifest } from "../../model/manifest.ts";
import { matchesSelector, NEVER, readSelector } from "../values/selector.ts";
import { addonName, normalisePin, splitRelease } from "./addon-name.ts";

const GROUP = "addons.kubernetes.vmware.com";

/**
 * An AddonInstall; undefined for other objects. `addon` is the name as written (see addonName), `pin` the normalised
 * AddonRelease, `rest` what the named fields leave of the spec. The early shape with `spec.addonName` is read too.
 */
export function readAddonInstall(manifest: Manifest): AddonInstallSpec | undefined {
  if (manifest.group !== GROUP || manifest.kind !== "AddonInstall") return undefined;
  const spec = map(manifest.object, ["spec"]);
  return {
    addon: str(spec, ["addonRef", "name"]) ?? str(spec, ["addonName"]) ?? "",
    clusters: list(spec, ["clusters"]).map(readSelection),
    pin: normalisePin(str(spec, ["releaseFilter", "ref", "name"]) ?? ""),
    retain: str(spec, ["stopMatchingBehavior"]) === "Retain",
    paused: bool(spec, ["paused"]) ?? false,
    crossNamespace: str(spec, ["crossNamespaceSelection"]) === "Allowed",
    rest: restOf(spec),
  };
}

/**
 * An AddonConfig: the cluster, the add-on, the definition as written, and the version that definition pins (""
 * where it names none). The add-on is part of the object's name, `<cluster>-<addon>`, as the controller requires,
 * else that of the definition. Undefined for other objects.
 */
export function readAddonConfig(
  manifest: Manifest,
): { cluster: string; addon: string; definition: string; pin: string } | undefined {
  if (manifest.group !== GROUP || manifest.kind !== "AddonConfig") return undefined;
  const cluster = str(manifest.object, ["spec", "clusterName"]) ?? "";
  const definition = str(manifest.object, ["spec", "addonConfigDefinitionRef", "name"]) ?? "";
  const release = splitRelease(definition);
  const named = cluster !== "" && manifest.name.startsWith(`${cluster}-`);
  return {
    cluster,
    addon: named ? manifest.name.slice(cluster.length + 1) : addonName(release.addon),
    definition,
    pin: release.version === "" ? "" : normalisePin(definition),
  };
}

/**
 * The name an AddonConfig must have for the install to use it on a cluster: `<cluster>-<addon>`, or the result of
 * `addonConfigNameTemplate`. Undefined for a template with other placeholders.
 */
export function configNameOf({ addon, rest }: AddonInstallSpec, cluster: string): string | undefined {
  const template = str(rest, ["addonConfigNameTemplate"]) ?? "{{.cluster.name}}-{{.addon.name}}";
  const name = template
    .replace(/\{\{-?\s{0,9}\.(?:cluster|Cluster)\.name\s{0,9}-?\}\}/g, () => cluster)
    .replace(/\{\{-?\s{0,9}\.(?:addon|Addon)\.name\s{0,9}-?\}\}/g, () => addon);
  return name.includes("{{") ? undefined : name;
}

/** The add-on of an object, as it is written there: the `what` of its changes. Else the object's name. */
export function addonOf(manifest: Manifest): string {
  const addon =
    readAddonInstall(manifest)?.addon ??
    readAddonConfig(manifest)?.addon ??
    str(manifest.object, ["spec", "packageRef", "refName"]) ??
    str(manifest.object, ["spec", "addonRef", "name"]) ??
    str(manifest.object, ["spec", "addonRepositoryRef", "name"]);
  return addon || manifest.name;
}

/**
 * Whether an AddonInstall selects a cluster in its scope with these labels: entries are alternatives, none means
 * every cluster. `holds` evaluates a CEL constraint for the cluster. "conditional": only entries match whose
 * constraint Git alone cannot decide.
 */
export function addonSelects(
  spec: AddonInstallSpec,
  labels: ReadonlyMap<string, string>,
  holds: (constraint: string) => boolean | undefined,
): "yes" | "no" | "conditional" {
  if (spec.clusters.length === 0) return "yes";
  const answers = spec.clusters
    .filter(({ selector }) => matchesSelector(selector, labels))
    .map(({ constraint }) => constraint === "" || holds(constraint));
  if (answers.includes(true)) return "yes";
  return answers.includes(undefined) ? "conditional" : "no";
}

/** An entry that the API rejects selects nothing. */
function readSelection(entry: Json): ClusterSelection {
  const selector = map(entry) === undefined ? undefined : readSelector(map(entry)?.["selector"]);
  return { selector: selector ?? NEVER, constraint: str(entry, ["constraints", "expression"])?.trim() ?? "" };
}

function restOf(spec: JsonObject | undefined): JsonObject {
  const addonRef = omit(map(spec, ["addonRef"]), ["name"]);
  const releaseFilter = omit(map(spec, ["releaseFilter"]), ["ref"]);
  return {
    ...omit(spec, [
      "addonRef",
      "addonName",
      "clusters",
      "releaseFilter",
      "stopMatchingBehavior",
      "paused",
      "crossNamespaceSelection",
    ]),
    ...(Object.keys(addonRef).length > 0 ? { addonRef } : {}),
    ...(Object.keys(releaseFilter).length > 0 ? { releaseFilter } : {}),
  };
}
