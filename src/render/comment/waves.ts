// Plan.waves → the timeline: a Mermaid graph and a table that says the same in words.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { Plan, PlanChange, WaveStep } from "../../model/plan.ts";
import { code, mermaidLabel, prose } from "../escape.ts";
import { appliesWord, count, countOf, isRisky, number, operationLabel, operationWord } from "../labels.ts";
import { qualified } from "./cells.ts";
import type { Detail, Section } from "./detail.ts";
import { fold, renderTable, type Table } from "./table.ts";

const GRAPH_STEPS = 40;
const NAMED = 3;

/** Empty where nothing changes. */
export function waveSections(plan: Plan): Section[] {
  if (plan.waves.length === 0) return [];
  const steps = plan.waves.map((step) => ({
    step,
    changes: step.changes.flatMap((at) => plan.changes[at] ?? []),
  }));
  const title = `Order after the merge: ${count(steps.length, "step")}`;
  const table = tableOf(steps);
  const graph = steps.length > GRAPH_STEPS || steps.length === 1 ? "" : mermaid(steps);
  const text = (detail: Detail, omitted: string[]): string => {
    if (detail.rows === "counts") {
      omitted.push("the order after the merge");
      return `**${title}**`;
    }
    const [only] = steps;
    if (only && steps.length === 1) return fold(title, oneStep(only));
    const body = [renderTable(table, detail, omitted)];
    if (graph !== "" && detail.diffs !== "none") body.unshift(graph);
    return fold(title, body.join("\n\n"));
  };
  return [{ minLength: steps.length * 30, text }];
}

type Step = { readonly step: WaveStep; readonly changes: readonly PlanChange[] };

/** A table of one row would say no more. */
function oneStep({ step, changes }: Step): string {
  const why = step.why === "" ? "nothing is before it" : prose(step.why, 300);
  return `${when({ step, changes })}, ${waveOf(step)}: ${why}`;
}

/** "wave 0 › 10 › 0", "PreSync 0 › 10 › 0". */
function waveOf({ phase, wave }: WaveStep): string {
  return `${phase ?? "wave"} ${wave.join(" › ")}`;
}

/** Cells are made when asked for: of thousands of steps seven are read. */
function tableOf(steps: readonly Step[]): Table {
  const rows = steps.map((step, at) => ({
    get cells() {
      return cellsOf(step, at);
    },
    name: `${at + 1} ${step.step.application ?? ""}`,
  }));
  return {
    header: ["When", "What", "Waits for what is before it?"],
    rows,
    noun: "the order after the merge",
  };
}

function cellsOf({ step, changes }: Step, at: number): string[] {
  return [
    `${at + 1}. ${when({ step, changes })}<br>${waveOf(step)}`,
    what({ step, changes }),
    `${step.gated ? "yes" : "**no**"}${reasonOf({ step, changes })}`,
  ];
}

/** ": reason". Why something is held stands with what is held, and the column before names the Application. */
function reasonOf({ step: { application, why }, changes }: Step): string {
  if (why === "" || changes.every(({ applies, because }) => applies !== "auto" && because !== undefined))
    return "";
  const name = `Application \`${application}\` `;
  return `: ${prose(why.startsWith(name) ? why.slice(name.length) : why, 300)}`;
}

/** Steps of one sync follow each other also where none waits for the other to be healthy. */
function when({ step, changes }: Step): string {
  const [first] = changes;
  const alike = first && changes.every((change) => change.applies === first.applies);
  // That an Application breaks with the merge is no change that anything could hold.
  if (alike && first.applies !== "auto" && !(first.operation === "break" && first.applies === "blocked")) {
    const needsPruning = changes.every((change) => change.requiresPruning);
    return appliesWord(needsPruning ? first : { applies: first.applies });
  }
  if (step.phase === "SyncFail") return "if a sync fails";
  if (step.after === undefined) return "at once";
  return step.gated ? `after step ${step.after + 1}` : `seconds after step ${step.after + 1}`;
}

/** "`app`: ⬆️ upgrade `cl03`, ⬆️ upgrade `cl04` and 2 more". */
function what({ step, changes }: Step): string {
  const named = changes.map((change) => {
    const word = appliesWord(change);
    const name = code(`${change.object.kind} ${qualified(change.object)}`, 120);
    return `${operationLabel(change)} ${name}${word === "" ? "" : ` (${word})`}`;
  });
  const by = step.application === null ? "no Application" : code(step.application, 120);
  return `${by}: ${andMore(named, NAMED, number)}`;
}

function mermaid(steps: readonly Step[]): string {
  const lines = ["flowchart LR", "  m([merge])"];
  for (const [at, { step, changes }] of steps.entries()) {
    const label = [
      `${step.phase === undefined ? "" : `${step.phase} `}wave ${step.wave.join("·")} ${step.application ?? ""}`,
      operationText(changes),
      namesOf(changes),
    ];
    const node = `s${at + 1}["${label.map((part) => mermaidLabel(part)).join("<br/>")}"]`;
    lines.push(`  ${arrow(step)} ${node}`);
  }
  const bad = steps.flatMap(({ changes }, at) => (changes.some(isRisky) ? [`s${at + 1}`] : []));
  if (bad.length > 0)
    lines.push("  classDef bad fill:#ffe0e0,stroke:#b00,color:#000", `  class ${bad.join(",")} bad`);
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

function arrow({ after, gated }: WaveStep): string {
  if (after === undefined) return "m -.->";
  return gated ? `s${after + 1} -->|waits|` : `s${after + 1} -.->`;
}

function operationText(changes: readonly PlanChange[]): string {
  const kinds = groupBy(changes, operationWord);
  return [...kinds].map(([word, own]) => countOf(own.length, word)).join(", ");
}

function namesOf(changes: readonly PlanChange[]): string {
  const own = [...new Set(changes.map((change) => change.cluster ?? change.object.name))];
  return own.length <= 2 ? own.join(", ") : `${own.slice(0, 2).join(", ")} +${own.length - 2}`;
}
