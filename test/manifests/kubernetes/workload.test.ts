import { expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import {
  isSecretKind,
  podTemplateChanged,
  readWorkload,
} from "../../../src/manifests/kubernetes/workload.ts";
import { manifestOf } from "../manifest.ts";

const template = (image: string): Json => ({ spec: { containers: [{ name: "web", image }] } });
const deployment = (spec: Json) => manifestOf({ apiVersion: "apps/v1", kind: "Deployment", spec });

test("a template's change rolls pods, a replica count does not", () => {
  const [a, b, c] = [
    deployment({ replicas: 2, template: template("web:1") }),
    deployment({ replicas: 3, template: template("web:1") }),
    deployment({ replicas: 3, template: template("web:2") }),
  ].map((manifest) => readWorkload(manifest));
  if (!a || !b || !c) throw new Error("no workload");
  expect([a.replicas, b.replicas]).toEqual([2, 3]);
  expect([podTemplateChanged(a, b), podTemplateChanged(b, c)]).toEqual([false, true]);
});

test("each kind has its template elsewhere", () => {
  const cron = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    spec: { jobTemplate: { spec: { template: template("job:1") } } },
  };
  expect(readWorkload(manifestOf(cron))?.podTemplate).toEqual(template("job:1"));
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", labels: { a: "b" } },
    spec: { hostNetwork: true },
  };
  expect(readWorkload(manifestOf(pod))?.podTemplate).toEqual({
    metadata: { labels: { a: "b" }, annotations: {} },
    spec: { hostNetwork: true },
  });
  expect(readWorkload(manifestOf({ apiVersion: "example.com/v1", kind: "Deployment" }))).toBeUndefined();
});

test("odd types read as absent", () => {
  expect(readWorkload(deployment("x"))).toMatchObject({
    replicas: undefined,
    podTemplate: null,
    selector: null,
  });
  expect(readWorkload(deployment({ replicas: "3" }))?.replicas).toBeUndefined();
});

test("only core Secrets are secret", () => {
  expect(isSecretKind("", "Secret")).toBe(true);
  expect(isSecretKind("external-secrets.io", "ExternalSecret")).toBe(false);
});
