// An organisation's file and a repository's → one configuration.
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";

test("without files everything has its default", () => {
  expect(mergeConfig({})).toEqual(DEFAULT_CONFIG);
});

describe("the repository goes before the organisation", () => {
  const organisation = `
argocd: {version: "2.14", applicationHealth: gated}
rules: {data-loss: note, node-rollout: off}
roots: [argocd/root]
supervisors: {east: [in-cluster]}
ignore: [{rule: data-loss, reason: of the organisation}]
`;

  test("key by key in maps, and lists as a whole", () => {
    const merged = mergeConfig({
      organisation,
      repository: `
argocd: {version: 3.1}
rules: {data-loss: caution}
roots: [argocd/other]
supervisors: {west: [west]}
`,
    });
    expect(merged.argocd).toEqual({ version: "3.1", applicationHealth: "gated" });
    expect(Object.fromEntries(merged.rules)).toEqual({ "data-loss": "caution", "node-rollout": "off" });
    expect(merged.roots).toEqual(["argocd/other"]);
    expect(Object.fromEntries(merged.supervisors)).toEqual({ "in-cluster": "east", west: "west" });
  });

  test("but for what is accepted, which adds up", () => {
    const repository = "ignore: [{kind: Job, reason: of the repository}]\n";
    expect(mergeConfig({ organisation, repository }).ignore.map(({ reason }) => reason)).toEqual([
      "of the organisation",
      "of the repository",
    ]);
  });
});

describe("the organisation's overrides", () => {
  const organisation = "rules: {data-loss: note}\noverrides: {rules: {data-loss: stop}, enabled: true}\n";

  test("go before the repository", () => {
    const merged = mergeConfig({ organisation, repository: "rules: {data-loss: off}\nenabled: false\n" });
    expect([merged.rules.get("data-loss"), merged.enabled]).toEqual(["stop", true]);
  });

  test("cannot be ignored by the repository", () => {
    const { ignore } = mergeConfig({ organisation, repository: "ignore: [{path: '**', reason: x}]\n" });
    expect(ignore.map(({ except }) => [...except])).toEqual([["data-loss"]]);
  });

  test("mean nothing in a repository's file, and that is told", () => {
    const { rules, problems } = mergeConfig({ repository: "\noverrides: {rules: {data-loss: stop}}\n" });
    expect([rules.size, problems]).toEqual([
      0,
      [
        {
          path: ".github/breakwater.yml",
          line: 2,
          message: "overrides counts in the organisation's file only",
        },
      ],
    ]);
  });
});

test("mistakes of both are told with their file", () => {
  const { problems } = mergeConfig({ organisation: "x: 1", repository: "y: 1" });
  expect(problems.map(({ path }) => path)).toEqual([
    "the organisation's .github/breakwater.yml",
    ".github/breakwater.yml",
  ]);
});

test("each key that somebody set is known with where it comes from", () => {
  const organisation =
    "argocd: {version: '3.1'}\nrules: {data-loss: note}\noverrides: {rules: {data-loss: stop}}\n";
  const repository = "argocd: {version: '3.0'}\nrules: {cni-change: note}\n";
  expect(mergeConfig({ organisation, repository }).settings).toEqual([
    { key: "argocd.version", value: '"3.0"', source: "the repository" },
    { key: "rules.cni-change", value: '"note"', source: "the repository" },
    { key: "rules.data-loss", value: '"stop"', source: "the organisation's overrides" },
  ]);
});
