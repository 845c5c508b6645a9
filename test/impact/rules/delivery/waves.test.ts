// What waves bring too early, by what is needed and where it comes from.
import { describe, expect, test } from "@jest/globals";
import type { Severity } from "../../../../src/model/plan.ts";
import { checkTrees } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { app, cluster, object, registration, shop } from "../../../support/small-fleet.ts";

const wave = (n: number) => ({ "argocd.argoproj.io/sync-wave": String(n) });
const at = (n: number, text: string) =>
  text.replace("metadata:\n", `metadata:\n  annotations: {argocd.argoproj.io/sync-wave: "${n}"}\n`);
const pod = (spec: string) =>
  `${object("Deployment", "web", { api: "apps/v1" })}spec:\n  template:\n    spec: ${spec}\n`;
const reads = (extra = "") =>
  pod(`{containers: [{name: web, image: web, envFrom: [{configMapRef: {name: settings${extra}}}]}]}`);
const crd = (group: string) =>
  `${object("CustomResourceDefinition", `widgets.${group}`, { namespace: "", api: "apiextensions.k8s.io/v1" })}spec: {group: ${group}, scope: Namespaced, names: {kind: Widget, plural: widgets}}\n`;
const widget = object("Widget", "w", { api: "example.org/v1" });
const install = (name: string) =>
  `${object("AddonInstall", name, { namespace: "workloads", api: "addons.kubernetes.vmware.com/v1alpha1" })}spec: {addonRef: {name: ${name}}}\n`;

/** What rule wave-inverted says, as "severity: message". */
async function said(expected: readonly string[], head: FileMap, base: FileMap = shop()): Promise<void> {
  const findings = expected.map((line) => {
    const [severity, ...message] = line.split(": ");
    return { severity: severity as Severity, message: message.join(": ") };
  });
  await checkTrees({ base, head: { ...shop(), ...head } }, { findings: { "wave-inverted": findings } });
}

describe("in one Application", () => {
  test.each([
    ["envFrom", reads()],
    [
      "env",
      pod("{containers: [{name: a, env: [{valueFrom: {configMapKeyRef: {name: settings, key: k}}}]}]}"),
    ],
    ["a volume", pod("{volumes: [{configMap: {name: settings}}]}")],
    ["a projected volume", pod("{volumes: [{projected: {sources: [{configMap: {name: settings}}]}}]}")],
    ["an init container", pod("{initContainers: [{name: a, envFrom: [{configMapRef: {name: settings}}]}]}")],
  ])("pods need their ConfigMap: %s", async (_, web) => {
    const head = { "shop/web.yaml": web, "shop/settings.yaml": at(2, object("ConfigMap", "settings")) };
    await said(
      [
        "caution: `Deployment web` (wave 0) comes before `ConfigMap settings` (wave 2), which is needed there",
      ],
      head,
    );
  });

  test("the sync hangs on what has a health check", async () => {
    const head = {
      ...shop(),
      "shop/web.yaml": reads(),
      "shop/settings.yaml": at(2, object("ConfigMap", "settings")),
    };
    const stuck = { why: expect.stringContaining("the sync gets no further") };
    await checkTrees({ base: shop(), head }, { findings: { "wave-inverted": [stuck] } });
  });

  test("what has been there is a note", async () => {
    const settings = { "shop/settings.yaml": at(2, object("ConfigMap", "settings")) };
    await checkTrees(
      { base: { ...shop(), ...settings }, head: { ...shop(), ...settings, "shop/web.yaml": reads() } },
      { findings: { "wave-inverted": [{ severity: "note" }] } },
    );
  });

  test("an add-on needs the one it depends on", async () => {
    const head = {
      "shop/cluster.yaml": cluster("east"),
      "shop/contour.yaml": install("contour"),
      "shop/cert-manager.yaml": at(3, install("cert-manager")),
    };
    await said(
      [
        "caution: `AddonInstall contour` (wave 0) comes before `AddonInstall cert-manager` (wave 3), which is needed there",
      ],
      head,
    );
  });

  test.each<[string, FileMap]>([
    [
      "what is optional",
      {
        "shop/web.yaml": reads(", optional: true"),
        "shop/settings.yaml": at(2, object("ConfigMap", "settings")),
      },
    ],
    [
      "the same wave",
      { "shop/web.yaml": at(2, reads()), "shop/settings.yaml": at(2, object("ConfigMap", "settings")) },
    ],
    [
      "a ConfigMap of another namespace",
      {
        "shop/web.yaml": reads(),
        "shop/settings.yaml": at(2, object("ConfigMap", "settings", { namespace: "other" })),
      },
    ],
    [
      "a Namespace, which is pulled forward",
      { "shop/namespace.yaml": at(9, object("Namespace", "shop", { namespace: "" })) },
    ],
    [
      "a CustomResourceDefinition, which is pulled forward",
      { "shop/crd.yaml": at(9, crd("example.org")), "shop/w.yaml": widget },
    ],
  ])("nothing is said of %s", async (_, head) => {
    await said([], head);
  });

  test("nothing is said of what base has as well", async () => {
    const both = {
      ...shop(),
      "shop/web.yaml": reads(),
      "shop/settings.yaml": at(2, object("ConfigMap", "settings")),
    };
    await said([], { ...both, "shop/one.yaml": `${object("ConfigMap", "one")}data: {a: b}\n` }, both);
  });
});

