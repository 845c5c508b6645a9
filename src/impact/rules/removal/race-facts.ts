// The facts of a race between deletions, or between a deletion and a new owner.
import type { RuleMatch } from "../../../model/finding.ts";

/** `from`: the deleted cluster or the previous owner. `to`: the new owner. `count` and `names`: the objects that may be lost. */
export type RaceFacts = {
  /** "shared": both Applications deliver the objects on the base, and one of them ceases to. */
  readonly race: "cluster" | "registration" | "move" | "owner" | "shared";
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly names: readonly string[];
  readonly cascade: boolean;
};

export type Race = RuleMatch<RaceFacts>;
