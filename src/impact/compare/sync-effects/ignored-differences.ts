// Changes → the same, where those of fields that an Application ignores say whether a sync applies them.
import { matchesGlob } from "../../../lib/glob.ts";
import { sameJson } from "../../../lib/json.ts";
import { ignoredFields } from "../../../manifests/argocd/ignored-differences.ts";
import { ignoredPath, without } from "../../../manifests/argocd/ignored-paths.ts";
import { isHook } from "../../../manifests/kinds/hook.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { NotEvaluated } from "../../../model/plan.ts";
import { SYNC } from "../../../model/unevaluated.ts";
import { effectFields } from "../objects/change.ts";
import { diffFields } from "../objects/fields.ts";
import { type FleetPair, mostRestrictive, type SyncEffect } from "./effect.ts";
import { startsSync } from "./hooks.ts";
import { delivers } from "./sync-effect.ts";

/**
 * What an object's difference is for Argo CD. `only`: nothing but ignored fields differ. `paths` are the fields that differ
 * and are ignored, as a change names them; `rules` as a person writes them. `unread` may ignore more.
 */
type Ignored = {
  readonly owner: DeliveredApplication;
  readonly only: boolean;
  readonly paths: ReadonlySet<string>;
  readonly rules: string;
  readonly unread: readonly string[];
};

/**
 * ignoreDifferences decides whether an Application is OutOfSync, not what a sync applies: without RespectIgnoreDifferences
 * the desired state is applied as it is, by the next sync that something else starts (argo-cd
 * docs/user-guide/sync-options.md; with ApplyOutOfSyncOnly such an object is left out of that sync, too).
 */
export function annotateIgnored(changes: readonly Change[], sides: FleetPair): Change[] {
  const ignored = ignoredOf(changes, sides);
  if (ignored.size === 0) return [...changes];
  const syncing = syncingIn(changes, ignored);
  const unchanged = new Map<string, SyncEffect>();
  const restricted = changes.map((change) => {
    const effect = whyNot(change, ignored.get(change.key), syncing);
    if (!effect) return change;
    const { namespace, name, kind } = change.object;
    if (kind === "Application") unchanged.set(`${namespace}/${name}`, effect);
    return restrict(change, effect);
  });
  return unchanged.size === 0 ? restricted : restricted.map((change) => below(change, unchanged, sides));
}

/** What is ignored by rules that Git cannot answer, once for each Application. */
export function unjudgedIgnores(changes: readonly Change[], sides: FleetPair): NotEvaluated[] {
  const ignored = ignoredOf(changes, sides);
  const syncing = syncingIn(changes, ignored);
  const found = new Map<string, NotEvaluated>();
  for (const change of changes) {
    const verdict = ignored.get(change.key);
    if (!verdict || verdict.only || verdict.unread.length === 0) continue;
    const { owner, unread } = verdict;
    const { ref, spec, manifest } = owner;
    const respects = spec.syncOptions.has(RESPECT);
    if (found.has(ref) || (!respects && (!spec.automated || syncing.has(ref)))) continue;
    const { kind, name } = change.object;
    const reason = SYNC.ignored(unread[0] ?? "", `${kind} ${name}`);
    found.set(ref, { path: manifest.origin.path, application: ref, reason });
  }
  return [...found.values()];
}

const RESPECT = "RespectIgnoreDifferences=true";
const SELECTIVE = "ApplyOutOfSyncOnly=true";

function ignoredOf(changes: readonly Change[], fleets: FleetPair): Map<string, Ignored> {
  const found = new Map<string, Ignored>();
  for (const { key, object, application, base, head } of changes) {
    const owner = fleets.head.delivery.applications.get(application ?? "");
    if (!owner || !base || !head || found.has(key)) continue;
    const { paths, unread } = ignoredFields(owner.manifest, object, matchesGlob);
    if (paths.length + unread.length === 0) continue;
    const [was, is] = [base.manifest.object, head.manifest.object];
    if (sameJson(was, is)) continue;
    const [left, right] = [without(was, paths), without(is, paths)];
    const seen = new Set(diffFields(left, right).map(({ path }) => path));
    const hidden = diffFields(was, is).filter(({ path }) => !seen.has(path));
    if (hidden.length + unread.length === 0) continue;
    const rules = paths.map(ignoredPath).join(", ");
    found.set(key, {
      owner,
      only: sameJson(left, right),
      paths: new Set(hidden.map(({ path }) => path)),
      rules,
      unread,
    });
  }
  return found;
}

/** Applications that something starts a sync of. */
function syncingIn(changes: readonly Change[], ignored: ReadonlyMap<string, Ignored>): Set<string> {
  const starting = changes.filter((change) => {
    const verdict = ignored.get(change.key);
    const object = change.head ?? change.base;
    const compared = !verdict || (!verdict.only && verdict.unread.length === 0);
    return compared && startsSync(change) && !(object && isHook(object.manifest));
  });
  return new Set(starting.flatMap(({ application }) => application ?? []));
}

function whyNot(
  { fields }: Change,
  ignored: Ignored | undefined,
  syncing: ReadonlySet<string>,
): SyncEffect | undefined {
  if (!ignored) return undefined;
  const { owner, only, paths, rules } = ignored;
  const { ref, spec } = owner;
  if (spec.syncOptions.has(RESPECT)) {
    if (!only && (fields.length === 0 || !fields.every(({ path }) => paths.has(path)))) return undefined;
    return not(
      `Application ${ref} ignores ${rules} and leaves that as it is when it syncs (RespectIgnoreDifferences)`,
    );
  }
  if (!only || !spec.automated) return undefined;
  if (spec.syncOptions.has(SELECTIVE))
    return not(
      `Application ${ref} ignores ${rules}, and applies only what it finds out of sync (ApplyOutOfSyncOnly)`,
    );
  if (syncing.has(ref)) return undefined;
  const because = `Application ${ref} ignores ${rules}, so this alone starts no sync; the next sync for another reason applies it`;
  return { ...not(because), later: "ignored-differences" };
}

function not(because: string): SyncEffect {
  return { applies: "never", because };
}

function restrict(change: Change, effect: SyncEffect): Change {
  const { applies, because } = change;
  return {
    ...change,
    ...effectFields(mostRestrictive(because === undefined ? { applies } : { applies, because }, effect)),
  };
}

/** What comes through an Application whose new source or destination does not reach it. */
function below(
  change: Change,
  unchanged: ReadonlyMap<string, SyncEffect>,
  { base, head }: FleetPair,
): Change {
  for (const ref of change.via) {
    const [before, after] = [base.delivery.applications.get(ref), head.delivery.applications.get(ref)];
    const effect = unchanged.get(ref);
    if (!effect || !before || !after || !delivers(before, after)) continue;
    return restrict(change, { ...effect, because: `Application ${ref} stays as it is: ${effect.because}` });
  }
  return change;
}
