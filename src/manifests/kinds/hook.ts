// Manifest → the hook it is for Argo CD, and the phases in which that runs. Never throws.
import type { Manifest } from "../../model/manifest.ts";
import { PHASES, type Phase } from "../../model/plan.ts";
import { annotation } from "../argocd/application.ts";
import { isAtLeast } from "../values/argocd-version.ts";

/** The hook annotation: phases, separated by commas. */
export const HOOK = "argocd.argoproj.io/hook";
const HELM_HOOK = "helm.sh/hook";

export type Hook = {
  /**
   * In the order they run. Empty where this Argo CD knows none of them: it then neither applies nor compares the
   * object.
   */
  readonly phases: readonly Phase[];
  /** The annotation is Skip: no sync applies the object. */
  readonly skip: boolean;
  /** The annotation's text. */
  readonly declared: string;
};

const SYNC_PHASES: readonly Phase[] = ["PreSync", "Sync", "PostSync", "SyncFail"];

/**
 * Argo CD's phase for each of Helm's hooks (gitops-engine pkg/sync/hook/helm/type.go). `test`, rollbacks and the
 * like have none.
 */
const HELM_PHASES: ReadonlyMap<string, Phase> = new Map([
  ["pre-install", "PreSync"],
  ["pre-upgrade", "PreSync"],
  ["post-install", "PostSync"],
  ["post-upgrade", "PostSync"],
]);

/** Hooks of an Application's deletion; the annotation must be exactly this word (argo-cd controller/hook.go). */
const DELETE_PHASES = [
  { phase: "PreDelete", words: ["PreDelete", "pre-delete"], since: "3.3" },
  { phase: "PostDelete", words: ["PostDelete", "post-delete"], since: "2.10" },
] as const;

/**
 * The object as a hook; undefined for all others. Argo CD's annotation takes precedence over Helm's, and Helm's
 * `crd-install` is no hook (gitops-engine pkg/sync/hook/hook.go and hook/helm/hook.go, IsHook;
 * pkg/sync/sync_phase.go).
 */
export function readHook(manifest: Manifest, argocdVersion: string): Hook | undefined {
  const [own, helm] = [annotation(manifest, HOOK), annotation(manifest, HELM_HOOK)];
  const declared = own ?? helm;
  if (declared === undefined || (own === undefined && helm === "crd-install")) return undefined;
  const named = words(own).filter((word) => word === "Skip" || (SYNC_PHASES as string[]).includes(word));
  const skip = named.length === 1 && named[0] === "Skip";
  const fromHelm = named.length > 0 ? [] : words(helm).flatMap((word) => HELM_PHASES.get(word) ?? []);
  const all = new Set<string>([...named, ...fromHelm, ...deletePhases([own, helm], argocdVersion)]);
  const phases = skip ? [] : PHASES.filter((phase) => all.has(phase));
  return { phases, skip, declared };
}

/** Whether Argo CD treats the object as a hook, whatever its phases. */
export function isHook(manifest: Manifest): boolean {
  return readHook(manifest, "") !== undefined;
}

/** The position of a phase in the order of phases. */
export function phaseOrder(phase: Phase): number {
  return PHASES.indexOf(phase);
}

export function isSyncPhase(phase: Phase): boolean {
  return SYNC_PHASES.includes(phase);
}

function deletePhases(declared: readonly (string | undefined)[], argocdVersion: string): Phase[] {
  return DELETE_PHASES.filter(
    ({ words: known, since }) =>
      isAtLeast(argocdVersion, since) &&
      declared.some((text) => (known as readonly (string | undefined)[]).includes(text)),
  ).map(({ phase }) => phase);
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((word) => word.trim() || []);
}
