// A signed state and a moment → what of it has ended by the clock.
import { describe, expect, test } from "@jest/globals";
import { wallClock } from "../../../src/adapters/clock.ts";
import { EMPTY_STATE, type Override } from "../../../src/model/state.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";
import { applyDecisions } from "../../../src/policy/decisions/apply-decisions.ts";
import { windowsNow } from "../../../src/policy/decisions/change-windows.ts";
import { expirations, expiredAt, nextExpiration } from "../../../src/policy/decisions/expiry.ts";
import { signState, stateKey, verifyState } from "../../../src/policy/decisions/signed-state.ts";
import { cluster, plan } from "../../render/plan.ts";

const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);
const override = (gate: Override["gate"], until?: number): Override => ({
  ...{ by: "mona", reason: "P1", at: 100, gate, head: HEAD, base: BASE },
  ...(until === undefined ? {} : { until }),
});
const at = (text: string) => Date.parse(text) / 1000;

describe("what ends by the clock", () => {
  const state = {
    ...EMPTY_STATE,
    overrides: [override("hop"), override("stop", 900), override("window", 500)],
  };

  test("is listed with the earliest first, and holds and overrides without a time are not", () => {
    expect(expirations({ ...state, hold: { by: "ann", reason: "", at: 1 }, turns: 700 })).toEqual([
      { at: 500, what: "override", gate: "window", by: "mona" },
      { at: 700, what: "window" },
      { at: 900, what: "override", gate: "stop", by: "mona" },
    ]);
    expect(nextExpiration(state)).toBe(500);
    expect(nextExpiration(EMPTY_STATE)).toBeUndefined();
  });

  test("is due from its second on, read from what the comment carries", () => {
    const key = stateKey("secret", { repository: 1, pull: 57 });
    const kept = verifyState(`text\n${signState(state, key)}\n`, key);
    if (typeof kept === "string") throw new Error(kept);
    expect(expiredAt(kept, 499)).toEqual([]);
    expect(expiredAt(kept, 500).map(({ what }) => what)).toEqual(["override"]);
    expect(expiredAt(kept, 9_999)).toHaveLength(2);
  });

  test("is due once: the review that comes of it forgets it", () => {
    const config = mergeConfig({ repository: "gates: {stop: fail}" });
    const planned = plan({ head: { sha: HEAD, tree: "t" }, base: { sha: BASE, branch: "main" } });
    const facts = { config, conflict: false, clock: wallClock };
    const stood = applyDecisions(planned, state, { ...facts, now: 600 });
    expect(expiredAt(stood.state, 600)).toEqual([]);
    expect(nextExpiration(stood.state)).toBe(900);
  });
});

describe("a change window", () => {
  const config = mergeConfig({
    repository: `
windows:
  - {selector: "label:env=prod", cron: "0 8 * * mon-fri", timezone: Europe/Oslo, duration: 9h}
  - {selector: "cl02", cron: "0 16 * * mon", timezone: Europe/Oslo, duration: 3h}
  - {selector: "cl04", cron: "* * * * *", timezone: Europe/Oslo, duration: 1h}
  - {selector: "cl05", cron: "0 8 1 1 *", timezone: Europe/Oslo, duration: 1h}
`,
  });
  const clusters = [
    cluster({ cluster: "cl01", labels: { env: "prod" } }),
    cluster({ cluster: "cl02", labels: { env: "prod" } }),
    cluster({ cluster: "cl03", labels: {} }),
    cluster({ cluster: "cl04", labels: {} }),
    cluster({ cluster: "cl05", labels: {} }),
  ];
  const at0 = (now: string) =>
    windowsNow(plan({ clusters }), config.windows, at(now), wallClock).map(({ cluster, open, nextChange }) =>
      [
        cluster,
        open ? "open" : "closed",
        nextChange && new Date(nextChange.at * 1000).toISOString().slice(0, 16),
      ].join(" "),
    );

  test("says when it turns; windows of a cluster that touch are one, and what nobody sees ends never", () => {
    expect(at0("2026-11-23T07:00:00Z")).toEqual([
      "cl01 open 2026-11-23T16:00",
      "cl02 open 2026-11-23T18:00",
      "cl04 open ",
      "cl05 closed ",
    ]);
    expect(at0("2026-11-21T10:00:00Z").slice(0, 2)).toEqual([
      "cl01 closed 2026-11-23T07:00",
      "cl02 closed 2026-11-23T07:00",
    ]);
  });

  test("says it by the clocks of its own time zone", () => {
    const [first] = windowsNow(plan({ clusters }), config.windows, at("2026-11-23T07:00:00Z"), wallClock);
    expect(first?.nextChange).toMatchObject({
      timezone: "Europe/Oslo",
      shown: { weekday: 1, day: 23, month: 11, hour: 17, minute: 0 },
    });
  });

  test("is remembered where it turns, so that the check follows it", () => {
    const facts = { config, conflict: false, clock: wallClock };
    const stood = applyDecisions(plan({ clusters }), "none", { ...facts, now: at("2026-11-23T07:00:00Z") });
    expect(nextExpiration(stood.state)).toBe(at("2026-11-23T16:00:00Z"));
    const later = applyDecisions(plan({ clusters: [] }), stood.state, {
      ...facts,
      now: at("2026-11-23T16:00:00Z"),
    });
    expect(later.state.turns).toBeUndefined();
  });
});
