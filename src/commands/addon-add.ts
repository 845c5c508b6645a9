// /addon add: an add-on and clusters without it → new AddonInstalls, in files like those beside them.
import { appended, newDocument } from "../edit/documents.ts";
import type { Command, Expectation, Intent, Left, Refused, Target } from "../model/command.ts";
import type { TextEdit } from "../model/edit.ts";
import type { FleetCluster, FleetInstall } from "../model/fleet.ts";
import type { JsonObject } from "../model/json.ts";
import { ADDON_DEPENDENCIES, addonName, PLATFORM_ADDONS } from "../resources/addon-name.ts";
import { nearest } from "../resources/nearest.ts";
import { type AddonPlace, placeOfAddon } from "./addon-place.ts";
import { misfit, needsOf, type Pin, pinFor } from "./addon-releases.ts";
import { newConfig } from "./addon-values.ts";
import { listedEdits } from "./listed-files.ts";
import type { Scene } from "./scene.ts";
import { quoted } from "./verb.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

const API_VERSION = "addons.kubernetes.vmware.com/v1alpha1";
/** Where the platform keeps releases of add-ons. */
const RELEASES_NAMESPACE = "vmware-system-vks-public";

/** Clusters that have it already, or that the release is not for, stay as they are. */
export async function addAddon(
  command: AddonCommand,
  clusters: readonly FleetCluster[],
  scene: Scene,
): Promise<Intent | Refused> {
  const { addon, version } = command;
  const pin = version === undefined ? undefined : pinFor(addon, version, scene);
  if (pin !== undefined && "refused" in pin) return pin;
  const left: Left[] = [];
  const going: FleetCluster[] = [];
  for (const cluster of clusters) {
    const reason = presentReason(addon, cluster, scene) ?? notFor(pin, cluster);
    if (reason === undefined) going.push(cluster);
    else left.push({ cluster: cluster.label, ...reason });
  }
  if (going.length === 0) return noneGoes(left);
  const refused = unknownName(addon, scene) ?? missingNeeds(command, pin, going, scene);
  if (refused !== undefined) return refused;
  const targets: Target[] = [];
  const taken = new Set<string>();
  for (const cluster of going) {
    const place = placeOfAddon(cluster, addon, scene.fleet);
    const target = await targetOf(command, cluster, place, pin, scene);
    const key = `${cluster.supervisor}/${cluster.spec.namespace}/${place.name}`;
    if ("refused" in target || taken.has(key) || hasName(place.name, cluster, scene))
      left.push({
        cluster: cluster.label,
        reason: "refused" in target ? target.refused : `there is another AddonInstall \`${place.name}\``,
      });
    else targets.push(target);
    taken.add(key);
  }
  return targets.length === 0 ? noneGoes(left) : { targets, left };
}

/** One cluster says why in the headline. */
export function noneGoes(left: readonly Left[]): Intent | Refused {
  const [only, ...others] = left;
  return only !== undefined && others.length === 0 && only.done !== true
    ? { refused: `${quoted(only.cluster)}: ${only.reason}` }
    : { targets: [], left };
}

/** AddonInstalls of an add-on that select a cluster. */
export function installsOn(addon: string, { key }: FleetCluster, { fleet }: Scene): readonly FleetInstall[] {
  return [...fleet.installs.values()].filter(
    ({ spec, matches }) => addonName(spec.addon) === addon && matches.has(key),
  );
}

function presentReason(
  addon: string,
  cluster: FleetCluster,
  scene: Scene,
): Omit<Left, "cluster"> | undefined {
  const [install] = installsOn(addon, cluster, scene);
  if (install === undefined) return undefined;
  const { path } = install.object.manifest.origin;
  const named = `AddonInstall \`${install.object.ref.name}\` in \`${path}\``;
  return install.matches.get(cluster.key) === "yes"
    ? { reason: `${named} selects it already`, done: true }
    : { reason: `${named} selects it under a constraint that Git cannot decide` };
}

function notFor(pin: Pin | undefined, cluster: FleetCluster): Omit<Left, "cluster"> | undefined {
  const reason = pin && misfit(pin, cluster);
  return reason === undefined ? undefined : { reason };
}

/** A name that nothing here knows and that is close to a known one is a slip; any other may be new. */
function unknownName(addon: string, { fleet, config }: Scene): Refused | undefined {
  const known = new Set([
    ...[...fleet.installs.values()].map(({ spec }) => addonName(spec.addon)),
    ...fleet.releases.map((release) => release.addon),
    ...config.catalog.addons.map(({ release }) => addonName(release.replace(/\.v?[0-9].*$/s, ""))),
    ...[...ADDON_DEPENDENCIES].flat(2),
    ...PLATFORM_ADDONS,
  ]);
  const meant = known.has(addon) || addon.length > 63 ? undefined : nearest(addon, [...known].sort());
  return meant === undefined
    ? undefined
    : { refused: `No add-on ${quoted(addon)} is known here; did you mean \`${meant}\`?` };
}

