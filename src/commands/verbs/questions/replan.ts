// /plan: the plan once more, and in the reply the part of it that was asked for.

import { quoted } from "../../../lib/code-span.ts";
import type { Answer, Command, Problem, Refused } from "../../../model/command.ts";
import { LAYERS, type PlanChange } from "../../../model/plan.ts";
import { readSelector } from "../../../policy/configuration/selector.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { planOn } from "../../lookup/plan-of-pull-request.ts";
import { clustersOf } from "../../lookup/selector.ts";

type PlanAgain = Extract<Command, { verb: "plan" }>;

/** Changes listed, without and with `--full`. */
const SHOWN = 15;
const FULL = 200;

export const PLAN = defineVerb<PlanAgain>({
  name: "plan",
  usage: "/plan [<clusters>] [--layer=<layer>] [--full]",
  description:
    "Plans the pull request anew and updates the comment. Clusters and a layer choose what the reply lists; `--full` lists all of it.",
  examples: ["/plan", "/plan cl01 --layer=workload"],
  flags: { layer: LAYERS, full: undefined },
  replans: true,
  parse,
  answer,
});

function parse({ words, flags }: Line): PlanAgain | Problem {
  const [clusters, ...more] = words;
  if (more.length > 0)
    return { problem: `${quoted(more.join(" "))} is too much: lists of clusters are joined by commas` };
  const selector = clusters === undefined ? undefined : readSelector(clusters);
  if (selector !== undefined && "problem" in selector) return selector;
  const layer = LAYERS.find((one) => one === flags.get("layer"));
  return { verb: "plan", selector, layer, full: flags.has("full") };
}

async function answer(
  { selector, layer, full }: PlanAgain,
  context: CommandContext,
): Promise<Answer | Refused> {
  const plan = await planOn(context, "plan");
  if ("refused" in plan) return plan;
  const chosen = selector === undefined ? undefined : clustersOf(selector, context.fleet);
  if (chosen !== undefined && "refused" in chosen) return chosen;
  const names = chosen === undefined ? undefined : new Set(chosen.map(({ label }) => label));
  const changes = plan.changes.filter(
    (change) =>
      (layer === undefined || change.layer === layer) &&
      (names === undefined || (change.cluster !== undefined && names.has(change.cluster))),
  );
  const rows = changes.slice(0, full ? FULL : SHOWN).map(rowOf);
  const more = changes.length - rows.length;
  const lines = [
    ...(rows.length === 0 ? ["No change is among what was asked for"] : []),
    ...(more > 0 ? [`${more} more changes${full ? "" : "; `--full` lists them"}`] : []),
    ...plan.notEvaluated.map(
      ({ path, application, reason }) => `Not evaluated: ${quoted(path ?? application ?? "?")}: ${reason}`,
    ),
  ];
  return {
    headline: plan.headline,
    blocks: [
      ...(rows.length === 0
        ? []
        : [{ kind: "table", head: ["Layer", "What", "Object", "On", "Happens"], rows } as const]),
      ...(lines.length === 0 ? [] : [{ kind: "lines", lines } as const]),
    ],
  };
}

function rowOf({ layer, operation, object, cluster, applies, from, to }: PlanChange): string[] {
  const step = from === undefined && to === undefined ? "" : ` ${quotedOr(from)} → ${quotedOr(to)}`;
  return [
    layer,
    `${operation}${step}`,
    quoted(`${object.kind} ${object.name}`),
    cluster === undefined ? "–" : quoted(cluster),
    applies,
  ];
}

function quotedOr(text: string | undefined): string {
  return text === undefined ? "–" : quoted(text);
}
