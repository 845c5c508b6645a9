// The steps of a RollingSync, and who switches them on.
import { describe, expect, test } from "@jest/globals";
import { readRolling, stepOf, switchesOn } from "../../../src/delivery/applicationsets/rolling-sync.ts";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import type { Manifest } from "../../../src/model/manifest.ts";

const manifest = (kind: string, name: string, object: JsonObject): Manifest => ({
  object,
  group: "",
  version: "v1",
  kind,
  namespace: "argocd",
  name,
  origin: { path: "x.yaml", line: 1 },
  lineOf: () => 1,
});
const set = (steps: Json[], strategy: JsonObject = {}) =>
  manifest("ApplicationSet", "set", {
    spec: { strategy: { type: "RollingSync", rollingSync: { steps }, ...strategy } },
  });
const step = (operator: string, values: string[], more: JsonObject = {}) => ({
  matchExpressions: [{ key: "env", operator, values }],
  ...more,
});
const labelled = (labels: JsonObject) => manifest("Application", "a", { metadata: { labels } });

describe("an Application is in the first step that selects it", () => {
  const steps = [step("In", ["dev"]), step("In", ["qa"], { maxUpdate: 0 }), step("NotIn", ["dev", "odd"])];
  test.each([
    [{ env: "dev" }, { number: 1, manualSync: false }],
    [{ env: "qa" }, { number: 2, manualSync: true }],
    [{ env: "prod" }, { number: 3, manualSync: false }],
    [{}, { number: 3, manualSync: false }],
    [{ env: "odd" }, { number: 0, manualSync: true }],
  ])("%j", (labels, expected) => expect(stepOf(set(steps), labelled(labels))).toEqual(expected));
});

test("a strategy without steps, of another type, or for an older Argo CD is none", () => {
  const on = { on: "yes", argocdVersion: "3.0" } as const;
  expect(readRolling(set([]), on)).toBeUndefined();
  expect(readRolling(set([{}], { type: "AllAtOnce" }), on)).toBeUndefined();
  expect(readRolling(set([{}]), { ...on, argocdVersion: "2.5" })).toBeUndefined();
  expect(readRolling(set([{}]), on)).toEqual({ steps: 1, on: "yes", reverse: false });
});

test("deletionOrder counts from Argo CD 3.2", () => {
  const reversed = set([{}], { deletionOrder: "Reverse" });
  expect(readRolling(reversed, { on: "yes", argocdVersion: "3.1" })?.reverse).toBe(false);
  expect(readRolling(reversed, { on: "yes", argocdVersion: "3.2" })?.reverse).toBe(true);
});

test("the parameters, an argument or a variable of the controller switch it on", () => {
  const parameters = (value: string) =>
    manifest("ConfigMap", "argocd-cmd-params-cm", {
      data: { "applicationsetcontroller.enable.progressive.syncs": value },
    });
  const controller = (container: JsonObject) =>
    manifest("Deployment", "argocd-applicationset-controller", {
      spec: { template: { spec: { containers: [container] } } },
    });
  expect(switchesOn(parameters("true"))).toBe(true);
  expect(switchesOn(parameters("false"))).toBe(false);
  expect(switchesOn(controller({ args: ["--enable-progressive-syncs"] }))).toBe(true);
  const name = "ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_PROGRESSIVE_SYNCS";
  expect(switchesOn(controller({ env: [{ name, value: "true" }] }))).toBe(true);
  expect(switchesOn(controller({}))).toBe(false);
});
