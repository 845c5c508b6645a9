// Two snapshots → what Argo CD would deliver from each, and what about their difference could not be evaluated.

import { crdClusterScope } from "../manifests/kinds/kinds.ts";
import type { Config, Context } from "../model/context.ts";
import type { DeliveredObject, Deliveries, Delivery } from "../model/delivery.ts";
import type { Declaration, History } from "../model/history.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Marks } from "./applications/assemble-application.ts";
import { assembleDelivery } from "./applications/assemble-delivery.ts";
import type { DiscoveryTools } from "./applications/discover-applications.ts";
import { expandToFixpoint } from "./applications/expand-to-fixpoint.ts";
import { undecidedEntry, untilNothingNewStays, withMeanwhile } from "./applications/moments.ts";
import { declaredIn, declaresApplications, openTrees } from "./applications/open-trees.ts";
import type { SyncOutcome } from "./applications/retained.ts";
import { missingRoots, type SideRoots } from "./applications/roots.ts";
import { type ResolveDestination, resolveDestinations } from "./destinations/destinations.ts";
import { type KubeVersionOf, kubeVersions } from "./destinations/kube-versions.ts";
import { restrictionsOf } from "./destinations/restrictions.ts";
import { type ChangedNode, changedNodes, changedPaths } from "./differences/differences.ts";
import { servedFromCache } from "./differences/generate-paths.ts";
import { findUnevaluated } from "./differences/not-evaluated.ts";
import { findPinnedElsewhere } from "./differences/pinned-elsewhere.ts";
import { findRemotes } from "./differences/remote-references.ts";
import { renderReached } from "./differences/render-reached.ts";
import { nameOrigins } from "./differences/rendered-origins.ts";
import { findUncovered } from "./differences/uncovered.ts";
import { deliverEverything } from "./differences/without-applications.ts";
import type { Files } from "./generate/files.ts";
import { type Renderers, rememberRenders } from "./generate/render-job.ts";
import { createRenderPast } from "./history/render-past.ts";
import { declarationsIn, type LookBack, resolveBase } from "./history/resolve-base.ts";
import { joinProjects } from "./projects/memberships.ts";
import { type DeliveryTree, deliversItself, renderedManifests } from "./tree/application-tree.ts";
import { findRepoUrls } from "./tree/repo-urls.ts";
import { trackRevisions } from "./tree/tracked-revision.ts";

/** Optional: without them, what only they can tell is not evaluated. */
export type DeliverPorts = {
  readonly renderers?: Renderers | undefined;
  readonly history?: History | undefined;
};

export type DeliverTools = DeliverPorts & {
  readonly files: Files;
  readonly context: Context;
  readonly config: Config;
  /** What a sync does with what Git drops. Without it, the head is what its files say. */
  readonly syncOutcome?: SyncOutcome;
};

/** The two sides of a stage's input or result. */
type Pair<T> = readonly [base: T, head: T];

/**
 * Delivers both snapshots. Reads every manifest file once to find Applications, parses only what declares structure,
 * what differs, and what is delivered to a destination that the difference reaches.
 */
export async function deliver(base: Snapshot, head: Snapshot, tools: DeliverTools): Promise<Deliveries> {
  const { deliveries, lookBack, meanwhile } = await deliverBoth(base, head, tools);
  const settled = await resolveBase(deliveries, lookBack);
  return meanwhile
    ? withMeanwhile(settled, await resolveBase(meanwhile.deliveries, meanwhile.lookBack))
    : settled;
}

/** One revision, with a way to what clusters of it were declared as before. */
export type DeliveredRevision = {
  readonly delivery: Delivery;
  readonly declarations: (
    clusters: readonly DeliveredObject[],
  ) => Promise<ReadonlyMap<string, readonly Declaration[]>>;
};

export async function deliverRevision(snapshot: Snapshot, tools: DeliverTools): Promise<DeliveredRevision> {
  const { deliveries, lookBack } = await deliverBoth(snapshot, snapshot, tools);
  return {
    delivery: deliveries.base,
    declarations: (clusters) => declarationsIn(deliveries, clusters, lookBack),
  };
}

