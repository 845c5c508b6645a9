// The Applications of one side while they are being found: the shapes that the steps of delivery hand on.

import type { Json } from "../../lib/json-types.ts";
import type { ApplicationSpec, Source } from "../../model/application.ts";
import type { SetBreak, SetFlaw } from "../../model/applicationset.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { SourceResult } from "../../model/source-result.ts";
import type { StandIn, Symbols } from "../../model/stand-in.ts";
import type { Tool } from "../generate/detect.ts";
import type { PresumedBuild } from "../generate/presumed-build.ts";
import type { SourceScope } from "../generate/source-scope.ts";
import { type Candidates, isApplication, isApplicationSet } from "./candidates.ts";
import { lastDeclarations } from "./objects.ts";
import { isOwnCluster } from "./own-cluster.ts";
import type { TrackedRevision } from "./tracked-revision.ts";

/** An Application on one side. */
export type ApplicationNode = {
  /** "namespace/name". */
  readonly ref: string;
  readonly manifest: Manifest;
  /** What the head declares of a root, or its set makes of it, where that does not arrive: `manifest` is then the base's. */
  readonly declared?: Manifest;
  readonly spec: ApplicationSpec;
  /** The Application that delivers it, or that delivers its set; undefined for a root. */
  readonly parent: ApplicationNode | undefined;
  /** The set that generates it. */
  readonly set: ApplicationSetNode | undefined;
  /** One for each source of `spec`. */
  readonly plans: readonly SourcePlan[];
  /** One for each plan; undefined until it is rendered (`render` in discover-applications.ts). */
  results: readonly SourceResult[] | undefined;
  /** Applications and sets that it is taken to deliver although it is not evaluated, if they can be told; set with `results`. */
  presumed: readonly Manifest[] | undefined;
  /** On the head: its files no longer declare it, and it is still there as the base declares it. */
  readonly retained?: true;
  /** What stands in for the clusters that Git does not list and that it, or an Application above it, is made for. */
  readonly standIn?: StandIn | undefined;
};

/** An ApplicationSet on one side. What is not readonly is set by each round of expandToFixpoint. */
export type ApplicationSetNode = {
  /** "namespace/name". */
  readonly ref: string;
  readonly manifest: Manifest;
  /** The Application that delivers it; undefined for a root. */
  readonly parent: ApplicationNode | undefined;
  /** As of an ApplicationNode. */
  readonly declared?: Manifest;
  readonly retained?: true;
  /** What its generators gave; undefined before the first round. */
  expansion: Expansion | undefined;
  /** None of its Applications is generated, on either side. */
  closed: boolean;
  /** Names of Applications of this side alone, which a generator that Git does not answer may also make on the other. */
  ambiguous: ReadonlySet<string>;
  /** By Application name: fields that differ and that the set does not write (ignoreApplicationDifferences). */
  ignored: ReadonlyMap<string, readonly string[]>;
  /** Expressions of ignoreApplicationDifferences that are not evaluated and may name more such fields. */
  unread: readonly string[];
};

/** An object of the base that the head's files no longer declare and that is still there after the merge. */
export type Retained = {
  readonly object: DeliveredObject;
  /** The Application that delivered it, as the base has it; undefined where a root set generated it. */
  readonly deliverer: ApplicationNode | undefined;
  /** What it is on the base, where it is an Application or a set. */
  readonly node: ApplicationNode | undefined;
  readonly set: ApplicationSetNode | undefined;
};

/** An object of the head that is there as the base has it, or not yet. */
export type HeldUp = { readonly head: DeliveredObject; readonly live: DeliveredObject | undefined };

/** One side while its Applications are found: `nodes`, `sets` and `cycles` grow, by reference. */
export type DeliveryTree = {
  readonly snapshot: Snapshot;
  readonly candidates: Candidates;
  readonly nodes: Map<string, ApplicationNode>;
  readonly sets: Map<string, ApplicationSetNode>;
  readonly cycles: (readonly string[])[];
  /** Kustomizations that a person applies, by directory. */
  readonly overlays: Map<string, Overlay>;
  /** Empty on the base. */
  readonly retained: readonly Retained[];
  /** By "Kind namespace/name": what the head changes or adds, of the kinds that Argo CD reads, and what does not arrive. */
  readonly heldUp: ReadonlyMap<string, HeldUp>;
  /** "parent child" of Applications and sets that are delivered to another cluster, and are therefore not of this Argo CD. */
  readonly apart: ReadonlySet<string>;
};

/** A kustomization with Applications that no Application builds. */
export type Overlay = PresumedBuild & {
  readonly directory: string;
  /** Paths that it reads. */
  readonly inputs: readonly string[];
};

/** "namespace/name", with the namespace the parent delivers into, or Argo CD's usual one, where none is declared. */
export function refOf(manifest: Manifest, parent: ApplicationSpec | undefined): string {
  return `${manifest.namespace || parent?.destination.namespace || "argocd"}/${manifest.name}`;
}

