// Jobs in slots, and what runs → which job may start now. Bookkeeping only: nothing here runs, waits or looks at a clock.

/** A job that waits. */
export type Waiting<J> = {
  readonly slot: string;
  readonly key: string;
  readonly job: J;
  /** Counts from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970, 0 for at once. */
  readonly notBefore: number;
};

/** A running job. */
export type Running<J> = Waiting<J> & {
  /** Becomes true once its result is not needed any more. */
  readonly isSuperseded: () => boolean;
};

/** One job waits in each slot, in order of arrival; one runs of each key. */
export function createSlots<J>() {
  const waiting = new Map<string, Waiting<J>>();
  const running = new Map<string, { readonly slot: string; superseded: boolean }>();
  const supersede = (key: string, slot: string) => {
    const current = running.get(key);
    if (current?.slot === slot) current.superseded = true;
  };
  const isFree = ({ key }: Waiting<J>) => !running.has(key);

  return {
    counts: () => ({ waiting: waiting.size, running: running.size }),
    isTaken: (slot: string) => waiting.has(slot),
    /** A job that replaces another keeps its place: a busy pull request is not pushed back for ever. */
    put(entry: Waiting<J>) {
      waiting.set(entry.slot, entry);
    },
    /** Supersedes the running job of the key, if it came from this slot. */
    supersede,
    remove(slot: string) {
      waiting.delete(slot);
    },
    /** The first job whose time is there and whose key is free; it counts as running from now on. */
    start(now: number): Running<J> | undefined {
      for (const entry of waiting.values()) {
        if (!isFree(entry) || entry.notBefore > now) continue;
        const state = { slot: entry.slot, superseded: false };
        waiting.delete(entry.slot);
        running.set(entry.key, state);
        return { ...entry, isSuperseded: () => state.superseded };
      }
      return undefined;
    },
    finish(key: string) {
      running.delete(key);
    },
    /** When the next job of a free key may start; undefined where none waits for its time. */
    wakeAt(now: number): number | undefined {
      const times = [...waiting.values()]
        .filter(isFree)
        .flatMap(({ notBefore }) => (notBefore > now ? [notBefore] : []));
      return times.length === 0 ? undefined : Math.min(...times);
    },
    postponed: (now: number) => [...waiting.values()].filter(({ notBefore }) => notBefore > now),
  };
}
