// A drain of a cluster's worker nodes → the risks for the pods of each Application, in words.

import { andMore, count } from "../../../lib/english.ts";
import { groupBy, groupPairs } from "../../../lib/group-by.ts";
import { map } from "../../../lib/json.ts";
import type { JsonObject } from "../../../lib/json-types.ts";
import { blockersIn } from "../../facts/disruption-budgets.ts";
import type { Drain, DrainablePod } from "../../facts/node-drains.ts";

/** `atRisk`: pods block the drain of a node, or lose data with it. `text`: these risks, then what else may interrupt the pods. */
type DrainText = { readonly atRisk: boolean; readonly text: string };

/** A longer termination grace period, in seconds, is mentioned. */
const LONG = 300;
const NONE: DrainText = { atRisk: false, text: "" };

/** "namespace/name" of an Application → its risks. Linear in the objects on the cluster. */
export function drainText(drain: Drain | undefined): (application: string) => DrainText {
  if (!drain) return () => NONE;
  const blocked = new Set(blockersIn(drain.objects, drain.evicted).flatMap((blocker) => blocker.blocked));
  const byApplication = groupBy(drain.evicted, ({ object }) => object.application ?? "");
  const volumes = nodeVolumes(drain);
  return (application) =>
    wordsOf(byApplication.get(application) ?? [], blocked, volumes.get(application) ?? []);
}

function wordsOf(
  own: readonly DrainablePod[],
  blocked: ReadonlySet<DrainablePod>,
  volumes: readonly string[],
): DrainText {
  const where = (holds: (pod: DrainablePod) => boolean) =>
    own.filter(holds).map(({ object }) => object.ref.name);
  const grace = Math.max(0, ...own.map(({ placement }) => placement.grace));
  const free = own.filter((pod) => !blocked.has(pod));
  const risks = [
    ...labelled(
      where((o) => blocked.has(o)),
      "a disruption budget lets no pod go of",
    ),
    ...labelled(
      where((o) => o.placement.bound),
      "bound to nodes by name, not started on others:",
    ),
    ...labelled(
      where((o) => o.placement.hostPath),
      "what they keep in a directory of the node stays behind:",
    ),
    ...labelled(volumes, "volumes on a node's own disk:"),
  ];
  const notes = [
    ...number(free.filter((o) => o.pods.min <= 1).length, "with a single pod"),
    ...number(own.filter((o) => !o.placement.ready).length, "without a readiness probe"),
    ...number(own.filter((o) => o.placement.emptyDir).length, "with an emptyDir that starts empty"),
    ...(grace > LONG ? [`up to ${grace} s to stop`] : []),
  ];
  const sum = notes.length > 0 ? [`of ${count(own.length, "workload")}: ${notes.join(", ")}`] : [];
  return { atRisk: risks.length > 0, text: [...risks, ...sum].join("; ") };
}

/** "namespace/name" of an Application → its PersistentVolumes that are on a disk of a node. */
function nodeVolumes({ objects }: Drain): ReadonlyMap<string, readonly string[]> {
  const volumes = objects.filter(
    ({ ref, manifest }) => ref.group === "" && ref.kind === "PersistentVolume" && onNode(manifest.object),
  );
  return groupPairs(volumes.map(({ ref, application }) => [application ?? "", ref.name] as const));
}

function onNode(object: JsonObject): boolean {
  return map(object, ["spec", "local"]) !== undefined || map(object, ["spec", "hostPath"]) !== undefined;
}

function labelled(names: readonly string[], what: string): string[] {
  return names.length > 0 ? [`${what} ${andMore(names, 2)}`] : [];
}

function number(count: number, what: string): string[] {
  return count > 0 ? [`${count} ${what}`] : [];
}
