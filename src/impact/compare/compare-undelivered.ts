// Manifests that differ in Git and that nobody delivers → the same facts, none of which happens.

import type { Change } from "../../model/change.ts";
import type { DeliveredObject, UndeliveredManifest } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import { comparePair } from "./compare-pair.ts";
import { byOrder } from "./objects/change-order.ts";
import type { FleetPair } from "./sync-effects/effect.ts";

const NEVER = { applies: "never", because: "no Application delivers this file" } as const;

export function compareUndelivered(manifests: readonly UndeliveredManifest[], sides: FleetPair): Change[] {
  return manifests
    .flatMap(({ key, base, head }) => {
      const pair = {
        key,
        ...(base ? { base: asObject(key, base) } : {}),
        ...(head ? { head: asObject(key, head) } : {}),
      };
      return comparePair(pair, sides, NEVER).map((change): Change => ({ ...change, ...NEVER }));
    })
    .sort(byOrder);
}

function asObject(key: string, manifest: Manifest): DeliveredObject {
  const { group, kind, namespace, origin } = manifest;
  const name = manifest.name || `${origin.path}:${origin.line}`;
  const destination = { key: "", kind: "supervisor", label: "" } as const;
  return { key, ref: { group, kind, namespace, name }, manifest, destination, application: null, wave: 0 };
}
