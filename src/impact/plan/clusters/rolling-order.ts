// Steps → the same steps, where those of a RollingSync wait for its earlier steps. Only where Git shows that RollingSync is on.
import type { DeliveredApplication, Delivery } from "../../../model/delivery.ts";
import type { WaveStep } from "../../../model/plan.ts";

/** An Application waits for the last Application before it in the plan that its set syncs in an earlier step. */
export function rollingOrder(steps: readonly WaveStep[], { applications }: Delivery): WaveStep[] {
  const last = new Map<string, { readonly number: number; readonly at: number }[]>();
  return steps.map((step, at) => {
    const application = applications.get(step.application ?? "");
    if (!application?.generatedBy || !isRolled(application)) return step;
    const seen = last.get(application.generatedBy) ?? [];
    const { number } = application.step;
    const waitsFor = seen.findLast((one) => one.number < number)?.at;
    last.set(application.generatedBy, [...seen.filter((one) => one.number !== number), { number, at }]);
    if (waitsFor === undefined || step.after !== undefined) return step;
    return { ...step, gated: true, after: waitsFor };
  });
}

function isRolled(
  application: DeliveredApplication,
): application is DeliveredApplication & Required<Pick<DeliveredApplication, "step">> {
  const { rolling, step } = application;
  return rolling?.on === "yes" && step !== undefined && step.number > 0 && !step.manualSync;
}
