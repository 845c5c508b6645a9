// /ack and /unack: findings → acknowledged by the author of the comment, or not any more.

import { code, quoted } from "../../../lib/code-span.ts";
import type { Command, Decision, Problem, Refused } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb } from "../../grammar/define-verb.ts";
import {
  type DecisionContext,
  decided,
  decisionContext,
  findingsNamed,
  findingsOf,
  numbersAndRest,
  stored,
} from "./decision.ts";

type Ack = Extract<Command, { verb: "ack" }>;
type Unack = Extract<Command, { verb: "unack" }>;

const NO_NUMBER: Problem = { problem: "the number of a finding is missing, `F1` for instance" };

export const ACK = defineVerb<Ack>({
  name: "ack",
  usage: "/ack F<n>… [reason…]",
  description:
    "Accepts findings, for as long as they stay the same; those that stop the merge somebody other than the author accepts.",
  examples: ["/ack F1", "/ack F1 F2 agreed with the storage team"],
  flags: {},
  parse: () => NO_NUMBER,
  parseRest: (text) => {
    const { ids, rest } = numbersAndRest(text);
    if (ids.length === 0 && /^f\d/i.test(rest))
      return { problem: `${quoted(rest)} begins with no number of a finding` };
    return { verb: "ack", findings: ids, reason: rest };
  },
  decide: acknowledge,
});

export const UNACK = defineVerb<Unack>({
  name: "unack",
  usage: "/unack F<n>…",
  description: "Takes back that findings are accepted.",
  examples: ["/unack F1"],
  flags: {},
  parse: () => NO_NUMBER,
  parseRest: (text) => {
    const { ids, rest } = numbersAndRest(text);
    if (ids.length === 0) return NO_NUMBER;
    return rest === ""
      ? { verb: "unack", findings: ids }
      : { problem: `${quoted(rest)} is no number of a finding` };
  },
  decide: withdraw,
});

async function acknowledge(
  { findings: ids, reason }: Ack,
  context: CommandContext,
): Promise<Decision | Refused> {
  const decisions = decisionContext(context);
  if ("refused" in decisions) return decisions;
  const author = isAuthor(decisions);
  const { lost: _, ...found } = decisions.state;
  if (decisions.state.lost && author)
    return {
      refused: "What was accepted here is lost, so that somebody other than the author has to look: ask them",
    };
  if (ids.length === 0) {
    if (decisions.state.lost) return stored("The plan was looked at again", found);
    return { refused: "The number of a finding is missing", instead: ["/ack F1"] };
  }
  const findings = findingsNamed(ids, await findingsOf(decisions));
  if ("refused" in findings) return findings;
  const stop = findings.find(({ severity }) => severity === "stop");
  if (stop !== undefined && author)
    return {
      refused: `\`${stop.id}\` stops the merge, and the author of a pull request cannot accept that: ask somebody else`,
    };
  const known = new Set(found.acknowledged.flatMap(({ of }) => of));
  const open = findings.filter(({ fingerprint, acknowledged }) => !known.has(fingerprint) && !acknowledged);
  if (open.length === 0 && !decisions.state.lost)
    return { headline: `Accepted already: ${idList(ids)}`, state: undefined };
  const entry = { ...decided(decisions, reason), of: open.map(({ fingerprint }) => fingerprint) };
  const acknowledged = open.length === 0 ? found.acknowledged : [...found.acknowledged, entry];
  return stored(`Accepted: ${idList(ids)}`, { ...found, acknowledged });
}

async function withdraw({ findings: ids }: Unack, context: CommandContext): Promise<Decision | Refused> {
  const decisions = decisionContext(context);
  if ("refused" in decisions) return decisions;
  const { state } = decisions;
  const findings = findingsNamed(ids, await findingsOf(decisions));
  if ("refused" in findings) return findings;
  const known = new Set(state.acknowledged.flatMap(({ of }) => of));
  const fixed = findings.find(({ acknowledged, fingerprint }) => acknowledged && !known.has(fingerprint));
  if (fixed !== undefined)
    return { refused: `\`${fixed.id}\` is accepted by the configuration: change its \`ignore\` there` };
  const gone = new Set(findings.map(({ fingerprint }) => fingerprint));
  if (![...gone].some((one) => known.has(one)))
    return { headline: `Nobody had accepted ${idList(ids)}`, state: undefined };
  const acknowledged = state.acknowledged
    .map((entry) => ({ ...entry, of: entry.of.filter((one) => !gone.has(one)) }))
    .filter(({ of }) => of.length > 0);
  return stored(`No longer accepted: ${idList(ids)}`, { ...state, acknowledged });
}

/** GitHub ignores the case of logins. */
function isAuthor({ by, pull }: DecisionContext): boolean {
  return by.toLowerCase() === pull.author.toLowerCase();
}

function idList(ids: readonly string[]): string {
  return ids.map(code).join(", ");
}
