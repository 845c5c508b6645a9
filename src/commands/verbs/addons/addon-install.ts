// An add-on and a cluster → the new AddonInstall, with its values, in the file where it belongs.

import type { JsonObject } from "../../../lib/json-types.ts";
import type { Command, Expectation, Target } from "../../../model/command.ts";
import type { TextEdit } from "../../../model/edit.ts";
import type { FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { appended, newDocument } from "../../edit/documents.ts";
import type { Pin } from "../../lookup/addon-releases.ts";
import { listedEdits } from "../../lookup/listed-files.ts";
import type { AddonPlace } from "./addon-place.ts";
import { newConfig } from "./addon-values.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

const API_VERSION = "addons.kubernetes.vmware.com/v1alpha1";
/** Where the platform keeps releases of add-ons. */
const RELEASES_NAMESPACE = "vmware-system-vks-public";

/** The files for one cluster, or why they cannot be written. */
export async function newInstall(
  { addon, values }: AddonCommand,
  cluster: FleetCluster,
  { name, path, like }: AddonPlace,
  pin: Pin | undefined,
  context: CommandContext,
): Promise<Target | { readonly refused: string }> {
  const near = like?.object.manifest.origin.path ?? cluster.object.manifest.origin.path;
  const texts = await context.tree.read([path, near]);
  const config = newConfig(`${cluster.spec.name}-${addon}`, cluster, values, apiVersionOf(like));
  const known = [...context.fleet.configs.values()].find(
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
  if (context.tree.snapshot.files.has(path) && !texts.has(path))
    return { refused: `\`${path}\` cannot be read` };
  const text = texts.get(path);
  const listed = text === undefined ? await listedEdits(path, "add", context) : [];
  if ("refused" in listed) return listed;
  const edits: readonly TextEdit[] = [{ path, ...appended(text ?? "", documents as string[]) }, ...listed];
  const pinned = pin === undefined ? "" : ` at \`${pin.name}\``;
  return {
    words: `\`${addon}\` comes to \`${cluster.label}\`${pinned}, in \`${path}\``,
    expected: expectedOf(addon, cluster),
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

/** An overlay may give the AddonInstall another name. */
function expectedOf(addon: string, { label: cluster }: FleetCluster): readonly Expectation[] {
  return [
    { layer: "addon", operation: "install", cluster, what: addon, object: { kind: "AddonInstall" } },
    { layer: "addon", operation: "reconfigure", cluster, what: addon, may: true },
  ];
}
