// The control plane before and after → its size, and what is configured otherwise.
import type { ClusterSpec } from "../../../model/cluster.ts";
import { diffFields, diffMaps, fieldChange } from "../objects/fields.ts";
import { unpauses } from "../sync-effects/reconcile-hold.ts";
import type { ClusterFacts } from "./cluster-facts.ts";
import { everything, templateRollout } from "./rollout.ts";
import { annotationReach, settingsReach } from "./topology-settings.ts";

export function compareControlPlane(
  base: ClusterSpec,
  head: ClusterSpec,
  effective: ClusterSpec,
): ClusterFacts[] {
  return [...scaleFacts(base, head, effective), ...settingsFacts(base, head, effective)];
}

/** With a number it accepts, the control plane takes up again what stuck behind the former one. */
function scaleFacts(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const [one, other] = [base.controlPlane, head.controlPlane];
  if (one.replicas === other.replicas) return [];
  const path = [...other.path, "replicas"];
  return [
    {
      operation: "scale",
      what: "control-plane",
      fields: [fieldChange(path, one.replicas, other.replicas)],
      at: path,
      from: String(one.replicas ?? 1),
      to: String(other.replicas ?? 1),
      ...(unpauses(base, head)
        ? { ...templateRollout(effective, everything(effective, "may-roll")), evidence: "unknown" as const }
        : {}),
    },
  ];
}

function settingsFacts(base: ClusterSpec, head: ClusterSpec, effective: ClusterSpec): ClusterFacts[] {
  const [one, other] = [base.controlPlane, head.controlPlane];
  const fields = [
    ...diffMaps(one.labels, other.labels, [...other.path, "metadata", "labels"]),
    ...diffMaps(one.annotations, other.annotations, [...other.path, "metadata", "annotations"]),
    ...diffFields(one.settings, other.settings, other.path),
  ];
  if (fields.length === 0) return [];
  const imaged = annotationReach(one.annotations, other.annotations) === "rolls";
  const controlPlane = imaged ? "rolls" : settingsReach(one.settings, other.settings);
  return [
    {
      operation: "reconfigure",
      what: "control-plane",
      fields,
      at: other.path,
      ...templateRollout(effective, { controlPlane, pools: new Map() }),
      ...(controlPlane === "may-roll" ? { evidence: "unknown" as const } : {}),
    },
  ];
}
