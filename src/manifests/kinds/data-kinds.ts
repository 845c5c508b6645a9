// An object's kind → whether data is lost with it that no revert brings back.

import { list, str } from "../../lib/json.ts";
import type { Change } from "../../model/change.ts";
import type { ObjectRef } from "../../model/plan.ts";

/** Clusters are not among them: they have a rule of their own. */
const DATA_KINDS: Readonly<Record<string, readonly string[]>> = {
  "": ["Namespace", "PersistentVolume", "PersistentVolumeClaim"],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "imageregistry.vmware.com": ["ClusterContentLibrary", "ContentLibrary"],
  "infrastructure.cci.vmware.com": ["SupervisorNamespace"],
  "infrastructure.ccs.vmware.com": ["SupervisorNamespace"],
  "snapshot.storage.k8s.io": ["VolumeSnapshot", "VolumeSnapshotContent"],
  "vmoperator.vmware.com": ["VirtualMachine", "VirtualMachineReplicaSet", "VirtualMachineSnapshot"],
};

function isDataKind({ group, kind }: Pick<ObjectRef, "group" | "kind">): boolean {
  return Object.hasOwn(DATA_KINDS, group) && DATA_KINDS[group]?.includes(kind) === true;
}

/**
 * Whether data goes with what a change deletes. A StatefulSet leaves the claims of its templates behind, unless its
 * persistentVolumeClaimRetentionPolicy says otherwise (Kubernetes documentation, StatefulSets; on by default from 1.27).
 */
export function deletesData({ object, base }: Pick<Change, "object" | "base">): boolean {
  if (isDataKind(object)) return true;
  if (object.group !== "apps" || object.kind !== "StatefulSet") return false;
  const declared = base?.manifest.object;
  const policy = str(declared, ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"]);
  return policy === "Delete" && list(declared, ["spec", "volumeClaimTemplates"]).length > 0;
}

/** Whether a StatefulSet that shrinks deletes the claims of the pods that go, by the policy it has afterwards. */
export function deletesPvcsOnScale({ object, operation, from, to, head }: ScaleFacts): boolean {
  if (object.group !== "apps" || object.kind !== "StatefulSet" || operation !== "scale") return false;
  const declared = head?.manifest.object;
  const policy = str(declared, ["spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"]);
  const shrinks = Number(to) < Number(from);
  return shrinks && policy === "Delete" && list(declared, ["spec", "volumeClaimTemplates"]).length > 0;
}

type ScaleFacts = Pick<Change, "object" | "operation" | "from" | "to" | "head">;

/** A namespace of any sort: what is in it goes with it. */
export function isNamespaceKind({ group, kind }: Pick<ObjectRef, "group" | "kind">): boolean {
  return isDataKind({ group, kind }) && kind.endsWith("Namespace");
}
