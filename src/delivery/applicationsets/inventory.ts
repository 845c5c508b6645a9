// What one side shows of the world to ApplicationSets: directories, files to read, registered clusters.

import { stringMap } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { Registration, Source } from "../../model/application.ts";
import type { Catalogue } from "../../model/context.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import type { DeliveryTree } from "../tree/application-tree.ts";
import { liveManifests } from "../tree/application-tree.ts";
import { clusterLabels } from "../tree/candidates.ts";
import { registrationOf } from "../tree/instance-tag.ts";
import type { TrackedRevision } from "../tree/tracked-revision.ts";

/** A cluster as the clusters generator sees its Secret; `server` is "" where Git does not know the address. */
export type KnownCluster = {
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly argoNamespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
};

export type Inventory = {
  readonly snapshot: Snapshot;
  readonly files: Files;
  readonly trackedRevision: (source: Source) => TrackedRevision;
  readonly clusters: readonly KnownCluster[];
  /** The clusters of both sides: a selector for a label that none of them has asks for what Git does not know. */
  readonly onEitherSide: readonly KnownCluster[];
  /** Registrations of the side whose cluster no delivered object shows. */
  readonly unseen: readonly UnseenRegistration[];
};

/** A Secret that is sealed, fetched, or delivered by nothing that is evaluated. */
export type UnseenRegistration = {
  readonly manifest: Manifest;
  readonly labels: ReadonlyMap<string, string>;
};

export function unseenRegistrations(side: DeliveryTree): UnseenRegistration[] {
  if (side.candidates.registering.length === 0) return [];
  const seen = new Set<string>();
  for (const [manifest, node] of liveManifests(side))
    if (registrationOf(manifest, node.spec)) seen.add(manifest.origin.path);
  for (const { head } of side.heldUp.values()) seen.add(head.manifest.origin.path);
  return side.candidates.registering
    .filter(({ origin }) => !seen.has(origin.path))
    .map((manifest) => ({ manifest, labels: stringMap(clusterLabels(manifest.object) ?? {}, []) }));
}

const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/**
 * The clusters that delivered registrations of a side make known, and those of the catalogue, sorted by name; the first of
 * a name counts.
 */
export function knownClusters(side: DeliveryTree, catalogue: Catalogue): KnownCluster[] {
  const clusters = new Map<string, KnownCluster>();
  for (const [manifest, node] of liveManifests(side)) {
    const registration = registrationOf(manifest, node.spec);
    const key = `${registration?.argoNamespace}/${registration?.clusterName}`;
    if (registration && !clusters.has(key)) clusters.set(key, clusterOf(registration, manifest));
  }
  for (const declared of catalogue.clusters) {
    const key = `${declared.argoNamespace}/${declared.name}`;
    const labels = new Map([...declared.labels, [SECRET_TYPE, "cluster"] as const]);
    if (!clusters.has(key)) clusters.set(key, { ...declared, labels });
  }
  return [...clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cluster]) => cluster);
}

/** argocd-attach-service writes the labels of an ArgoCluster into the Secret, beside its type, and no annotations. */
function clusterOf(registration: Registration, manifest: Manifest): KnownCluster {
  const secret = registration.kind === "Secret";
  return {
    name: registration.clusterName,
    server: registration.server,
    project: registration.project,
    argoNamespace: registration.argoNamespace,
    labels: new Map([...registration.labels, [SECRET_TYPE, "cluster"]]),
    annotations: secret ? stringMap(manifest.object, ["metadata", "annotations"]) : new Map(),
  };
}

const DIRECTORIES = new WeakMap<Snapshot, readonly string[]>();

/** Every directory but the root and those in or below one whose name begins with a dot (argo-cd reposerver, GetGitDirectories). */
export function directoriesOf(snapshot: Snapshot): readonly string[] {
  const known = DIRECTORIES.get(snapshot);
  if (known) return known;
  const found = new Set<string>();
  for (const path of snapshot.paths) {
    const parts = path.split("/");
    const depth = snapshot.files.get(path)?.mode === "160000" ? parts.length : parts.length - 1;
    for (let i = 1; i <= depth && !parts[i - 1]?.startsWith("."); i++) found.add(parts.slice(0, i).join("/"));
  }
  const directories = [...found].sort();
  DIRECTORIES.set(snapshot, directories);
  return directories;
}

const UNREADABLE: readonly string[] = ["invalid-yaml", "file-too-large", "not-evaluated"];

/** The values of a parameter file, or why there are none: it is not read here, or Argo CD fails on it. Only its first document counts, as for sigs.k8s.io/yaml. */
export async function parameterFile(
  { snapshot, files }: Inventory,
  path: string,
): Promise<{ value: Json } | { reason: string } | { broken: { line: number; message: string } }> {
  const oid = snapshot.files.get(path)?.oid ?? "";
  await files.parse([oid]);
  const { documents, problems } = files.parsed(oid);
  const problem = problems.find(({ code }) => UNREADABLE.includes(code));
  if (problem?.code === "invalid-yaml" && documents.length === 0) return { broken: problem };
  if (problem) return { reason: `${path}:${problem.line} ${problem.message}` };
  return { value: documents[0]?.value ?? {} };
}
