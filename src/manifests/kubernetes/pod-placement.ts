// Pod template → the fields that decide whether its pods can be evicted from a node and start on another. Never throws.

import { get, isMap, list, num, str, stringMap, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { LabelSelector } from "../../model/addon.ts";
import { matchesSelector, readSelector } from "../values/selector.ts";

const HOSTNAME = "kubernetes.io/hostname";
const SPEC = ["spec"];

export type PodPlacement = {
  readonly labels: ReadonlyMap<string, string>;
  /**
   * Cluster API does not evict the pods (cluster-api internal/controllers/machine/drain/filters.go,
   * drainLabelFilter).
   */
  readonly skipsDrain: boolean;
  /** The pods may run only on named nodes, and a replaced node has another name. */
  readonly bound: boolean;
  /** The pods use a directory of the node. */
  readonly hostPath: boolean;
  readonly emptyDir: boolean;
  /** Every container has a readiness probe. */
  readonly ready: boolean;
  /** In seconds, 30 by default. */
  readonly grace: number;
  /** How many may share a node; undefined for any number. */
  readonly perNode: PerNode | undefined;
  readonly onControlPlane: boolean;
};

type PerNode = {
  /** The field that sets the limit. */
  readonly by: "podAntiAffinity" | "topologySpreadConstraints";
  readonly pods: number;
  /** The limit applies only where there are fewer domains than this. */
  readonly below: number;
};

export function readPlacement(template: Json): PodPlacement {
  const labels = stringMap(template, ["metadata", "labels"]);
  const volumes = list(template, [...SPEC, "volumes"]);
  return {
    labels,
    skipsDrain: labels.get("cluster.x-k8s.io/drain") === "skip",
    bound: isBound(template),
    hostPath: volumes.some((volume) => isMap(get(volume, ["hostPath"]))),
    emptyDir: volumes.some((volume) => isMap(get(volume, ["emptyDir"]))),
    ready: list(template, [...SPEC, "containers"]).every((c) => isMap(get(c, ["readinessProbe"]))),
    grace: num(template, [...SPEC, "terminationGracePeriodSeconds"]) ?? 30,
    perNode: antiAffinity(template, labels) ?? spread(template, labels),
    onControlPlane: toleratesControlPlane(template),
  };
}

function isBound(template: Json): boolean {
  if (str(template, [...SPEC, "nodeName"])) return true;
  if (stringMap(template, [...SPEC, "nodeSelector"]).has(HOSTNAME)) return true;
  const required = [...SPEC, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
  // The terms are alternatives: one that names no node leaves the others open.
  const terms = list(template, [...required, "nodeSelectorTerms"]);
  return terms.length > 0 && terms.every(namesNodes);
}

function namesNodes(term: Json): boolean {
  const byLabel = list(term, ["matchExpressions"]).some(
    (e) => str(e, ["key"]) === HOSTNAME && str(e, ["operator"]) === "In",
  );
  const byField = list(term, ["matchFields"]).some((e) => str(e, ["operator"]) === "In");
  return byLabel || byField;
}

/** One pod for each node, where anti-affinity keeps the pod off nodes with another of the same workload. */
function antiAffinity(template: Json, labels: ReadonlyMap<string, string>): PerNode | undefined {
  const path = [...SPEC, "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
  const own = list(template, path).some(
    (term) =>
      str(term, ["topologyKey"]) === HOSTNAME &&
      strings(term, ["namespaces"]).length === 0 &&
      get(term, ["namespaceSelector"]) === undefined &&
      selects(selectorOf(get(term, ["labelSelector"])), labels),
  );
  return own ? { by: "podAntiAffinity", pods: 1, below: Number.POSITIVE_INFINITY } : undefined;
}

/**
 * DoNotSchedule limits the pods of a node by itself only where fewer nodes than `minDomains` exist: the global minimum
 * then counts as 0 and no node takes more than `maxSkew` (kubernetes pkg/scheduler/framework/plugins/podtopologyspread,
 * minMatchNum). Otherwise any number of pods spreads over any number of nodes.
 */
function spread(template: Json, labels: ReadonlyMap<string, string>): PerNode | undefined {
  const limits = list(template, [...SPEC, "topologySpreadConstraints"]).flatMap((constraint): PerNode[] => {
    if (str(constraint, ["whenUnsatisfiable"]) !== "DoNotSchedule") return [];
    if (str(constraint, ["topologyKey"]) !== HOSTNAME) return [];
    if (!selects(selectorOf(get(constraint, ["labelSelector"])), labels)) return [];
    const pods = num(constraint, ["maxSkew"]) ?? 1;
    return [{ by: "topologySpreadConstraints", pods, below: num(constraint, ["minDomains"]) ?? 1 }];
  });
  return limits.sort((a, b) => a.pods - b.pods)[0];
}

/** A selector that is absent selects no pods here, other than in a budget. */
function selectorOf(declared: Json | undefined): LabelSelector | undefined {
  return declared === undefined || declared === null ? undefined : readSelector(declared);
}

function selects(selector: LabelSelector | undefined, labels: ReadonlyMap<string, string>): boolean {
  return selector !== undefined && matchesSelector(selector, labels);
}

function toleratesControlPlane(template: Json): boolean {
  return list(template, [...SPEC, "tolerations"]).some((t) => {
    const key = str(t, ["key"]) ?? "";
    return (
      key === "node-role.kubernetes.io/control-plane" || (key === "" && str(t, ["operator"]) === "Exists")
    );
  });
}
