// A cluster's labels → the environment it belongs to, and how early its rows come.
import type { ClusterImpact } from "../../model/plan.ts";
import { code } from "../escape.ts";

export type Environments = {
  /** Encoded, "" where nothing names one. */
  readonly name: (impact: ClusterImpact | undefined) => string;
  /** Lower is listed first. */
  readonly rank: (matters: boolean, impact: ClusterImpact | undefined) => number;
};

/**
 * `groups` are "label=value", the most important first: a cluster belongs to the first group whose label it has. Without groups,
 * or where none fits, the label `environment` or `env` names it, and production is first. What matters is listed before all.
 */
export function environmentsBy(groups: readonly string[]): Environments {
  const wanted = groups.map((group) => group.split("=", 2) as [string, string]);
  const groupOf = ({ labels }: ClusterImpact) =>
    wanted.findIndex(([label, value]) => labels[label] === value);
  const environmentOf = (impact: ClusterImpact) =>
    wanted[groupOf(impact)]?.[1] ?? impact.labels["environment"] ?? impact.labels["env"];
  const rankOf = (impact: ClusterImpact | undefined): number => {
    const group = impact === undefined ? -1 : groupOf(impact);
    if (group >= 0) return group;
    const production =
      wanted.length === 0 && /^prod(uction)?$/i.test((impact && environmentOf(impact)) ?? "");
    return production ? 0 : wanted.length + 1;
  };
  return {
    name: (impact) => {
      const name = impact === undefined ? undefined : environmentOf(impact);
      return name === undefined ? "" : code(name, 40);
    },
    rank: (matters, impact) => (matters ? 0 : wanted.length + 2) + rankOf(impact),
  };
}
