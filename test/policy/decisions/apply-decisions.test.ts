// A plan and the state of its pull request → what is shown, kept and concluded.
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import { EMPTY_STATE, type FoundState, type Override, type State } from "../../../src/model/state.ts";
import { applyDecisions } from "../../../src/policy/decisions/apply-decisions.ts";
import { nextExpiration } from "../../../src/policy/decisions/expiry.ts";
import { planNotSeen } from "../../../src/policy/decisions/plan-seen.ts";
import { renderCheck } from "../../../src/render/check-run.ts";
import { renderComment } from "../../../src/render/comment/comment.ts";
import { finding, plan } from "../../render/plan.ts";

const digest = (text: string) => Buffer.from(text).toString("hex").padEnd(32, "0");
const found = (rule: string, severity: "stop" | "caution" | "note" = "stop") =>
  finding({ severity, fingerprint: digest(rule), message: `About ${rule}.` });
const FACTS = { config: DEFAULT_CONFIG, conflict: false, now: 1_000, clock: () => undefined };
const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);

function stand(rules: readonly string[], before: FoundState, facts: Partial<typeof FACTS> = {}) {
  const findings = rules.map((rule, i) => ({ ...found(rule), id: `F${i + 1}` }));
  const planned = plan({
    verdict: rules.length > 0 ? "stop" : "go",
    findings,
    head: { sha: HEAD, tree: "t" },
    base: { sha: BASE, branch: "main" },
    fingerprint: digest(rules.join()),
  });
  return applyDecisions(planned, before, { ...FACTS, ...facts });
}

const numbers = ({ plan }: ReturnType<typeof stand>) =>
  plan.findings.map(({ id, message }) => `${id} ${message.slice(6, -1)}`);

describe("a finding keeps its number", () => {
  test("over pushes, and none is given twice", () => {
    const first = stand(["a", "b", "c"], "none");
    expect(numbers(first)).toEqual(["F1 a", "F2 b", "F3 c"]);
    const second = stand(["x", "c"], first.state);
    expect(numbers(second)).toEqual(["F4 x", "F3 c"]);
    const third = stand(["a", "x", "y"], second.state);
    expect(numbers(third)).toEqual(["F1 a", "F4 x", "F5 y"]);
  });

  test("where two of one plan have the same fingerprint", () => {
    const first = stand(["a", "a", "b"], "none");
    expect(numbers(first)).toEqual(["F1 a", "F2 a", "F3 b"]);
    expect(numbers(stand(["b", "a", "a"], first.state))).toEqual(["F3 b", "F1 a", "F2 a"]);
  });

  test("whatever comes and goes over many pushes", () => {
    let state: FoundState = "none";
    const known = new Map<string, string>();
    const given = new Set<string>();
    for (let push = 0; push < 200; push++) {
      const rules = [...Array(12).keys()].filter((i) => (push * 7 + i * 13) % 5 < 2).map((i) => `r${i}`);
      const stood = stand(rules, state);
      for (const [at, { id }] of stood.plan.findings.entries()) {
        const rule = rules[at] as string;
        if (!known.has(rule)) {
          expect(given.has(id)).toBe(false);
          known.set(rule, id);
          given.add(id);
        }
        expect(id).toBe(known.get(rule));
      }
      ({ state } = stood);
    }
    expect(known.size).toBe(12);
  });
});

describe("an acknowledgement", () => {
  const accepted: State = {
    ...EMPTY_STATE,
    acknowledged: [{ by: "alice", reason: "agreed", at: 1, of: [digest("a")] }],
  };

  test("survives pushes that do not change its finding, and only those", () => {
    expect(stand(["a"], accepted).plan).toMatchObject({
      verdict: "go",
      findings: [{ acknowledged: { by: "alice", reason: "agreed" } }],
    });
    expect(stand(["a2"], accepted).plan.verdict).toBe("stop");
    expect(stand(["a"], stand(["a2"], accepted).state).plan.verdict).toBe("go");
  });

  test("leaves the plan's fingerprint alone", () => {
    expect(stand(["a"], accepted).plan.fingerprint).toBe(stand(["a"], "none").plan.fingerprint);
  });
});

const check = ({ plan, decisions }: ReturnType<typeof stand>, draft = false) =>
  renderCheck(plan, { draft, annotatable: new Set(), decisions });

