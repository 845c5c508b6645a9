// An ApplicationSet's strategy → which step of a rolling sync an Application belongs to.

import { get, list, num, str, stringMap, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { isAtLeast } from "../../manifests/values/argocd-version.ts";
import type { RollingStep, RollingSync } from "../../model/applicationset.ts";
import type { Manifest } from "../../model/manifest.ts";

/** What a side shows of the controller: its version, and whether it is told to do progressive syncs. */
export type Controller = { readonly on: RollingSync["on"]; readonly argocdVersion: string };

/**
 * Undefined without RollingSync steps (argo-cd applicationset/controllers/applicationset_controller.go,
 * progressiveSyncsRollingSyncStrategyEnabled). The feature came with Argo CD 2.6, `deletionOrder` with 3.2.
 */
export function readRolling(set: Manifest, { on, argocdVersion }: Controller): RollingSync | undefined {
  const strategy = get(set.object, ["spec", "strategy"]);
  const steps = list(strategy, ["rollingSync", "steps"]).length;
  if (str(strategy, ["type"]) !== "RollingSync" || steps === 0) return undefined;
  if (!isAtLeast(argocdVersion, "2.6")) return undefined;
  const reverse = (str(strategy, ["deletionOrder"]) ?? "").toLowerCase() === "reverse";
  return { steps, on, reverse: reverse && isAtLeast(argocdVersion, "3.2") };
}

/** The first step that selects the Application by its labels (buildAppDependencyList); 0 where none does. */
export function stepOf(set: Manifest, application: Manifest): RollingStep {
  const labels = stringMap(application.object, ["metadata", "labels"]);
  const steps = list(set.object, ["spec", "strategy", "rollingSync", "steps"]);
  const at = steps.findIndex((step) =>
    list(step, ["matchExpressions"]).every((expression) => selects(expression, labels)),
  );
  const most = at < 0 ? undefined : get(steps[at], ["maxUpdate"]);
  return { number: at + 1, manualSync: at < 0 || num(most) === 0 || most === "0%" || most === "0" };
}

/** A label that is not there is selected by everything but In; an operator other than In and NotIn selects no label. */
function selects(expression: Json, labels: ReadonlyMap<string, string>): boolean {
  const operator = str(expression, ["operator"]);
  const value = labels.get(str(expression, ["key"]) ?? "");
  if (value === undefined) return operator !== "In";
  const among = strings(expression, ["values"]).includes(value);
  return operator === "In" ? among : operator === "NotIn" && !among;
}

const FLAG = "--enable-progressive-syncs";
const VARIABLE = "ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_PROGRESSIVE_SYNCS";
const KEY = "applicationsetcontroller.enable.progressive.syncs";

/** Whether a manifest switches progressive syncs on: the parameters of Argo CD, or its controller's own arguments. */
export function switchesOn({ kind, name, object }: Manifest): boolean {
  if (kind === "ConfigMap" && name === "argocd-cmd-params-cm") return str(object, ["data", KEY]) === "true";
  if (kind !== "Deployment" || !name.endsWith("applicationset-controller")) return false;
  return list(object, ["spec", "template", "spec", "containers"]).some(
    (container) =>
      [...strings(container, ["args"]), ...strings(container, ["command"])].some(
        (arg) => arg === FLAG || arg === `${FLAG}=true`,
      ) ||
      list(container, ["env"]).some(
        (entry) => str(entry, ["name"]) === VARIABLE && str(entry, ["value"]) === "true",
      ),
  );
}
