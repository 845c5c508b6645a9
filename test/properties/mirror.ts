// Changes → what of them must come out when base and head swap places.
import type { ChangeFact } from "../../src/model/change.ts";

const GAINS = ["create", "adopt", "register", "install", "add"];
const LOSSES = ["delete", "orphan", "deregister", "uninstall", "retain", "remove"];
const OPPOSITES: Readonly<Record<string, string>> = {
  upgrade: "downgrade",
  downgrade: "upgrade",
  break: "repair",
  repair: "break",
  pin: "unpin",
  unpin: "pin",
  gain: "loss",
  loss: "gain",
};

/** One line for each change, sorted: what it is about, and which way it goes. */
export function directions(changes: readonly ChangeFact[]): string[] {
  return comparable(changes)
    .map((c) => line(c, direction(c)))
    .sort();
}

/** The lines that the same comparison must give the other way round. */
export function mirrored(changes: readonly ChangeFact[]): string[] {
  return comparable(changes)
    .map((c) => line(c, OPPOSITES[direction(c)] ?? direction(c)))
    .sort();
}

/**
 * Left out: what a change of something else brings along one way only. A vSphere Namespace that goes takes clusters
 * with it and brings none back; a cluster that is orphaned keeps its add-ons, while one that appears gains them.
 */
function comparable(changes: readonly ChangeFact[]): ChangeFact[] {
  const clustersComeOrGo = changes.some((c) => c.layer === "cluster" && /gain|loss/.test(direction(c)));
  return changes.filter((c) => c.cause !== "namespace" && !(clustersComeOrGo && c.layer === "addon"));
}

// Whether an Application is frozen is told of it under its name, wherever its manifest happens to be applied.
function line(change: ChangeFact, way: string): string {
  const { key, clusterKey, what, object } = change;
  if (way === "break" || way === "repair") return `Application ${object.namespace}/${object.name} ${way}`;
  return `${key} ${clusterKey ?? ""} ${what ?? ""} ${way}`;
}

function direction({ operation, before, after, from, to }: ChangeFact): string {
  if (operation === "adopt" && before && after) return "adopt";
  if (GAINS.includes(operation)) return "gain";
  if (LOSSES.includes(operation)) return "loss";
  const flavour = (version = "") => version.replace(/-fips(?:\.\d+)?/, "").replace("+", "---");
  return operation === "upgrade" && flavour(from) === flavour(to) ? "flavour" : operation;
}
