// What grants something: who may do what, owners, gates. A mistake never grants more than was meant.
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";

test("reads as it is written", () => {
  const { problems, ...config } = mergeConfig({
    repository: `
commands: {prefix: required, allow: [help, upgrade], maxClusters: 3}
permissions:
  - {selector: "label:env=prod,!cl03", teams: ["@Org/Platform"], minRole: maintain}
  - {paths: ["apps/**"], commands: [fix], users: [alice]}
owners:
  - {selector: all, teams: [org/platform]}
  - {layer: addon, teams: [addons]}
overrideTeam: org/on-call
trustedBots: ["renovate[bot]"]
gates: {hop: fail, unknown: off}
windows: [{selector: "ns:prod", cron: "0 8 * * 1-5", duration: 1h30m}]
`,
  });
  expect(problems).toEqual([]);
  expect(config.commands).toEqual({ prefix: "required", allow: ["help", "upgrade"], maxClusters: 3 });
  expect(config.permissions).toMatchObject([
    { selector: { text: "label:env=prod,!cl03" }, teams: ["org/platform"], minRole: "maintain" },
    { paths: ["apps/**"], commands: ["fix"], users: ["alice"], minRole: "write" },
  ]);
  expect(config.owners).toMatchObject([{ selector: { text: "all" } }, { layer: "addon", teams: ["addons"] }]);
  expect([config.overrideTeam, config.trustedBots]).toEqual(["org/on-call", ["renovate[bot]"]]);
  expect(config.gates).toEqual({ ...DEFAULT_CONFIG.gates, hop: "fail", unknown: "off" });
  expect(config.windows).toMatchObject([{ cron: "0 8 * * 1-5", timezone: "UTC", duration: 5_400 }]);
});

describe("permissions that cannot be read allow nothing", () => {
  test.each([
    ["a rule with a command nobody knows", "permissions: [{commands: [updgrade]}]", 1],
    ["a rule with a selector that is none", "permissions: [{selector: '!cl01'}]", 1],
    ["text in place of rules", "permissions: everybody", 1],
    ["a file that is no YAML", "permissions: [", 1],
    ["a file that is a list", "- permissions", 1],
    ["overrides of the organisation", "", 0],
  ])("%s", (_, repository, atLeast) => {
    const organisation = repository === "" ? "overrides: {permissions: nobody}" : undefined;
    const { permissions, problems } = mergeConfig({ repository, organisation });
    expect(permissions).toEqual([]);
    expect(problems.length).toBeGreaterThanOrEqual(atLeast);
  });

  test("and none at all is something else", () => {
    expect(mergeConfig({ repository: "rulez: {}" }).permissions).toBeUndefined();
  });
});

test.each([
  ["owners: [{teams: [a]}]", "owners[0] must be a map with teams and either selector or layer"],
  [
    "windows: [{selector: all, cron: '61 * * * *', duration: 1h}]",
    "windows[0].cron must be five fields of cron",
  ],
  [
    "windows: [{selector: all, cron: '* * * *', duration: 1h}]",
    "windows[0].cron must be five fields of cron",
  ],
  ["windows: [{selector: all, cron: '0 8 * * *', duration: 8}]", "windows[0].duration must be a duration"],
  ["windows: [{selector: all, cron: '0 8 * * *', duration: 169h}]", "windows[0].duration must be a duration"],
  ["gates: {stop: warn}", "gates.stop must be one of fail, neutral, off"],
  ["gates: {stopp: off}", "unknown key gates.stopp; did you mean gates.stop?"],
  ["commands: {maxClusters: 0}", "commands.maxClusters must be at least 1"],
])("%s is told", (repository, message) => {
  expect(
    mergeConfig({ repository })
      .problems.map((problem) => problem.message)
      .join(),
  ).toContain(message);
});

describe("on another base than the default branch", () => {
  const repository = "permissions: [{minRole: read}]\nrules: {data-loss: note}\ngates: {stop: off}\n";

  test("what grants comes from the default branch, the rest from the base", () => {
    const granting = {
      text: "gates: {stop: neutral}\noverrideTeam: org/on-call\nrules: {data-loss: stop}\n",
    };
    const config = mergeConfig({ repository, granting });
    expect([
      config.permissions,
      config.gates.stop,
      config.overrideTeam,
      config.rules.get("data-loss"),
    ]).toEqual([undefined, "neutral", "org/on-call", "note"]);
  });

  test("nothing is granted where the default branch has no file", () => {
    const config = mergeConfig({ repository, granting: { text: undefined } });
    expect([config.permissions, config.gates]).toEqual([undefined, DEFAULT_CONFIG.gates]);
  });
});
