// A vSphere Kubernetes release, taken apart.

/**
 * `v1.33.6---vmware.1-fips-vkr.2` or `v1.33.6+vmware.1-fips-vkr.2`: MAJOR.MINOR.PATCH, the vmware build, the FIPS
 * revision, the vkr (or tkg) revision. Parts that the text does not name are undefined; `fips` is true for a FIPS
 * flavour, `fipsRevision` the number behind it, if any.
 */
export type Vkr = {
  /** The text as written. */
  readonly raw: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly vmware: number | undefined;
  readonly fips: boolean;
  readonly fipsRevision: number | undefined;
  readonly vkr: number | undefined;
  readonly suffix: string;
};

/** How far a version change goes. "build": same MAJOR.MINOR.PATCH. "skip": two minors or more. */
export const HOPS = ["build", "patch", "minor", "skip", "major"] as const;
export type Hop = (typeof HOPS)[number];
