// ClusterClass → the Kubernetes minors it is known to fit.

/** Lowest and highest minor of Kubernetes 1, both included. */
export type Minors = { readonly from: number; readonly to: number };

/**
 * From the VKS release notes and public repositories as of 2026-08, and good for a caution only: a class that is not
 * listed is one nothing is known about. builtin-generic-v3.6.0 runs 1.35 although the notes list it to 1.34.
 */
const PAIRINGS: Readonly<Record<string, Minors>> = {
  "builtin-generic-v3.5.0": { from: 30, to: 33 },
  "builtin-generic-v3.6.0": { from: 31, to: 35 },
};

export function knownMinors(className: string): Minors | undefined {
  return Object.hasOwn(PAIRINGS, className) ? PAIRINGS[className] : undefined;
}
