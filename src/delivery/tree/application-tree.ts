// The Applications of one side while they are being found: the shapes that the steps of delivery hand on.

import type { Json } from "../../lib/json-types.ts";
import type { ApplicationSpec, Source } from "../../model/application.ts";
import type { SetFlaw, SourceResult } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Tool } from "../generate/detect.ts";
import type { SourceScope } from "../generate/source-scope.ts";
import { type Candidates, isApplication } from "./candidates.ts";
import { isOwnCluster } from "./own-cluster.ts";
import type { TrackedRevision } from "./tracked-revision.ts";

/**
 * An Application on one side. `set` generated it; `parent` is the Application that delivers it, or its set. A root has
 * neither. `results` is undefined until it was rendered. `retold`: against base, only the Kubernetes version differs that its charts
 * are told. `kept`: it reads what differs, and Argo CD does not render it anew.
 */
export type ApplicationNode = {
  readonly ref: string;
  readonly manifest: Manifest;
  readonly spec: ApplicationSpec;
  readonly parent: ApplicationNode | undefined;
  readonly set: ApplicationSetNode | undefined;
  readonly plans: readonly SourcePlan[];
  results: readonly SourceResult[] | undefined;
  kubeVersionChanged?: boolean;
  servedFromCache?: boolean;
};

/**
 * An ApplicationSet on one side. `closed`: none of its Applications is generated, on either side. `withheld`: names of
 * Applications of this side alone, of which a generator that Git does not answer may make one on the other. `ignored`:
 * fields that differ and do not reach the Application of that name; `unread`: expressions that might name more of them.
 */
export type ApplicationSetNode = {
  readonly ref: string;
  readonly manifest: Manifest;
  readonly parent: ApplicationNode | undefined;
  expansion: Expansion | undefined;
  closed: boolean;
  ambiguous: ReadonlySet<string>;
  ignored: ReadonlyMap<string, readonly string[]>;
  unread: readonly string[];
};

export type DeliveryTree = {
  readonly snapshot: Snapshot;
  readonly candidates: Candidates;
  readonly nodes: Map<string, ApplicationNode>;
  readonly sets: Map<string, ApplicationSetNode>;
  readonly cycles: (readonly string[])[];
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

/** The manifests of everything a node rendered. */
export function renderedManifests(node: ApplicationNode): Manifest[] {
  return (node.results ?? []).flatMap((result) => (result.state === "generated" ? result.manifests : []));
}

/** Whether an Application's own manifest is among what it delivers to the cluster it lives in. */
export function deliversItself(node: ApplicationNode): boolean {
  if (!isOwnCluster(node.spec.destination)) return false;
  return renderedManifests(node).some((m) => isApplication(m) && refOf(m, node.spec) === node.ref);
}

/**
 * One source, planned but not rendered. `paths` are the files a directory source reads. `tool` is undefined where this
 * merge does not reach the source, or where it has no path (a `ref` whose files are only inputs of others). `submodules` are
 * those the source lies in or reads through; no snapshot holds their files. `link` is a symbolic link on the way to the
 * path, `overrides` the `.argocd-source` files beside the manifests that are not merged into `source` yet.
 */
export type SourcePlan = {
  readonly source: Source;
  readonly tracked: TrackedRevision;
  readonly tool: Tool | undefined;
  readonly exists: boolean;
  readonly paths: readonly string[];
  readonly submodules: readonly string[];
  readonly link: string | undefined;
  readonly overrides: readonly string[];
  readonly scope: SourceScope;
};

/**
 * `applications` come from the generators that Git tells all about; `unknown` are the others, with a reason each.
 * `flaws` are what is wrong with single Applications.
 * `refused`: the whole set gives nothing, because an expression or a value is in the way. `inputs` are files read.
 */
export type Expansion = {
  readonly applications: readonly Manifest[];
  readonly unknown: readonly { readonly generator: Json; readonly reason: string }[];
  readonly refused: string | undefined;
  readonly inputs: readonly string[];
  readonly flaws: readonly SetFlaw[];
};
