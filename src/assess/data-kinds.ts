// An object's kind → whether data is lost with it that no revert brings back.
import type { ObjectRef } from "../model/plan.ts";

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

export function isDataKind({ group, kind }: Pick<ObjectRef, "group" | "kind">): boolean {
  return Object.hasOwn(DATA_KINDS, group) && DATA_KINDS[group]?.includes(kind) === true;
}

/** A namespace of any sort: what is in it goes with it. */
export function isNamespaceKind({ group, kind }: Pick<ObjectRef, "group" | "kind">): boolean {
  return isDataKind({ group, kind }) && kind.endsWith("Namespace");
}
