// A finding before it is numbered: what a rule saw, and the words for it.
import type { Change } from "./change.ts";
import type { Config, Context } from "./context.ts";
import type { Deliveries } from "./delivery.ts";
import type { Fleet } from "./fleet.ts";
import type { Evidence, Severity, SourceRef } from "./plan.ts";

/** Rules of the catalogue, in the order they are reported within one severity. */
export const RULE_IDS = [
  "version-downgrade",
  "version-skips-minor",
  "version-respelled",
  "fips-flavour-change",
  "class-version-pairing",
  "refused-base",
  "upgrade-too-soon",
  "declared-again",
  "control-plane-even",
  "control-plane-single",
  "immutable-field",
  "object-too-large",
  "cni-change",
  "autoscaler-replicas-conflict",
  "autoscaler-absent",
  "scale-down",
  "node-rollout",
  "cluster-class-in-use",
  "vm-class-in-use",
  "quota-exceeded",
  "cidr-overlap",
  "cluster-deleted",
  "data-loss",
  "cascade-delete",
  "cascade-delete-enabled",
  "appset-deletion",
  "preserve-resources-misplaced",
  "orphaned-resources",
  "deletion-race",
  "deregisters-cluster",
  "registration-collision",
  "namespace-less-registration",
  "dangling-destination",
  "dangling-secret-ref",
  "destination-changed",
  "project-permissions-changed",
  "unmanaged-edit",
  "path-now-exists",
  "path-missing",
  "prune-by-source-removal",
  "resources-deleted",
  "prune-refused",
  "forward-only",
  "prune-disabled",
  "root-object-changed",
  "self-managing-application",
  "shared-resource",
  "duplicate-object",
  "wave-not-gating",
  "wave-inverted",
  "applied-later",
  "sync-window-closed",
  "sync-window-invalid",
  "automated-sync-removed",
  "automated-sync-enabled",
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
  "misplaced-field",
  "annotation-ignored",
  "argocd-finalizer-on-non-application",
  "templated-manifest",
  "unresolved-generator",
  "appset-flaw",
  "file-too-large",
  "missing-separator",
  "skip-file-rendering-marker",
  "remote-source",
  "revision-pinned",
  "major-version-bump",
  "chart-version-bump",
  "application-cycle",
  "several-roots",
  "selector-changed",
  "recreated-by-sync",
  "addon-uninstalled",
  "addon-selects-nothing",
  "addon-dependency-missing",
  "addon-downgrade",
  "addon-pin-incompatible",
  "addon-moves-with-cluster",
  "addon-overlap",
  "addon-config-orphaned",
  "single-replica-on-rolling-cluster",
  "pdb-blocks-drain",
  "spread-exceeds-nodes",
  "removed-api",
  "deprecated-api",
  "security-context-removed",
  "secret-in-plain-text",
  "configuration-invalid",
  "title-contradicts-diff",
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** Both fleets and what differs between them: all that rules and the plan read. */
export type Comparison = {
  /** Of delivered objects, in the plan's order. */
  readonly changes: readonly Change[];
  /** Of objects that no Application delivers. */
  readonly undelivered: readonly Change[];
  readonly base: Fleet;
  readonly head: Fleet;
  readonly deliveries: Deliveries;
  readonly context: Context;
  readonly config: Config;
};

/** What a rule saw. */
export type RuleMatch<F extends RuleFacts> = {
  /** An object or an Application, "Cluster workload-ns/cl01", "Application argocd/app-1". */
  readonly subject: string;
  /** With the rule and the subject they make the fingerprint, so they hold no lines and no sentences. */
  readonly facts: F;
  readonly source: SourceRef | null;
  readonly evidence: Evidence;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
};

export type RuleFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Sentences for people; names are in backticks. */
export type FindingText = {
  /** What happens. */
  readonly message: string;
  /** Why it matters here. */
  readonly why: string;
  /** What to do about it. */
  readonly do?: string;
};

/** A finding with its words, before it has an id. */
export type FindingDraft = RuleMatch<RuleFacts> &
  FindingText & {
    readonly rule: RuleId;
    readonly severity: Severity;
    readonly acknowledged?: { readonly by: string; readonly reason: string };
  };
