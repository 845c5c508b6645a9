// Two snapshots → what Argo CD would deliver from each, and what about their difference could not be evaluated.

import { readApplication } from "../manifests/argocd/application.ts";
import { crdClusterScope } from "../manifests/kinds/kinds.ts";
import { isAtLeast } from "../manifests/values/argocd-version.ts";
import { readCluster } from "../manifests/vks/cluster.ts";
import type { Config, Context } from "../model/context.ts";
import type { Deliveries } from "../model/delivery.ts";
import type { History } from "../model/history.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { assemble } from "./applications/assemble-delivery.ts";
import { renderAsking } from "./applications/custom-apis.ts";
import { render, type WalkTools } from "./applications/discover-applications.ts";
import { expandToFixpoint } from "./applications/expand-to-fixpoint.ts";
import { missingRoots, type SideRoots } from "./applications/roots.ts";
import { type ResolveDestination, resolveDestinations } from "./destinations/destinations.ts";
import { restrictionsOf } from "./destinations/restrictions.ts";
import {
  type ChangedNode,
  changedNodes,
  changedPaths,
  changedProjects,
  clusterObjects,
  reachedDestinations,
} from "./differences/differences.ts";
import { markKeptRenders } from "./differences/generate-paths.ts";
import { findUnevaluated } from "./differences/not-evaluated.ts";
import { findUnreached } from "./differences/pinned-elsewhere.ts";
import { findRemotes } from "./differences/remote-references.ts";
import { nameOrigins } from "./differences/rendered-origins.ts";
import { findDormant } from "./differences/undelivered-files.ts";
import { deliverWithoutApplications } from "./differences/without-applications.ts";
import type { Files } from "./generate/files.ts";
import { type Renderers, rememberRenders } from "./generate/render-job.ts";
import { createRenderPast } from "./history/render-past.ts";
import { resolveBase } from "./history/resolve-base.ts";
import { joinProjects } from "./projects/memberships.ts";
import { planSources } from "./sources/plan-sources.ts";
import type { ApplicationNode, DeliveryTree } from "./tree/application-tree.ts";
import { deliversItself, renderedManifests, type SourcePlan } from "./tree/application-tree.ts";
import { findCandidates } from "./tree/candidates.ts";
import { findRepoUrls } from "./tree/repo-urls.ts";
import { trackRevisions } from "./tree/tracked-revision.ts";

/** Optional: without them, what only they can tell is not evaluated. */
export type DeliverPorts = {
  readonly renderers?: Renderers | undefined;
  readonly history?: History | undefined;
};

/**
 * Delivers both snapshots. Reads every manifest file once to find Applications, parses only what declares structure,
 * what differs, and what stands on a destination that the difference reaches.
 */
export async function deliver(
  base: Snapshot,
  head: Snapshot,
  files: Files,
  context: Context,
  config: Config,
  { renderers, history }: DeliverPorts = {},
): Promise<Deliveries> {
  const sides: [DeliveryTree, DeliveryTree] = [await openSide(base, files), await openSide(head, files)];
  const changed = changedPaths(base, head);
  if (sides.every((s) => s.candidates.applications.length + s.candidates.sets.length === 0)) {
    const deliveries = await uncovered(base, head, changed, files, config.roots);
    return resolveBase(deliveries, { base, history, files, renderPast: undefined });
  }
  const { repoUrls, remarks } = findRepoUrls(sides, context);
  const tools: WalkTools = {
    files,
    renderers: renderers && rememberRenders(renderers),
    trackedRevision: trackRevisions(repoUrls, context),
    config,
  };
  const declared = sides.map((side) => declaredOn(side, tools));
  await expandToFixpoint(sides, declared, tools);
  const resolvers = resolveDestinations(sides, config);
  const nodes = await changedNodes(sides, changed, files);
  const retold = await renderReached(sides, resolvers, nodes, tools);
  const told = sides.map((side, i) =>
    kubeVersionByNode(side, resolvers[i] as ResolveDestination, config.argocd.version),
  );
  markKeptRenders(nodes, changed, (before, after) => told[0]?.(before) === told[1]?.(after));
  await nameOrigins(sides, nodes, new Set(changed), files);
  const clusterScoped = new Set(sides.flatMap(clusterScopedKinds));
  const live = [...sides[0].nodes.values()];
  const selfManaged = new Set(live.filter(deliversItself).map(({ ref }) => ref));
  const [before, after] = sides.map((side, i) => {
    const resolve = resolvers[i] as (typeof resolvers)[0];
    const { version } = config.argocd;
    return assemble(side, resolve, restrictionsOf(side), clusterScoped, version, selfManaged);
  }) as [Deliveries["base"], Deliveries["head"]];
  const joined = joinProjects({ base: before, head: after });
  const unevaluated = await findUnevaluated(sides, [...nodes, ...retold], changed, files);
  const dormant = await findDormant(sides, changed, unevaluated.explained, files, config.repositories);
  const deliveries = {
    ...joined,
    dormant: dormant.manifests,
    dormantProblems: [],
    notEvaluated: [...unevaluated.entries, ...dormant.entries, ...missingRoots(declared, config.roots)],
    hasApplications: true,
    pinnedElsewhere: await findUnreached(sides, changed, tools),
    remotes: await findRemotes(sides, nodes, files),
    changedFiles: changed.length,
    remarks,
  };
  const renderPast = createRenderPast(sides, resolvers, clusterScoped, tools, (side, resolve) =>
    kubeVersionByNode(side, resolve, config.argocd.version),
  );
  return resolveBase(deliveries, { base, history, files, renderPast });
}

