// A seed → draws, the same ones each time.

export type Random = {
  /** A whole number below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(of: readonly T[]) => T;
  /** True in `percent` of a hundred cases. */
  readonly chance: (percent: number) => boolean;
};

/** mulberry32. */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  const below = (n: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  return {
    below,
    pick: <T>(of: readonly T[]) => of[below(of.length)] as T,
    chance: (percent) => below(100) < percent,
  };
}
