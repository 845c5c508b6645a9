// Numbers and names → the pieces sentences are made of.
import type { Range } from "../../model/plan.ts";

/** "1 node", "2 nodes", "2 registries". */
export function counted(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : plural(noun)}`;
}

export function plural(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** "3", or "2–4" where Git only bounds the number. */
export function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${min}–${max}`;
}

/** "a", "a and b", "a, b and c". */
export function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

/** Names in backticks, without repeats; a name's own backticks are left out. */
export function named(names: Iterable<string>): string {
  return joined([...new Set(names)].map((name) => `\`${name.replaceAll("`", "")}\``));
}
