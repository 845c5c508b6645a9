// What was decided on a pull request and has to last: the bot keeps it in its own comment, signed. Plain JSON.
import type { CommandOptions, GateName } from "./context.ts";

/** Who decided, why, and when, in seconds since 1970. `reason` may be "". */
export type Decided = { readonly by: string; readonly reason: string; readonly at: number };

/** `of`: fingerprints of findings. */
export type Acknowledgement = Decided & { readonly of: readonly string[] };

/** Holds for exactly this head on exactly this base, and until `until` where there is one, in seconds since 1970. */
export type Override = Decided & {
  readonly gate: GateName;
  readonly head: string;
  readonly base: string;
  readonly until?: number;
};

/** A plan that the comment has shown from `at` on, by the beginning of its fingerprint. */
type Shown = { readonly plan: string; readonly head: string; readonly at: number };

/**
 * `ids`: the number of each finding that was shown, by its fingerprint's beginning; `next` was never given. `shown`: the
 * last plans, newest last. `turns`: when a change window of a cluster of the last plan opens or closes next, in seconds since
 * 1970. `lost`: there was a state before this one that cannot be read, and nobody has looked since.
 */
export type State = {
  readonly ids: Readonly<Record<string, number>>;
  readonly next: number;
  readonly acknowledged: readonly Acknowledgement[];
  readonly hold?: Decided;
  readonly overrides: readonly Override[];
  readonly shown: readonly Shown[];
  readonly turns?: number;
  readonly lost?: true;
};

/** What a comment yields: its state, none yet, or one that is missing where it should be or does not verify. */
export type FoundState = State | "none" | "lost";

/**
 * A gate that is closed and not off. "fail": the check blocks. `why` is a sentence's part. An `override` turns it
 * neutral.
 */
export type ClosedGate = {
  readonly gate: GateName;
  readonly effect: "fail" | "neutral";
  readonly why: string;
  readonly override?: Override;
};

/** What clocks show; weekday 0 is Sunday. */
type WallTime = {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
};

/**
 * Whether a cluster may be changed now by its change windows, and when that turns: `at` in seconds since 1970, `shown` by clocks
 * of the time zone. Without `turns` it stays so for eight days at least.
 */
export type WindowNow = {
  readonly cluster: string;
  readonly open: boolean;
  readonly turns?: { readonly at: number; readonly timezone: string; readonly shown: WallTime };
};

/** What the check concludes from besides the plan, and what the comment says of it. `commands`: which are on offer, and how typed. */
export type DecisionState = {
  readonly lost: boolean;
  readonly hold: Decided | undefined;
  readonly gates: readonly ClosedGate[];
  readonly windows: readonly WindowNow[];
  readonly commands: Pick<CommandOptions, "allow" | "prefix">;
};

export const EMPTY_STATE: State = { ids: {}, next: 1, acknowledged: [], overrides: [], shown: [] };
