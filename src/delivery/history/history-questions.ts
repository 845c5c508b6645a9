// Both deliveries → what only Git's history can answer, and the files to ask about.

import { sameJson } from "../../lib/json.ts";
import { readAnyCluster } from "../../manifests/vks/any-cluster.ts";
import type { DeliveredApplication, DeliveredObject, Deliveries, Delivery } from "../../model/delivery.ts";
import { HIDING_PROBLEMS } from "../../model/delivery-problem.ts";
import { renderedInputs } from "./rendered.ts";

/**
 * `returning`: Applications that only the head has, parents first; some may have been there before. `frozen`: Applications
 * whose base cannot be read and whose head can, or that go. `created`: clusters new to an Application that stays.
 * `edited`: clusters on both sides that differ. `generated`: clusters that come with an Application that a set makes anew.
 */
export type Questions = {
  readonly returning: readonly DeliveredApplication[];
  readonly frozen: readonly DeliveredApplication[];
  readonly created: readonly DeliveredObject[];
  readonly edited: readonly DeliveredObject[];
  readonly generated: readonly DeliveredObject[];
};

/** Nothing to ask where the sides are equal. Linear in what is delivered. */
export function questionsOf({ base, head }: Deliveries): Questions {
  const returning = [...head.applications.values()]
    .filter((a) => !base.applications.has(a.ref) && a.generatedBy === undefined)
    .sort((a, b) => a.via.length - b.via.length || (a.ref < b.ref ? -1 : 1));
  const frozen = [...base.applications.values()].filter(
    (a) => hidingFiles(a).length > 0 && head.applications.get(a.ref)?.frozen !== true,
  );
  const thawing = new Set(frozen.map(({ ref }) => ref));
  const created: DeliveredObject[] = [];
  const edited: DeliveredObject[] = [];
  const generated: DeliveredObject[] = [];
  for (const [object, before] of clusters(head, base)) {
    if (before && !sameJson(before.manifest.object, object.manifest.object)) edited.push(before);
    const owner = head.applications.get(object.application ?? "");
    if (!before && owner?.generatedBy !== undefined && !base.applications.has(owner.ref))
      generated.push(object);
    if (before || !base.applications.has(object.application ?? "")) continue;
    if (!thawing.has(object.application ?? "")) created.push(object);
  }
  return { returning, frozen, created, edited, generated };
}

/** The files that keep an Application from being read. */
export function hidingFiles({ frozen, problems }: DeliveredApplication): string[] {
  if (!frozen) return [];
  return [
    ...new Set(problems.filter((p) => p.freezes && HIDING_PROBLEMS.includes(p.code)).map(({ path }) => path)),
  ];
}

/** The files that declare what is asked about, without repetition. */
export function subjectsOf({ returning, frozen, created, edited, generated }: Questions): string[] {
  const declaring = [...returning, ...created, ...edited, ...generated].map(
    ({ manifest }) => manifest.origin.path,
  );
  return [...new Set([...declaring, ...frozen.flatMap(hidingFiles)])];
}

/**
 * Those, and the files of the Applications of clusters that are edited: they tell since when it is this cluster. What a
 * renderer makes a cluster of comes last.
 */
export function pathsOf(questions: Questions, base: Delivery): string[] {
  const owners = questions.edited.map(({ application }) => base.applications.get(application ?? ""));
  const declaring = owners.flatMap((owner) => (owner ? [owner.manifest.origin.path] : []));
  const read = new Set(owners.flatMap((owner) => (owner ? renderedInputs(owner) : [])));
  // Whether a renderer could build an earlier tree hangs on all that it reads.
  const built = questions.frozen.flatMap((owner) => [owner.manifest.origin.path, ...renderedInputs(owner)]);
  return [...new Set([...subjectsOf(questions), ...declaring, ...read, ...built])];
}

function* clusters(
  head: Delivery,
  base: Delivery,
): Generator<[DeliveredObject, DeliveredObject | undefined]> {
  for (const [key, objects] of head.objects) {
    const object = objects[0];
    if (object && readAnyCluster(object.manifest, object.ref.namespace))
      yield [object, base.objects.get(key)?.[0]];
  }
}
