// The title of the pull request contradicts its changes.
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Operation } from "../../../model/plan.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** At most one finding: the first contradiction, the gravest kind first. Says nothing where no title is known. */
export const titleContradictsDiff = defineRule({
  id: "title-contradicts-diff",
  severity: "caution",
  find: (input) => {
    const { title } = input.context;
    const found = title && CHECKS.flatMap((check) => check(title, input))[0];
    if (!found) return [];
    const { change, says, does } = found;
    return [
      {
        subject: subjectOf(change.object),
        facts: { title: quotedTitle(title), says, does },
        source: change.source,
        evidence: "git" as const,
      },
    ];
  },
  text: ({ facts: { title, says, does } }) => ({
    message: `The title, \`${title}\`, speaks of ${says}; the change ${does}`,
    why: "Whoever approves by the title approves something else. What Argo CD applies is the change.",
    do: "Correct the title, or the change.",
  }),
});

type Contradiction = { readonly change: Change; readonly says: string; readonly does: string };
type TitleCheck = (title: string, input: Comparison) => Contradiction[];

const HARMLESS =
  /^(?:docs?|style)\b|\btypos?\b|\bwhitespace\b|\bcosmetic\b|\bno[- ]?op\b|\bcomments? only\b|\breformat/i;
const UP = /\b(?:up-?grad(?:e|es|ing)|bump(?:s|ing)?)\b/i;
const DOWN = /\bdown-?grad(?:e|es|ing)\b/i;
const MORE = /\b(?:scal(?:e|es|ing) (?:up|out)|add(?:s|ing)? (?:a |more )?nodes?)\b/i;
const FEWER = /\b(?:scal(?:e|es|ing) (?:down|in)|remov(?:e|es|ing) (?:a )?nodes?)\b/i;
const KUBERNETES = /\b(?:clusters?|kubernetes|k8s|vkr|vks)\b/i;
const VERSION = /\bv?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)\b/g;

const harmless: TitleCheck = (title, { changes }) => {
  const change = changes.find(
    (c) => takesEffect(c) && c.layer !== "workload" && GRAVE[c.operation] !== undefined,
  );
  if (!HARMLESS.test(title) || !change) return [];
  return [
    { change, says: "something without effect", does: `${GRAVE[change.operation]} ${changeName(change)}` },
  ];
};

/** Operations that no reviewer expects of a harmless title. */
const GRAVE: Readonly<Partial<Record<Operation, string>>> = {
  delete: "deletes",
  orphan: "leaves without a manager",
  upgrade: "upgrades",
  downgrade: "downgrades",
  scale: "scales",
  resize: "resizes",
  rebase: "gives another ClusterClass to",
};

const direction: TitleCheck = (title, { changes }) => {
  const wrong = UP.test(title) && !DOWN.test(title) ? "downgrade" : DOWN.test(title) ? "upgrade" : undefined;
  const moves = versionChanges(changes);
  const change = moves.find(({ operation }) => operation === wrong);
  // A title for several changes may speak of one of them.
  if (!change || moves.some(({ operation }) => operation !== wrong)) return [];
  const says = wrong === "downgrade" ? "a higher version" : "a lower version";
  return [{ change, says, does: `takes ${changeName(change)} from \`${change.from}\` to \`${change.to}\`` }];
};

const target: TitleCheck = (title, { changes }) => {
  const moves = versionChanges(changes);
  const [first] = moves;
  if (!first || !UP.test(title) || !(KUBERNETES.test(title) || isNamed(title, moves))) return [];
  const versions = [...title.matchAll(VERSION)].map(([, version]) => version as string);
  const meant = (version: string) =>
    moves.some(({ from, to }) => [from, to].some((text) => isPart(version, text ?? "")));
  if (versions.length === 0 || versions.some(meant)) return [];
  return [
    { change: first, says: `\`${versions[0]}\``, does: `takes ${changeName(first)} to \`${first.to}\`` },
  ];
};

/** "1.34" is part of "v1.34.2---vmware.1", "1.3" is not. */
function isPart(version: string, text: string): boolean {
  const rest = text.replace(/^v/, "");
  return rest.startsWith(version) && !/^\d/.test(rest.slice(version.length));
}

const otherCluster: TitleCheck = (title, { changes, base, head }) => {
  const own = changes.filter((c) => c.layer === "cluster");
  const [first] = own;
  if (!first || isNamed(title, own)) return [];
  const labels = new Set([...base.clusters.values(), ...head.clusters.values()].map(({ label }) => label));
  const other = wordsOf(title).find((word) => labels.has(word));
  if (other === undefined) return [];
  return [{ change: first, says: `\`${other}\``, does: `is about ${changeName(first)}` }];
};

const size: TitleCheck = (title, { changes }) => {
  const scaled = changes.filter((c) => c.layer === "cluster" && c.operation === "scale");
  const up = MORE.test(title);
  if (up === FEWER.test(title) || scaled.length === 0) return [];
  const wrong = scaled.filter((c) => (up ? sizeOf(c.to) < sizeOf(c.from) : sizeOf(c.to) > sizeOf(c.from)));
  const [change] = wrong;
  if (!change || wrong.length < scaled.length) return [];
  const says = up ? "more nodes" : "fewer nodes";
  return [{ change, says, does: `scales ${changeName(change)} from ${change.from} to ${change.to}` }];
};

const CHECKS: readonly TitleCheck[] = [harmless, direction, otherCluster, target, size];

function versionChanges(changes: readonly Change[]): Change[] {
  return changes
    .filter((c) => c.operation === "upgrade" || c.operation === "downgrade")
    .filter((c) => c.layer === "cluster");
}

function isNamed(title: string, changes: readonly Change[]): boolean {
  const words = new Set(wordsOf(title));
  return changes.some(({ cluster, object }) => words.has(cluster ?? object.name) || words.has(object.name));
}

function wordsOf(title: string): string[] {
  return title.split(/[^\w./-]+/).map((word) => word.replace(/[.]+$/, ""));
}

/** The number of a size such as "3"; a range counts by its upper end. */
function sizeOf(text: string | undefined): number {
  return Number(/(\d+)\D*$/.exec(text ?? "")?.[1] ?? Number.NaN);
}

function changeName({ object, cluster }: Change): string {
  return `\`${object.kind} ${cluster ?? object.name}\``;
}

function quotedTitle(title: string): string {
  const plain = title
    .replace(/[`\p{Cc}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
