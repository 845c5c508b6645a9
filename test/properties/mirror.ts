// Changes → what of them must come out when base and head swap places.
import type { Change } from "../../src/model/change.ts";

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

/**
 * Two comparisons of the same sides, there and back → what `back` says and what it ought to say, a line for each change.
 * Left out is what a change of something else brings along one way only: a vSphere Namespace that goes takes clusters
 * with it and brings none back; a cluster that is orphaned keeps its add-ons, while one that appears gains them; an
 * Application that a chart or a kustomization may deliver on one side moves there and is a root on the way back; a
 * registration that nobody prunes stays, so that an Application which goes to it does not break, while one that appears repairs.
 */
export function mirror(there: readonly Change[], back: readonly Change[]): [string[], string[]] {
  const clustersComeOrGo = [...there, ...back].some(
    (c) => c.layer === "cluster" && /gain|loss/.test(direction(c)),
  );
  const registrationsComeOrGo = [...there, ...back].some(
    (c) => /^Argo(?:Namespace|Cluster)$/.test(c.object.kind) && /gain|loss/.test(direction(c)),
  );
  const isComparable = (c: Change) =>
    !(registrationsComeOrGo && /^(?:break|repair)$/.test(direction(c))) &&
    c.cause !== "namespace" &&
    c.operation !== "move" &&
    !(clustersComeOrGo && c.layer === "addon");
  const lines = (changes: readonly Change[], turn: (way: string) => string) =>
    changes
      .filter(isComparable)
      .map((c) => line(c, turn(direction(c))))
      .sort();
  return [lines(back, (way) => way), lines(there, (way) => OPPOSITES[way] ?? way)];
}

// Whether an Application is frozen is told of it under its name, wherever its manifest happens to be applied.
function line(change: Change, way: string): string {
  const { key, clusterKey, what, object } = change;
  if (way === "break" || way === "repair") return `Application ${object.namespace}/${object.name} ${way}`;
  return `${key} ${clusterKey ?? ""} ${what ?? ""} ${way}`;
}

function direction({ operation, base, head, from, to }: Change): string {
  if (operation === "adopt" && base && head) return "adopt";
  if (GAINS.includes(operation)) return "gain";
  if (LOSSES.includes(operation)) return "loss";
  const flavour = (version = "") => version.replace(/-fips(?:\.\d+)?/, "").replace("+", "---");
  return operation === "upgrade" && flavour(from) === flavour(to) ? "flavour" : operation;
}
