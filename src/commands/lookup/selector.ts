// A selector as typed → its items, and the clusters of a fleet that it means.

import { meansCluster, type Selectable } from "../../delivery/fleet/cluster-selector.ts";
import { code, quoted } from "../../lib/code-span.ts";
import { nearest } from "../../lib/spelling.ts";
import type { Declared } from "../../model/command.ts";
import type { Fleet, FleetCluster } from "../../model/fleet.ts";
import type { Selector, SelectorItem } from "../../model/selector.ts";

/** The clusters in the order of their keys; refused where an item that chooses means none, or a name means several. */
export function clustersOf(
  selector: Selector,
  { clusters }: Fleet,
): readonly FleetCluster[] | { readonly refused: string } {
  const all = [...clusters.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const chosen = new Set<FleetCluster>();
  const gone = new Set<FleetCluster>();
  for (const item of selector.items) {
    const found = all.filter((cluster) => meansCluster(item, selectable(cluster)));
    const refused = refusalOf(item, found, all);
    if (refused !== undefined) return { refused };
    for (const cluster of found) (item.not ? gone : chosen).add(cluster);
  }
  const selected = all.filter((cluster) => chosen.has(cluster) && !gone.has(cluster));
  return selected.length > 0 ? selected : { refused: `no cluster is left of ${quoted(selector.text)}` };
}

/** The one cluster of a name, `name` or `namespace/name`. */
export function clusterOf(
  name: string,
  { clusters }: Fleet,
): FleetCluster | { readonly refused: string } | undefined {
  const all = [...clusters.values()];
  const found = all.filter((cluster) => meansCluster({ not: false, by: "name", name }, selectable(cluster)));
  if (found.length > 1) return { refused: ambiguous(name, found) };
  return found[0];
}

/** Where a cluster is declared. */
export function declaredAt({ label, object, spec }: FleetCluster): Declared {
  const { path, line } = object.manifest.origin;
  return { cluster: label, key: object.key, kind: spec.kind, name: spec.name, path, line };
}

/** "there is no cluster `cl1`; did you mean `cl01`?" */
export function unknownCluster(name: string, clusters: Iterable<FleetCluster>): string {
  const names = [...clusters].flatMap(({ label, spec }) => [label, spec.name]).sort();
  const meant = name.length > 63 ? undefined : nearest(name, names);
  const guess = meant === undefined ? knownNames(names) : `; did you mean \`${meant}\`?`;
  return `There is no cluster ${quoted(name)}${guess}`;
}

function knownNames(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  if (distinct.length === 0) return ": this revision declares none.";
  const shown = distinct.slice(0, 5).map(code);
  return `. Clusters here: ${shown.join(", ")}${distinct.length > 5 ? " …" : ""}`;
}

/** A cluster of the fleet as selectors know it. */
function selectable({ spec, label, key, labels }: FleetCluster): Selectable {
  const { name, namespace } = spec;
  return { names: [name, `${namespace}/${name}`, label, key], namespace, labels };
}

function refusalOf(
  item: SelectorItem,
  found: readonly FleetCluster[],
  all: readonly FleetCluster[],
): string | undefined {
  if (item.by === "name" && !item.name.includes("*")) {
    if (found.length > 1) return ambiguous(item.name, found);
    if (found.length === 0) return unknownCluster(item.name, all);
  }
  if (found.length > 0 || item.not) return undefined;
  if (item.by === "all") return "This revision declares no cluster.";
  if (item.by === "name") return `No cluster fits ${quoted(item.name)}`;
  return item.by === "label"
    ? `No cluster bears the label ${quoted(`${item.key}=${item.value}`)}`
    : `No cluster stands in the namespace ${quoted(item.namespace)}`;
}

function ambiguous(name: string, found: readonly FleetCluster[]): string {
  const choices = found.map(({ label }) => quoted(label)).sort();
  return `${quoted(name)} is the name of ${found.length} clusters: ${choices.join(", ")}`;
}
