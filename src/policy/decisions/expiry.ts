// The state of a pull request and a moment → what of it ends by the clock, and whether its check has to be made anew.
import type { GateName } from "../../model/context.ts";
import type { State } from "../../model/state.ts";

/** "window": some cluster's change window opens or closes. */
export type Expiration = {
  /** In seconds since 1970. */
  readonly at: number;
} & (
  | { readonly what: "override"; readonly gate: GateName; readonly by: string }
  | { readonly what: "window" }
);

/**
 * All that the clock ends, the earliest first. A hold ends by `/unhold` alone, and an override without a time with a push or
 * a new base, which are events of their own.
 */
export function expirations({ overrides, turns }: State): Expiration[] {
  const ends = overrides.flatMap(({ gate, by, until }): Expiration[] =>
    until === undefined ? [] : [{ at: until, what: "override", gate, by }],
  );
  const windowChange: Expiration[] = turns === undefined ? [] : [{ at: turns, what: "window" }];
  return [...ends, ...windowChange].sort((one, other) => one.at - other.at);
}

/** When the check has to be made anew although nothing happens, in seconds since 1970. */
export function nextExpiration(state: State): number | undefined {
  return expirations(state)[0]?.at;
}

/**
 * What has ended while the comment still says otherwise. A review forgets it (apply-decisions.ts), so that nothing is due twice: the
 * signed state is all that has to be known, whoever was down meanwhile.
 */
export function expiredAt(state: State, now: number): Expiration[] {
  return expirations(state).filter(({ at }) => at <= now);
}
