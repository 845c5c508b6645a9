// The name of a VM class as typed, and a fleet → the declared class that was probably meant.

import { distance, sameDigits } from "../../lib/spelling.ts";
import { shippedSize } from "../../manifests/vks/vm-class.ts";
import type { Fleet } from "../../model/fleet.ts";

const VARIABLE = "vmClass";

/** Words that say how large a machine is: `large` is no slip for `xlarge`. */
const SIZE = /^\d*x*(?:small|medium|large)$/;

/** Undefined where Git names the class, where vSphere ships it, and where no class of Git is that near. */
export function nearlyDeclared(name: string, fleet: Fleet): string | undefined {
  const declared = declaredClasses(fleet);
  if (declared.has(name) || shippedSize(name) !== undefined) return undefined;
  return [...declared].sort().find((one) => isNear(name, one));
}

/** One slip: two letters the wrong way round count as two edits. Digits and sizes name different classes. */
function isNear(name: string, declared: string): boolean {
  if (!sameDigits(name, declared) || distance(name, declared) > 2) return false;
  const [words, others] = [name.split(/[-.]/), declared.split(/[-.]/)];
  const sized = words.some((word, i) => word !== others[i] && SIZE.test(word) && SIZE.test(others[i] ?? ""));
  return !sized;
}

/** Those that manifests declare, and those that clusters use. */
function declaredClasses({ clusters, delivery }: Fleet): ReadonlySet<string> {
  const objects = [...delivery.objects.values()].flat();
  const manifests = objects
    .filter(({ ref }) => ref.kind === "VirtualMachineClass")
    .map(({ ref }) => ref.name);
  const used = [...clusters.values()].flatMap(({ spec }) => {
    const parts = [spec.controlPlane.overrides, ...spec.pools.map(({ overrides }) => overrides)];
    return [spec.variables, ...parts].map((variables) => variables.get(VARIABLE)?.value);
  });
  return new Set([...manifests, ...used.filter((value) => typeof value === "string")]);
}
