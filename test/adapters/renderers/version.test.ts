// Which versions of the programs may render, and whose complaints are Argo CD's.
import { describe, expect, test } from "@jest/globals";
import { UNGUARDED } from "../../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../../src/adapters/renderers/renderers.ts";
import { judgeVersion } from "../../../src/adapters/renderers/version.ts";

describe("a version", () => {
  test.each([
    ["kustomize", "v5.6.0\n", { exact: true }],
    ["kustomize", "(devel)\n", { exact: true }],
    ["kustomize", "v5.4.3", { exact: false }],
    ["kustomize", "v4.5.7", { refused: "Kustomize v4.5.7 is too old: Argo CD 3.0 runs 5.6.0" }],
    [
      "kustomize",
      "{Version:kustomize/v3.8.7 GitCommit:a}",
      { refused: "Kustomize v3.8.7 is too old: Argo CD 3.0 runs 5.6.0" },
    ],
    ["helm", "v3.17.1+g980d8ac\n", { exact: true }],
    ["helm", "v3.17", { exact: true }],
    ["helm", "v3.19.0", { exact: false }],
    ["helm", "v2.17.0", { refused: "Helm v2.17.0 is too old: Argo CD 3.0 runs 3.17.1" }],
    ["helm", "v4.0.0", { refused: "Helm v4.0.0 is too new: Argo CD 3.0 runs 3.17.1" }],
    ["helm", "no idea", { refused: "Helm did not tell its version" }],
  ] as const)("%s %j", (tool, printed, judged) => {
    expect(judgeVersion(tool, printed)).toEqual(judged);
  });
});

test("a program that is refused renders nothing, and is asked once", async () => {
  let asked = 0;
  const judge = async () => {
    asked++;
    return { refused: "Helm v2.17.0 is too old" };
  };
  const { render } = createRenderers(
    { kustomize: undefined, helm: { path: "/bin/sh", exact: true } },
    UNGUARDED,
    undefined,
    judge,
  );
  const job = { tool: "helm", directory: "", files: new Map(), given: new Map(), steps: [["x"]] } as const;
  expect(await render(job)).toEqual({ state: "unavailable", reason: "Helm v2.17.0 is too old" });
  await render(job);
  expect(asked).toBe(1);
});
