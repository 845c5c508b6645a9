// A finding, and the fleet it is about → the small edit that mends it, or undefined where there is none.
import type { ObjectTarget, Target } from "../model/command.ts";
import type { EditStep } from "../model/edit.ts";
import type { RuleInput } from "../model/finding.ts";
import type { FleetCluster } from "../model/fleet.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Finding } from "../model/plan.ts";
import { get } from "../resources/json.ts";
import { capiRefuses, compareVkr } from "../resources/vkr.ts";
import type { Scene } from "./scene.ts";
import { declaredAt } from "./selector.ts";
import { quoted } from "./verb.ts";
import { releasesFor } from "./versions.ts";

/** `scene` holds the fleet that is edited, `input` the comparison the finding comes from. */
type Mend = (finding: Finding, scene: Scene, input: RuleInput) => Target | undefined;

/** By rule. `safe`: nothing in a cluster behaves otherwise for it. */
const MENDS: ReadonlyMap<string, { readonly mend: Mend; readonly safe: boolean }> = new Map([
  ["version-skips-minor", { mend: splitHop, safe: false }],
  ["version-downgrade", { mend: formerVersion, safe: false }],
  ["version-respelled", { mend: formerVersion, safe: true }],
  ["control-plane-even", { mend: threeNodes, safe: false }],
  ["autoscaler-replicas-conflict", { mend: autoscalerDecides, safe: false }],
  ["pdb-blocks-drain", { mend: letOneGo, safe: false }],
]);

/** Nothing is proven here: the edit is planned before it is offered or made. */
export function mendFor(
  finding: Finding,
  scene: Scene,
  input: RuleInput,
): { readonly target: Target; readonly safe: boolean } | undefined {
  const known = MENDS.get(finding.rule);
  const target = known?.mend(finding, scene, input);
  return known === undefined || target === undefined ? undefined : { target, safe: known.safe };
}

/** The rules whose findings a small edit can mend. */
export const MENDABLE: ReadonlySet<string> = new Set(MENDS.keys());

function clusterAt({ source }: Finding, { fleet }: Scene): FleetCluster | undefined {
  if (source?.side !== "head") return undefined;
  const inFile = [...fleet.clusters.values()].filter(
    ({ object }) => object.manifest.origin.path === source.path,
  );
  return lastBefore(inFile, source.line, ({ object }) => object.manifest);
}

function lastBefore<T>(all: readonly T[], line: number, manifestOf: (one: T) => Manifest): T | undefined {
  return all
    .filter((one) => manifestOf(one).origin.line <= line)
    .sort((a, b) => manifestOf(a).origin.line - manifestOf(b).origin.line)
    .at(-1);
}

function versionTarget(cluster: FleetCluster, to: string, shown: "upgrade" | "downgrade"): ObjectTarget {
  const { spec, label } = cluster;
  return {
    ...declaredAt(cluster),
    words: `\`${label}\` at \`${to}\` instead of ${quoted(spec.version)}`,
    steps: [{ op: "set", path: spec.versionPath, value: to }],
    expected: [shown, "reconfigure" as const].map((operation) => ({
      layer: "cluster",
      cluster: label,
      operation,
      may: true,
    })),
  };
}

/** The newest known release of the minor version after the one the cluster comes from. */
function splitHop(finding: Finding, scene: Scene, { base }: RuleInput): Target | undefined {
  const cluster = clusterAt(finding, scene);
  const from = cluster === undefined ? undefined : base.clusters.get(cluster.key)?.spec.vkr;
  if (cluster === undefined || from === undefined) return undefined;
  const next = releasesFor(cluster, scene)
    .filter(
      (one) =>
        one.fips === from.fips &&
        one.minor === from.minor + 1 &&
        compareVkr(one, from) > 0 &&
        capiRefuses(from.raw, one.raw) === undefined,
    )
    .at(-1);
  return next === undefined ? undefined : versionTarget(cluster, next.raw, "downgrade");
}

function formerVersion(finding: Finding, scene: Scene, { base }: RuleInput): Target | undefined {
  const cluster = clusterAt(finding, scene);
  const former = cluster === undefined ? undefined : base.clusters.get(cluster.key)?.spec.version;
  return cluster === undefined || !former ? undefined : versionTarget(cluster, former, "upgrade");
}

/** VKS supports one and three; three keeps a control plane that is meant to be several. */
function threeNodes(finding: Finding, scene: Scene): Target | undefined {
  const cluster = clusterAt(finding, scene);
  if (cluster === undefined) return undefined;
  const { path, replicas } = cluster.spec.controlPlane;
  if (replicas === undefined) return undefined;
  return {
    ...declaredAt(cluster),
    words: `the control plane of \`${cluster.label}\` from ${replicas} to 3`,
    steps: [{ op: "set", path: [...path, "replicas"], value: 3 }],
    expected: [{ layer: "cluster", cluster: cluster.label, operation: "scale" }],
  };
}

function autoscalerDecides(finding: Finding, scene: Scene): Target | undefined {
  const cluster = clusterAt(finding, scene);
  const both = (cluster?.spec.pools ?? []).filter(
    ({ replicas, autoscaler }) => replicas !== undefined && autoscaler !== undefined,
  );
  if (cluster === undefined || both.length === 0) return undefined;
  return {
    ...declaredAt(cluster),
    words: `${both.map(({ name }) => quoted(`${cluster.label}/${name}`)).join(", ")} without \`replicas\``,
    steps: both.map(({ path }) => ({ op: "remove", path: [...path, "replicas"] })),
    expected: [{ layer: "cluster", cluster: cluster.label, operation: "scale", may: true }],
  };
}

/** A budget by number or by share becomes one by what may go. */
function letOneGo(finding: Finding, _: Scene, input: RuleInput): Target | undefined {
  return objectTarget(finding, input, "PodDisruptionBudget", (object) => {
    const steps: EditStep[] = [];
    if (get(object, ["spec", "minAvailable"]) !== undefined)
      steps.push({ op: "remove", path: ["spec", "minAvailable"] });
    steps.push(
      get(object, ["spec", "maxUnavailable"]) === undefined
        ? { op: "insert", path: ["spec"], key: "maxUnavailable", value: 1 }
        : { op: "set", path: ["spec", "maxUnavailable"], value: 1 },
    );
    return { steps, words: "with `maxUnavailable: 1`" };
  });
}

/** What runs in a guest cluster is only in the comparison: a revision alone is not rendered so far. */
type ObjectMend = {
  readonly steps: readonly EditStep[];
  readonly words: string;
};

function objectTarget(
  { source }: Finding,
  { head }: RuleInput,
  kind: string,
  mend: (object: Manifest["object"]) => ObjectMend,
): Target | undefined {
  if (source?.side !== "head") return undefined;
  const delivered = [...head.delivery.objects.values()]
    .flat()
    .filter(({ manifest }) => manifest.origin.path === source.path);
  const found = lastBefore(delivered, source.line, ({ manifest }) => manifest);
  if (found?.manifest.kind !== kind) return undefined;
  const { manifest, ref, key } = found;
  const { steps, words } = mend(manifest.object);
  return {
    key,
    cluster: "",
    kind,
    name: ref.name,
    path: manifest.origin.path,
    line: manifest.origin.line,
    words: `\`${kind} ${ref.name}\` ${words}`,
    steps,
    expected: [{ layer: "workload", operation: "update", object: { kind, name: ref.name } }],
  };
}
