// breakwater.yml: what does not validate is a problem with its line, and only that is left out.
import { describe, expect, test } from "@jest/globals";
import { readConfigFile } from "../../../src/policy/configuration/read.ts";

const read = (text: string) => readConfigFile(text, "breakwater.yml");
const told = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

test.each([
  ["an empty file", "", {}],
  ["a comment", "# nothing yet\n", {}],
  ["a version that YAML takes for a number", "argocd: {version: 3.1}\n", { argocd: { version: 3.1 } }],
  ["an unquoted off", "rules: {node-rollout: off}\n", { rules: { "node-rollout": false } }],
  [
    "an unquoted day",
    "ignore: [{kind: Deployment, reason: known, until: 2027-01-31}]\n",
    { ignore: [{ kind: "Deployment", reason: "known", until: "2027-01-31" }] },
  ],
  [
    "Supervisors by their destinations",
    "supervisors: {east: [in-cluster, argocd-east/in-cluster]}\n",
    { supervisors: { east: ["in-cluster", "argocd-east/in-cluster"] } },
  ],
])("%s is read", (_, text, keys) => {
  expect(read(text)).toMatchObject({ keys, problems: [] });
});

test.each([
  [
    "a second document",
    "enabled: true\n---\nenabled: false\n",
    ["3: only the first document of the file counts"],
  ],
  ["a key without its map", "argocd:\n", ["1: argocd must be a map of keys"]],
  ["rules that are no map", "rules: []\n", ["1: rules must be a map from a rule to its severity"]],
  ["a list", "- 1\n", ["1: this document is a list, not a map"]],
  ["a key that is nearly known", "rulez: {}\n", ["1: unknown key rulez; did you mean rules?"]],
  ["a key like no other", "\nsomethingElse: 1\n", ["2: unknown key somethingElse"]],
  [
    "a rule that is nearly known",
    "rules:\n  node-rolout: off\n",
    ["2: unknown key rules.node-rolout; did you mean rules.node-rollout?"],
  ],
  [
    "a key below a map",
    "argocd:\n  versoin: '3.0'\n",
    ["2: unknown key argocd.versoin; did you mean argocd.version?"],
  ],
  [
    "a severity",
    "rules:\n  data-loss: loud\n",
    ["2: rules.data-loss must be one of off, stop, caution, note"],
  ],
  ["a version", "argocd: {version: newest}\n", ['1: argocd.version must be a version such as "3.0"']],
  ["a switch", "enabled: maybe\n", ["1: enabled must be true or false"]],
  [
    "a label that is no string",
    "catalog: {clusters: [{name: cl09, labels: {tier: 1}}]}\n",
    ["1: catalog.clusters[0].labels.tier must be a string; quote numbers and true or false"],
  ],
  [
    "a release of an add-on",
    "catalog: {addons: [{release: contour.1.33.0, kubernetes: newest}]}\n",
    ['1: catalog.addons[0].kubernetes must be a range such as ">=1.33.0 <1.36.0"'],
  ],
  [
    "an address without its length",
    "catalog: {ranges: [{range: 10.96.0.0, of: services}]}\n",
    ["1: catalog.ranges[0].range must be an address range such as 10.96.0.0/23"],
  ],
  [
    "an entry without a reason",
    "ignore:\n  - rule: node-rollout\n",
    ["2: ignore[0].reason is missing: a sentence that says why"],
  ],
  [
    "an entry that would accept everything",
    "ignore:\n  - reason: all of it\n",
    ["2: ignore[0] must be a map with a reason and at least one of rule, kind and path"],
  ],
  ["a group", "comment: {groups: [prod]}\n", ["1: comment.groups[0] must be label=value"]],
  ["a number of lines", "comment: {openLines: -1}\n", ["1: comment.openLines must be a number of lines"]],
])("%s is told with its line", (_, text, problems) => {
  expect(told(text)).toEqual(problems);
});

describe("what is left out", () => {
  test("is the key alone", () => {
    const text = "rules: {node-rollout: off, data-loss: loud}\nenabled: perhaps\nroots: [argocd/root]\n";
    expect(read(text).keys).toEqual({ rules: { "node-rollout": false }, roots: ["argocd/root"] });
  });

  test("is a whole entry of a list: half of one would accept more than was asked", () => {
    const { keys, problems } = read(
      "ignore:\n  - {rule: node-rollout, knd: Cluster, reason: known}\n  - {kind: Job, reason: known}\n",
    );
    expect(keys.ignore).toEqual([{ kind: "Job", reason: "known" }]);
    expect(problems.map(({ message }) => message)).toEqual([
      "unknown key ignore[0].knd; did you mean ignore[0].kind?",
    ]);
  });

  test("is everything where the file is no YAML", () => {
    expect(read("rules: [\n")).toMatchObject({ keys: {}, problems: [{ line: expect.any(Number) }] });
  });

  test("is each of ten thousand unknown keys; the first are told and the others counted", () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `key${i}: 1`);
    const { keys: kept, problems } = read([...keys, "enabled: false"].join("\n"));
    expect(kept).toEqual({ enabled: false });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)?.message).toBe("9950 further keys do not validate");
  });
});
