// Plans → the gates they close.
import { describe, expect, test } from "@jest/globals";
import { wallClock } from "../../../src/adapters/clock.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";
import { windowsNow } from "../../../src/policy/decisions/change-windows.ts";
import { closedGates } from "../../../src/policy/decisions/gates.ts";
import { change, cluster as impact, plan } from "../../render/plan.ts";

const at = (text: string) => Date.parse(text) / 1000;

function closed(configuration: string, given: Parameters<typeof plan>[0], now = 0, conflict = false) {
  const config = mergeConfig({ repository: configuration });
  expect(config.problems).toEqual([]);
  const windows = windowsNow(plan(given), config.windows, now, wallClock);
  return closedGates(plan(given), config, { conflict, windows }).map(
    ({ gate, effect, why }) => `${gate} ${effect}: ${why}`,
  );
}

describe("gates that are off by default", () => {
  test("hop: a version that goes back or is skipped, whatever was acknowledged", () => {
    const changes = [
      change({ layer: "cluster", operation: "upgrade", hop: "skip", cluster: "cl01" }),
      change({ layer: "cluster", operation: "downgrade", hop: "minor", cluster: "cl02" }),
      change({ layer: "cluster", operation: "upgrade", hop: "minor", cluster: "cl03" }),
      change({ layer: "addon", operation: "downgrade", cluster: "cl04" }),
    ];
    expect(closed("", { changes })).toEqual([]);
    expect(closed("gates: {hop: fail}", { changes })).toEqual([
      "hop fail: versions go back or are skipped: `cl01`, `cl02`",
    ]);
  });

  test("hop: another major, and none where each version is the next", () => {
    const to = (hop: "major" | "minor") => [
      change({ layer: "cluster", operation: "upgrade", hop, cluster: "cl01" }),
    ];
    expect(closed("gates: {hop: fail}", { changes: to("major") })).toHaveLength(1);
    expect(closed("gates: {hop: fail}", { changes: to("minor") })).toEqual([]);
  });

  test("destroy: what no revert brings back", () => {
    const rollback = { verdict: "destructive" as const, why: "" };
    expect(closed("", { rollback })).toEqual([]);
    expect(closed("gates: {destroy: neutral}", { rollback })).toHaveLength(1);
    const partial = { verdict: "forward-only" as const, why: "" };
    expect(closed("gates: {destroy: neutral}", { rollback: partial })).toEqual([]);
  });
});

test("a conflict is neutral, and off where somebody says so", () => {
  expect(closed("", {}, 0, true)).toEqual(["conflict neutral: it conflicts with its base branch"]);
  expect(closed("gates: {conflict: off}", {}, 0, true)).toEqual([]);
});

describe("a window", () => {
  const WINDOWS = `
windows:
  - {selector: "label:env=prod", cron: "0 8 * * mon-fri", timezone: Europe/Oslo, duration: 9h}
  - {selector: "label:env=prod,!cl09", cron: "30 22 * * 0", duration: 2h30m}
`;
  const clusters = [
    impact({ cluster: "cl01", labels: { env: "prod" } }),
    impact({ cluster: "cl02", labels: { env: "lab" } }),
  ];
  test.each([
    ["on a workday in winter", "2026-11-23T07:00:00Z", true],
    ["a second before", "2026-11-23T06:59:59Z", false],
    ["in its last second", "2026-11-23T15:59:59Z", true],
    ["when it has ended", "2026-11-23T16:00:00Z", false],
    ["in summer, an hour earlier", "2026-07-20T06:00:00Z", true],
    ["a second before, in summer", "2026-07-20T05:59:59Z", false],
    ["at the weekend", "2026-11-21T10:00:00Z", false],
    ["by the second one", "2026-11-22T22:30:00Z", true],
    ["by the second one, past midnight", "2026-11-23T00:59:59Z", true],
    ["no longer by the second one", "2026-11-23T01:00:00Z", false],
  ])("is open %s: %s", (_, moment, open) => {
    expect(closed(WINDOWS, { clusters }, at(moment))).toEqual(
      open ? [] : ["window fail: outside the change windows of `cl01`"],
    );
  });

  test("in a time zone that nobody knows is closed", () => {
    const windows = WINDOWS.replace("Europe/Oslo", "Europe/Atlantis");
    expect(closed(windows, { clusters }, at("2026-11-23T08:00:00Z"))).toHaveLength(1);
  });

  test("keeps nobody from anything else", () => {
    expect(
      closed(WINDOWS, { clusters: [clusters[1] as (typeof clusters)[0]] }, at("2026-11-21T10:00:00Z")),
    ).toEqual([]);
  });
});
