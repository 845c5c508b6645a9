// ClusterClass → what is publicly known about it: the Kubernetes minors it fits, and where VKS leaves it behind.

/** Lowest and highest minor of Kubernetes 1, both included. */
type Minors = { readonly from: number; readonly to: number };

/** `deprecated` and `removed`: the version of VKS from which on it is. */
export type KnownClass = {
  readonly minors?: Minors;
  readonly deprecated?: string;
  readonly removed?: string;
};

/** When the table below was true. */
export const CLASSES_AS_OF = "2026-08";

/**
 * From the release notes of VKS 3.2 to 3.6 and public repositories, and good for a caution only: a class that is not listed is
 * one nothing is known about. builtin-generic-v3.6.0 runs 1.35 although the notes list it to 1.34. builtin-generic-v3.7.0
 * has been seen with 1.35 and 1.36; its lower end is the lowest release that VKS 3.6 still takes.
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