describe("the check", () => {
  const hold = { by: "bob", reason: "waits for storage", at: 1 };

  test.each<[string, ReturnType<typeof stand>, string]>([
    ["passes", stand([], "none"), "success"],
    ["asks for action for a stop", stand(["a"], "none"), "action_required"],
    ["asks for action on hold", stand([], { ...EMPTY_STATE, hold }), "action_required"],
    ["asks for action where the state was lost", stand([], "lost"), "action_required"],
    ["fails where configuration says so of what is unknown", incomplete("fail"), "failure"],
    ["is neutral on what is unknown", incomplete("neutral"), "neutral"],
    ["passes what is unknown where nobody cares", incomplete("off"), "success"],
    ["passes a stop where nobody cares", stand(["a"], "none", gates({ stop: "off" })), "success"],
  ])("%s", (_, stood, conclusion) => {
    expect(check(stood).conclusion).toBe(conclusion);
    expect(check(stood, true).conclusion).toBe("neutral");
  });

  test("says who holds, in title and comment", () => {
    const stood = stand([], { ...EMPTY_STATE, hold });
    expect(check(stood).title).toBe("ON HOLD by bob · Go: nothing changes in any cluster");
    expect(renderComment(stood.plan, { decisions: stood.decisions })).toContain(
      "✋ **On hold** by `bob`: waits for storage. `/unhold` ends it.",
    );
  });

  test("stays as it is asked for until somebody looks again", () => {
    const second = stand([], stand([], "lost").state);
    expect([second.decisions.lost, check(second).conclusion]).toEqual([true, "action_required"]);
  });
});

describe("an override", () => {
  const override: Override = { gate: "stop", by: "eve", reason: "P1 1234", at: 1, head: HEAD, base: BASE };
  const state: State = { ...EMPTY_STATE, overrides: [override] };

  test("turns its gate neutral, and both places record it", () => {
    const stood = stand(["a"], state);
    expect([stood.plan.verdict, check(stood).conclusion]).toEqual(["stop", "neutral"]);
    for (const text of [check(stood).summary, renderComment(stood.plan, { decisions: stood.decisions })])
      expect(text).toContain(
        "🔓 **Gate `stop` overridden** by `eve`: P1 1234, until somebody pushes or the base moves.",
      );
  });

  test.each<[string, Partial<Override>, number]>([
    ["a push", { head: "3".repeat(40) }, 1_000],
    ["a base that moves", { base: "3".repeat(40) }, 1_000],
    ["its time", { until: 1_000 }, 1_000],
  ])("ends with %s, and does not come back", (_, changes, now) => {
    const stood = stand(["a"], { ...EMPTY_STATE, overrides: [{ ...override, ...changes }] }, { now });
    expect(check(stood).conclusion).toBe("action_required");
    expect(stood.state.overrides).toEqual([]);
  });

  test("says when it ends, and when to look again", () => {
    const stood = stand(["a"], { ...EMPTY_STATE, overrides: [{ ...override, until: 1_773_000_000 }] });
    expect(renderComment(stood.plan, { decisions: stood.decisions })).toContain(
      "and at the latest at 2026-03-08 20:00 UTC",
    );
    expect(nextExpiration(stood.state)).toBe(1_773_000_000);
  });

  test("does not lift a hold, nor another gate", () => {
    const held = stand(["a"], { ...state, hold: { by: "bob", reason: "", at: 1 } });
    expect(check(held).conclusion).toBe("action_required");
    const other = stand(["a"], { ...EMPTY_STATE, overrides: [{ ...override, gate: "window" }] });
    expect(check(other).conclusion).toBe("action_required");
  });
});

describe("a command speaks of the plan its author saw", () => {
  const state = {
    ...EMPTY_STATE,
    shown: [
      { plan: "p", head: HEAD, at: 100 },
      { plan: "q", head: BASE, at: 200 },
    ],
  };
  test.each<[string, number, string, string | undefined]>([
    ["the plan of the head", 200, BASE, undefined],
    ["an earlier head's", 150, BASE, "The plan you saw was that of `1111111`"],
    ["none yet", 99, HEAD, "was made after this command"],
  ])("%s", (_, at, head, refused) => {
    expect(planNotSeen(state, { at, head })?.refused ?? "").toContain(refused ?? "");
    expect(planNotSeen(state, { at, head }) === undefined).toBe(refused === undefined);
  });

  test("a plan shown twice was shown since the first time", () => {
    const again = stand(["a"], stand(["a"], "none", { now: 10 }).state, { now: 90 }).state;
    expect(again.shown.map(({ at }) => at)).toEqual([10]);
    expect(planNotSeen(undefined, { at: 50, head: HEAD })).toBeDefined();
  });
});

function gates(changes: Partial<typeof DEFAULT_CONFIG.gates>) {
  return { config: { ...DEFAULT_CONFIG, gates: { ...DEFAULT_CONFIG.gates, ...changes } } };
}

function incomplete(effect: "fail" | "neutral" | "off") {
  const planned = plan({ complete: false, verdict: "caution", notEvaluated: [{ path: "a", reason: "b" }] });
  return applyDecisions(planned, "none", { ...FACTS, ...gates({ unknown: effect }) });
}
