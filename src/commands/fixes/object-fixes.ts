// A finding about an object, and the comparison that raised it → the steps on that object that fix it.

import { quoted } from "../../lib/code-span.ts";
import { get, isMap, list } from "../../lib/json.ts";
import { isSlip, soleNear } from "../../lib/spelling.ts";
import { isArgoFinalizer } from "../../manifests/argocd/application.ts";
import { unknownValues } from "../../manifests/kinds/annotation-values.ts";
import type { Expectation, Target } from "../../model/command.ts";
import type { DeliveredApplication, DeliveredObject } from "../../model/delivery.ts";
import type { EditStep, Separation } from "../../model/edit.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type Finding, LAYERS, OPERATIONS } from "../../model/plan.ts";
import type { FleetContext } from "../command-context.ts";

/** A budget by number or by share becomes one by what may go. */
export function allowOneDisruption(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  return objectTarget(finding, input, ({ object, kind }) => {
    if (kind !== "PodDisruptionBudget") return undefined;
    const steps: EditStep[] = [];
    if (get(object, ["spec", "minAvailable"]) !== undefined)
      steps.push({ op: "remove", path: ["spec", "minAvailable"] });
    steps.push(
      get(object, ["spec", "maxUnavailable"]) === undefined
        ? { op: "insert", path: ["spec"], key: "maxUnavailable", value: 1 }
        : { op: "set", path: ["spec", "maxUnavailable"], value: 1 },
    );
    return { steps, words: "with `maxUnavailable: 1`" };
  });
}

/** All of them, with the key where nothing else is in it. */
export function removeFinalizer(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  return objectTarget(finding, input, ({ object }) => {
    const path = ["metadata", "finalizers"];
    const all = list(object, path);
    const wrong = all.flatMap((name, i) => (typeof name === "string" && isArgoFinalizer(name) ? [i] : []));
    if (wrong.length === 0) return undefined;
    const steps: EditStep[] =
      wrong.length === all.length
        ? [{ op: "remove", path }]
        : wrong.map((i) => ({ op: "remove", path: [...path, i] }));
    return { steps, words: "without Argo CD's finalizer" };
  });
}

/** A word that Argo CD does not know becomes the known one that it is nearly, where that is exactly one. */
export function spellKnownValues(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  return objectTarget(finding, input, (manifest) => {
    const path = (name: string) => ["metadata", "annotations", name];
    const found = unknownValues(manifest, input.config.argocd.version).find(
      ({ name }) => manifest.lineOf(path(name)) === finding.source?.line,
    );
    const text = found && get(manifest.object, path(found.name));
    if (found === undefined || typeof text !== "string") return undefined;
    const known = found.known.split(", ");
    const words = text.split(",").map((word) => word.trim());
    const right = words.map((word) => (found.values.includes(word) ? soleNear(word, known) : word));
    if (right.includes(undefined)) return undefined;
    const value = right.join(",");
    const steps: EditStep[] = [{ op: "set", path: path(found.name), value }];
    return { steps, words: `with ${quoted(value)} in ${quoted(found.name)}` };
  });
}

/** The document becomes two. Both are another object than the one that was delivered. */
export function separateObjects(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  const line = finding.source?.line;
  if (line === undefined) return undefined;
  const target = objectTarget(finding, input, () => ({
    steps: [{ op: "separate", line }],
    words: "in a document of its own",
  }));
  const application = finding.subject.replace(/^Application /, "");
  return target && { ...target, expected: anything().map((one): Expectation => ({ ...one, application })) };
}

const PRESERVE = "preserveResourcesOnDeletion";

/** From any place of an ApplicationSet but a text to the one where Argo CD reads it. */
export function moveToSyncPolicy(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  const target = objectTarget(finding, input, ({ object, kind, lineOf }) => {
    if (kind !== "ApplicationSet") return undefined;
    const path = placesOf(object).find((place) => lineOf(place) === finding.source?.line);
    const value = path && get(object, path);
    if (path === undefined || typeof value !== "boolean") return undefined;
    const policy = get(object, ["spec", "syncPolicy"]);
    if (policy !== undefined && (!isMap(policy) || PRESERVE in policy)) return undefined;
    const steps: EditStep[] = [
      { op: "remove", path },
      policy === undefined
        ? { op: "insert", path: ["spec"], key: "syncPolicy", value: { [PRESERVE]: value } }
        : { op: "insert", path: ["spec", "syncPolicy"], key: PRESERVE, value },
    ];
    return { steps, words: `with \`${PRESERVE}\` in \`spec.syncPolicy\`` };
  });
  // What the set generates loses the key that was in its template.
  const generated = anything().map((one): Expectation => ({ ...one, object: { kind: "Application" } }));
  return target && { ...target, expected: [...target.expected, ...generated] };
}

