// The marker that leaves a file out, as each version of Argo CD takes it.
import { describe, expect, test } from "@jest/globals";
import { compareSnapshots } from "../../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Comparison } from "../../../src/model/finding.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { CONTEXT, type FileMap, snapshots } from "../../support/repository.ts";

const MARKER = "# +argocd:skip-file-rendering\n";
const APP = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source: {repoURL: "https://github.com/example-org/fleet.git", targetRevision: main, path: web}
  destination: {server: "https://kubernetes.default.svc", namespace: web}
  syncPolicy: {automated: {prune: true}}
`;
const config = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const tree = (settings: string): FileMap => ({
  "web.yaml": APP,
  "web/keep.yaml": config("keep"),
  "web/settings.yaml": settings,
});

async function deliver(version: string, base: FileMap, head: FileMap): Promise<Comparison> {
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [Snapshot, Snapshot];
  const ports = { readBlobs, renderers: undefined };
  return compareSnapshots(
    before,
    after,
    { ...DEFAULT_CONFIG, argocd: { ...DEFAULT_CONFIG.argocd, version } },
    CONTEXT,
    ports,
  );
}

/** argo-cd: commit 01a882d429 introduced the marker and is first contained in v3.1.0. */
describe.each([
  ["2.14", false],
  ["v3.0.19", false],
  ["3.1", true],
  ["v3.3.2", true],
  ["4.0", true],
])("Argo CD %s", (version, skips) => {
  test(`a marked file ${skips ? "is left out, so that what it declared is pruned" : "is delivered all the same"}`, async () => {
    const { changes, deliveries } = await deliver(
      version,
      tree(config("settings")),
      tree(MARKER + config("settings")),
    );
    expect(changes.map(({ operation, object }) => `${operation} ${object.name}`)).toEqual(
      skips ? ["delete settings"] : [],
    );
    const problems = deliveries.head.applications
      .get("argocd/web")
      ?.problems.map(({ code, line }) => [code, line]);
    expect(problems).toEqual(skips ? [] : [["skip-file-rendering-marker", 1]]);
  });

  test("a marked file that does not parse", async () => {
    const broken = `${config("settings")}  - broken\n# +argocd:skip-file-rendering\n`;
    const { deliveries } = await deliver(version, tree(config("settings")), tree(broken));
    expect(deliveries.head.applications.get("argocd/web")?.frozen).toBe(!skips);
  });
});

test("below 3.1 a marked file without manifests is not spoken about", async () => {
  const values = `${MARKER}replicas: 2\n`;
  const { deliveries } = await deliver("3.0", tree(values), tree(`${values}#\n`));
  expect(deliveries.head.applications.get("argocd/web")?.problems).toEqual([]);
});
