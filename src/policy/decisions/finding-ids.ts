// Findings of a plan and the numbers that were given before → findings under lasting numbers.
import type { Finding } from "../../model/plan.ts";
import type { State } from "../../model/state.ts";

/** Numbers that are remembered; beyond them a finding may get another one with the next push, never a used one. */
const MOST_IDS = 300;
/** Hex digits of a fingerprint that tell findings of one pull request apart. */
const DIGITS = 12;

type Numbers = Pick<State, "ids" | "next">;

/** A finding keeps its number as long as its fingerprint stays; others get numbers that were never given here. */
export function stableFindingIds(
  findings: readonly Finding[],
  { ids, next: first }: Numbers,
): Numbers & { readonly findings: Finding[] } {
  let next = first;
  const current: [string, number][] = [];
  const seen = new Map<string, number>();
  const numbered = findings.map((finding) => {
    const beginning = finding.fingerprint.slice(0, DIGITS);
    const again = seen.get(beginning) ?? 0;
    seen.set(beginning, again + 1);
    const key = again === 0 ? beginning : `${beginning}+${again}`;
    const number = Object.hasOwn(ids, key) ? (ids[key] as number) : next++;
    current.push([key, number]);
    return { ...finding, id: `F${number}` };
  });
  const renamed = new Map(findings.map(({ id }, at) => [id, numbered[at]?.id]));
  const linked = numbered.map((finding) => {
    const cause = finding.cause === undefined ? undefined : renamed.get(finding.cause);
    return cause === undefined ? finding : { ...finding, cause };
  });
  return { findings: linked, ids: remembered(current, ids), next };
}

/** Those of this plan first, then the youngest of earlier ones. */
function remembered(current: readonly [string, number][], ids: Numbers["ids"]): Record<string, number> {
  const now = new Set(current.map(([key]) => key));
  const earlier = Object.entries(ids)
    .filter(([key]) => !now.has(key))
    .sort(([, a], [, b]) => b - a);
  return Object.fromEntries([...current, ...earlier].slice(0, MOST_IDS));
}
