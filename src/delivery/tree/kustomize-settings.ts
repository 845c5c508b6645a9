// What Git holds of an Argo CD's own configuration → the options it builds kustomizations with.

import { str } from "../../lib/json.ts";
import { readSources } from "../../manifests/argocd/source.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { KUSTOMIZATION_NAMES } from "../generate/detect.ts";
import type { Files } from "../generate/files.ts";
import { directoryOf } from "../generate/repository-tree.ts";

/** An object that may hold settings, and the namespaces it is applied to; none where Git does not show that. */
export type Setting = { readonly manifest: Manifest; readonly namespaces: readonly string[] };

export type KustomizeSettings = {
  /** As Argo CD has it, "" for none; undefined where Git has several. */
  readonly text: string | undefined;
  /** The files that hold it. */
  readonly paths: readonly string[];
};

/** Text by which a file that may hold such configuration is found. */
export const SETTING_WORDS = ["kustomize.buildOptions", "kustomizeBuildOptions"] as const;

/** The ConfigMap argocd-cm, also as a patch of one, and the operator's ArgoCD object. */
export function isSettings(manifest: Manifest): boolean {
  if (manifest.kind === "ArgoCD") return manifest.group === "argoproj.io";
  return manifest.group === "" && manifest.kind === "ConfigMap" && manifest.name === "argocd-cm";
}

/**
 * Where an object names no namespace, the kustomization beside it may, or an Application whose path it lies below gives it
 * that of its destination.
 */
export async function placeSettings(
  settings: readonly Manifest[],
  applications: readonly Manifest[],
  snapshot: Snapshot,
  files: Files,
): Promise<Setting[]> {
  const beside = settings.map(({ origin }) => kustomizationBeside(origin.path, snapshot));
  await files.parse(beside.flatMap((oid) => oid ?? []));
  return settings.map((manifest, i) => {
    const oid = beside[i];
    const set = oid === undefined ? undefined : str(files.parsed(oid).documents[0]?.value, ["namespace"]);
    const own = set || manifest.namespace;
    return { manifest, namespaces: own ? [own] : destinationsOver(manifest.origin.path, applications) };
  });
}

function kustomizationBeside(path: string, { files }: Snapshot): string | undefined {
  const directory = directoryOf(path);
  const names = KUSTOMIZATION_NAMES.map((name) => (directory === "" ? name : `${directory}/${name}`));
  return names.flatMap((name) => files.get(name)?.oid ?? [])[0];
}

function destinationsOver(file: string, applications: readonly Manifest[]): string[] {
  const over = applications.filter(({ object }) =>
    readSources(object["spec"]).some(({ path }) => path !== undefined && file.startsWith(`${path}/`)),
  );
  const named = over.map(({ object }) => str(object, ["spec", "destination", "namespace"]) ?? "");
  return [...new Set(named.filter((namespace) => namespace !== ""))].sort();
}

/**
 * For the Argo CD in the namespace `instance`, which reads the ConfigMap of its own one only; what Git places nowhere counts
 * for every instance. `version` is the
 * Application's own choice of Kustomize, or "" (argo-cd util/settings/settings.go, GetKustomizeSettings and GetOptions).
 */
export function kustomizeSettings(
  settings: readonly Setting[],
  instance: string,
  version: string,
): KustomizeSettings {
  const own = settings.filter(({ namespaces }) => namespaces.length === 0 || namespaces.includes(instance));
  const told = own.flatMap(({ manifest }) => {
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
