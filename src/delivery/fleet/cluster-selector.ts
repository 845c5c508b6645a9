// A selector and a cluster → whether it is meant.
import { matchesPath } from "../../lib/path-glob.ts";
import type { Selector, SelectorItem } from "../../model/selector.ts";

/** A cluster by all its names, `name` and `namespace/name` among them. */
export type Selectable = {
  readonly names: readonly string[];
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
};

/** Some item means it and none takes it away, wherever that stands. */
export function selects({ items }: Selector, cluster: Selectable): boolean {
  const meaning = items.filter((item) => meansCluster(item, cluster));
  return meaning.length > 0 && meaning.every(({ not }) => !not);
}

/** Whether an item speaks of the cluster, be it to take it away. `*` does not cross the slash of `namespace/name`. */
export function meansCluster(item: SelectorItem, { names, namespace, labels }: Selectable): boolean {
  if (item.by === "all") return true;
  if (item.by === "label") return labels.get(item.key) === item.value;
  if (item.by === "namespace") return namespace === item.namespace;
  const { name } = item;
  return name.includes("*") ? names.some((one) => matchesPath(name, one)) : names.includes(name);
}
