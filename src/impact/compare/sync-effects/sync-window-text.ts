// Sync windows → the words for them.

import { andMore } from "../../../lib/english.ts";
import { windowDefect } from "../../../manifests/argocd/sync-window.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { SyncWindow } from "../../../model/project.ts";

/** What governs when an Application syncs, whatever the clock says; undefined where nothing does. */
export function windowsBecause({ ref, project }: DeliveredApplication): string | undefined {
  if (!project || project.windows.length === 0) return undefined;
  return `AppProject ${project.ref} governs when Application ${ref} syncs: ${andMore(project.windows.map(windowText), 1)}`;
}

/** Why a window that governs an Application lets no sync through, at no time; undefined where all can be read. */
export function unreadableWindow({ ref, project }: DeliveredApplication): string | undefined {
  const [defect] = (project?.windows ?? []).flatMap((window) => windowDefect(window) ?? []);
  if (!project || defect === undefined) return undefined;
  return `AppProject ${project.ref} has a sync window with ${defect} that Argo CD cannot read: no sync of Application ${ref} gets through`;
}

/** "deny at 0 22 * * * for 8h, Europe/Berlin". */
export function windowText({ kind, schedule, duration, timeZone }: SyncWindow): string {
  return `${kind} at ${schedule} for ${duration}${timeZone === "UTC" ? "" : `, ${timeZone}`}`;
}
