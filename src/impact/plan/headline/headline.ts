// The changes and cluster impacts of a plan → one sentence that says what the merge does.

import { count, list } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { ClusterImpact, Plan, PlanChange, Range } from "../../../model/plan.ts";
import { labelText } from "../../../model/stand-in.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { setPhrases } from "./applicationset-phrases.ts";
import { clusterPhrases } from "./cluster-phrases.ts";
import { addonPhrases, objectPhrases, type Phrase } from "./object-phrases.ts";
import { namespacePhrases, poolChangeKind, poolPhrases } from "./pool-phrases.ts";

const LONGEST = 300;

/** `running`: label of a cluster → how many nodes it has on the base. */
type HeadlineFacts = Pick<Plan, "changes" | "dormant" | "clusters" | "notEvaluated"> & {
  readonly running: ReadonlyMap<string, Range>;
};

/** At most about 300 characters: the most serious change first. Changes that do not fit are counted. */
export function headlineOf({ changes, dormant, clusters, notEvaluated, running }: HeadlineFacts): string {
  const missing = notEvaluated.length;
  const missingUnits = `${count(missing, "unit")} ${missing === 1 ? "was" : "were"} not evaluated`;
  if (changes.length === 0) return quiet(dormant.length, missing === 0 ? "" : missingUnits);
  const unlisted = changes.some(({ standIn }) => standIn) ? "; Git lists none of them" : "";
  const end = `${unlisted}${missing === 0 ? "." : `; ${missingUnits}.`}`;
  const sentence = shorten(phrasesOf(changes, clusters, running), LONGEST - end.length);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1) + end;
}

function quiet(dormant: number, missingUnits: string): string {
  const edits = `${count(dormant, "edit")} ${dormant === 1 ? "is" : "are"} in files that no Application delivers`;
  const parts = [...(dormant > 0 ? [edits] : []), ...(missingUnits === "" ? [] : [missingUnits])];
  const start = missingUnits === "" ? "Nothing changes in any cluster" : "Nothing Git can show changes";
  return `${[start, ...(parts.length > 0 ? [list(parts)] : [])].join("; ")}.`;
}

function phrasesOf(
  changes: readonly PlanChange[],
  clusters: readonly ClusterImpact[],
  running: ReadonlyMap<string, Range>,
): Phrase[] {
  const { phrases: spaces, covered } = namespacePhrases(changes);
  const { phrases: sets, covered: generated } = setPhrases(changes);
  const others = changes.filter((change) => !covered.has(change) && !generated.has(change));
  const places = groupBy(others, (change) => (change.standIn ? (change.cluster ?? "") : ""));
  const phrases = [
    ...spaces,
    ...sets,
    ...[...places].flatMap(([place, own]) =>
      phrasesOn(own, clusters, running).map((phrase) => onStandIn(phrase, place)),
    ),
  ];
  return phrases.sort((a, b) => a.rank - b.rank);
}

/** On all clusters of a kind, which Git does not list; "" for what is on others. */
function onStandIn(phrase: Phrase, place: string): Phrase {
  if (place === "") return phrase;
  const where = ` on ${labelText(place)}`;
  return { ...phrase, full: `${phrase.full}${where}`, short: `${phrase.short}${where}` };
}

function phrasesOn(
  others: readonly PlanChange[],
  clusters: readonly ClusterImpact[],
  running: ReadonlyMap<string, Range>,
): Phrase[] {
  const kept = others.filter(isKept);
  const rest = others.filter((change) => !isKept(change));
  return [
    ...clusterPhrases(
      rest.filter((change) => change.applies === "refused" || poolChangeKind(change) === undefined),
      clusters,
      running,
    ),
    ...poolPhrases(rest),
    ...addonPhrases(rest),
    ...objectPhrases(rest),
    ...(kept.length === 0 ? [] : [keptPhrase(kept)]),
  ];
}

/** Objects that Git no longer has and a frozen Application leaves in place. It still manages them, so they are not orphaned. */
function isKept(change: PlanChange): boolean {
  return change.operation === "orphan" && !takesEffect(change);
}

function keptPhrase(kept: readonly PlanChange[]): Phrase {
  const { size: length } = new Set(
    kept.map(({ destination, object }) => JSON.stringify([destination.cluster, object])),
  );
  const text = `leaves ${count(length, "object")} as ${length === 1 ? "it is" : "they are"}`;
  return { rank: 15, full: text, short: text, changes: kept.length };
}

/** Phrases with names while they fit, then with counts, then one number for all others. */
function shorten(phrases: readonly Phrase[], room: number): string {
  const parts: string[] = [];
  let remaining = phrases.reduce((sum, phrase) => sum + phrase.changes, 0);
  for (const [at, { full, short, changes }] of phrases.entries()) {
    const rest = at < phrases.length - 1 ? ", and 9999 more changes".length : 0;
    const used = parts.join(", ").length + rest + 2;
    const text = [full, short].find((candidate) => used + candidate.length <= room);
    if (text === undefined && parts.length > 0) break;
    parts.push(text ?? short);
    remaining -= changes;
  }
  return remaining > 0 ? `${parts.join(", ")}, and ${count(remaining, "more change")}` : parts.join(", ");
}
