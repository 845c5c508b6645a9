// The pull request that upgrades cl03, comments out cl02 and adds velero, as a plan.
import type { Plan } from "../../src/model/plan.ts";
import { change, cluster, finding, plan, step } from "./plan.ts";

const application = (name: string) => ({
  group: "argoproj.io",
  kind: "Application",
  namespace: "argocd",
  name,
});
const install = (name: string) => ({
  group: "addons.kubernetes.vmware.com",
  kind: "AddonInstall",
  namespace: "workload-ns",
  name,
});
const one = { min: 1, max: 1 };

/** One plan with something in every part of a comment. */
export function richPlan(): Plan {
  const velero = (name: string) =>
    change({
      layer: "addon",
      operation: "install",
      object: install(`${name}-velero`),
      cluster: name,
      what: "velero",
      application: `argocd/${name}`,
      source: { side: "head", path: `clusters/${name}/velero-addon.yaml`, line: 1 },
    });
  return plan({
    verdict: "stop",
    headline:
      "Upgrades cluster `cl03` 1.32.7 → 1.33.6 (4 nodes replaced), orphans cluster `cl02`, adds `velero` to `cl01` and `cl03`.",
    title: "orphans cluster `cl02`, which keeps running unmanaged, upgrades cluster `cl03` 1.32.7 → 1.33.6",
    changes: [
      change({
        layer: "delivery",
        operation: "remove",
        object: application("cl02"),
        application: "argocd/root",
        deletion: "orphan",
        source: { side: "base", path: "bootstrap/argoApps/cl02-app.yaml", line: 1 },
        cluster: "cl02",
      }),
      change({
        operation: "orphan",
        cluster: "cl02",
        application: "argocd/cl02",
        object: { group: "cluster.x-k8s.io", kind: "Cluster", namespace: "workload-ns", name: "cl02" },
        source: { side: "base", path: "clusters/cl02/cl02.yaml", line: 3 },
      }),
      change({
        hop: "minor",
        from: "v1.32.7---vmware.3-fips-vkr.1",
        to: "v1.33.6---vmware.1-fips-vkr.2",
        fields: [
          {
            path: "spec.topology.version",
            before: "v1.32.7---vmware.3-fips-vkr.1",
            after: "v1.33.6---vmware.1-fips-vkr.2",
          },
        ],
        rollout: { controlPlane: one, workers: { min: 3, max: 3 }, peakExtra: 1 },
      }),
      velero("cl01"),
      velero("cl03"),
      change({
        layer: "workload",
        operation: "roll",
        cluster: "cl01",
        application: "argocd/app-1",
        destination: { cluster: "cl01" },
        object: { group: "apps", kind: "Deployment", namespace: "demo-app", name: "nginx" },
        what: "nginx",
        applies: "manual",
        because: "`app-1` has no automated sync",
        from: "nginx:1.27",
        to: "nginx:1.28",
        fields: [
          { path: "spec.template.spec.containers[nginx].image", before: "nginx:1.27", after: "nginx:1.28" },
          {
            path: "data.nginx.conf",
            before: "a\nb\nc\nd\ne\nf\nlisten 80;\ng\n",
            after: "a\nb\nc\nd\ne\nf\nlisten 8080;\ng\n",
          },
        ],
        source: { side: "head", path: "workloads/cl01/nginx/deployment.yaml", line: 1 },
      }),
    ],
    clusters: [
      cluster({
        labels: { environment: "lab" },
        nodes: { replaced: { min: 4, max: 4 }, created: { min: 0, max: 0 }, removed: { min: 0, max: 0 } },
        checks: [
          { id: "hop", ok: true, evidence: "git" },
          { id: "fips", ok: true, evidence: "git" },
        ],
        addons: [
          { name: "contour", effect: "moves" },
          { name: "velero", effect: "installed" },
        ],
        applications: [
          {
            name: "argocd/app-3",
            effect: "rescheduled",
            pods: { min: 3, max: 3 },
            why: "its nodes are replaced",
          },
        ],
        rollback: "forward-only",
      }),
      cluster({ cluster: "cl02", operations: ["orphan"], rollback: "partial" }),
      cluster({ cluster: "cl01", operations: ["install"], labels: { environment: "prod" } }),
    ],
    waves: [
      step({ wave: [0, 12], application: "argocd/root", changes: [0, 1], why: "the root syncs by itself" }),
      step({ changes: [2] }),
      step({ wave: [0, 14], changes: [3, 4], why: "a separate Application" }),
      step({
        wave: [0, 20],
        application: "argocd/app-1",
        changes: [5],
        after: 2,
        gated: true,
        why: "next wave of the root",
      }),
    ],
    findings: [
      finding({
        id: "F1",
        severity: "stop",
        rule: "orphaned-resources",
        subject: "Application argocd/cl02",
        message: "Application `cl02` goes and leaves cluster `cl02` running unmanaged",
        why: "`root` prunes it; it has no `resources-finalizer`, so the `Cluster` stays.",
        do: "Keep the file, or add the finalizer first to delete the cluster for real.",
        source: { side: "base", path: "bootstrap/argoApps/cl02-app.yaml", line: 1 },
      }),
      finding({ id: "F2" }),
      finding({
        id: "F3",
        rule: "control-plane-single",
        message: "`cl03` has 1 control-plane node",
        why: "A second one joins, then the first leaves.",
      }),
      finding({
        id: "F4",
        severity: "note",
        rule: "wave-not-gating",
        message: "waves do not protect this change",
        why: "`cl03` and `velero` sync independently.",
      }),
    ],
    dormant: [
      change({
        layer: "workload",
        operation: "update",
        object: { group: "", kind: "ConfigMap", namespace: "old", name: "unused" },
        source: { side: "head", path: "archive/cm.yaml", line: 4 },
      }),
    ],
    notEvaluated: [
      { application: "argocd/charts", path: "charts/portal", reason: "a Helm chart; its inputs differ" },
    ],
    remarks: ["`https://git.example.org/fleet.git` is taken as this repository."],
  });
}
