// ClusterClass → the published facts about it: the Kubernetes minors it supports, and the VKS release that deprecates it.

/** Lowest and highest minor of Kubernetes 1, both included. */
type Minors = { readonly from: number; readonly to: number };

export type KnownClass = {
  readonly minors?: Minors;
  /** The first VKS that deprecates it. */
  readonly deprecated?: string;
  /** The first VKS without it. */
  readonly removed?: string;
};

/** The date of the table below. */
export const CLASSES_AS_OF = "2026-08";

/**
 * From the release notes of VKS 3.2 to 3.6 and public repositories; sufficient for a caution only. Nothing is known
 * of a class without a row. builtin-generic-v3.6.0 runs 1.35 although the notes list it to 1.34.
 * builtin-generic-v3.7.0 has been seen with 1.35 and 1.36; its lower end is the lowest release that VKS 3.6 still
 * accepts.
 */
const CLASSES: Readonly<Record<string, KnownClass>> = {
  tanzukubernetescluster: { deprecated: "3.4", removed: "3.5" },
  "builtin-generic-v3.1.0": { deprecated: "3.6" },
  "builtin-generic-v3.2.0": { deprecated: "3.6" },
  "builtin-generic-v3.3.0": { deprecated: "3.6" },
  "builtin-generic-v3.5.0": { minors: { from: 30, to: 33 } },
  "builtin-generic-v3.6.0": { minors: { from: 31, to: 35 } },
  "builtin-generic-v3.7.0": { minors: { from: 32, to: 36 } },
};

export function knownClass(name: string): KnownClass {
  return (Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined) ?? {};
}
