// Numbers and names → the pieces of an English sentence.

/** "1 node", "2 nodes", "2 registries". */
export function count(amount: number, noun: string): string {
  return `${amount} ${nounFor(amount, noun)}`;
}

/** "node" for one, "nodes" for any other number. */
export function nounFor(amount: number, noun: string): string {
  return amount === 1 ? noun : plural(noun);
}

/** "nodes", "registries", "keys", "classes", "patches". */
export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

type Shortened = {
  /** How many parts are shown; all if it is not given. */
  readonly max?: number;
  /** How many there are in all, where the caller holds only the first of them. */
  readonly total?: number;
};

/** "a", "a and b", "a, b and c"; shortened "a, b and 2 more". */
export function list(parts: readonly string[], { max, total = parts.length }: Shortened = {}): string {
  const shown = parts.slice(0, max);
  if (total > shown.length) return `${shown.join(", ")} and ${total - shown.length} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** "a", "a, b", "a, b, c"; beyond `max` "a, b, c and 2 more". `written`: how the number is written. */
export function andMore(
  parts: readonly string[],
  max: number,
  written: (more: number) => string = String,
): string {
  const shown = parts.slice(0, max).join(", ");
  return parts.length > max ? `${shown} and ${written(parts.length - max)} more` : shown;
}
