// /waves: what happens after the merge, step by step, and what waits for what.

import { quoted } from "../../../lib/code-span.ts";
import type { Answer, Command, Problem, Refused } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { planOn } from "../../lookup/plan-of-pull-request.ts";

type Waves = Extract<Command, { verb: "waves" }>;

export const WAVES = defineVerb<Waves>({
  name: "waves",
  usage: "/waves",
  description: "Shows what happens after the merge, step by step, and whether Argo CD waits in between.",
  examples: ["/waves"],
  flags: {},
  parse: ({ words }: Line): Waves | Problem =>
    words.length > 0
      ? { problem: `${quoted(words.join(" "))} is too much: it takes nothing` }
      : { verb: "waves" },
  answer,
});

async function answer(_: Waves, context: CommandContext): Promise<Answer | Refused> {
  const plan = await planOn(context, "waves");
  if ("refused" in plan) return plan;
  const { length } = plan.waves;
  if (length === 0) return { headline: "Nothing happens after the merge", blocks: [] };
  const headline = length === 1 ? "One step after the merge" : `${length} steps after the merge`;
  return { headline, blocks: [{ kind: "waves", plan }] };
}
