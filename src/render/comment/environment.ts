// A cluster's impact → its environment as a cell shows it, and how early its rows come.
import { environmentRank } from "../../model/environment.ts";
import type { ClusterImpact } from "../../model/plan.ts";
import { text } from "../escape.ts";

export type Environments = {
  /** Encoded, "" where nothing names one. */
  readonly name: (impact: ClusterImpact | undefined) => string;
  /** " (prod)", to stand behind a cluster; "" where nothing names one. */
  readonly tail: (impact: ClusterImpact | undefined) => string;
  /** Lower is listed first. */
  readonly rank: (matters: boolean, impact: ClusterImpact | undefined) => number;
};

/** `groups`: see `environmentOf`. What matters is listed before all. */
export function environmentsBy(groups: readonly string[]): Environments {
  const name = (impact: ClusterImpact | undefined) =>
    impact?.environment === undefined ? "" : text(impact.environment, 40);
  return {
    name,
    tail: (impact) => (name(impact) === "" ? "" : ` (${name(impact)})`),
    rank: (matters, impact) =>
      (matters ? 0 : groups.length + 2) + environmentRank(impact?.labels ?? {}, groups),
  };
}
