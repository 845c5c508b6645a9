// The kustomize block of a source → the steps Argo CD takes before it builds, or the option that is not reproduced.
import type { Json, JsonObject } from "../model/json.ts";
import { bool, get, list, map, str, strings } from "../resources/json.ts";

export type KustomizeOptions =
  | {
      readonly state: "known";
      readonly steps: readonly (readonly string[])[];
      readonly patches: readonly Json[];
      readonly components: readonly string[];
    }
  | { readonly state: "unknown"; readonly reason: string };

const KNOWN: ReadonlySet<string> = new Set([
  "namePrefix",
  "nameSuffix",
  "images",
  "replicas",
  "commonLabels",
  "forceCommonLabels",
  "labelWithoutSelector",
  "labelIncludeTemplates",
  "commonAnnotations",
  "forceCommonAnnotations",
  "commonAnnotationsEnvsubst",
  "namespace",
  "patches",
  "components",
  "ignoreMissingComponents",
]);

/**
 * Argo CD runs `kustomize edit` for each option, in this order, and then `kustomize build`
 * (argo-cd util/kustomize/kustomize.go, Build). `present` tells whether a component's directory exists.
 */
export function kustomizeOptions(
  block: JsonObject | undefined,
  present: (component: string) => boolean,
): KustomizeOptions {
  const odd = Object.keys(block ?? {}).find((key) => !KNOWN.has(key) && !isEmpty(get(block, [key])));
  if (odd !== undefined) return { state: "unknown", reason: `option kustomize.${odd} is not reproduced` };
  const filled = [...strings(block, ["images"]), ...pairs(block, "commonLabels")];
  const annotations = bool(block, ["commonAnnotationsEnvsubst"]) ? pairs(block, "commonAnnotations") : [];
  const variable = [...filled, ...annotations].find((value) => value.includes("$"));
  if (variable !== undefined) {
    return { state: "unknown", reason: `${variable} is filled in from Argo CD's build environment` };
  }
  const named = strings(block, ["components"]);
  const components = bool(block, ["ignoreMissingComponents"]) ? named.filter(present) : named;
  const steps = [...setSteps(block), ...labelSteps(block), ...namespaceStep(block)];
  if (components.length > 0) steps.push(["edit", "add", "component", ...components]);
  return { state: "known", steps, patches: list(block, ["patches"]), components };
}

function setSteps(block: JsonObject | undefined): string[][] {
  const prefix = str(block, ["namePrefix"]) ?? "";
  const suffix = str(block, ["nameSuffix"]) ?? "";
  const images = strings(block, ["images"]);
  const replicas = list(block, ["replicas"]).map((r) => `${str(r, ["name"])}=${get(r, ["count"])}`);
  return [
    ...(prefix === "" ? [] : [["edit", "set", "nameprefix", "--", prefix]]),
    ...(suffix === "" ? [] : [["edit", "set", "namesuffix", "--", suffix]]),
    ...(images.length === 0 ? [] : [["edit", "set", "image", "--", ...images]]),
    ...(replicas.length === 0 ? [] : [["edit", "set", "replicas", "--", ...replicas]]),
  ];
}

function labelSteps(block: JsonObject | undefined): string[][] {
  const labels = pairs(block, "commonLabels");
  const annotations = pairs(block, "commonAnnotations");
  const flag = (field: string, name: string) => (bool(block, [field]) ? [name] : []);
  const labelFlags = [
    ...flag("forceCommonLabels", "--force"),
    ...flag("labelWithoutSelector", "--without-selector"),
    ...flag("labelIncludeTemplates", "--include-templates"),
  ];
  return [
    ...(labels.length === 0 ? [] : [["edit", "add", "label", ...labelFlags, "--", ...labels]]),
    ...(annotations.length === 0
      ? []
      : [["edit", "add", "annotation", ...flag("forceCommonAnnotations", "--force"), "--", ...annotations]]),
  ];
}

function namespaceStep(block: JsonObject | undefined): string[][] {
  const namespace = str(block, ["namespace"]) ?? "";
  return namespace === "" ? [] : [["edit", "set", "namespace", "--", namespace]];
}

function pairs(block: JsonObject | undefined, field: string): string[] {
  const entries = Object.entries(map(block, [field]) ?? {}).map(([name, value]) => `${name}:${value}`);
  return entries.sort();
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