describe("among the Applications of one parent", () => {
  const early = { annotations: wave(1) };
  const late = { annotations: wave(7) };
  const files = (extra: FileMap, rest: Parameters<typeof app>[1] = {}): FileMap => ({
    "apps/early.yaml": app("early", { ...early, ...rest }),
    "apps/late.yaml": app("late", late),
    ...extra,
  });

  test("objects need their CustomResourceDefinition and their Namespace", async () => {
    const head = files({
      "early/w.yaml": object("Widget", "w", { api: "example.org/v1", namespace: "fresh" }),
      "late/crd.yaml": crd("example.org"),
      "late/namespace.yaml": object("Namespace", "fresh", { namespace: "" }),
    });
    await said(
      [
        "caution: `Application early` (wave 1) comes before `Application late` (wave 7), which brings `CustomResourceDefinition widgets.example.org` and `Namespace fresh`",
      ],
      head,
    );
  });

  test("an Application needs its registration and its cluster", async () => {
    const head = files(
      {
        "late/cluster.yaml": cluster("east"),
        "late/register.yaml": registration("east"),
        "early/a.yaml": object("ConfigMap", "a"),
      },
      { destination: "east" },
    );
    await said(
      [
        "caution: `Application early` (wave 1) comes before `Application late` (wave 7), which brings `ArgoCluster east` and `Cluster east`",
      ],
      head,
    );
  });

  test("nothing is said of a namespace that the sync makes itself", async () => {
    const made = app("early", { ...early, namespace: "fresh" }).replace(
      "{automated:",
      "{syncOptions: [CreateNamespace=true], automated:",
    );
    const head = files({
      "apps/early.yaml": made,
      "early/a.yaml": object("ConfigMap", "a", { namespace: "fresh" }),
      "late/namespace.yaml": object("Namespace", "fresh", { namespace: "" }),
    });
    await said([], head);
  });

  test("nothing is said where the parent brings neither", async () => {
    const base = {
      ...shop(),
      ...files({ "early/a.yaml": object("ConfigMap", "a"), "late/b.yaml": object("ConfigMap", "b") }),
    };
    const more = { "early/w.yaml": widget, "late/crd.yaml": crd("example.org") };
    await said([], { ...base, ...more }, base);
  });
});

describe("between Applications that need each other", () => {
  const clustered = (early: number, late: number): FileMap => ({
    ...shop(),
    "apps/east.yaml": app("east", { annotations: wave(early) }),
    "apps/web.yaml": app("web", { destination: "east", annotations: wave(late) }),
    "east/cluster.yaml": cluster("east"),
    "east/register.yaml": registration("east"),
    "web/a.yaml": object("ConfigMap", "a"),
  });
  const map = `${object("ConfigMap", "argocd-cm", { namespace: "argocd" })}data: {resource.customizations.health.argoproj.io_Application: return hs}\n`;
  const spec = (text: string) =>
    `${object("ArgoCD", "argocd", { namespace: "argocd", api: "argoproj.io/v1beta1" })}spec: ${text}\n`;
  const severities = async (expected: readonly Severity[], base: FileMap, head: FileMap) =>
    checkTrees(
      { base, head },
      { findings: { "wave-not-gating": expected.map((severity) => ({ severity })) } },
    );

  test("waves make no new Application wait", async () => {
    await severities(["caution"], shop(), clustered(1, 2));
  });

  test.each([
    ["argocd-cm", map],
    [
      "resourceHealthChecks",
      spec("{resourceHealthChecks: [{group: argoproj.io, kind: Application, check: return hs}]}"),
    ],
    [
      "extraConfig",
      spec("{extraConfig: {resource.customizations.health.argoproj.io_Application: return hs}}"),
    ],
    [
      "resourceCustomizations",
      spec('{resourceCustomizations: "argoproj.io/Application:\\n  health.lua: return hs\\n"}'),
    ],
  ])("but where %s gives them a health check", async (_, text) => {
    const base = { ...shop(), "apps/health.yaml": text };
    await severities([], base, { ...clustered(1, 2), "apps/health.yaml": text });
    await severities(["caution"], base, { ...clustered(2, 1), "apps/health.yaml": text });
  });

  test("a health check that comes with the merge, or is another kind's, gates nothing", async () => {
    await severities(["caution"], shop(), { ...clustered(1, 2), "apps/health.yaml": map });
    const other = spec("{resourceHealthChecks: [{group: apps, kind: Application, check: return hs}]}");
    const base = { ...shop(), "apps/health.yaml": other };
    await severities(["caution"], base, { ...clustered(1, 2), "apps/health.yaml": other });
  });

  test("an Application that is there already is not waited for", async () => {
    const before = { ...clustered(1, 2), "apps/health.yaml": map };
    const base = Object.fromEntries(
      Object.entries(before).filter(([path]) => !/cluster.yaml|register.yaml|web/.test(path)),
    );
    const x = { "east/x.yaml": object("ConfigMap", "x") };
    await severities(["caution"], { ...base, ...x }, { ...before, ...x });
  });
});
