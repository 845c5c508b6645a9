// Hooks and what else a sync meets on its way → what a step says of them. Names stand in backticks.

import { code } from "../../../lib/code-span.ts";
import { count } from "../../../lib/english.ts";
import { isHook } from "../../../manifests/kinds/hook.ts";
import type { Change } from "../../../model/change.ts";
import type { Phase } from "../../../model/plan.ts";
import { distinctNames } from "../phrases.ts";

/** When a step of hooks runs, if not in the course of a sync like all others; undefined if so. */
export function phaseText(phase: Phase, ref: string | null, goes: boolean): string | undefined {
  if (phase === "SyncFail") return "runs only if a sync fails";
  if (phase === "PreDelete" || phase === "PostDelete") {
    const order = phase === "PreDelete" ? "before anything else of it goes" : "once all else of it is gone";
    return goes ? `runs ${order}` : `runs only when Application \`${ref}\` is deleted, ${order}`;
  }
  return undefined;
}

/** What a step says of the hooks that it changes; "" where it has none, or they are not applied. */
export function changedHookText(changes: readonly Change[]): string {
  const hooks = changes.filter(({ head, applies }) => head && applies === "auto" && isHook(head.manifest));
  if (hooks.length === 0) return "";
  const names = distinctNames(hooks.map(({ object }) => `${object.kind} ${object.name}`));
  return `${names} ${hooks.length === 1 ? "runs" : "run"} at each sync`;
}

/** Hooks that do not change and that the sync runs all the same; "" where there are none. */
export function hookWords(hooks: readonly { readonly name: string; readonly phase: Phase }[]): string {
  const [first, second, third, ...rest] = hooks.map(({ name, phase }) => `${code(name)} (${phase})`);
  if (first === undefined) return "";
  const shown = [first, second, third].filter((hook) => hook !== undefined);
  const more = rest.length > 0 ? ` and ${count(rest.length, "more hook")}` : "";
  return `the sync runs ${hooks.length === 1 ? "its hook" : "its hooks"} again: ${shown.join(", ")}${more}`;
}

/** What a sync looks at on its way, though it does not change; "" for none. */
export function unchangedText(amount: number): string {
  return amount === 0 ? "" : `${count(amount, "unchanged object")} of earlier waves must be healthy, too`;
}
