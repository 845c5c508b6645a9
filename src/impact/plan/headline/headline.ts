// The changes and cluster impacts of a plan → one sentence that says what the merge does.

import { count, list } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { ClusterImpact, Finding, Plan, PlanChange, Range } from "../../../model/plan.ts";
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
  const missing = notEvaluated.length === 0 ? "" : missingUnits(notEvaluated.length);
  if (changes.length === 0) return quiet(dormant.length, missing);
  const end = `${unlistedText(changes)}${missing === "" ? "." : `; ${missing}.`}`;
  const sentence = shorten(phrasesOf(changes, clusters, running), LONGEST - end.length);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1) + end;
}

/** Without the last words, which tell of a revert. */
const LONGEST_TITLE = 110;

/**
 * What the gravest finding is about comes first, then the most serious change; where no change is told, that finding speaks.
 * Without a verdict and a full stop, and it begins with a small letter.
 */
export function titleOf(
  facts: HeadlineFacts & Pick<Plan, "rollback"> & { readonly findings: readonly Finding[] },
): string {
  const { changes, dormant, clusters, notEvaluated, running, findings, rollback } = facts;
  const gravest = findings.find(({ severity, acknowledged }) => severity !== "note" && !acknowledged);
  const missing = notEvaluated.length === 0 ? "" : missingUnits(notEvaluated.length);
  if (changes.length === 0)
    return gravest
      ? joined(small(gravest.message), missing)
      : small(quiet(dormant.length, missing).slice(0, -1));
  const phrases = phrasesOf(withoutLost(changes), clusters, running);
  const first =
    gravest && phrases.find((phrase) => phrase.changes.some((change) => concerns(gravest, change)));
  if (gravest?.severity === "stop" && !first) return joined(small(gravest.message), missing);
  const ordered = first ? [first, ...phrases.filter((phrase) => phrase !== first)] : phrases;
  const what = `${shorten(ordered.map(asTitle), LONGEST_TITLE)}${unlistedText(changes)}`;
  return joined(what, rollback.verdict === "forward-only" ? "a revert cannot undo it" : "", missing);
}

/** Without add-ons of clusters that are deleted: they go with them. */
function withoutLost(changes: readonly PlanChange[]): readonly PlanChange[] {
  const deleted = changes.filter((change) => change.layer === "cluster" && change.operation === "delete");
  const gone = new Set(deleted.filter(takesEffect).map(({ cluster }) => cluster));
  return gone.size === 0
    ? changes
    : changes.filter(
        ({ layer, cluster }) => layer !== "addon" || cluster === undefined || !gone.has(cluster),
      );
}

/** Of thousands of changes the first decide, as in the phrases. */
function concerns({ subject }: Finding, { object, via, cluster, generatedBy }: PlanChange): boolean {
  const { kind, namespace, name } = object;
  return (
    subject === `${kind} ${namespace === "" ? name : `${namespace}/${name}`}` ||
    via.some((ref) => subject === `Application ${ref}`) ||
    subject === `ApplicationSet ${generatedBy}` ||
    (cluster !== undefined && subject.startsWith("Cluster ") && subject.endsWith(`/${cluster}`))
  );
}

function asTitle(phrase: Phrase): Phrase {
  return { ...phrase, full: phrase.title ?? phrase.full };
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("; ");
}

/** The first clause of a long message, beginning with a small letter where its first word is no name. */
function small(sentence: string): string {
  const clause =
    sentence.length <= LONGEST_TITLE
      ? sentence
      : (/^(?:`[^`]*`|[^`])*?(?=[:;] )/.exec(sentence)?.[0] ?? sentence);
  return ORDINARY.test(clause) ? clause.charAt(0).toLowerCase() + clause.slice(1) : clause;
}

const ORDINARY = /^(?:An?|All|Every|It|Its|No|Nothing|Once|One|Some|The|Two|Waves)\b/;

/** For a label that says "every cluster", whose clusters Git does not list. */
function unlistedText(changes: readonly PlanChange[]): string {
  return changes.some(({ standIn }) => standIn) ? "; Git lists none of them" : "";
}

function missingUnits(missing: number): string {
  return `${count(missing, "unit")} ${missing === 1 ? "was" : "were"} not evaluated`;
}

function quiet(dormant: number, missing: string): string {
  const edits = `${count(dormant, "edit")} ${dormant === 1 ? "is" : "are"} in files that no Application delivers`;
  const parts = [...(dormant > 0 ? [edits] : []), ...(missing === "" ? [] : [missing])];
  const start = missing === "" ? "Nothing changes in any cluster" : "Nothing Git can show changes";
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
  return { rank: 15, full: text, short: text, changes: kept };
}

/** Phrases with names while they fit, then with counts, then one number for all others. */
function shorten(phrases: readonly Phrase[], room: number): string {
  const parts: string[] = [];
  let remaining = phrases.reduce((sum, { changes }) => sum + changes.length, 0);
  for (const [at, { full, short, changes }] of phrases.entries()) {
    const rest = at < phrases.length - 1 ? ", and 9999 more changes".length : 0;
    const used = parts.join(", ").length + rest + 2;
    const text = [full, short].find((candidate) => used + candidate.length <= room);
    if (text === undefined && parts.length > 0) break;
    parts.push(text ?? short);
    remaining -= changes.length;
  }
  return remaining > 0 ? `${parts.join(", ")}, and ${count(remaining, "more change")}` : parts.join(", ");
}
