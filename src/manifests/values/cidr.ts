// Ranges of addresses as text → numbers, and which of them overlap. Never throws.
import { groupPairs } from "../../lib/group-by.ts";

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

/** First and last address of a range of either family. */
type AnyRange = { readonly text: string; readonly six: boolean; readonly from: bigint; readonly to: bigint };

function readRange(text: string): AnyRange | undefined {
  const four = parseRange(text);
  if (four) return { text, six: false, from: BigInt(four.from), to: BigInt(four.to) };
  const [address = "", length = "", ...rest] = text.split("/");
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : 129;
  const value = rest.length === 0 && bits <= 128 ? address6(address) : undefined;
  if (value === undefined) return undefined;
  const size = 1n << BigInt(128 - bits);
  const from = value - (value % size);
  return { text, six: true, from, to: from + size - 1n };
}

/** An IPv6 address as a number: up to eight groups, `::` for those left out. A dotted end is not read. */
function address6(text: string): bigint | undefined {
  if (text.length > 39) return undefined;
  const halves = text.split("::");
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const [front = [], back = []] = groups;
  const missing = 8 - front.length - back.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const all = [...front, ...Array<string>(missing).fill("0"), ...back];
  if (!all.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return all.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/**
 * For each text that `asked` holds, the texts of `all` that overlap it, itself left out, in order of their addresses.
 * Ranges of this kind lie inside each other or apart, so one sweep in order of addresses with a stack of what encloses
 * is enough: as many steps as there are ranges, and as many results as there are pairs. The families never meet.
 */
export function overlaps(all: Iterable<string>, asked: ReadonlySet<string>): Map<string, string[]> {
  const ranges = [...new Set(all)].flatMap((text) => readRange(text) ?? []).sort(byAddress);
  const found: [string, string][] = [];
  const open: typeof ranges = [];
  for (const range of ranges) {
    while (open.length > 0 && isApart(open.at(-1) as AnyRange, range)) open.pop();
    for (const outer of open) {
      if (asked.has(range.text)) found.push([range.text, outer.text]);
      if (asked.has(outer.text)) found.push([outer.text, range.text]);
    }
    open.push(range);
  }
  return groupPairs(found);
}

function byAddress(a: AnyRange, b: AnyRange): number {
  if (a.six !== b.six) return a.six ? 1 : -1;
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.to === b.to ? 0 : a.to > b.to ? -1 : 1;
}

function isApart(earlier: AnyRange, later: AnyRange): boolean {
  return earlier.six !== later.six || earlier.to < later.from;
}
