// What rules about races know of one: who goes or gives, who takes, and what is at stake.
import type { RuleMatch } from "../../../model/finding.ts";

/** `from` is the cluster that goes or the former owner, `to` the new owner; `count` and `names` what is at stake. */
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
