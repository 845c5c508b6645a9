// /addon set: an add-on, clusters, a version and values → the pin and the AddonConfig of each cluster.

import { quoted } from "../../../lib/code-span.ts";
import { configNameOf } from "../../../manifests/vks/addon.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type {
  Command,
  Declared,
  Expectation,
  Proposal,
  Refused,
  Skipped,
  Target,
} from "../../../model/command.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { appended, newDocument } from "../../edit/documents.ts";
import { type Pin, pinFor } from "../../lookup/addon-releases.ts";
import { listedEdits } from "../../lookup/listed-files.ts";
import { ownPath } from "../../lookup/shared-place.ts";
import { noneGoes } from "./addon-add.ts";
import { installsOn } from "./addon-dependencies.ts";
import { pinSteps } from "./addon-pin.ts";
import { placeOfAddon } from "./addon-place.ts";
import { newConfig, valueSteps } from "./addon-values.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;
type NoTarget = Omit<Skipped, "cluster">;

/** A pin is set in the AddonConfig where that names a release, else in an AddonInstall that serves only these clusters. */
export async function setAddon(
  command: AddonCommand,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { addon, version } = command;
  const pin = version === undefined ? undefined : pinFor(addon, version, context);
  if (pin !== undefined && "refused" in pin) return pin;
  const skipped: Skipped[] = [];
  const targets = new Map<string, Target>();
  for (const cluster of clusters) {
    const [install, other] = installsOn(addon, cluster, context);
    if (install === undefined) {
      if (clusters.length === 1)
        return {
          refused: `${quoted(cluster.label)}: no AddonInstall of \`${addon}\` selects it. Add it first`,
          instead: [`/addon add ${addon} on ${cluster.label}`],
        };
      skipped.push({ cluster: cluster.label, reason: `no AddonInstall of \`${addon}\` selects it` });
      continue;
    }
    const asked = { command, cluster, install, pin, chosen: clusters };
    const made =
      other === undefined
        ? await targetsOf(asked, context)
        : {
            reason: `AddonInstalls \`${install.object.ref.name}\` and \`${other.object.ref.name}\` both bring \`${addon}\``,
          };
    if ("reason" in made) skipped.push({ cluster: cluster.label, ...made });
    else for (const [key, target] of made) targets.set(key, target);
  }
  return targets.size === 0 ? noneGoes(skipped) : { targets: [...targets.values()], skipped };
}

type AddonRequest = {
  readonly command: AddonCommand;
  readonly cluster: FleetCluster;
  readonly install: FleetInstall;
  readonly pin: Pin | undefined;
  readonly chosen: readonly FleetCluster[];
};

/** By the object that each edits. */
async function targetsOf(
  asked: AddonRequest,
  context: CommandContext,
): Promise<ReadonlyMap<string, Target> | NoTarget> {
  const { command, cluster, install, pin } = asked;
  const name = configNameOf(install.spec, cluster.spec.name);
  if (name === undefined) return { reason: "its AddonConfig is named by a template that cannot be followed" };
  const config = [...context.fleet.configs.values()].find(
    (one) => one.clusterKey === cluster.key && one.object.ref.name === name,
  );
  const steps = config === undefined ? [] : valueSteps(command.values, config.object.manifest.object);
  const values = command.values.size === 0 ? [] : steps;
  const pinned = pin === undefined ? [] : pinSteps(asked, pin, config, context);
  if ("reason" in pinned) return pinned;
  const inConfig = config !== undefined && config.pin !== "";
  const targets = new Map<string, Target>();
  const own = [...(inConfig ? pinned : []), ...values];
  if (config !== undefined && own.length > 0)
    targets.set(config.object.key, {
      ...declared(config.object, cluster),
      words: wordsOf(asked, [cluster]),
      steps: own,
      expected: [...expectedOf(asked), ...(values.length > 0 ? [configured(asked, name)] : [])],
    });
  if (!inConfig && pinned.length > 0)
    targets.set(install.object.key, {
      ...declared(install.object, cluster),
      words: wordsOf(asked, reachedBy(asked)),
      steps: pinned,
      expected: expectedOf(asked),
    });
  if (config === undefined && command.values.size > 0) {
    const made = await configDocument(asked, name, context);
    if ("reason" in made) return made;
    targets.set(`${cluster.key}/${name}`, made);
  }
  return targets.size > 0 ? targets : { reason: "it has all of that already", done: true };
}

/** A new AddonConfig is added where the add-on's file of this cluster is, or would be. */
async function configDocument(
  asked: AddonRequest,
  name: string,
  context: CommandContext,
): Promise<Target | NoTarget> {
  const { cluster, install, command } = asked;
  const alone = install.matches.size === 1;
  const near = install.object.manifest.origin.path;
  const meant = alone ? near : placeOfAddon(cluster, command.addon, context.fleet).path;
  const path = await ownPath(meant, cluster, context);
  if (typeof path !== "string") return { reason: path.refused };
  const texts = await context.tree.read([path, near]);
  const { group, version } = install.object.manifest;
  const config = newConfig(name, cluster, command.values, `${group}/${version}`);
  const document = newDocument(config, texts.get(path) ?? texts.get(near));
  if (document === undefined || (context.tree.snapshot.files.has(path) && !texts.has(path)))
    return { reason: `\`${path}\` cannot be written` };
  const listed = texts.has(path) ? [] : await listedEdits(path, "add", context);
  if ("refused" in listed) return { reason: listed.refused };
  return {
    words: wordsOf(asked, [cluster]),
    edits: [{ path, ...appended(texts.get(path) ?? "", [document]) }, ...listed],
    removed: [],
    expected: [...expectedOf(asked), configured(asked, name)],
  };
}

function wordsOf({ command, pin }: AddonRequest, clusters: readonly FleetCluster[]): string {
  const parts = [
    ...(pin === undefined ? [] : [`is pinned to \`${pin.name}\``]),
    ...[...command.values].map(([key, value]) => `\`${key}\` becomes ${quoted(value)}`),
  ];
  const colon = pin === undefined ? ":" : "";
  return `\`${command.addon}\` on ${clusters.map(({ label }) => quoted(label)).join(", ")}${colon} ${parts.join(", ")}`;
}

function declared({ key, ref, manifest }: DeliveredObject, { label }: FleetCluster): Declared {
  return { key, cluster: label, kind: ref.kind, name: ref.name, ...manifest.origin };
}

/** The chosen clusters that the AddonInstall serves. */
function reachedBy({ install, chosen }: AddonRequest): readonly FleetCluster[] {
  return chosen.filter(({ key }) => install.matches.has(key));
}

function configured({ cluster }: AddonRequest, name: string): Expectation {
  const object = { kind: "AddonConfig", name };
  return { layer: "addon", operation: "reconfigure", cluster: cluster.label, object };
}

/** What a pin or a value is called depends on what was there: any of these, on this cluster and add-on. */
function expectedOf(asked: AddonRequest): readonly Expectation[] {
  const { install } = asked;
  return reachedBy(asked).flatMap(({ label }) =>
    (["pin", "unpin", "upgrade", "downgrade", "reconfigure"] as const).map((operation) => ({
      layer: "addon" as const,
      operation,
      cluster: label,
      what: addonName(install.spec.addon),
      may: true as const,
    })),
  );
}
