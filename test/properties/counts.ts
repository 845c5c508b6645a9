// How often properties are tried: few times with every test run, many with `npm run torture`.

const TORTURE = Boolean(process.env["TORTURE"]);

export function count(small: number, full: number): number {
  return TORTURE ? full : small;
}

/** Options of fast-check. The small run repeats itself; the full one searches elsewhere each time and prints its seed. */
export function runs(
  small: number,
  full: number,
): { numRuns: number; seed?: number; endOnFailure?: boolean } {
  return TORTURE ? { numRuns: full } : { numRuns: small, seed: 1 };
}

/** The seeds of generated histories. */
export function seeds(small: number, full: number): number[] {
  return Array.from({ length: count(small, full) }, (_, i) => i + 1);
}
