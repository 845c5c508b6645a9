// A cluster's labels → the environment it belongs to.

/**
 * `groups` are "label=value", the most important first: a cluster belongs to the first group whose label it has. Without
 * groups, or where none fits, the label `environment` or `env` names it; undefined where nothing does.
 */
export function environmentOf(
  labels: Readonly<Record<string, string>>,
  groups: readonly string[],
): string | undefined {
  const group = groups.map(labelAndValue).find(([label, value]) => labels[label] === value);
  return group?.[1] ?? labels["environment"] ?? labels["env"];
}

/** Lower comes first: the place of its group; without groups production is first. */
export function environmentRank(labels: Readonly<Record<string, string>>, groups: readonly string[]): number {
  const at = groups.map(labelAndValue).findIndex(([label, value]) => labels[label] === value);
  if (at >= 0) return at;
  const isProduction = groups.length === 0 && /^prod(uction)?$/i.test(environmentOf(labels, groups) ?? "");
  return isProduction ? 0 : groups.length + 1;
}

function labelAndValue(group: string): [label: string, value: string] {
  const at = group.indexOf("=");
  return at < 0 ? [group, ""] : [group.slice(0, at), group.slice(at + 1)];
}
