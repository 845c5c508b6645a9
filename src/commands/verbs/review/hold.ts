// /hold and /unhold: the check requires action until the hold is removed.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, Decision, Refused } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb } from "../../grammar/define-verb.ts";
import { decided, decisionContext, stored } from "./decision.ts";

type Hold = Extract<Command, { verb: "hold" }>;
type Unhold = Extract<Command, { verb: "unhold" }>;

export const HOLD = defineVerb<Hold>({
  name: "hold",
  usage: "/hold [reason…]",
  description: "Keeps the check from passing until `/unhold`, whatever is pushed.",
  examples: ["/hold", "/hold waits for the new storage class"],
  flags: {},
  parse: () => ({ verb: "hold", reason: "" }),
  parseRest: (reason) => ({ verb: "hold", reason: reason.trim() }),
  decide: hold,
});

export const UNHOLD = defineVerb<Unhold>({
  name: "unhold",
  usage: "/unhold",
  description: "Ends a hold; for whoever holds, and for the owner.",
  examples: ["/unhold"],
  roleFor: (_command, context) => (holderOf(context) === context.by?.toLowerCase() ? "writer" : "owner"),
  flags: {},
  parse: ({ words }) =>
    words.length === 0
      ? { verb: "unhold" }
      : { problem: `${quoted(words.join(" "))} is too much: a pull request has one hold` },
  decide: release,
});

function holderOf({ pull, by }: CommandContext): string | undefined {
  const state = pull?.state;
  // Without a hold there is nothing to protect.
  if (state === undefined || state === "none" || state === "lost" || !state.hold) return by?.toLowerCase();
  return state.hold.by.toLowerCase();
}

function hold({ reason }: Hold, context: CommandContext): Decision | Refused {
  const decisions = decisionContext(context);
  if ("refused" in decisions) return decisions;
  const current = decisions.state.hold;
  if (current !== undefined && current.by.toLowerCase() !== decisions.by.toLowerCase())
    return { headline: `On hold already, by ${quoted(current.by)}`, state: undefined };
  const next = decided(decisions, reason);
  if (current?.reason === next.reason) return { headline: "On hold already", state: undefined };
  return stored("On hold", { ...decisions.state, hold: next });
}

function release(_command: Unhold, context: CommandContext): Decision | Refused {
  const decisions = decisionContext(context);
  if ("refused" in decisions) return decisions;
  const { hold: current, ...state } = decisions.state;
  if (current === undefined) return { headline: "There is no hold", state: undefined };
  return stored(`The hold of ${quoted(current.by)} ends`, state);
}
