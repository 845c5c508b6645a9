// The Applications of one side while they are being found: the shapes that the steps of delivery hand on.
import type { ApplicationSpec } from "../model/application.ts";
import type { SourceResult } from "../model/delivery.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Expansion } from "./appset/expand.ts";
import type { Candidates } from "./candidates.ts";
import type { SourcePlan } from "./plan-sources.ts";

/**
 * An Application on one side. `set` generated it; `parent` is the Application that delivers it, or its set. A root has
 * neither. `results` is undefined until it was rendered. `retold`: against base, only the Kubernetes version differs that its charts
 * are told. `kept`: it reads what differs, and Argo CD does not render it anew.
 */
export type Node = {
  readonly ref: string;
  readonly manifest: Manifest;
  readonly spec: ApplicationSpec;
  readonly parent: Node | undefined;
  readonly set: SetNode | undefined;
  readonly plans: readonly SourcePlan[];
  results: readonly SourceResult[] | undefined;
  retold?: boolean;
  kept?: boolean;
};

/**
 * An ApplicationSet on one side. `closed`: none of its Applications is generated, on either side. `withheld`: names of
 * Applications of this side alone, of which a generator that Git does not answer may make one on the other. `ignored`:
 * fields that differ and do not reach the Application of that name; `unread`: expressions that might name more of them.
 */
export type SetNode = {
  readonly ref: string;
  readonly manifest: Manifest;
  readonly parent: Node | undefined;
  expansion: Expansion | undefined;
  closed: boolean;
  withheld: ReadonlySet<string>;
  ignored: ReadonlyMap<string, readonly string[]>;
  unread: readonly string[];
};

export type Side = {
  readonly snapshot: Snapshot;
  readonly candidates: Candidates;
  readonly nodes: Map<string, Node>;
  readonly sets: Map<string, SetNode>;
  readonly cycles: (readonly string[])[];
};

/** "namespace/name", with the namespace the parent delivers into, or Argo CD's usual one, where none is declared. */
export function refOf(manifest: Manifest, parent: ApplicationSpec | undefined): string {
  return `${manifest.namespace || parent?.destination.namespace || "argocd"}/${manifest.name}`;
}

/** From the root down to the node itself. */
export function chainOf(node: Node): Node[] {
  const chain: Node[] = [];
  for (let at: Node | undefined = node; at; at = at.parent) chain.push(at);
  return chain.reverse();
}

/** The namespace of the Argo CD instance an Application belongs to: that of its root. */
export function instanceOf(node: Node): string {
  return (chainOf(node)[0] as Node).spec.namespace;
}
