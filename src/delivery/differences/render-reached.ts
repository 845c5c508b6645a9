// The Applications that differ → every other one that their destinations or projects reach, rendered on both sides.

import { renderAsking } from "../applications/custom-apis.ts";
import { type DiscoveryTools, render } from "../applications/discover-applications.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import { type KubeVersionOf, kubeVersions } from "../destinations/kube-versions.ts";
import type { ApplicationNode, DeliveryTree, SourcePlan } from "../tree/application-tree.ts";
import { type ChangedNode, changedProjects, reachedDestinations } from "./differences.ts";

/** The answer is the unchanged Applications whose charts are given another Kubernetes version. */
export async function renderReached(
  trees: readonly [DeliveryTree, DeliveryTree],
  resolvers: readonly [ResolveDestination, ResolveDestination],
  changed: readonly ChangedNode[],
  tools: DiscoveryTools,
): Promise<ChangedNode[]> {
  const reached = reachedRefs(trees, resolvers, changed);
  const { version } = tools.config.argocd;
  const versions = [
    kubeVersions(trees[0], resolvers[0], version),
    kubeVersions(trees[1], resolvers[1], version),
  ] as const;
  for (const [i, tree] of trees.entries()) {
    const nodes = [...tree.nodes.values()].filter(({ ref }) => reached.has(ref));
    await render(tree, nodes, tools, { kubeVersionOf: versions[i] as KubeVersionOf });
  }
  await renderAsking(trees, resolvers, (tree, nodes, customApisOf) => {
    const kubeVersionOf = versions[trees.indexOf(tree)] as KubeVersionOf;
    return render(tree, nodes, tools, { kubeVersionOf, ...(customApisOf && { customApisOf }) });
  });
  return upgradedCharts(trees, versions, new Set(changed.map(({ ref }) => ref)));
}

/** What one side renders the other must too, or everything in it would look created or deleted. */
function reachedRefs(
  trees: readonly [DeliveryTree, DeliveryTree],
  resolvers: readonly [ResolveDestination, ResolveDestination],
  changed: readonly ChangedNode[],
): Set<string> {
  const destinations = reachedDestinations(trees, resolvers, changed);
  const projects = changedProjects(trees);
  const isReached = (node: ApplicationNode, resolve: ResolveDestination) =>
    node.results !== undefined || destinations.has(resolve(node).key) || projects.has(node.spec.project);
  const refs = trees.flatMap((tree, i) =>
    [...tree.nodes.values()]
      .filter((node) => isReached(node, resolvers[i] as ResolveDestination))
      .map(({ ref }) => ref),
  );
  return new Set(refs);
}

function upgradedCharts(
  [base, head]: readonly [DeliveryTree, DeliveryTree],
  [versionBefore, versionAfter]: readonly [KubeVersionOf, KubeVersionOf],
  changed: ReadonlySet<string>,
): ChangedNode[] {
  return [...head.nodes.values()].flatMap((after): ChangedNode[] => {
    const before = base.nodes.get(after.ref);
    if (!before || changed.has(after.ref) || !after.plans.some(isChart)) return [];
    if (versionBefore(before) === versionAfter(after)) return [];
    return [{ ref: after.ref, base: before, head: after, kubeVersionChanged: true }];
  });
}

function isChart({ tool, source }: SourcePlan): boolean {
  return tool === "helm" || source.chart !== undefined;
}
