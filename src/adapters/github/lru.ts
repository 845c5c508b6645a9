// Values under keys, within a budget: the least recently used is evicted first.

/** A value heavier than the whole budget is not kept. */
export type Lru<V> = {
  readonly get: (key: string) => V | undefined;
  /** Replaces a value that is there. */
  readonly set: (key: string, value: V) => void;
};

/** `sizeOf` gives a value's share of `budget`, in whatever unit the budget has. */
export function createLru<V>(budget: number, sizeOf: (value: V) => number): Lru<V> {
  const entries = new Map<string, V>();
  let used = 0;
  const drop = (key: string) => {
    const value = entries.get(key);
    if (value === undefined) return;
    entries.delete(key);
    used -= sizeOf(value);
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      drop(key);
      const weight = sizeOf(value);
      if (weight > budget) return;
      entries.set(key, value);
      used += weight;
      for (const oldest of entries.keys()) {
        if (used <= budget) return;
        drop(oldest);
      }
    },
  };
}
