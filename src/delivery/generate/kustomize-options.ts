// The kustomize block of a source → the steps Argo CD takes before it builds, or the option that is not reproduced.

import { bool, get, list, map, str, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { KUSTOMIZE } from "../../model/unevaluated.ts";
import { type BuildEnv, fillIn } from "./build-env.ts";

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
  "kubeVersion",
  "apiVersions",
  "version",
]);

/** The one that renders here; Argo CD 3.0 ships it. */
const VERSION = /^v?5\.6\.0$/;

/**
 * Argo CD runs `kustomize edit` for each option, in this order, and then `kustomize build`
 * (argo-cd util/kustomize/kustomize.go, Build). `present` tells whether a component's directory exists.
 */
export function kustomizeOptions(
  block: JsonObject | undefined,
  env: BuildEnv,
  present: (component: string) => boolean,
): KustomizeOptions {
  const odd = Object.keys(block ?? {}).find((key) => !KNOWN.has(key) && !isEmpty(get(block, [key])));
  if (odd !== undefined) return { state: "unknown", reason: KUSTOMIZE.option(odd) };
  const version = str(block, ["version"]) ?? "";
  if (version !== "" && !VERSION.test(version))
    return {
      state: "unknown",
      reason: KUSTOMIZE.version(version),
    };
  const filled = fillOptions(block, env);
  if ("unknown" in filled)
    return {
      state: "unknown",
      reason: KUSTOMIZE.variable(filled.option, filled.unknown),
    };
  const named = strings(block, ["components"]);
  const components = bool(block, ["ignoreMissingComponents"]) ? named.filter(present) : named;
  const steps = [...setSteps(block, filled.images), ...labelSteps(block, filled), ...namespaceStep(block)];
  if (components.length > 0) steps.push(["edit", "add", "component", ...components]);
  return { state: "known", steps, patches: list(block, ["patches"]), components };
}

type Filled = {
  readonly images: readonly string[];
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
};

/** Variables count in images and labels, and in annotations if the Application asks for it. */
function fillOptions(
  block: JsonObject | undefined,
  env: BuildEnv,
): Filled | { readonly unknown: string; readonly option: string } {
  const substituted = bool(block, ["commonAnnotationsEnvsubst"]) ?? false;
  const options = {
    images: strings(block, ["images"]),
    labels: pairs(block, "commonLabels"),
    annotations: pairs(block, "commonAnnotations"),
  };
  const fill = (texts: readonly string[]) => texts.map((text) => ({ text, filled: fillIn(text, env) }));
  const all = fill([...options.images, ...options.labels, ...(substituted ? options.annotations : [])]);
  for (const { text, filled } of all) if ("unknown" in filled) return { ...filled, option: text };
  const filled = (texts: readonly string[]) =>
    fill(texts).map((one) => ("text" in one.filled ? one.filled.text : one.text));
  return {
    images: filled(options.images),
    labels: filled(options.labels),
    annotations: substituted ? filled(options.annotations) : options.annotations,
  };
}

function setSteps(block: JsonObject | undefined, images: readonly string[]): string[][] {
  const prefix = str(block, ["namePrefix"]) ?? "";
  const suffix = str(block, ["nameSuffix"]) ?? "";
  const replicas = list(block, ["replicas"]).map((r) => `${str(r, ["name"])}=${get(r, ["count"])}`);
  return [
    ...(prefix === "" ? [] : [["edit", "set", "nameprefix", "--", prefix]]),
    ...(suffix === "" ? [] : [["edit", "set", "namesuffix", "--", suffix]]),
    ...(images.length === 0 ? [] : [["edit", "set", "image", "--", ...images]]),
    ...(replicas.length === 0 ? [] : [["edit", "set", "replicas", "--", ...replicas]]),
  ];
}

function labelSteps(block: JsonObject | undefined, { labels, annotations }: Filled): string[][] {
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
