// /override: a gate → neutral, for this commit on this base, and not longer than asked.

import { quoted } from "../../../lib/code-span.ts";
import { nearest } from "../../../lib/spelling.ts";
import { durationSeconds } from "../../../manifests/values/duration.ts";
import type { Command, Decision, Problem, Refused } from "../../../model/command.ts";
import { GATES } from "../../../model/context.ts";
import { planNotSeen } from "../../../policy/decisions/plan-seen.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb } from "../../grammar/define-verb.ts";
import { decided, decisionContext, stored } from "./decision.ts";

type OverrideCommand = Extract<Command, { verb: "override" }>;

/** A week, in seconds. */
const LONGEST = 168 * 3600;

export const OVERRIDE = defineVerb<OverrideCommand>({
  name: "override",
  usage: '/override <gate> reason="…" [--until-push|--for=2h]',
  description:
    "Turns a gate neutral and records it; ends with a push, when the base moves, or after the time given.",
  examples: [
    '/override window reason="P1 4711"',
    '/override stop reason="agreed in the incident call" --for=2h',
  ],
  flags: { "until-push": undefined, for: [] },
  parse: () => ({ problem: "a gate is missing" }),
  parseRest: parse,
  decide: override,
});

function parse(text: string): OverrideCommand | Problem {
  const [typed = "", ...words] = text.trim().split(/[ \t]+/);
  const gate = GATES.find((name) => name === typed.toLowerCase());
  if (gate === undefined) return unknownGate(typed);
  const { flags, rest } = flagsOf(words.join(" "));
  const seconds: number[] = [];
  for (const flag of flags) {
    if (flag === "--until-push") continue;
    const duration = /^--for=(.+)$/.exec(flag)?.[1];
    if (duration === undefined) return { problem: `there is no flag ${quoted(flag)}` };
    const read = durationSeconds(duration);
    if (read === undefined || read < 60 || read > LONGEST)
      return { problem: `${quoted(duration)} is no time between \`1m\` and \`168h\`` };
    seconds.push(read);
  }
  if (flags.length > 1) return { problem: "one of `--until-push` and `--for` is enough" };
  const reason = reasonOf(rest);
  if (reason === "") return { problem: "a reason is missing" };
  return { verb: "override", gate, reason, seconds: seconds[0] };
}

function unknownGate(typed: string): Problem {
  if (typed === "") return { problem: "a gate is missing" };
  const meant = typed.length > 30 ? undefined : nearest(typed, GATES);
  const guess = meant === undefined ? `: ${GATES.map(quoted).join(", ")}` : `; did you mean \`${meant}\`?`;
  return { problem: `there is no gate ${quoted(typed)}${guess}` };
}

/** Flags are before the reason or behind it; within it they are words. */
function flagsOf(text: string): { readonly flags: readonly string[]; readonly rest: string } {
  const words = text.split(" ").filter((word) => word !== "");
  const flags: string[] = [];
  while (words[0]?.startsWith("--")) flags.push(words.shift() as string);
  while (words.length > 0 && words.at(-1)?.startsWith("--")) flags.push(words.pop() as string);
  return { flags, rest: words.join(" ") };
}

/** `reason="…"`, quoted as phones do it or not at all, or the sentence alone. */
function reasonOf(rest: string): string {
  const given = rest.replace(/^reason=/i, "").trim();
  return (/^["'“”„](.*)["'“”]$/s.exec(given)?.[1] ?? given).trim();
}

function override({ gate, reason, seconds }: OverrideCommand, context: CommandContext): Decision | Refused {
  const decisions = decisionContext(context);
  if ("refused" in decisions) return decisions;
  const { state, pull, at } = decisions;
  const blind = planNotSeen(state, { at, head: pull.sha });
  if (blind !== undefined) return blind;
  const end = seconds === undefined ? {} : { until: at + seconds };
  const base = pull.base.snapshot.sha;
  const entry = { ...decided(decisions, reason), gate, head: pull.sha, base, ...end };
  const others = state.overrides.filter((one) => one.gate !== gate);
  const known = state.overrides.find((one) => one.gate === gate && one.at === at && one.by === decisions.by);
  if (known !== undefined && known.head === entry.head && known.base === base)
    return { headline: `The gate \`${gate}\` is overridden already`, state: undefined };
  const most = seconds === undefined ? "" : `, and for ${Math.round(seconds / 60)} minutes at most`;
  return stored(`The gate \`${gate}\` is neutral now, until somebody pushes or the base moves${most}`, {
    ...state,
    overrides: [...others, entry],
  });
}
