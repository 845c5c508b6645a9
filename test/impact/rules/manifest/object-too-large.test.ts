// Objects around the limit of annotations → which of them a client-side apply cannot write.
import { expect, test } from "@jest/globals";
import { annotationsWithCopy, MOST_ANNOTATIONS } from "../../../../src/manifests/kubernetes/last-applied.ts";
import { manifestOf } from "../../../manifests/manifest.ts";
import { check } from "../../../support/check.ts";
import { app } from "../../../support/small-fleet.ts";

const configMap = (bytes: number, annotations = "") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: large\n  namespace: shop\n${annotations === "" ? "" : `  annotations: {${annotations}}\n`}data:\n  text: ${"x".repeat(bytes)}\n`;
const option = (text: string) => `argocd.argoproj.io/sync-options: "${text}"`;

const REFUSED = [{ subject: "ConfigMap shop/large", severity: "stop" as const }];

test.each<[string, string, string, boolean]>([
  ["small", configMap(1000), "", false],
  ["below the limit", configMap(MOST_ANNOTATIONS - 1000), "", false],
  ["above it", configMap(MOST_ANNOTATIONS), "", true],
  [
    "full of characters that are escaped",
    configMap(0).replace("text: ", `text: "${"<".repeat(50_000)}"`),
    "",
    true,
  ],
  [
    "that is applied on the server side",
    configMap(MOST_ANNOTATIONS, option("ServerSideApply=true")),
    "",
    false,
  ],
  ["that is replaced", configMap(MOST_ANNOTATIONS, option("Replace=true")), "", false],
  [
    "of an Application that applies on the server side",
    configMap(MOST_ANNOTATIONS),
    "ServerSideApply=true",
    false,
  ],
  ["of an Application that replaces", configMap(MOST_ANNOTATIONS), "Replace=true", false],
  [
    "that opts out of its Application's server-side apply",
    configMap(MOST_ANNOTATIONS, option("ServerSideApply=false")),
    "ServerSideApply=true",
    true,
  ],
])("an object %s", async (_, text, syncOptions, refused) => {
  const base = {
    "apps/big.yaml": app("big", syncOptions === "" ? {} : { syncOptions }),
    "big/one.yaml": configMap(10).replaceAll("large", "other"),
  };
  await check(
    base,
    { "big/large.yaml": text },
    {
      changes: {
        "ConfigMap shop/large": [{ operation: "create", applies: refused ? "refused" : "auto" }],
      },
      findings: { "object-too-large": refused ? REFUSED : [] },
    },
  );
});

test("the copy is the object without an earlier copy, as JSON with a line break", () => {
  const name = "kubectl.kubernetes.io/last-applied-configuration";
  const object = (annotations: Record<string, string>) =>
    manifestOf({ kind: "ConfigMap", metadata: { name: "a", annotations } });
  const written = JSON.stringify(object({ b: "ü" }).object).length;
  const expected = "b".length + 2 + name.length + written + 1 + 1;
  expect(annotationsWithCopy(object({ b: "ü" }))).toBe(expected);
  expect(annotationsWithCopy(object({ b: "ü", [name]: "x".repeat(99) }))).toBe(expected);
});
