// A word and the known ones → the one that was probably meant.

/**
 * By edit distance; undefined where no word is within a third of the length (three edits at least). Names that differ in a
 * digit are names of different things.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known.filter((one) => sameDigits(word, one))) {
    const edits = distance(word, name);
    if (edits <= Math.max(3, word.length / 3) && (!best || edits < best.distance))
      best = { name, distance: edits };
  }
  return best?.name;
}

/** The only known word within two edits; undefined where no word or several are that near. */
export function soleNear(word: string, known: readonly string[]): string | undefined {
  const near = [...new Set(known)].filter(
    (name) => sameDigits(word, name) && distance(word, name) <= Math.min(2, word.length / 3),
  );
  return near.length === 1 ? near[0] : undefined;
}

/** Letters of a word in which a slip can be told from another name. */
const SHORTEST_WORD = 4;

/**
 * Whether a name can only be a slip for another: the same but for its separators, or one slip of a letter inside one
 * word of letters. `team-a` and `team-b`, `cl01` and `cl02`, `prod-eu` and `prod-us` are names of different things.
 */
export function isSlip(name: string, other: string): boolean {
  const [words, others] = [wordsOf(name), wordsOf(other)];
  if (words.join("") === others.join("")) return true;
  const differing = words.flatMap((word, i) =>
    word === others[i] ? [] : [[word, others[i] ?? ""] as const],
  );
  const [[word, meant] = ["", ""], ...more] = differing;
  if (words.length !== others.length || more.length > 0) return false;
  const long = [word, meant].every((one) => one.length >= SHORTEST_WORD && /^[a-z]+$/i.test(one));
  return long && word[0] === meant[0] && word.at(-1) === meant.at(-1) && isOneSlip(word, meant);
}

function wordsOf(name: string): string[] {
  return name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}

/** A letter more, a letter less, another one, or two letters the wrong way round. */
function isOneSlip(a: string, b: string): boolean {
  if (distance(a, b) <= 1) return true;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  const turned = `${a.slice(0, at)}${a[at + 1] ?? ""}${a[at] ?? ""}${a.slice(at + 2)}`;
  return a.length === b.length && turned === b;
}

/** Whether two names have the same numbers in the same order. */
export function sameDigits(a: string, b: string): boolean {
  const digits = (text: string) => text.match(/\d+/g)?.join(" ") ?? "";
  return digits(a) === digits(b);
}

/** Levenshtein distance. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] as number;
}
