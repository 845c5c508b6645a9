// What was decided on a pull request: the bot keeps it in its own comment, signed. Plain JSON.
import type { CommandOptions, GateName } from "./context.ts";

/** Who decided, and when. */
export type Decided = {
  readonly by: string;
  /** May be "". */
  readonly reason: string;
  /** In seconds since 1970. */
  readonly at: number;
};

export type Acknowledgement = Decided & {
  /** Fingerprints of findings. */
  readonly of: readonly string[];
};

/** Valid for exactly this head on exactly this base. */
export type Override = Decided & {
  readonly gate: GateName;
  readonly head: string;
  readonly base: string;
  /** When it expires, in seconds since 1970; undefined where the clock does not end it. */
  readonly until?: number;
};

/** A plan that the comment has shown. */
type Shown = {
  /** The beginning of its fingerprint. */
  readonly plan: string;
  readonly head: string;
  /** Since when, in seconds since 1970. */
  readonly at: number;
};

/** Its keys are those of the comments that exist: renaming one loses what they carry. */
export type State = {
  /** The beginning of a finding's fingerprint → the number that the comment gives it. */
  readonly ids: Readonly<Record<string, number>>;
  /** The lowest number that no finding has had. */
  readonly next: number;
  readonly acknowledged: readonly Acknowledgement[];
  readonly hold?: Decided;
  readonly overrides: readonly Override[];
  /** The last plans, newest last. */
  readonly shown: readonly Shown[];
  /** When a change window of a cluster of the last plan opens or closes next, in seconds since 1970. */
  readonly turns?: number;
  /** An earlier state could not be read, and that is not acknowledged yet. */
  readonly lost?: true;
};

/** What a comment carries. "lost": its state is missing where there should be one, or the signature does not fit. */
export type FoundState = State | "none" | "lost";

/** A gate that is closed and not switched off. */
export type ClosedGate = {
  readonly gate: GateName;
  /** "fail": the check blocks the merge. */
  readonly effect: "fail" | "neutral";
  /** A part of a sentence. */
  readonly why: string;
  /** Makes the gate neutral. */
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

/** Whether a cluster may be changed now by its change windows. */
export type WindowNow = {
  readonly cluster: string;
  readonly open: boolean;
  /** When that changes; undefined where it does not for eight days. */
  readonly nextChange?: {
    /** In seconds since 1970. */
    readonly at: number;
    readonly timezone: string;
    /** The time that clocks of the time zone show then. */
    readonly shown: WallTime;
  };
};

/** What the check's conclusion depends on besides the plan. The comment shows it. */
export type DecisionState = {
  readonly lost: boolean;
  readonly hold: Decided | undefined;
  readonly gates: readonly ClosedGate[];
  readonly windows: readonly WindowNow[];
  /** Which commands are on offer, and how they are typed. */
  readonly commands: Pick<CommandOptions, "allow" | "prefix">;
};

export const EMPTY_STATE: State = { ids: {}, next: 1, acknowledged: [], overrides: [], shown: [] };
