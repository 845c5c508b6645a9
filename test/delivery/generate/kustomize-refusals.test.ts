// Hostile references of a kustomization → refused before anything runs, with the reference; plain ones → not.
import { describe, expect, test } from "@jest/globals";
import { kustomizationRefusal, programRefusal } from "../../../src/delivery/generate/kustomize-refusals.ts";
import type { JsonObject } from "../../../src/lib/json-types.ts";

const REMOTE = [
  "https://169.254.169.254/latest/meta-data",
  "http://localhost:8080/x.yaml",
  "https://github.com/org/repo",
  "https://github.com/org/repo//deploy?ref=v1",
  "github.com/org/repo",
  "github.com/org/repo//deploy?ref=main",
  "git::https://example.com/repo.git",
  "git::git@github.com:org/repo.git",
  "git@github.com:org/repo.git",
  "org-1234@github.com:org/repo",
  "gh:org/repo",
  "ssh://git@example.com/repo",
  "file:///etc/passwd",
  "git.example.com/org/repo.git//base",
  "example.com:org/repo",
  "host.example.com/a/b",
  "https://dev.azure.com/org/p/_git/repo",
  "../base?ref=main",
  "s3::https://bucket/x",
  "ftp://example.com/x",
];

const OUTSIDE = ["/etc/passwd", "../../../etc/passwd", "../../..", "a/../../../../b"];

const exists = (path: string) => ["base", "apps/one/x.yaml", "apps/v1.2/base"].includes(path);

describe.each(["resources", "bases", "components", "generators", "transformers", "validators", "crds"])(
  "%s",
  (field) => {
    test.each(REMOTE)("%s is remote", (entry) => {
      expect(refusal({ [field]: [entry] })).toBe(`remote reference ${entry} is not fetched`);
    });

    test.each(OUTSIDE)("%s is outside", (entry) => {
      expect(refusal({ [field]: [entry] })).toBe(`${entry} leads out of the repository`);
    });

    test.each(["../../base", "x.yaml", "./x.yaml", "missing.yaml", "../v1.2/base"])("%s is fine", (entry) => {
      expect(refusal({ [field]: [entry] })).toBeUndefined();
    });
  },
);

test.each([
  [{ patches: [{ path: "../../../p.yaml" }] }, "../../../p.yaml leads out of the repository"],
  [{ patchesStrategicMerge: ["/p.yaml"] }, "/p.yaml leads out of the repository"],
  [
    { configMapGenerator: [{ name: "a", files: ["k=/etc/passwd"] }] },
    "/etc/passwd leads out of the repository",
  ],
  [
    { secretGenerator: [{ name: "a", envs: ["../../../.env"] }] },
    "../../../.env leads out of the repository",
  ],
  [{ openapi: { path: "../../../o.json" } }, "../../../o.json leads out of the repository"],
  [{ openapi: { path: "https://x/o.json" } }, "remote reference https://x/o.json is not fetched"],
  [{ helmCharts: [{ name: "x" }] }, "helmCharts in a kustomization needs Helm and the network"],
  [
    { helmChartInflationGenerator: [] },
    "helmChartInflationGenerator in a kustomization needs Helm and the network",
  ],
])("%j", (kustomization, reason) => {
  expect(refusal(kustomization as unknown as JsonObject)).toBe(reason);
});

test("patches in the list itself are text", () => {
  expect(refusal({ patchesStrategicMerge: ["kind: X\nurl: https://example.com/"] })).toBeUndefined();
});

test.each([
  "config.kubernetes.io/function: |",
  "config.k8s.io/function",
  "kind: HelmChartInflationGenerator",
])("%s would run a program", (text) => {
  expect(programRefusal("g.yaml", text)).toMatch(/^g\.yaml asks for a plugin or function/);
});

function refusal(kustomization: JsonObject): string | undefined {
  return kustomizationRefusal(kustomization, "apps/one", exists);
}
