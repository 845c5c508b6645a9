// Snapshot → every Application, ApplicationSet and cluster registration that its files declare, delivered or not.

import { get, isList, isMap, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { manifestsOf } from "../../manifests/yaml/manifests.ts";
import { isUnfilledName } from "../../manifests/yaml/templated.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Files } from "../generate/files.ts";
import { isSettings, placeSettings, SETTING_WORDS, type Setting } from "./kustomize-settings.ts";

/** `applications` and `sets` are what the files declare, in path order. */
export type Candidates = {
  readonly applications: readonly Manifest[];
  readonly sets: readonly Manifest[];
  /**
   * Names that some ArgoCluster gives a cluster: a hint which destinations are guest clusters, before it is known
   * what is delivered.
   */
  readonly guests: ReadonlySet<string>;
  /** Objects that may set how an Argo CD builds kustomizations. */
  readonly settings: readonly Setting[];
  /** Objects that are, or make, the Secret of a registered cluster, whether something delivers them or not. */
  readonly registering: readonly Manifest[];
  /** Files that declare Applications or ApplicationSets in whatever form, templates among them. */
  readonly declaring: readonly string[];
};

/** (argo-cd common/common.go, LabelKeySecretType) */
const SECRET_TYPE = "argocd.argoproj.io/secret-type";

export const MANIFEST_FILE = /\.(?:yaml|yml|json)$/;
const TEMPLATE_FILE = /\.tpl$/;
const KINDS = ["Application", "ApplicationSet", "ArgoCluster"] as const;

/** Reads each blob that was not seen before once; parses only those that mention one of the kinds. */
export async function findCandidates(snapshot: Snapshot, files: Files): Promise<Candidates> {
  const paths = snapshot.paths.filter(
    (path) => (MANIFEST_FILE.test(path) || TEMPLATE_FILE.test(path)) && isFile(snapshot, path),
  );
  const mentioning = await files.mentioning(
    paths.map((p) => oidOf(snapshot, p)),
    KINDS,
    [...SETTING_WORDS, SECRET_TYPE],
  );
  const named = paths.filter((path) => mentioning.has(oidOf(snapshot, path)));
  const manifests = named
    .filter((path) => MANIFEST_FILE.test(path))
    .flatMap((path) => manifestsOf(files.parsed(oidOf(snapshot, path)), path));
  const applications = manifests.filter((m) => isApplication(m));
  return {
    applications,
    sets: manifests.filter((m) => isApplicationSet(m)),
    guests: new Set(
      manifests
        .filter((m) => m.group === "field.vmware.com" && m.kind === "ArgoCluster")
        .map((m) => str(get(m.object, ["spec", "clusterName"])) ?? ""),
    ),
    settings: await placeSettings(manifests.filter(isSettings), applications, snapshot, files),
    registering: manifests.filter(({ object }) => clusterLabels(object) !== undefined),
    declaring: await declaringAmong(named, snapshot, files),
  };
}

/** What parses declares what its documents are; in a template the words have to do. */
async function declaringAmong(paths: readonly string[], snapshot: Snapshot, files: Files): Promise<string[]> {
  const unread = paths.filter((path) => files.parsed(oidOf(snapshot, path)).problems.length > 0);
  const texts = await files.texts(unread.map((path) => oidOf(snapshot, path)));
  const templated = new Set(
    unread.filter((path) => {
      const blob = texts.get(oidOf(snapshot, path));
      return blob && "text" in blob && TEMPLATED_DECLARATION.test(blob.text);
    }),
  );
  return paths.filter(
    (path) =>
      templated.has(path) || manifestsOf(files.parsed(oidOf(snapshot, path)), path).some(isDeclaration),
  );
}

const TEMPLATED_DECLARATION =
  /^[ \t-]*["']?kind["']?[ \t]*:[ \t]*["']?Application(?:Set)?["']?[ \t]*(?:#.*)?$/m;

function isDeclaration({ group, kind }: Manifest): boolean {
  return group === "argoproj.io" && (kind === "Application" || kind === "ApplicationSet");
}

/**
 * The labels of a registered cluster in an object: its own, or those of a Secret that it makes, wherever they stand in it (a
 * SealedSecret, an ExternalSecret).
 */
export function clusterLabels(value: Json): JsonObject | undefined {
  if (isList(value)) return value.map(clusterLabels).find((found) => found !== undefined);
  if (!isMap(value)) return undefined;
  if (value[SECRET_TYPE] === "cluster") return value;
  return Object.values(value)
    .map(clusterLabels)
    .find((found) => found !== undefined);
}

/** Names that a person never gave: placeholders make no Application that could be followed. */
export function isApplication(manifest: Manifest): boolean {
  return manifest.group === "argoproj.io" && manifest.kind === "Application" && isLiteral(manifest.name);
}

export function isApplicationSet(manifest: Manifest): boolean {
  return manifest.group === "argoproj.io" && manifest.kind === "ApplicationSet" && isLiteral(manifest.name);
}

function isLiteral(name: string): boolean {
  return name !== "" && !isUnfilledName(name);
}

function isFile(snapshot: Snapshot, path: string): boolean {
  return snapshot.files.get(path)?.mode.startsWith("100") ?? false;
}

function oidOf(snapshot: Snapshot, path: string): string {
  return snapshot.files.get(path)?.oid ?? "";
}
