// How often a renderer runs.
import { expect, test } from "@jest/globals";
import { cacheRenders } from "../../../src/adapters/renderers/cache.ts";
import type { Rendered, RenderJob } from "../../../src/delivery/generate/render-job.ts";

const job = (text: string, oid = text): RenderJob => ({
  tool: "helm",
  directory: "c",
  files: new Map([["c/values.yaml", { oid, text, executable: false }]]),
  given: new Map(),
  steps: [["template", "."]],
});

function counted(answer: (text: string) => Rendered, budget?: number) {
  const runs: string[] = [];
  const render = async ({ files }: RenderJob) => {
    const text = files.get("c/values.yaml")?.text ?? "";
    runs.push(text);
    return answer(text);
  };
  return { runs, ...cacheRenders({ render }, budget) };
}

test("unchanged inputs are rendered once, changed ones again", async () => {
  const { runs, render } = counted((text) => ({ state: "rendered", text }));
  for (const text of ["a: 1", "a: 1", "a: 2", "a: 1"])
    expect(await render(job(text))).toEqual({ state: "rendered", text });
  expect(runs).toEqual(["a: 1", "a: 2"]);
});

test("what is failing by its inputs is kept, what did not run is not", async () => {
  const failed = counted(() => ({ state: "failed", message: "no", exact: true }));
  const unavailable = counted(() => ({ state: "unavailable", reason: "it was killed" }));
  for (const { render } of [failed, failed, unavailable, unavailable]) await render(job("a"));
  expect([failed.runs.length, unavailable.runs.length]).toEqual([1, 2]);
});

test("beyond the budget, what was used least recently goes", async () => {
  const { runs, render } = counted((text) => ({ state: "rendered", text }), 250);
  for (const text of ["a", "b", "a", "c", "a", "b"]) await render(job(text));
  expect(runs).toEqual(["a", "b", "c", "b"]);
});
