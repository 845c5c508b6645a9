// What Git holds of an Argo CD's own configuration → the options it builds kustomizations with.
import type { Manifest } from "../model/manifest.ts";
import { str } from "../resources/json.ts";

/** `text` as Argo CD has it, "" for none; undefined where Git has several. `paths` are the files that tell. */
export type KustomizeSettings = { readonly text: string | undefined; readonly paths: readonly string[] };

/** Text by which a file that may hold such configuration is found. */
export const SETTING_WORDS = ["kustomize.buildOptions", "kustomizeBuildOptions"] as const;

/** The ConfigMap argocd-cm, also as a patch of one, and the operator's ArgoCD object. */
export function isSettings(manifest: Manifest): boolean {
  if (manifest.kind === "ArgoCD") return manifest.group === "argoproj.io";
  return manifest.group === "" && manifest.kind === "ConfigMap" && manifest.name === "argocd-cm";
}

/**
 * For the Argo CD in the namespace `instance`; one that names no namespace counts for every instance. `version` is the
 * Application's own choice of Kustomize, or "" (argo-cd util/settings/settings.go, GetKustomizeSettings and GetOptions).
 */
export function kustomizeSettings(
  settings: readonly Manifest[],
  instance: string,
  version: string,
): KustomizeSettings {
  const own = settings.filter(({ namespace }) => namespace === "" || namespace === instance);
  const told = own.flatMap((manifest) => {
    const key = version === "" ? "kustomize.buildOptions" : `kustomize.buildOptions.${version}`;
    const text =
      str(manifest.object, ["data", key]) ??
      (version === "" ? str(manifest.object, ["spec", "kustomizeBuildOptions"]) : undefined);
    return text === undefined ? [] : [{ text, path: manifest.origin.path }];
  });
  const texts = new Set(told.map(({ text }) => text));
  const [only = ""] = texts;
  return { text: texts.size > 1 ? undefined : only, paths: told.map(({ path }) => path) };
}
