// What an ApplicationSet says about the Applications that it generates: whether they are known, what is wrong with them, and in which
// steps they sync.

import type { StandIn } from "./stand-in.ts";

/** Whether the Applications of a set are known. Every difference between the two sides is told. */
export type SetState =
  | { readonly state: "evaluated" }
  /** Argo CD cannot generate them: the controller stops, and leaves every Application of the set as it is. */
  | { readonly state: "broken"; readonly cause: SetBreak }
  /** Git does not tell all of them. `generators` are those without an answer; none where an expression is not evaluated. */
  | { readonly state: "unevaluated"; readonly generators: readonly UnevaluatedGenerator[] };

/** The file that a generator cannot read. */
export type SetBreak = {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** A sentence without its period. */
  readonly message: string;
};

/** What is wrong with an Application that a set generates. */
export type SetFlaw = {
  /**
   * "duplicate": the set has generated one of that name before it. "invalid-name": the API rejects the name. Neither is
   * applied. "no-value": some expressions leave "<no value>" in it. "taken": another set generates it, too, or something
   * else delivers it. "stays": the set is broken, and it goes on as it is.
   */
  readonly kind: "duplicate" | "invalid-name" | "no-value" | "taken" | "stays";
  readonly name: string;
  /** Those of "no-value". */
  readonly expressions: readonly string[];
};

export type UnevaluatedGenerator = {
  /** A sentence: why its Applications are not known. */
  readonly reason: string;
  /** What it makes one Application each for. */
  readonly population: string;
  /** What stands in for these clusters, where the set's Applications for them are planned. */
  readonly standIns: readonly StandIn[];
};

export type RollingSync = {
  readonly steps: number;
  /** Whether Git says that Argo CD does progressive syncs. */
  readonly on: "yes" | "unknown";
  /** Applications are deleted from the last step to the first. */
  readonly reverse: boolean;
};

export type RollingStep = {
  /** From 1; 0 for an Application that no step selects. */
  readonly number: number;
  /** Only a person syncs it: no step selects it, or its step has maxUpdate 0. */
  readonly manualSync: boolean;
};
