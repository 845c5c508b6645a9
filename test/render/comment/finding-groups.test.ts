// Findings that share a row: the same rule and facts, but for the name of what they are about.
import { expect, test } from "@jest/globals";
import type { Finding } from "../../../src/model/plan.ts";
import { alikeFindings } from "../../../src/render/comment/finding-groups.ts";
import { finding } from "../plan.ts";

const about = (name: string, parts: Partial<Finding> = {}) =>
  finding({ subject: `Cluster ns/${name}`, facts: { cluster: name, by: "prune" }, ...parts });

const sizes = (findings: readonly Finding[]) => alikeFindings(findings).map((group) => group.length);

test.each<[string, Partial<Finding>, number[]]>([
  ["nothing else", {}, [3]],
  ["another fact", { facts: { cluster: "c", by: "cascade" } }, [1, 1, 1]],
  ["the words alone", { message: "said otherwise" }, [3]],
  ["the name inside a path", { facts: { cluster: "c", by: "prune", path: "clusters/c.yaml" } }, [1, 1, 1]],
  ["the rule", { rule: "node-rollout" }, [1, 1, 1]],
  ["the severity", { severity: "stop" }, [1, 1, 1]],
  ["the evidence", { evidence: "history" }, [1, 1, 1]],
])("findings about a, b and c, where c differs in %s", (_, parts, expected) => {
  expect(sizes([about("a"), about("b"), about("c", parts)])).toEqual(expected);
});

test("the name counts wherever it stands in the facts", () => {
  const named = (name: string) =>
    about(name, { facts: { application: `argocd/${name}-app`, paths: [`clusters/${name}/${name}.yaml`] } });
  expect(sizes([named("cl01"), named("cl02"), named("cl03")])).toEqual([3]);
});

test("two alike keep a row each, groups stand where their first finding does", () => {
  const other = about("z", { rule: "node-rollout" });
  const groups = alikeFindings([about("a"), other, about("b"), about("c")]);
  expect(groups.map((group) => group.map(({ subject }) => subject))).toEqual([
    ["Cluster ns/a", "Cluster ns/b", "Cluster ns/c"],
    ["Cluster ns/z"],
  ]);
  expect(sizes([about("a"), about("b")])).toEqual([1, 1]);
});

test("a finding without a name is alike only to the same facts", () => {
  const nameless = (by: string) => finding({ subject: "", facts: { by } });
  expect(sizes([nameless("a"), nameless("a"), nameless("a")])).toEqual([3]);
  expect(sizes([nameless("a"), nameless("b"), nameless("c")])).toEqual([1, 1, 1]);
});