/** From the root down to the node itself. */
export function chainOf(node: ApplicationNode): ApplicationNode[] {
  const chain: ApplicationNode[] = [];
  for (let at: ApplicationNode | undefined = node; at; at = at.parent) chain.push(at);
  return chain.reverse();
}

/** The namespace of the Argo CD instance an Application belongs to: that of its root. */
export function instanceOf(node: ApplicationNode): string {
  return (chainOf(node)[0] as ApplicationNode).spec.namespace;
}

/** Everything that a node renders or is taken to deliver, in that order; of several declarations of one object all. */
export function targetManifests({ results, presumed }: ApplicationNode): Manifest[] {
  const rendered = (results ?? []).flatMap((r) => (r.state === "generated" ? r.manifests : []));
  return [...rendered, ...(presumed ?? [])];
}

const RENDERED = new WeakMap<readonly SourceResult[], readonly Manifest[]>();

/** What counts of the manifests that a node rendered: of several declarations of one object the last. */
export function renderedManifests({ results, spec }: ApplicationNode): readonly Manifest[] {
  if (!results) return [];
  const known = RENDERED.get(results);
  if (known) return known;
  const all = results.flatMap((result) => (result.state === "generated" ? result.manifests : []));
  const { manifests } = lastDeclarations(all, spec.destination.namespace);
  RENDERED.set(results, manifests);
  return manifests;
}

/** Everything that is there on a side: what it renders and what arrives, each with its Application, and what it retains. */
export function* liveManifests({
  nodes,
  retained,
  heldUp,
}: DeliveryTree): Generator<[Manifest, ApplicationNode]> {
  for (const node of nodes.values()) {
    for (const manifest of renderedManifests(node)) {
      const held = heldUp.size > 0 ? heldUp.get(`${manifest.kind} ${refOf(manifest, node.spec)}`) : undefined;
      if (held?.head.application !== node.ref) yield [manifest, node];
      else if (held.live) yield [held.live.manifest, node];
    }
  }
  for (const { object, deliverer } of retained) if (deliverer) yield [object.manifest, deliverer];
}

/** Whether a set makes Applications that Git does not tell, or none of them is followed. */
export function hasUnknownApplications({ expansion, closed }: ApplicationSetNode): boolean {
  return closed || !expansion || expansion.refused !== undefined || expansion.unknown.length > 0;
}

/** The Applications and ApplicationSets that a node delivers. */
export function declaredBy(node: ApplicationNode): readonly Manifest[] {
  const declared = targetManifests(node).filter((m) => isApplication(m) || isApplicationSet(m));
  return lastDeclarations(declared, node.spec.destination.namespace).manifests;
}

/** Whether an Application's own manifest is among what it delivers to the cluster it lives in. */
export function deliversItself(node: ApplicationNode): boolean {
  if (!isOwnCluster(node.spec.destination)) return false;
  return renderedManifests(node).some((m) => isApplication(m) && refOf(m, node.spec) === node.ref);
}

/** One source, planned but not rendered. */
export type SourcePlan = {
  readonly source: Source;
  /** Whether this merge reaches the source. */
  readonly tracked: TrackedRevision;
  /** Undefined where this merge does not reach the source, or where it has no path (a `ref` whose files others read). */
  readonly tool: Tool | undefined;
  /** Whether its path exists in this snapshot. */
  readonly exists: boolean;
  /** The files that a directory source reads; empty for every other tool. */
  readonly paths: readonly string[];
  /** Paths of Git submodules that the source is in or reads through; no snapshot holds their files. */
  readonly submodules: readonly string[];
  /** A symbolic link on the way to the path. */
  readonly link: string | undefined;
  /** `.argocd-source` files beside the manifests, not merged into `source` yet. */
  readonly overrides: readonly string[];
  readonly scope: SourceScope;
  /** Set where what it reads depends on a cluster that Git does not list. */
  readonly unlisted?: UnlistedReads | undefined;
};

/** What a source may read, whichever clusters there are. */
export type UnlistedReads = { readonly reason: string; readonly inputs: readonly string[] };

/** What the generators of a set gave. */
export type Expansion = {
  /** From the generators that Git answers in full. */
  readonly applications: readonly Manifest[];
  /** By the name of an Application, what stands in for the clusters that it is made for. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  /** Those in `applications`. */
  readonly symbols: Symbols;
  /** The other generators, with a sentence each, and what stands in for what they give. */
  readonly unknown: readonly {
    readonly generator: Json;
    readonly reason: string;
    readonly standIns: readonly StandIn[];
  }[];
  /** Why the whole set gives nothing: it is broken, or an expression or a value is not evaluated. */
  readonly refused: string | undefined;
  /** Argo CD fails on this file. What the base generates goes on as it is. */
  readonly broken?: SetBreak;
  /** Paths of the files read. */
  readonly inputs: readonly string[];
  /** What is wrong with single Applications. */
  readonly flaws: readonly SetFlaw[];
};
