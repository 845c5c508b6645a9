// Names of a directory's files → the tool that Argo CD renders it with.
import { expect, test } from "@jest/globals";
import { detectTool } from "../../../src/delivery/generate/detect.ts";
import type { Source } from "../../../src/model/application.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { snapshots } from "../../support/repository.ts";

const SOURCE: Source = {
  repoURL: "https://github.com/example-org/fleet.git",
  targetRevision: "main",
  path: "shop",
  chart: undefined,
  ref: undefined,
  declared: undefined,
  directory: { recurse: false, include: "", exclude: "", jsonnet: false },
  raw: {},
};

test.each([
  ["web.yaml", "directory"],
  ["Chart.yaml", "helm"],
  ["old-Chart.yaml", "helm"],
  ["Chart.yaml kustomization.yaml", "kustomize"],
  ["a-Chart.yaml kustomization.yaml", "kustomize"],
  ["kustomization.yaml old-Chart.yaml", "helm"],
  ["deep/Chart.yaml", "directory"],
])("%s: %s", (names, tool) => {
  const files = Object.fromEntries(names.split(" ").map((name) => [`shop/${name}`, "a: b\n"]));
  const [snapshot] = snapshots(files).snapshots;
  expect(detectTool(snapshot as Snapshot, SOURCE)).toBe(tool);
});