/** With a base that history was not asked about. */
type Unresolved = { readonly deliveries: Deliveries; readonly lookBack: LookBack };

async function deliverBoth(
  base: Snapshot,
  head: Snapshot,
  tools: DeliverTools,
): Promise<Unresolved & { readonly meanwhile?: Unresolved }> {
  const { files, history } = tools;
  const trees = await openTrees(base, head, files);
  if (!trees.some(declaresApplications)) {
    const deliveries = await deliverEverything(base, head, tools);
    return { deliveries, lookBack: { base, history, files, renderPast: undefined } };
  }
  const complete = async ({ discovered, rendered, sides, undecided }: Delivered): Promise<Unresolved> => {
    const deliveries = await findDifferences(discovered, rendered, sides);
    const renderPast = createRenderPast({ ...discovered, ...rendered }, discovered.tools);
    const notEvaluated = [...deliveries.notEvaluated, ...undecided.map(undecidedEntry)];
    const lookBack = { base, history, files, renderPast };
    return { deliveries: { ...deliveries, notEvaluated }, lookBack };
  };
  const { settled, meanwhile } = await deliverMoments(trees, tools);
  const found = await complete(settled);
  return meanwhile ? { ...found, meanwhile: await complete(meanwhile) } : found;
}

type Delivered = {
  readonly trees: Pair<DeliveryTree>;
  readonly discovered: Discovered;
  readonly rendered: Rendered;
  readonly sides: Pick<Deliveries, "base" | "head">;
  /** Objects of which the last two rounds do not say the same. */
  readonly undecided: readonly DeliveredObject[];
};

const DECLARED: SyncOutcome = { staysLive: () => false, isHeldUp: () => false };

/**
 * Delivers the head as it is after the merge: what its files no longer declare and nobody removes is still there and goes on
 * acting. `settled`: once everything is synced. `meanwhile`: until somebody syncs what waits for a person or a window; set where
 * something then acts otherwise.
 */
async function deliverMoments(
  trees: Pair<DeliveryTree>,
  tools: DeliverTools,
): Promise<{ readonly settled: Delivered; readonly meanwhile: Delivered | undefined }> {
  const { repoUrls, remarks } = findRepoUrls(trees, tools.context);
  const { files, config, context, renderers, syncOutcome = DECLARED } = tools;
  const discovery: DiscoveryTools = {
    files,
    renderers: renderers && rememberRenders(renderers),
    trackedRevision: trackRevisions(repoUrls, context),
    config,
  };
  const deliverPair = async (pair: Pair<DeliveryTree>): Promise<Delivered> => {
    const discovered = { ...(await discover(pair, discovery)), remarks };
    const rendered = await renderDifference(discovered);
    return { trees: pair, discovered, rendered, sides: assemble(discovered, rendered), undecided: [] };
  };
  const settled = await untilNothingNewStays(await deliverPair(trees), "settled", syncOutcome, deliverPair);
  const live = await untilNothingNewStays(settled, "merged", syncOutcome, deliverPair);
  return { settled, meanwhile: live === settled ? undefined : live };
}

/** Both trees with every Application and ApplicationSet in them, found from the roots. */
type Discovered = {
  readonly trees: Pair<DeliveryTree>;
  readonly declared: Pair<SideRoots>;
  readonly resolvers: Pair<ResolveDestination>;
  readonly tools: DiscoveryTools;
  /** What was assumed about the repository's own addresses. */
  readonly remarks: readonly string[];
};

async function discover(
  trees: Pair<DeliveryTree>,
  tools: DiscoveryTools,
): Promise<Omit<Discovered, "remarks">> {
  const declared = await expandToFixpoint(
    trees,
    [declaredIn(trees[0], tools), declaredIn(trees[1], tools)],
    tools,
  );
  const resolvers = resolveDestinations(trees, tools.config) as [ResolveDestination, ResolveDestination];
  return { trees, declared, resolvers, tools };
}

