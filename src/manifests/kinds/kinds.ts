// API group and kind → the facts of its row. One table: nothing is guessed from names.

import { str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Layer } from "../../model/plan.ts";
import { ECOSYSTEM_KINDS } from "./ecosystem-kinds.ts";
import type { KindFacts, KindSheet } from "./kind-facts.ts";
import { KUBERNETES_KINDS } from "./kubernetes-kinds.ts";
import { VSPHERE_KINDS } from "./vsphere-kinds.ts";

type GroupKind = { readonly group: string; readonly kind: string };
export type KindRow = GroupKind & { readonly facts: KindFacts };

const SHEETS: readonly KindSheet[] = [KUBERNETES_KINDS, VSPHERE_KINDS, ECOSYSTEM_KINDS];
const EVERY = "*";

/** The table, a row for each kind, with what is true of every kind of its group. */
export const KINDS: readonly KindRow[] = SHEETS.flatMap((sheet) =>
  Object.entries(sheet).flatMap(([group, kinds]) =>
    Object.entries(kinds).flatMap(([kind, facts]) =>
      kind === EVERY ? [] : [{ group, kind, facts: { ...kinds[EVERY], ...facts } }],
    ),
  ),
);

const BY_KIND: ReadonlyMap<string, KindFacts> = new Map(
  KINDS.map(({ group, kind, facts }) => [`${group}/${kind}`, facts]),
);
const BY_GROUP: ReadonlyMap<string, KindFacts> = new Map(
  SHEETS.flatMap((sheet) =>
    Object.entries(sheet).map(([group, kinds]) => [group, kinds[EVERY] ?? {}] as const),
  ),
);
const ORDER: ReadonlyMap<string, number> = new Map(
  KINDS.flatMap(({ kind, facts: { order } }) => (order === undefined ? [] : [[kind, order] as const])),
);
const NOTHING: KindFacts = {};
const AFTER_ALL_OTHERS = 1000;

/** Nothing where neither the kind nor its group is known. */
export function factsOf({ group, kind }: GroupKind): KindFacts {
  return BY_KIND.get(`${group}/${kind}`) ?? BY_GROUP.get(group) ?? NOTHING;
}

/** The layer an object belongs to: by its kind, and where the kind leaves it open by where it is delivered. */
export function layerOf(group: string, kind: string, onSupervisor: boolean): Layer {
  const { layer, supervisorOnly } = factsOf({ group, kind });
  return layer ?? (onSupervisor || supervisorOnly ? "platform" : "workload");
}

/** Whether the kind lives only where clusters are managed. Application does not count: Argo CD may run anywhere. */
export function isSupervisorKind(group: string, kind: string): boolean {
  return factsOf({ group, kind }).supervisorOnly === true;
}

/**
 * Whether objects of the kind have no namespace. `extraClusterScoped` holds `group/kind` of CRDs declared in the
 * repository (see crdClusterScope); a kind that neither it nor the table knows counts as namespaced.
 */
export function isClusterScoped(
  group: string,
  kind: string,
  extraClusterScoped?: ReadonlySet<string>,
): boolean {
  return (
    factsOf({ group, kind }).clusterScoped === true || extraClusterScoped?.has(`${group}/${kind}`) === true
  );
}

/** `group/kind` of the cluster-scoped kind that a CustomResourceDefinition defines; undefined for everything else. */
export function crdClusterScope(manifest: Manifest): string | undefined {
  if (manifest.group !== "apiextensions.k8s.io" || manifest.kind !== "CustomResourceDefinition")
    return undefined;
  if (str(manifest.object, ["spec", "scope"]) !== "Cluster") return undefined;
  const group = str(manifest.object, ["spec", "group"]);
  const kind = str(manifest.object, ["spec", "names", "kind"]);
  return group === undefined || kind === undefined ? undefined : `${group}/${kind}`;
}

/** The rank of a kind inside a wave, the last for all that Argo CD does not list. It looks at the name of the kind alone. */
export function argoKindOrder(kind: string): number {
  return ORDER.get(kind) ?? AFTER_ALL_OTHERS;
}

/** Names of the kinds, in any group, that pass the test. */
export function kindNames(test: (facts: KindFacts) => boolean): readonly string[] {
  return [...new Set(KINDS.flatMap(({ kind, facts }) => (test(facts) ? [kind] : [])))];
}
