// IPv4 ranges as text → numbers, and which of them overlap. Never throws.

/** First and last address. */
export type Range4 = { readonly from: number; readonly to: number };

/** "172.20.0.0/16" as numbers; undefined for everything else, IPv6 too. */
export function parseRange(text: string): Range4 | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if (bits > 32 || [a, b, c, d].some((part) => part > 255)) return undefined;
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const from = address - (address % size);
  return { from, to: from + size - 1 };
}

/**
 * For each text that `asked` holds, the texts of `all` that overlap it, itself left out, in order of their addresses.
 * Ranges of this kind lie inside each other or apart, so one sweep in order of addresses with a stack of what encloses
 * is enough: as many steps as there are ranges, and as many results as there are pairs, 33 for each range at the most.
 */
export function overlaps(all: Iterable<string>, asked: ReadonlySet<string>): Map<string, string[]> {
  const ranges = [...new Set(all)]
    .flatMap((text) => {
      const range = parseRange(text);
      return range ? [{ text, ...range }] : [];
    })
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const found = new Map<string, string[]>();
  const note = (text: string, other: string) => {
    if (!asked.has(text)) return;
    const known = found.get(text);
    if (known) known.push(other);
    else found.set(text, [other]);
  };
  const open: typeof ranges = [];
  for (const range of ranges) {
    while ((open.at(-1)?.to ?? Number.POSITIVE_INFINITY) < range.from) open.pop();
    for (const outer of open) {
      note(range.text, outer.text);
      note(outer.text, range.text);
    }
    open.push(range);
  }
  return found;
}
