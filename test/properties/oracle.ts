// Both deliveries → the objects that differ, found the plain way: by comparing sorted text.
import type { DeliveredObject, Deliveries, Delivery } from "../../src/model/delivery.ts";
import type { Comparison } from "../../src/model/finding.ts";

/** Identities whose deliverers or content differ. */
export function differingKeys({ base, head }: Pick<Deliveries, "base" | "head">): string[] {
  const keys = new Set([...base.objects.keys(), ...head.objects.keys()]);
  return [...keys].filter((key) => texts(base, key) !== texts(head, key)).sort();
}

/** Identities that differ and that neither a change names nor `notEvaluated` explains by their Application. */
export function dropped({ deliveries, changes }: Comparison): string[] {
  const named = new Set(changes.map((change) => change.key));
  const open = new Set(deliveries.notEvaluated.flatMap(({ application }) => application ?? []));
  return differingKeys(deliveries).filter(
    (key) =>
      !named.has(key) &&
      ![deliveries.base, deliveries.head].some((side) =>
        (side.objects.get(key) ?? []).some(({ application }) => open.has(application ?? "")),
      ),
  );
}

function texts(side: Delivery, key: string): string {
  return (side.objects.get(key) ?? []).map(textOf).sort().join("\n");
}

function textOf({ application, manifest, ref }: DeliveredObject): string {
  const object = { ...manifest.object, apiVersion: ref.kind === "Cluster" ? "" : manifest.group };
  return `${application} ${canonical(ref.kind === "Cluster" ? inOneSpelling(object) : object)}`;
}

/** Keys sorted, lists as sets, numbers and texts apart. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`);
    return `{${entries.sort().join()}}`;
  }
  return typeof value === "bigint" ? `${value}` : JSON.stringify(value);
}

type Loose = { [key: string]: Loose };

/** The class of a v1beta1 Cluster as v1beta2 writes it. */
function inOneSpelling(object: object): unknown {
  const copy = structuredClone(object) as unknown as Loose;
  const topology = copy["spec"]?.["topology"];
  if (topology?.["class"]) {
    const { class: name, classNamespace: namespace, ...rest } = topology as Loose & { class: Loose };
    copy["spec"] = { ...copy["spec"], topology: { ...rest, classRef: { name, namespace } as Loose } };
  }
  return copy;
}
