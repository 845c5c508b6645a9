// Manifest → values of Argo CD's annotations that Argo CD ignores, and what happens instead. Never throws.
import type { Manifest } from "../../model/manifest.ts";
import { annotation, integer, SYNC_WAVE } from "../argocd/application.ts";
import { HOOK, readHook } from "./hook.ts";

export type UnknownValue = {
  readonly name: string;
  /** The words that Argo CD ignores. */
  readonly values: readonly string[];
  /** What Argo CD accepts, for people. */
  readonly known: string;
  /** What happens instead, as the end of a sentence. */
  readonly instead: string;
};

const DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";
const POLICIES = ["HookSucceeded", "HookFailed", "BeforeHookCreation"];
const PHASES = ["PreSync", "Sync", "PostSync", "SyncFail", "Skip"];

/**
 * Values that Argo CD ignores without a message: a wave that is no integer (gitops-engine
 * pkg/sync/syncwaves/waves.go, Wave), unknown hook phases (pkg/sync/hook/hook.go, Types; sync_phase.go) and delete
 * policies (hook/delete_policy.go).
 */
export function unknownValues(manifest: Manifest, argocdVersion: string): UnknownValue[] {
  return [...unknownWave(manifest), ...unknownPhases(manifest, argocdVersion), ...unknownPolicies(manifest)];
}

function unknownWave(manifest: Manifest): UnknownValue[] {
  const text = annotation(manifest, SYNC_WAVE);
  if (text === undefined || integer(text) !== undefined) return [];
  const instead = "the object is in wave 0, or in that of its `helm.sh/hook-weight`";
  return [{ name: SYNC_WAVE, values: [text], known: "whole numbers in quotes", instead }];
}

function unknownPhases(manifest: Manifest, argocdVersion: string): UnknownValue[] {
  const text = annotation(manifest, HOOK);
  const hook = text === undefined ? undefined : readHook(manifest, argocdVersion);
  if (text === undefined || !hook) return [];
  const known = new Set<string>([...PHASES, ...hook.phases, "pre-delete", "post-delete"]);
  const values = words(text).filter((word) => !known.has(word));
  const runs = hook.phases.length > 0 || hook.skip;
  if (values.length === 0 && (runs || words(text).length > 0)) return [];
  const instead = runs
    ? `it runs as ${hook.phases.join(" and ") || "Skip"} only`
    : "no sync applies the object, and none compares it";
  return [{ name: HOOK, values: values.length > 0 ? values : [text], known: PHASES.join(", "), instead }];
}

function unknownPolicies(manifest: Manifest): UnknownValue[] {
  const text = annotation(manifest, DELETE_POLICY) ?? "";
  const values = words(text).filter((word) => !POLICIES.includes(word));
  if (values.length === 0) return [];
  const rest = words(text).filter((word) => POLICIES.includes(word));
  const instead =
    rest.length > 0
      ? `only ${rest.join(" and ")} counts`
      : "what the hook left is deleted before it runs again (BeforeHookCreation)";
  return [{ name: DELETE_POLICY, values, known: POLICIES.join(", "), instead }];
}

function words(text: string): string[] {
  return text.split(",").flatMap((word) => word.trim() || []);
}
