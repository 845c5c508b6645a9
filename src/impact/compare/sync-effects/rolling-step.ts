// An Application under RollingSync → that a person syncs it, where its step does not.
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { SyncEffect } from "./effect.ts";

/** Undefined where the RollingSync is not known to be on, and where its step syncs the Application. */
export function rollingStepEffect(application: DeliveredApplication): SyncEffect | undefined {
  const { ref, step, spec, generatedBy } = application;
  if (!step?.manualSync || spec.automated) return undefined;
  const because =
    step.number === 0
      ? `no step of the RollingSync of ApplicationSet ${generatedBy} selects Application ${ref}`
      : `step ${step.number} of the RollingSync of ApplicationSet ${generatedBy} has maxUpdate 0`;
  return { applies: "manual", because };
}