/** The places that people take for it: of the set itself, of its template, and of that one's policy. */
function placesOf(object: Manifest["object"]): (readonly string[])[] {
  return [
    ["spec", PRESERVE],
    ["spec", "template", "spec", PRESERVE],
    ["spec", "template", "spec", "syncPolicy", PRESERVE],
    ["spec", "template", "metadata", PRESERVE],
  ].filter((path) => get(object, path) !== undefined);
}

/**
 * The one name registered with the same Argo CD that the given one can only be a slip for. None where anything else uses the
 * given name: a cluster may be registered by hand.
 */
export function setRegisteredName(finding: Finding, _: FleetContext, input: Comparison): Target | undefined {
  const application = input.deliveries.head.applications.get(finding.subject.replace(/^Application /, ""));
  if (application === undefined || application.generatedBy !== undefined) return undefined;
  const wrong = application.spec.destination.name;
  const names = input.head.registrations.flatMap(({ registration }) =>
    registration.argoNamespace === application.instance && isSlip(wrong, registration.clusterName)
      ? [registration.clusterName]
      : [],
  );
  const [name, ...others] = new Set(names);
  if (name === undefined || others.length > 0 || isUsedElsewhere(wrong, application, input)) return undefined;
  const target = objectTarget(finding, input, ({ kind }) => {
    if (kind !== "Application") return undefined;
    const steps: EditStep[] = [{ op: "set", path: ["spec", "destination", "name"], value: name }];
    return { steps, words: `to \`${name}\`` };
  });
  // Everything that it delivers is expected too.
  const following = anything().map((one): Expectation => ({ ...one, application: application.ref }));
  return target && { ...target, expected: [...target.expected, ...following] };
}

/** Whether the name is that of a cluster, or another Application, before or after, delivers to it. */
function isUsedElsewhere(
  name: string,
  { ref }: DeliveredApplication,
  { base, head, deliveries }: Comparison,
): boolean {
  const clusters = [base, head].flatMap((side) => [...side.clusters.values()]);
  const applications = [deliveries.base, deliveries.head].flatMap((side) => [...side.applications.values()]);
  return (
    clusters.some(({ spec }) => spec.name === name) ||
    applications.some((one) => one.ref !== ref && one.spec.destination.name === name)
  );
}

/** What runs in a guest cluster is only in the comparison: a revision alone is not rendered so far. */
type ObjectFix = { readonly steps: readonly (EditStep | Separation)[]; readonly words: string };

/** The target expects no change of its own: the finding has to be resolved, which shows what the edit does. */
function objectTarget(
  finding: Finding,
  input: Comparison,
  fixObject: (manifest: Manifest) => ObjectFix | undefined,
): Target | undefined {
  const found = objectAt(finding, input);
  const fixed = found && fixObject(found.manifest);
  if (found === undefined || fixed === undefined) return undefined;
  const { manifest, ref, key } = found;
  const { kind, name } = ref;
  return {
    ...{ key, cluster: "", kind, name, path: manifest.origin.path, line: manifest.origin.line },
    words: `\`${kind} ${name}\` ${fixed.words}`,
    steps: fixed.steps,
    expected: anything().map((one): Expectation => ({ ...one, object: { kind, name } })),
  };
}

function objectAt({ source }: Finding, { head }: Comparison): DeliveredObject | undefined {
  if (source?.side !== "head") return undefined;
  const inFile = [...head.delivery.objects.values()]
    .flat()
    .filter(({ manifest, generatedBy }) => generatedBy === undefined && manifest.origin.path === source.path);
  return lastBefore(inFile, source.line, ({ manifest }) => manifest);
}

/** Of the objects of its file, the one that a line belongs to. */
export function lastBefore<T>(
  all: readonly T[],
  line: number,
  manifestOf: (one: T) => Manifest,
): T | undefined {
  return all
    .filter((one) => manifestOf(one).origin.line <= line)
    .sort((a, b) => manifestOf(a).origin.line - manifestOf(b).origin.line)
    .at(-1);
}

function anything(): Expectation[] {
  return LAYERS.flatMap((layer) =>
    OPERATIONS[layer].map((operation): Expectation => ({ layer, operation, may: true })),
  );
}
