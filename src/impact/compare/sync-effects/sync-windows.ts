// Sync windows → whether an Application waits for them, and the text for one.

import { andMore } from "../../../lib/english.ts";
import { windowDefect } from "../../../manifests/argocd/sync-window.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { SyncWindow } from "../../../model/project.ts";
import type { SyncEffect } from "./effect.ts";

/** A window decides when the Application syncs; undefined where none does. */
export function syncWindowEffect({ ref, project }: DeliveredApplication): SyncEffect | undefined {
  if (!project || project.windows.length === 0) return undefined;
  const windows = andMore(project.windows.map(windowText), 1);
  return {
    applies: "window",
    because: `AppProject ${project.ref} governs when Application ${ref} syncs: ${windows}`,
  };
}

/** A window that Argo CD cannot read lets no sync through, at no time. */
export function unreadableWindowEffect({ ref, project }: DeliveredApplication): SyncEffect | undefined {
  const [defect] = (project?.windows ?? []).flatMap((window) => windowDefect(window) ?? []);
  if (!project || defect === undefined) return undefined;
  const because = `AppProject ${project.ref} has a sync window with ${defect} that Argo CD cannot read: no sync of Application ${ref} gets through`;
  return { applies: "blocked", because };
}

/** "deny at 0 22 * * * for 8h, Europe/Berlin". */
export function windowText({ kind, schedule, duration, timeZone }: SyncWindow): string {
  return `${kind} at ${schedule} for ${duration}${timeZone === "UTC" ? "" : `, ${timeZone}`}`;
}
