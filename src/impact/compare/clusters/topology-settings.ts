// Annotations and settings of the control plane or a pool, before and after → whether the part rolls.

import { get, sameJson } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import type { Reaches } from "./rollout.ts";
import { DEFER, deletesByHand, HOLD } from "./upgrade-order.ts";

/** Another OS image is another machine template (VKS documentation, resolve-os-image). */
export const OS_IMAGE = "run.tanzu.vmware.com/resolve-os-image";

/**
 * "rolls": another OS image. "released": an annotation that kept pools from upgrading went. All others are propagated to
 * the machines in place (cluster-api internal/controllers/machinedeployment/mdutil/util.go,
 * MachineTemplateDeepCopyRolloutFields).
 */
export function annotationReach(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): "rolls" | "released" | undefined {
  if (before.get(OS_IMAGE) !== after.get(OS_IMAGE)) return "rolls";
  const gone = [DEFER, HOLD].some((key) => before.has(key) && !after.has(key));
  return gone ? "released" : undefined;
}

/**
 * Timeouts, strategy, health check, readiness gates and taints of the topology are taken over in place (as above; taints:
 * api/core/v1beta2/common_types.go, MachineTaintPropagation). `rollout.after` replaces older machines once its time has
 * come, and the end of `OnDelete` those that waited for somebody to delete them; Git tells of neither. Of a
 * TanzuKubernetesCluster, a pool's own release is its version.
 */
export function settingsReach(before: Json, after: Json): Reaches | undefined {
  const differs = (path: readonly string[]) => !sameJson(get(before, path), get(after, path));
  if (differs(["tkr"])) return "rolls";
  const released = deletesByHand(before) && !deletesByHand(after);
  return released || differs(["rollout", "after"]) ? "may-roll" : undefined;
}
