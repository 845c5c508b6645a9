// A plan → what in it contradicts itself or the contract. Empty for a sound plan.
import {
  APPLIES,
  EVIDENCE,
  type Finding,
  OPERATIONS,
  type Plan,
  type PlanChange,
  type PlanVerdict,
  SEVERITIES,
} from "../../src/model/plan.ts";
import { isReason } from "./reasons.ts";

export function planFaults(plan: Plan): string[] {
  return [
    ...planItself(plan),
    ...[...plan.changes, ...plan.dormant].flatMap(changeFaults),
    ...plan.findings.flatMap(findingFaults),
    ...plan.waves.flatMap(({ changes }) =>
      changes.filter((i) => plan.changes[i] === undefined).map((i) => `wave step names no change ${i}`),
    ),
    ...plan.waves.flatMap((step, i) =>
      faults({
        [`step ${i} comes after an earlier one`]: step.after === undefined || step.after < i,
        [`step ${i} waits for another`]: !step.gated || step.after !== undefined,
      }),
    ),
    ...unplacedChanges(plan),
    ...plan.notEvaluated.flatMap(({ reason }) => (isReason(reason) ? [] : [`reason of its own: ${reason}`])),
  ];
}

function planItself(plan: Plan): string[] {
  const impact = plan.changes.length > 0 ? "some" : plan.complete ? "none" : "unknown";
  return faults({
    "complete goes with notEvaluated": plan.complete === (plan.notEvaluated.length === 0),
    [`impact ${plan.impact} is ${impact}`]: plan.impact === impact,
    [`verdict ${plan.verdict} is the gravest finding's`]: plan.verdict === verdictOf(plan),
    "headline is one line": plan.headline !== "" && !plan.headline.includes("\n"),
    "finding ids count up": plan.findings.every(({ id }, i) => id === `F${i + 1}`),
    "findings go from grave to light": isSorted(plan.findings.map((f) => SEVERITIES.indexOf(f.severity))),
    "clusters are named once": isSet(plan.clusters.map(({ cluster }) => cluster)),
    "dormant changes never apply": plan.dormant.every(({ applies }) => applies === "never"),
  });
}

function verdictOf(plan: Plan): PlanVerdict {
  const open = new Set(plan.findings.filter((f) => !f.acknowledged).map((f) => f.severity));
  if (open.has("stop")) return "stop";
  return open.has("caution") || !plan.complete ? "caution" : "go";
}

/** Every change happens in some step of the timeline, or is said not to happen. */
function unplacedChanges(plan: Plan): string[] {
  const placed = new Set(plan.waves.flatMap(({ changes }) => changes));
  return plan.changes
    .filter(({ applies }, i) => applies === "auto" && !placed.has(i))
    .map((change) => `${changeName(change)} is in no wave step`);
}

function changeFaults(change: PlanChange): string[] {
  const { layer, operation, via, wave, application, applies, rollout, source } = change;
  const named = faults({
    "operation belongs to its layer": (OPERATIONS[layer] as readonly string[]).includes(operation),
    "one wave for each Application and the object": wave.length === via.length + 1,
    "via ends with the Application": application === null || via.at(-1) === application,
    "applies is known": APPLIES.includes(applies),
    "because says why it is not automatic": applies === "auto" || (change.because ?? "") !== "",
    "evidence is known": EVIDENCE.includes(change.evidence),
    "ranges go up": [rollout?.controlPlane, rollout?.workers].every((r) => !r || r.min <= r.max),
    "a line is counted from 1": source === null || source.line >= 1,
    "it has a name": change.object.kind !== "" && change.object.name !== "",
  });
  return named.map((fault) => `${changeName(change)}: ${fault}`);
}

function findingFaults({ id, rule, message, why, do: advice, subject, source }: Finding): string[] {
  const named = faults({
    "words are there": message !== "" && why !== "" && subject !== "",
    "words are one line each": ![message, why, advice ?? ""].some((text) => text.includes("\n")),
    "no placeholder is left": !/undefined|\[object|NaN/.test([message, why, advice ?? "", subject].join()),
    "a line is counted from 1": source === null || source.line >= 1,
  });
  return named.map((fault) => `${id} ${rule}: ${fault}`);
}

function changeName({ operation, object }: PlanChange): string {
  return `${operation} ${object.kind} ${object.namespace}/${object.name}`;
}

function faults(checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks)
    .filter(([, holds]) => !holds)
    .map(([check]) => `does not hold: ${check}`);
}

function isSorted(numbers: readonly number[]): boolean {
  return numbers.every((n, i) => i === 0 || (numbers[i - 1] as number) <= n);
}

function isSet(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
