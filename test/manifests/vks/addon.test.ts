import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import {
  addonOf,
  addonSelects,
  readAddonConfig,
  readAddonInstall,
} from "../../../src/manifests/vks/addon.ts";
import {
  ADDON_DEPENDENCIES,
  addonName,
  normalisePin,
  splitRelease,
} from "../../../src/manifests/vks/addon-name.ts";
import { manifestOf } from "../manifest.ts";

const addon = (kind: string, spec: Json, name = "object") =>
  manifestOf({ apiVersion: "addons.kubernetes.vmware.com/v1alpha1", kind, metadata: { name }, spec });
const dev = { selector: { matchLabels: { env: "dev" } } };
const cilium = { constraints: { expression: "cluster.cniRefName() == 'cilium'" } };

test("an AddonInstall is taken apart and keeps the rest", () => {
  const spec = {
    addonRef: { name: "contour.kubernetes.vmware.com", namespace: "public" },
    releaseFilter: { ref: { name: "contour.kubernetes.vmware.com.1.30.0+vmware.1" } },
    stopMatchingBehavior: "Retain",
    crossNamespaceSelection: "Allowed",
    addonConfigNameTemplate: "x",
  };
  expect(readAddonInstall(addon("AddonInstall", spec))).toEqual({
    addon: "contour.kubernetes.vmware.com",
    clusters: [],
    pin: "contour.kubernetes.vmware.com.1.30.0-vmware.1",
    retain: true,
    paused: false,
    crossNamespace: true,
    rest: { addonRef: { namespace: "public" }, addonConfigNameTemplate: "x" },
  });
});

describe("addonSelects", () => {
  const refused = { constraints: { expression: "false" } };

  test.each<[string, Json, "yes" | "no" | "conditional"]>([
    ["no entries", [], "yes"],
    ["a match", [dev], "yes"],
    ["no match", [{ selector: { matchLabels: { env: "prod" } } }], "no"],
    ["one of two", [{ selector: { matchLabels: { env: "prod" } } }, dev], "yes"],
    ["a constraint that does not hold", [{ ...dev, ...refused }], "no"],
    [
      "a constraint that does not hold, and another that may",
      [{ ...dev, ...refused }, cilium],
      "conditional",
    ],
    ["a constraint that nobody decides", [{ ...dev, ...cilium }], "conditional"],
    ["a constraint alone", [cilium], "conditional"],
    ["a constraint and a plain match", [{ ...dev, ...cilium }, dev], "yes"],
    ["a malformed selector", [{ selector: { matchLabels: "env" } }], "no"],
    ["an entry that is text", ["env=dev"], "no"],
  ])("%s", (_, clusters, expected) => {
    const spec = readAddonInstall(addon("AddonInstall", { clusters }));
    const holds = (constraint: string) => (constraint === "false" ? false : undefined);
    expect(spec && addonSelects(spec, new Map([["env", "dev"]]), holds)).toBe(expected);
  });
});

test("an AddonConfig names cluster, add-on and the version it pins", () => {
  const definition = "ako.kubernetes.vmware.com.2.1.3---vmware.1-vks.1";
  const spec = { clusterName: "cl01", addonConfigDefinitionRef: { name: definition } };
  const pin = "ako.kubernetes.vmware.com.2.1.3-vmware.1-vks.1";
  expect(readAddonConfig(addon("AddonConfig", spec, "cl01-antrea"))).toMatchObject({ addon: "antrea", pin });
  expect(readAddonConfig(addon("AddonConfig", spec, "other"))).toEqual({
    cluster: "cl01",
    addon: "ako",
    definition,
    pin,
  });
  const floating = { clusterName: "cl01", addonConfigDefinitionRef: { name: "ako.kubernetes.vmware.com" } };
  expect(readAddonConfig(addon("AddonConfig", floating, "cl01-ako"))?.pin).toBe("");
});

test("names and pins have one spelling", () => {
  expect(addonName("contour.kubernetes.vmware.com")).toBe("contour");
  expect(ADDON_DEPENDENCIES.get(addonName("contour"))).toEqual(["cert-manager"]);
  expect(normalisePin("a.1---vmware.1+x")).toBe("a.1-vmware.1-x");
  expect(splitRelease("ingress-nginx.4.11.0")).toEqual({ addon: "ingress-nginx", version: "4.11.0" });
  expect(splitRelease("contour")).toEqual({ addon: "contour", version: "" });
});

test("what an object is about", () => {
  expect(addonOf(addon("AddonRepository", {}, "standard"))).toBe("standard");
  expect(addonOf(addon("AddonRepositoryInstall", { addonRepositoryRef: { name: "standard" } }))).toBe(
    "standard",
  );
  expect(addonOf(addon("AddonInstall", { addonRef: 3 }, "contour"))).toBe("contour");
  const install = {
    apiVersion: "packaging.carvel.dev/v1alpha1",
    kind: "PackageInstall",
    spec: { packageRef: { refName: "c" } },
  };
  expect(addonOf(manifestOf(install))).toBe("c");
});

test("odd types never throw", () => {
  for (const odd of [null, 1, "x", [], { addonRef: [], clusters: "all", releaseFilter: 1, paused: "yes" }]) {
    expect(readAddonInstall(addon("AddonInstall", odd))).toMatchObject({
      addon: "",
      clusters: [],
      pin: "",
      paused: false,
    });
    expect(readAddonConfig(addon("AddonConfig", odd, ""))).toMatchObject({ cluster: "", pin: "" });
  }
});
