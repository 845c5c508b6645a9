// Hook annotations → phases, as each version of Argo CD reads them.
import { describe, expect, test } from "@jest/globals";
import { isHook, readHook } from "../../../src/manifests/kinds/hook.ts";
import { manifestOf } from "../manifest.ts";

const job = (annotations: Record<string, string | number>) =>
  manifestOf({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "j", annotations } });
const own = (text: string) => job({ "argocd.argoproj.io/hook": text });
const helm = (text: string) => job({ "helm.sh/hook": text });

/** argo-cd controller/hook.go (release-2.10 brought PostDelete, release-3.3 PreDelete); gitops-engine pkg/sync/hook. */
test.each([
  ["PreSync", own("PreSync"), "3.0", ["PreSync"]],
  ["several, spaced", own(" PostSync , PreSync"), "3.0", ["PreSync", "PostSync"]],
  ["SyncFail", own("SyncFail"), "3.0", ["SyncFail"]],
  ["Skip with another is ignored", own("Skip,Sync"), "3.0", ["Sync"]],
  ["wrong case", own("presync"), "3.0", []],
  ["PostDelete", own("PostDelete"), "2.9", []],
  ["PostDelete", own("PostDelete"), "2.10", ["PostDelete"]],
  ["PostDelete in a list", own("PostSync,PostDelete"), "3.0", ["PostSync"]],
  ["PreDelete", own("PreDelete"), "3.2.9", []],
  ["PreDelete", own("PreDelete"), "v3.3.0", ["PreDelete"]],
  ["Helm's install and upgrade are one", helm("pre-install,pre-upgrade"), "3.0", ["PreSync"]],
  ["Helm's post-upgrade", helm("post-upgrade"), "3.0", ["PostSync"]],
  ["Helm's post-delete", helm("post-delete"), "2.10", ["PostDelete"]],
  ["Helm's pre-delete", helm("pre-delete"), "3.0", []],
  ["Helm's test", helm("test"), "3.0", []],
  [
    "Argo CD's own outweighs Helm's",
    job({ "argocd.argoproj.io/hook": "PostSync", "helm.sh/hook": "pre-install" }),
    "3.0",
    ["PostSync"],
  ],
  [
    "Helm's where Argo CD's is unknown",
    job({ "argocd.argoproj.io/hook": "x", "helm.sh/hook": "pre-install" }),
    "3.0",
    ["PreSync"],
  ],
])("%s", (_, manifest, version, phases) => {
  expect(readHook(manifest, version)).toMatchObject({ phases, skip: false });
});

describe("no hook", () => {
  test.each([
    ["without annotations", job({})],
    ["Helm's crd-install", helm("crd-install")],
    ["an annotation beside one that is no text", job({ "argocd.argoproj.io/hook": "PreSync", wave: 1 })],
  ])("%s", (_, manifest) => expect(isHook(manifest)).toBe(false));
});

test("Skip alone is applied by no sync", () => {
  expect(readHook(own("Skip"), "3.0")).toEqual({ phases: [], skip: true, declared: "Skip" });
});
