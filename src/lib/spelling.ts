// A word and the known ones → the one that was probably meant.

/** By edit distance; undefined where no word is within a third of the length (three edits at least). */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const edits = distance(word, name);
    if (edits <= Math.max(3, word.length / 3) && (!best || edits < best.distance))
      best = { name, distance: edits };
  }
  return best?.name;
}

/** The only known word within two edits; undefined where no word or several are that near. */
export function soleNear(word: string, known: readonly string[]): string | undefined {
  const near = [...new Set(known)].filter((name) => distance(word, name) <= Math.min(2, word.length / 3));
  return near.length === 1 ? near[0] : undefined;
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
