// /addon remove: an add-on and clusters → AddonInstalls that go, where they serve these clusters alone.

import { quoted } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import { matchesSelector } from "../../../manifests/values/selector.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Command, Expectation, Proposal, Refused, Skipped, Target } from "../../../model/command.ts";
import type { TextEdit } from "../../../model/edit.ts";
import type { FleetCluster, FleetInstall } from "../../../model/fleet.ts";
import type { CommandContext } from "../../command-context.ts";
import { withoutDocuments } from "../../edit/documents.ts";
import { editObject } from "../../edit/object.ts";
import { needsOf } from "../../lookup/addon-releases.ts";
import { listedEdits } from "../../lookup/listed-files.ts";
import { noneGoes } from "./addon-add.ts";
import { installsOn } from "./addon-dependencies.ts";

type AddonCommand = Extract<Command, { verb: "addon" }>;

/** An AddonInstall that serves others as well loses the entries that select only these, or is refused. */
export async function removeAddon(
  { addon }: AddonCommand,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Proposal | Refused> {
  const installs = new Set(clusters.flatMap((cluster) => installsOn(addon, cluster, context)));
  const skipped = clusters
    .filter((cluster) => installsOn(addon, cluster, context).length === 0)
    .map(
      ({ label }): Skipped => ({
        cluster: label,
        reason: `no AddonInstall of \`${addon}\` selects it`,
        done: true,
      }),
    );
  if (installs.size === 0) return noneGoes(skipped);
  const refused = neededBy(addon, clusters, context);
  if (refused !== undefined) return refused;
  const targets: Target[] = [];
  for (const install of installs) {
    const chosen = clusters.filter(({ key }) => install.matches.has(key));
    const target = await targetOf(addon, install, chosen, clusters, context);
    if ("refused" in target) return target;
    targets.push(target);
  }
  return { targets, skipped };
}

/** Add-ons that stay on a cluster and need this one. */
function neededBy(
  addon: string,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Refused | undefined {
  for (const cluster of clusters) {
    if (installsOn(addon, cluster, context).length === 0) continue;
    const others = [...context.fleet.installs.values()].filter(({ matches }) => matches.has(cluster.key));
    const names = new Set(others.map(({ spec }) => addonName(spec.addon)));
    const needing = [...names]
      .filter((name) => needsOf(name, undefined, cluster, context).includes(addon))
      .sort();
    if (needing.length === 0) continue;
    return {
      refused: `${needing.map(quoted).join(", ")} on ${quoted(cluster.label)} needs \`${addon}\`. Remove that first`,
      instead: needing.map((name) => `/addon remove ${name} on ${cluster.label}`),
    };
  }
  return undefined;
}

async function targetOf(
  addon: string,
  install: FleetInstall,
  chosen: readonly FleetCluster[],
  asked: readonly FleetCluster[],
  context: CommandContext,
): Promise<Target | Refused> {
  const chosenKeys = new Set(chosen.map(({ key }) => key));
  const staying = [...install.matches.keys()].filter((key) => !chosenKeys.has(key));
  const made =
    staying.length === 0
      ? await wholeInstall(addon, install, chosen, context)
      : await entriesOf(addon, install, chosenKeys, asked, staying, context);
  if ("refused" in made) return made;
  const names = chosen.map(({ label }) => quoted(label)).join(", ");
  const kept = install.spec.retain ? "; what runs there stays, `stopMatchingBehavior` is `Retain`" : "";
  return {
    words: `\`${addon}\` leaves ${names}, in \`${install.object.manifest.origin.path}\`${kept}`,
    expected: chosen.flatMap((cluster) => expectedOf(addon, install, cluster)),
    ...made,
  };
}

type Written = { readonly edits: readonly TextEdit[]; readonly removed: readonly string[] };

/** The AddonInstall and the clusters' AddonConfigs of it go, with the files that hold nothing else. */
async function wholeInstall(
  addon: string,
  { object }: FleetInstall,
  clusters: readonly FleetCluster[],
  context: CommandContext,
): Promise<Written | Refused> {
  const keys = new Set(clusters.map(({ key }) => key));
  const configs = [...context.fleet.configs.values()].filter(
    (config) => keys.has(config.clusterKey) && addonName(config.addon) === addon,
  );
  const objects = [object, ...configs.map((config) => config.object)];
  const byPath = groupBy(objects, ({ manifest }) => manifest.origin.path);
  const texts = await context.tree.read([...byPath.keys()]);
  const edits: TextEdit[] = [];
  const removed: string[] = [];
  for (const [path, objects] of byPath) {
    const text = texts.get(path);
    if (text === undefined) return { refused: `\`${path}\` cannot be read` };
    const lines = objects.map(({ manifest }) => manifest.origin.line);
    const splices = withoutDocuments(text, lines);
    if (splices !== undefined) edits.push(...splices.map((splice) => ({ path, ...splice })));
    else {
      const listed = await listedEdits(path, "remove", context);
      if ("refused" in listed) return listed;
      removed.push(path);
      edits.push(...listed);
    }
  }
  return { edits, removed };
}

/** Entries of `spec.clusters` that select only clusters to go; refused where another entry selects one of them too. */
async function entriesOf(
  addon: string,
  { spec, object, matches }: FleetInstall,
  chosenKeys: ReadonlySet<string>,
  asked: readonly FleetCluster[],
  staying: readonly string[],
  context: CommandContext,
): Promise<Written | Refused> {
  const { path, line } = object.manifest.origin;
  const served = spec.clusters.map(({ selector }) =>
    [...matches.keys()].filter((key) =>
      matchesSelector(selector, context.fleet.clusters.get(key)?.spec.labels ?? new Map()),
    ),
  );
  const own = served.flatMap((keys, at) =>
    keys.length > 0 && keys.every((key) => chosenKeys.has(key)) ? [at] : [],
  );
  const rest = served.filter((_, at) => !own.includes(at)).flat();
  if (own.length === 0 || rest.some((key) => chosenKeys.has(key))) {
    const labels = staying.map((key) => context.fleet.clusters.get(key)?.label ?? key);
    const all = [...new Set([...asked.map(({ label }) => label), ...labels])].sort();
    return {
      refused: `AddonInstall \`${object.ref.name}\` in \`${path}\` line ${line} serves ${andMore(labels.map(quoted), 5)} by the same selector, so it would leave there as well. Remove it from all of them, or narrow its selector by hand`,
      instead: [`/addon remove ${addon} on ${all.join(",")}`],
    };
  }
  const text = (await context.tree.read([path])).get(path);
  if (text === undefined) return { refused: `\`${path}\` cannot be read` };
  const steps = own.map((at) => ({ op: "remove", path: ["spec", "clusters", at] }) as const);
  const edited = editObject(text, line, steps);
  if ("refused" in edited) return { refused: `\`${path}\` line ${line}: ${edited.refused}` };
  return { edits: edited.splices.map((splice) => ({ path, ...splice })), removed: [] };
}

function expectedOf(addon: string, { object, spec }: FleetInstall, { label }: FleetCluster): Expectation[] {
  const operation = spec.retain ? "retain" : "uninstall";
  return [
    { layer: "addon", operation, cluster: label, object: { kind: object.ref.kind, name: object.ref.name } },
    { layer: "addon", operation: "reconfigure", cluster: label, what: addon, may: true },
  ];
}
