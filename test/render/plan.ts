// Small literals → plans to render.
import type { ClusterImpact, Finding, Plan, PlanChange, WaveStep } from "../../src/model/plan.ts";

const NONE = { min: 0, max: 0 };

/** A complete, empty plan with verdict go; `parts` replaces any of it. */
export function plan(parts: Partial<Plan> = {}): Plan {
  return {
    formatVersion: "1",
    base: { sha: "48db51a0000000000000000000000000000000aa", branch: "main" },
    head: {
      sha: "9f31c2a0000000000000000000000000000000bb",
      tree: "77aa1100000000000000000000000000000000cc",
    },
    analysed: { files: 31, applications: 9 },
    verdict: "go",
    impact: (parts.changes ?? []).length > 0 ? "some" : "none",
    complete: (parts.notEvaluated ?? []).length === 0,
    headline: "Nothing that is delivered changes.",
    title: "nothing changes in any cluster",
    changes: [],
    dormant: [],
    clusters: [],
    rollback: { verdict: "full", why: "" },
    waves: [],
    findings: [],
    notEvaluated: [],
    fingerprint: "sha256:4be19d02",
    remarks: [],
    ...parts,
  };
}

/** An upgrade of cluster cl03, evaluated from Git, that Argo CD applies by itself. */
export function change(parts: Partial<PlanChange> = {}): PlanChange {
  return {
    layer: "cluster",
    operation: "upgrade",
    object: { group: "cluster.x-k8s.io", kind: "Cluster", namespace: "workload-ns", name: "cl03" },
    destination: { cluster: "supervisor" },
    cluster: "cl03",
    application: "argocd/cl03",
    via: ["argocd/root", "argocd/cl03"],
    wave: [0, 14, 0],
    fields: [],
    applies: "auto",
    source: { side: "head", path: "clusters/cl03/cl03.yaml", line: 31 },
    evidence: "git",
    ...parts,
  };
}

/** A caution about cl03. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    id: "F1",
    rule: "forward-only",
    severity: "caution",
    subject: "Cluster workload-ns/cl03",
    message: "`cl03` cannot be rolled back after merge",
    why: "Cluster API refuses a lower version.",
    facts: {},
    source: { side: "head", path: "clusters/cl03/cl03.yaml", line: 31 },
    evidence: "git",
    fingerprint: "f1",
    ...parts,
  };
}

/** The impact on cl03, where nothing moves. */
export function cluster(parts: Partial<ClusterImpact> = {}): ClusterImpact {
  return {
    cluster: "cl03",
    ref: { supervisor: "supervisor", namespace: "workload-ns", name: "cl03" },
    labels: {},
    operations: ["upgrade"],
    nodes: { replaced: NONE, created: NONE, removed: NONE },
    checks: [],
    addons: [],
    applications: [],
    peakExtra: 0,
    rollback: "full",
    rollbackWhy: "",
    ...parts,
  };
}

/** An ungated step of cl03's Application with the first change. */
export function step(parts: Partial<WaveStep> = {}): WaveStep {
  return {
    wave: [0, 14],
    application: "argocd/cl03",
    changes: [0],
    gated: false,
    why: "a separate Application",
    ...parts,
  };
}
