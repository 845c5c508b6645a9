// A seed → numbers that look random and are the same on every machine.

/**
 * @typedef {object} Random
 * @property {(below: number) => number} int a whole number from 0, below `below`
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {(probability: number) => boolean} chance
 */

/** Marsaglia's xorshift with 32 bits, shifts 13, 17 and 5. @param {number} seed @returns {Random} */
export function createRandom(seed) {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  const int = (/** @type {number} */ below) => Math.floor(next() * below);
  return {
    int,
    pick: (list) => /** @type {(typeof list)[number]} */ (list[int(list.length)]),
    chance: (probability) => next() < probability,
  };
}
