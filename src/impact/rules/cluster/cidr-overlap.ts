// The address ranges of a new cluster overlap those of another cluster, of the network, or each other.

import { clusterKeyOf } from "../../../delivery/fleet/fleet.ts";
import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import { sameJson } from "../../../lib/json.ts";
import { overlaps } from "../../../manifests/values/cidr.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { type ClusterChange, clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";
import { type Taken, takenRanges } from "./taken-ranges.ts";

type Field = "pods" | "services";
type Owner = Taken & { readonly key: string };

const FIELDS: readonly Field[] = ["pods", "services"];
const NAMED = 3;

/** One finding for a cluster, with its first range that overlaps. Ranges are fixed at creation, so old ones are no news. */
export const cidrOverlap = defineRule({
  id: "cidr-overlap",
  severity: "caution",
  find: ({ changes, head, config }) => {
    const edits = clusterChanges(changes).filter(takesRanges);
    if (edits.length === 0) return [];
    const owners = ownersByRange(head, takenRanges(head, config));
    const asked = new Set(edits.flatMap(({ head }) => FIELDS.flatMap((field) => head.network[field])));
    const found = overlaps(owners.keys(), asked);
    return edits.flatMap((edit) => {
      const own = FIELDS.flatMap((field) => edit.head.network[field].map((range) => ({ field, range })));
      for (const { field, range } of own) {
        const others = [range, ...(found.get(range) ?? [])]
          .flatMap((other) => owners.get(other) ?? [])
          .filter((owner) => !isItself(owner, edit, field, range));
        const [first] = others;
        if (!first) continue;
        const who = [...new Set(others.map(({ label }) => label))];
        return [
          {
            subject: edit.subject,
            facts: { cluster: edit.cluster, field, range, other: first.range, otherField: first.field, who },
            source: lineIn(edit, networkPath(edit.head, field)),
            evidence: "git" as const,
          },
        ];
      }
      return [];
    });
  },
  text: ({ facts: { cluster, field, range, other, otherField, who } }) => ({
    message: `The ${noun(field)} of \`${cluster}\` (\`${range}\`) overlap the ${noun(otherField)} ${other === range ? "" : `(\`${other}\`) `}of ${labelList(who)}`,
    why:
      who.length === 1 && who[0] === cluster
        ? "Pods and services of one cluster must not share addresses: traffic to a service would be taken for traffic to a pod."
        : otherField === "other"
          ? "What has these addresses cannot be reached from the cluster: its nodes take them for pods or services of their own. The range stays for the life of the cluster."
          : "Behind NAT the clusters work side by side; whatever routes pod addresses or reaches services across clusters cannot tell them apart. The range stays for the life of the cluster.",
    do: "Choose a free range before the cluster is created; afterwards another one needs a new cluster.",
  }),
});

function takesRanges({ base, head, changes }: ClusterChange): boolean {
  if (changes.every(({ applies }) => applies === "refused")) return false;
  return !base || !sameJson({ ...rangesOf(base) }, { ...rangesOf(head) });
}

function rangesOf({ network }: ClusterSpec) {
  return { pods: network.pods, services: network.services };
}

function ownersByRange({ clusters }: Fleet, taken: readonly Taken[]): Map<string, Owner[]> {
  const listed = taken.map((one): Owner => ({ ...one, key: "" }));
  const declared = [...clusters.values()].flatMap(({ key, label, spec }) =>
    FIELDS.flatMap((field) => spec.network[field].map((range): Owner => ({ key, label, field, range }))),
  );
  return groupBy([...listed, ...declared], ({ range }) => range);
}

function isItself(owner: Owner, { object, head }: ClusterChange, field: Field, range: string): boolean {
  const key = clusterKeyOf(object, head.name);
  return owner.key === key && owner.field === field && owner.range === range;
}

function networkPath({ kind }: ClusterSpec, field: Field): string[] {
  return kind === "Cluster" ? ["spec", "clusterNetwork", field] : ["spec", "settings", "network", field];
}

function noun(field: string): string {
  return field === "pods" ? "pod addresses" : field === "services" ? "service addresses" : "addresses";
}

function labelList(labels: readonly string[]): string {
  return andMore(labels.map(code), NAMED);
}
