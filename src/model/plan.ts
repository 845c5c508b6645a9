// The plan: the stable contract of `breakwater plan --format json`, formatVersion "1".
import type { Hop } from "./vkr.ts";

export const LAYERS = ["platform", "cluster", "addon", "workload", "delivery"] as const;
export type Layer = (typeof LAYERS)[number];

export const OPERATIONS = {
  platform: ["create", "adopt", "update", "delete", "orphan", "register", "deregister"],
  cluster: [
    "create",
    "adopt",
    "delete",
    "orphan",
    "upgrade",
    "downgrade",
    "scale",
    "resize",
    "rebase",
    "reconfigure",
  ],
  addon: [
    "install",
    "adopt",
    "uninstall",
    "retain",
    "orphan",
    "pin",
    "unpin",
    "upgrade",
    "downgrade",
    "reconfigure",
  ],
  workload: ["create", "adopt", "update", "roll", "scale", "delete", "orphan"],
  delivery: [
    "add",
    "remove",
    "orphan",
    "move",
    "retarget",
    "repath",
    "rewave",
    "policy",
    "break",
    "repair",
    "update",
  ],
} as const satisfies Record<Layer, readonly string[]>;
export type Operation = (typeof OPERATIONS)[Layer][number];

export const SEVERITIES = ["stop", "caution", "note"] as const;
export type Severity = (typeof SEVERITIES)[number];
export type PlanVerdict = "go" | "caution" | "stop";

/** Whether Argo CD and the API will really do it: `PlanChange.because` is the reason where it is not "auto". */
export const APPLIES = ["auto", "manual", "window", "blocked", "refused", "never"] as const;
export type Applies = (typeof APPLIES)[number];

export const EVIDENCE = ["git", "history", "catalog", "unknown"] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** A number that Git only bounds, both ends included. */
export type Range = { min: number; max: number };

export type ObjectRef = { group: string; kind: string; namespace: string; name: string };

/** A field that differs. */
export type FieldChange = {
  path: string;
  /** Absent where the base does not have the field. */
  before?: unknown;
  /** Absent where the head does not have the field. */
  after?: unknown;
};

export type SourceRef = { side: "base" | "head"; path: string; line: number };

export type PlanChange = {
  layer: Layer;
  operation: Operation;
  object: ObjectRef;
  destination: { cluster: string };
  /** The VKS cluster affected: its name, or namespace/name where names repeat. */
  cluster?: string;
  /** `cluster` names every cluster that a selector matches, which Git does not list, and not one. */
  standIn?: true;
  /** Who delivers it, "namespace/name"; null where no Application covers the repository. */
  application: string | null;
  /** The ApplicationSet that generates it, or an Application above it. */
  generatedBy?: string;
  /** Applications from the root down to and including `application`. */
  via: string[];
  /** The wave of each of `via` (the root's is 0), then the object's own. */
  wave: number[];
  fields: FieldChange[];
  /** The version, size or class on the base, of an operation that has one. */
  from?: string;
  /** The same on the head. */
  to?: string;
  hop?: Hop;
  /** The part affected: "control-plane", a pool, an add-on. */
  what?: string;
  deletion?: "cascade" | "orphan";
  applies: Applies;
  /** Why `applies` is not "auto". */
  because?: string;
  /** What the deleted object owns stays and keeps running, unmanaged: `PrunePropagationPolicy=orphan`. */
  propagation?: "orphan";
  /** Only a sync with pruning brings it about; any other sync leaves everything as it is. */
  requiresPruning?: true;
  /** Nodes replaced, and virtual machines above the normal number at the worst moment. */
  rollout?: { controlPlane: Range; workers: Range; peakExtra: number };
  /** Other objects whose change reaches this one, which Git leaves as it is. */
  through?: ObjectRef[];
  source: SourceRef | null;
  evidence: Evidence;
};

/** What a revert of the pull request takes back. */
export type Revertability = "full" | "partial" | "forward-only" | "destructive";

export type ClusterImpact = {
  cluster: string;
  ref: { supervisor: string; namespace: string; name: string } | null;
  labels: Record<string, string>;
  /** The environment that its labels name; absent where they name none. */
  environment?: string;
  operations: Operation[];
  nodes: { replaced: Range; created: Range; removed: Range };
  /** Virtual machines above the normal number at the worst moment of all changes together. */
  peakExtra: number;
  checks: { id: string; ok: boolean; evidence: Evidence }[];
  addons: { name: string; effect: "installed" | "removed" | "moves" | "reconfigured" | "kept" | "lost" }[];
  applications: {
    name: string;
    effect: "changed" | "rescheduled" | "at-risk" | "lost" | "unaffected";
    pods: Range;
    why?: string;
  }[];
  rollback: Revertability;
  /** What keeps a revert from taking all of it back, or what it costs; "" where there is nothing to say. */
  rollbackWhy: string;
};

/** Phases of a sync, then those of an Application's deletion. */
export const PHASES = ["PreSync", "Sync", "PostSync", "SyncFail", "PreDelete", "PostDelete"] as const;
export type Phase = (typeof PHASES)[number];

export type WaveStep = {
  /** Absent for Sync. */
  phase?: Exclude<Phase, "Sync">;
  /** The index of the step of the same sync that is before this one; absent where nothing orders it. */
  after?: number;
  /** One sync wave for each Application from the root down, then the objects' own. */
  wave: number[];
  /** Whose sync it is, "namespace/name"; null where no Application covers the repository. */
  application: string | null;
  /** Indexes into `Plan.changes`. */
  changes: number[];
  /** Argo CD waits for the step `after` before it begins this one. */
  gated: boolean;
  why: string;
};

/** What a rule saw of one thing. A list that is too long for the plan: its first entries, and how many more there are. */
export type Fact = string | number | boolean | string[] | { first: string[]; more: number };

export type Finding = {
  /** "F1", "F2" …: by severity, then in the order of the rules. */
  id: string;
  rule: string;
  severity: Severity;
  subject: string;
  message: string;
  why: string;
  do?: string;
  /** What the sentences are made of, by the rule's own names. Without secrets, and long lists shortened. */
  facts: Record<string, Fact>;
  fix?: boolean;
  /** The id of the finding that this one follows from, and goes away with. */
  cause?: string;
  acknowledged?: { by: string; reason: string };
  source: SourceRef | null;
  evidence: Evidence;
  fingerprint: string;
};

export type NotEvaluated = { path?: string; application?: string; reason: string };

export type Plan = {
  formatVersion: "1";
  base: { sha: string; branch: string };
  head: { sha: string; tree: string };
  analysed: { files: number; applications: number };
  catalogDate?: string;
  verdict: PlanVerdict;
  impact: "none" | "some" | "unknown";
  complete: boolean;
  headline: string;
  /** The headline in about 120 characters: the gravest first, and whether a revert takes it back. Without the verdict. */
  title: string;
  changes: PlanChange[];
  dormant: PlanChange[];
  clusters: ClusterImpact[];
  /** The whole pull request: the gravest of everything that happens. */
  rollback: { verdict: Revertability; why: string };
  waves: WaveStep[];
  findings: Finding[];
  notEvaluated: NotEvaluated[];
  fingerprint: string;
  /** What the plan assumed for lack of configuration, in sentences: addresses of this repository, no Application found … */
  remarks: string[];
};