function missingNeeds(
  command: AddonCommand,
  pin: Pin | undefined,
  clusters: readonly FleetCluster[],
  scene: Scene,
): Refused | undefined {
  const missing = new Map<string, string[]>();
  for (const cluster of clusters)
    for (const needs of needsOf(command.addon, pin, cluster, scene))
      if (!isThere(needs, cluster, scene)) missing.set(needs, [...(missing.get(needs) ?? []), cluster.label]);
  if (missing.size === 0) return undefined;
  const where = [...missing].map(
    ([needs, labels]) => `\`${needs}\`, which no AddonInstall brings to ${labels.map(quoted).join(", ")}`,
  );
  return {
    refused: `${quoted(command.addon)} needs ${where.join(", and ")}. Add that first`,
    instead: [...missing].map(([needs, labels]) => `/addon add ${needs} on ${labels.join(",")}`),
  };
}

/** By an AddonInstall, or from the platform, as an AddonConfig without one or the Cluster's own label tells. */
function isThere(addon: string, cluster: FleetCluster, scene: Scene): boolean {
  const automatic = cluster.spec.labels.get(`addon.addons.kubernetes.vmware.com/${addon}`) === "automatic";
  const installs = installsOn(addon, cluster, scene);
  const configured = [...scene.fleet.configs.values()].some(
    (config) => config.clusterKey === cluster.key && addonName(config.addon) === addon,
  );
  if (installs.length === 0) return automatic || (PLATFORM_ADDONS.has(addon) && configured);
  return automatic || installs.some(({ matches }) => matches.get(cluster.key) === "yes");
}

function hasName(name: string, { supervisor, spec }: FleetCluster, { fleet }: Scene): boolean {
  return [...fleet.installs.values()].some(
    ({ object }) =>
      object.destination.key === supervisor &&
      object.ref.namespace === spec.namespace &&
      object.ref.name === name,
  );
}

async function targetOf(
  { addon, values }: AddonCommand,
  cluster: FleetCluster,
  { name, path, like }: AddonPlace,
  pin: Pin | undefined,
  scene: Scene,
): Promise<Target | { readonly refused: string }> {
  const near = like?.object.manifest.origin.path ?? cluster.object.manifest.origin.path;
  const texts = await scene.tree.read([path, near]);
  const config = newConfig(`${cluster.spec.name}-${addon}`, cluster, values, apiVersionOf(like));
  const known = [...scene.fleet.configs.values()].find(
    ({ clusterKey, object }) =>
      clusterKey === cluster.key && object.ref.name === `${cluster.spec.name}-${addon}`,
  );
  if (values.size > 0 && known !== undefined)
    return {
      refused: `it has values in \`${known.object.manifest.origin.path}\` already; add it without values, then set them`,
    };
  const objects = [installOf(name, addon, cluster, pin, like), ...(values.size > 0 ? [config] : [])];
  const documents = objects.map((object) => newDocument(object, texts.get(near)));
  if (documents.some((text) => text === undefined)) return { refused: "a value cannot be written" };
  if (scene.tree.snapshot.files.has(path) && !texts.has(path))
    return { refused: `\`${path}\` cannot be read` };
  const text = texts.get(path);
  const listed = text === undefined ? await listedEdits(path, "add", scene) : [];
  if ("refused" in listed) return listed;
  const edits: readonly TextEdit[] = [{ path, ...appended(text ?? "", documents as string[]) }, ...listed];
  const pinned = pin === undefined ? "" : ` at \`${pin.name}\``;
  return {
    words: `\`${addon}\` comes to \`${cluster.label}\`${pinned}, in \`${path}\``,
    expected: expectedOf(addon, cluster, name),
    edits,
    removed: [],
  };
}

function apiVersionOf(like: FleetInstall | undefined): string {
  return like === undefined ? API_VERSION : `${like.object.manifest.group}/${like.object.manifest.version}`;
}

function installOf(
  name: string,
  addon: string,
  { spec }: FleetCluster,
  pin: Pin | undefined,
  like: FleetInstall | undefined,
): JsonObject {
  const ref = pin === undefined ? {} : { releaseFilter: { ref: pinRef(pin.name) } };
  return {
    apiVersion: apiVersionOf(like),
    kind: "AddonInstall",
    metadata: { name, namespace: spec.namespace },
    spec: {
      addonRef: { name: addon },
      clusters: [{ selector: { matchLabels: { "cluster.x-k8s.io/cluster-name": spec.name } } }],
      ...ref,
    },
  };
}

/** The reference of `releaseFilter` to an AddonRelease. */
export function pinRef(name: string): JsonObject {
  return { name, namespace: RELEASES_NAMESPACE };
}

function expectedOf(addon: string, { label: cluster }: FleetCluster, name: string): readonly Expectation[] {
  return [
    { layer: "addon", operation: "install", cluster, object: { kind: "AddonInstall", name } },
    { layer: "addon", operation: "reconfigure", cluster, what: addon, may: true },
  ];
}