async function openSide(snapshot: Snapshot, files: Files): Promise<DeliveryTree> {
  return {
    snapshot,
    candidates: await findCandidates(snapshot, files),
    nodes: new Map(),
    sets: new Map(),
    cycles: [],
  };
}

function declaredOn(side: DeliveryTree, tools: WalkTools): SideRoots {
  const declared = side.candidates.applications.map((manifest) => {
    const spec = readApplication(manifest, tools.config.argocd.version);
    return { manifest, spec, plans: planSources(side, spec, tools) };
  });
  return { declared, sets: side.candidates.sets };
}

/** The answer is the unchanged Applications whose charts are told another Kubernetes version. */
async function renderReached(
  sides: readonly [DeliveryTree, DeliveryTree],
  resolvers: ReturnType<typeof resolveDestinations>,
  changed: readonly ChangedNode[],
  tools: WalkTools,
): Promise<ChangedNode[]> {
  const reached = reachedDestinations(sides, resolvers, changed);
  const projects = changedProjects(sides);
  // What one side renders the other must too, or everything in it would look new or gone.
  const wanted = new Set(
    sides.flatMap((side, i) =>
      [...side.nodes.values()]
        .filter(
          (node) =>
            node.results !== undefined ||
            reached.has(resolvers[i]?.(node).key ?? "") ||
            projects.has(node.spec.project),
        )
        .map((node) => node.ref),
    ),
  );
  const versions = sides.map((side, i) =>
    kubeVersionByNode(side, resolvers[i] as (typeof resolvers)[0], tools.config.argocd.version),
  );
  for (const [i, side] of sides.entries()) {
    const reachedNodes = [...side.nodes.values()].filter((node) => wanted.has(node.ref));
    await render(side, reachedNodes, tools, { kubeVersionOf: (node) => versions[i]?.(node) });
  }
  await renderAsking(sides, resolvers, (side, nodes, customApisOf) => {
    const kubeVersionOf = versions[sides.indexOf(side)] ?? (() => undefined);
    return render(side, nodes, tools, { kubeVersionOf, ...(customApisOf && { customApisOf }) });
  });
  const known = new Set(changed.map(({ ref }) => ref));
  const [base, head] = sides;
  return [...head.nodes.values()].flatMap((after) => {
    const before = base.nodes.get(after.ref);
    if (!before || known.has(after.ref) || !after.plans.some(isChart)) return [];
    if (versions[0]?.(before) === versions[1]?.(after)) return [];
    after.kubeVersionChanged = true;
    return [{ ref: after.ref, base: before, head: after, kubeVersionChanged: true }];
  });
}

function isChart({ tool, source }: SourcePlan): boolean {
  return tool === "helm" || source.chart !== undefined;
}

/** The Kubernetes version that Argo CD tells Helm of a node's destination, where Git has it. */
function kubeVersionByNode(side: DeliveryTree, resolve: ResolveDestination, argocdVersion: string) {
  const clusters = clusterObjects(side, resolve);
  return (node: ApplicationNode): string | undefined =>
    kubeVersion(clusters.get(resolve(node).key), argocdVersion);
}

/**
 * Argo CD hands MAJOR.MINOR of the destination to Helm (argo-cd gitops-engine/pkg/utils/kube/ctl.go, GetServerVersion),
 * from 3.4 on vMAJOR.MINOR.PATCH (argo-cd docs/operator-manual/upgrading/3.3-3.4.md).
 */
function kubeVersion(cluster: Manifest | undefined, argocdVersion: string): string | undefined {
  const vkr = cluster && readCluster(cluster)?.vkr;
  if (!vkr) return undefined;
  const { major, minor, patch } = vkr;
  return isAtLeast(argocdVersion, "3.4") ? `v${major}.${minor}.${patch}` : `${major}.${minor}`;
}

function clusterScopedKinds(side: DeliveryTree): string[] {
  return [...side.nodes.values()].flatMap((node) =>
    renderedManifests(node).flatMap((m) => crdClusterScope(m) ?? []),
  );
}

async function uncovered(
  base: Snapshot,
  head: Snapshot,
  changed: readonly string[],
  files: Files,
  roots: readonly string[],
): Promise<Deliveries> {
  const before = await deliverWithoutApplications(base, changed, files);
  const after = await deliverWithoutApplications(head, changed, files);
  return {
    base: before.delivery,
    head: after.delivery,
    dormant: [],
    dormantProblems: after.problems,
    notEvaluated: [...after.entries, ...missingRoots([], roots)],
    hasApplications: false,
    pinnedElsewhere: new Map(),
    remotes: new Map(),
    changedFiles: changed.length,
    remarks: ["No Application covers this repository: every manifest is taken as applied."],
  };
}
