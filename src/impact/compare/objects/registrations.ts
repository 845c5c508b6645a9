// ArgoCluster, ArgoNamespace or cluster Secret before and after → what is registered with Argo CD from now on.

import type { JsonObject } from "../../../lib/json-types.ts";
import {
  clusterSecretContent,
  isClusterSecret,
  placeInSecret,
} from "../../../manifests/argocd/cluster-secret.ts";
import { readRegistration } from "../../../manifests/argocd/registration.ts";
import type { Registration } from "../../../model/application.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import type { FieldChange } from "../../../model/plan.ts";
import type { FleetPair, SyncEffect } from "../sync-effects/effect.ts";
import { pruneOutcome } from "../sync-effects/prune-outcome.ts";
import { type ChangeFacts, toChange } from "./change.ts";
import { diffFields } from "./fields.ts";
import type { ObjectPair } from "./pairs.ts";

/** Whether an object registers a cluster on either side, or says that it does. */
export function isRegistration({ base, head }: ObjectPair): boolean {
  const objects = [base, head].flatMap((o) => o ?? []);
  return objects.some(({ ref, manifest }) => ref.group === "field.vmware.com" || isClusterSecret(manifest));
}

/** Fills `cluster` for an ArgoCluster. `what` is the name Applications use. */
export function compareRegistration(pair: ObjectPair, sides: FleetPair, effect: SyncEffect): Change[] {
  const { base, head } = pair;
  const change = (of: DeliveredObject, facts: ChangeFacts) =>
    toChange("platform", pair, sides, { ...facts, cluster: registeredCluster(of, sides), ...named(of) });
  if (!head) {
    const removal = pruneOutcome(base as DeliveredObject, sides);
    const operation = removal.operation === "orphan" ? "orphan" : "deregister";
    return [change(base as DeliveredObject, { operation, effect: removal })];
  }
  if (!base) return [change(head, { operation: "register", effect })];
  const fields = diffFields(contentOf(base), contentOf(head));
  if (fields.length === 0) return [];
  const { goes, comes } = renaming(base, head);
  const at = placeOfChange(head, fields);
  if (!goes && !comes) return [change(head, { operation: "update", effect, fields, at })];
  const naming = fields.filter(({ path }) => NAMING.includes(path));
  const others = fields.filter(({ path }) => !NAMING.includes(path));
  const leaves =
    head.ref.kind === "Secret" ? {} : { because: "its Secret stays, and nobody renews what is in it" };
  return [
    ...(goes
      ? [change(base, { operation: "deregister", effect: { ...leaves, ...effect }, fields: naming, at })]
      : []),
    ...(comes ? [change(head, { operation: "register", effect, fields: goes ? others : fields, at })] : []),
  ];
}

/** Fields that decide what a registration is called (argocd-attach-service controller/main.go; argo-cd SecretToCluster). */
const NAMING: readonly string[] = ["spec.clusterName", "spec.argoNamespace", "cluster.name"];

/**
 * A registration under another name, or with another Argo CD, is another one: the old Secret is not looked at again. A
 * cluster Secret that cannot be read on one side may say what it says on the other.
 */
function renaming(base: DeliveredObject, head: DeliveredObject): { goes: boolean; comes: boolean } {
  const [before, after] = [registrationOf(base), registrationOf(head)];
  const same = before?.clusterName === after?.clusterName && before?.argoNamespace === after?.argoNamespace;
  const goes = !same && before !== undefined && (after !== undefined || !isClusterSecret(head.manifest));
  const comes = !same && after !== undefined && (before !== undefined || !isClusterSecret(base.manifest));
  return { goes, comes };
}

/** What is compared: without the API version, and with a Secret's plain fields apart from what it hides. */
function contentOf({ manifest }: DeliveredObject): JsonObject {
  const content = manifest.kind === "Secret" ? clusterSecretContent(manifest) : manifest.object;
  return { ...content, apiVersion: "" };
}

/** The line of the first field of a Secret that says which cluster it means, else of the whole specification. */
function placeOfChange({ manifest }: DeliveredObject, fields: readonly FieldChange[]): string[] {
  if (manifest.kind !== "Secret") return ["spec"];
  const { path } = fields.find((field) => field.path.startsWith("cluster.")) ?? fields[0] ?? { path: "" };
  const keys = (path.split("[")[0] ?? "").split(".");
  return keys[0] === "cluster" ? placeInSecret(manifest, keys[1] ?? "") : keys;
}

function registrationOf({ manifest, ref }: DeliveredObject): Registration | undefined {
  return readRegistration(manifest, ref.namespace);
}

function named(object: DeliveredObject): { what?: string } {
  const registration = registrationOf(object);
  return registration ? { what: registration.clusterName } : {};
}

/** The cluster that an ArgoCluster registers, if Git declares it; undefined for everything else. */
export function registeredCluster(
  object: DeliveredObject,
  { base, head }: FleetPair,
): FleetCluster | undefined {
  const target = registrationOf(object)?.target;
  if (!target?.name) return undefined;
  const key = `${object.destination.key}/${object.ref.namespace}/${target.name}`;
  return head.clusters.get(key) ?? base.clusters.get(key);
}
