// Names and numbers → the pieces that rules build sentences from.

export const SHOWN = 3;

/** How a list of objects is told: the first by name, the others by number. */
export type Listed = { readonly count: number; readonly names: readonly string[] };

/** "`Cluster cl01`, `ArgoCluster cl01` and 2 more". */
export function nameList({ count, names }: Listed): string {
  const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``);
  const more = count - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}

/** "3 objects (`Cluster cl01`, …)". */
export function objectList(listed: Listed): string {
  return `${plural(listed.count, "object")} (${nameList(listed)})`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
