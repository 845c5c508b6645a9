// Kind and declaration → whether Argo CD has a health check for the object, so that a sync can wait for it. Never throws.

import { bool, str } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isAtLeast } from "../values/argocd-version.ts";
import { factsOf } from "./kinds.ts";

/**
 * "checked": a sync waits until it is healthy. "suspended": its check says so as long as Git has it paused, and a sync
 * waits for as long. "none": it counts as done once it is applied, like every kind without a check.
 */
export function healthOf(manifest: Manifest, argocdVersion: string): "checked" | "suspended" | "none" {
  const { health } = factsOf(manifest);
  if (!health) return "none";
  const { since, only, suspended } = health;
  if (suspended && bool(manifest.object, suspended) === true) return "suspended";
  if (only && str(manifest.object, only[0]) !== only[1]) return "none";
  return since === undefined || isAtLeast(argocdVersion, since) ? "checked" : "none";
}