/** What differs, and what was rendered because the difference reaches it. */
type Rendered = {
  /** Paths, sorted. */
  readonly changed: readonly string[];
  readonly nodes: readonly ChangedNode[];
  /** Applications of which nothing differs but the Kubernetes version that their charts are given. */
  readonly upgraded: readonly ChangedNode[];
  readonly kubeVersions: Pair<KubeVersionOf>;
  /** Kinds that CustomResourceDefinitions of either side declare cluster-scoped, as "group/kind". */
  readonly clusterScoped: ReadonlySet<string>;
};

async function renderDifference({ trees, resolvers, tools }: Discovered): Promise<Rendered> {
  const { files, config } = tools;
  const changed = changedPaths(trees[0].snapshot, trees[1].snapshot);
  const nodes = await changedNodes(trees, changed, files);
  const upgraded = await renderReached(trees, resolvers, nodes, tools);
  await nameOrigins(trees, nodes, new Set(changed), files);
  const { version } = config.argocd;
  return {
    changed,
    nodes,
    upgraded,
    kubeVersions: [
      kubeVersions(trees[0], resolvers[0], version),
      kubeVersions(trees[1], resolvers[1], version),
    ],
    clusterScoped: new Set(trees.flatMap(clusterScopedKinds)),
  };
}

function clusterScopedKinds({ nodes }: DeliveryTree): string[] {
  const manifests = [...nodes.values()].flatMap(renderedManifests);
  return manifests.flatMap((manifest) => crdClusterScope(manifest) ?? []);
}

/** Both deliveries, with their projects. */
function assemble(
  { trees, resolvers, tools }: Discovered,
  rendered: Rendered,
): Pick<Deliveries, "base" | "head"> {
  const { clusterScoped } = rendered;
  const { version: argocdVersion } = tools.config.argocd;
  const live = [...trees[0].nodes.values()].filter(deliversItself);
  const selfManaged = new Set(live.map(({ ref }) => ref));
  const deliveryOf = (i: 0 | 1, marks: Marks) => {
    const facts = { resolve: resolvers[i], restriction: restrictionsOf(trees[i]), clusterScoped, marks };
    return assembleDelivery(trees[i], facts, argocdVersion, selfManaged);
  };
  return joinProjects({ base: deliveryOf(0, UNMARKED), head: deliveryOf(1, marksOf(rendered)) });
}

const UNMARKED: Marks = { kubeVersionChanged: new Set(), servedFromCache: new Set() };

function marksOf({ nodes, changed, upgraded, kubeVersions: [before, after] }: Rendered): Marks {
  return {
    kubeVersionChanged: new Set(upgraded.map(({ ref }) => ref)),
    servedFromCache: servedFromCache(nodes, changed, (base, head) => before(base) === after(head)),
  };
}

/** What no delivery shows: what was not evaluated, what nobody delivers, what another revision or repository feeds. */
async function findDifferences(
  { trees, declared, tools, remarks }: Discovered,
  { nodes, upgraded, changed }: Rendered,
  deliveries: Pick<Deliveries, "base" | "head">,
): Promise<Deliveries> {
  const { files, config } = tools;
  const unevaluated = await findUnevaluated(trees, [...nodes, ...upgraded], changed, files);
  const pinnedElsewhere = await findPinnedElsewhere(trees, changed, tools);
  const pinned = new Set([...pinnedElsewhere.values()].flat());
  const undelivered = await findUncovered(trees, changed, unevaluated.explained, pinned, tools);
  return {
    ...deliveries,
    undelivered: undelivered.manifests,
    undeliveredProblems: [],
    notEvaluated: [...unevaluated.entries, ...undelivered.entries, ...missingRoots(declared, config.roots)],
    hasApplications: true,
    pinnedElsewhere,
    remotes: await findRemotes(trees, nodes, files),
    changedFiles: changed.length,
    changedPaths: new Set(changed),
    remarks,
  };
}
