// Lines of the verbs that only read → commands, or what is wrong with them.
import { describe, expect, test } from "@jest/globals";
import { readCommands } from "../../../../src/commands/parse-comment.ts";

const all = { text: "all", items: [{ not: false, by: "all" }] };

test.each([
  ["/plan", { verb: "plan", selector: undefined, layer: undefined, full: false }],
  ["/plan all --full", { verb: "plan", selector: all, layer: undefined, full: true }],
  ["/plan --layer=addon", { verb: "plan", selector: undefined, layer: "addon", full: false }],
  ["/explain f12", { verb: "explain", finding: "F12" }],
  ["/diff cl01", { verb: "diff", of: "cl01", raw: false }],
  ["/diff a/b.yaml --raw", { verb: "diff", of: "a/b.yaml", raw: true }],
  ["/fix f2 F2 F3", { verb: "fix", findings: ["F2", "F3"] }],
  ["/fix SAFE", { verb: "fix", findings: "safe" }],
  ["/waves", { verb: "waves" }],
  ["/status", { verb: "status", selector: all }],
  ["/Status ALL", { verb: "status", selector: { ...all, text: "ALL" } }],
  ["/versions cl01", { verb: "versions", cluster: "cl01" }],
  ["/breakwater config", { verb: "config" }],
  ["/upgrade all 1.34 --hop=all", { verb: "upgrade", hop: "all", batch: undefined, target: "here" }],
  ["/upgrade all 1.34 --batch=5 --target=pr", { verb: "upgrade", hop: "one", batch: 5, target: "pr" }],
])("%s", (line, command) => {
  expect(readCommands(line)).toMatchObject([{ number: 1, text: line, command }]);
});

describe("a mistake is named", () => {
  test.each([
    ["/plan cl01 cl02", "joined by commas"],
    ["/plan --layer=nodes", "`--layer` takes `platform` or"],
    ["/plan --layer", "`--layer` needs a value"],
    ["/explain", "The finding is missing"],
    ["/explain cl01", "is no finding"],
    ["/explain F0", "is no finding"],
    ["/explain F1 F2", "one finding at a time"],
    ["/fix", "is missing"],
    ["/fix cl01", "is no finding"],
    ["/fix safe F1", "is no finding"],
    ["/diff", "is missing"],
    ["/diff a b", "one at a time"],
    ["/diff cl01 --row", "did you mean `--raw`"],
    ["/waves now", "it takes nothing"],
    ["/status cl01 cl02", "joined by commas"],
    ["/versions", "a cluster is missing"],
    ["/versions cl01 cl02", "one cluster at a time"],
    ["/config argocd", "it takes nothing"],
    ["/upgrade all 1.34 --batch=0", "takes a number of clusters"],
    ["/upgrade all 1.34 --batch=all", "takes a number of clusters"],
    ["/upgrade all 1.34 --batch=2 --hop=all", "do not go together"],
    ["/upgrade all 1.34 --hop=two", "`--hop` takes `one` or `all`"],
    ["/upgrade all 1.34 --target=main", "`--target` takes `here` or `pr`"],
  ])("%s", (line, problem) => {
    const [read] = readCommands(line);
    expect(read).toMatchObject({ problem: expect.stringMatching(new RegExp(escaped(problem), "i")) });
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
