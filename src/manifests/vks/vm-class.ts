// Manifest or name of a VirtualMachineClass → how much CPU and memory a machine of it has. Never throws.

import { get } from "../../lib/json.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Evidence } from "../../model/plan.ts";
import { quantity } from "../values/quantity.ts";

/** CPUs, and memory in bytes; what of them is reserved. "catalog": the size the class is shipped with, which an administrator may have changed. */
export type MachineSize = {
  readonly cpus: number;
  readonly memory: number;
  readonly reservedCpus: number;
  readonly reservedMemory: number;
  readonly evidence: Evidence;
};

/**
 * Sizes of vSphere's predefined classes, each as best-effort-…, without a reservation, and guaranteed-…, reserved
 * in full: CPUs and GiB (vm-operator docs/concepts/workloads/vm-class.md, predefined classes).
 */
const SHIPPED: Readonly<Record<string, readonly [number, number]>> = {
  xsmall: [2, 2],
  small: [2, 4],
  medium: [2, 8],
  large: [4, 16],
  xlarge: [4, 32],
  "2xlarge": [8, 64],
  "4xlarge": [16, 128],
  "8xlarge": [32, 128],
};

/** The size a VirtualMachineClass declares (vm-operator api, spec.hardware and spec.policies.resources.requests); undefined for others or where it names none. */
export function readMachineSize({ group, kind, object }: Manifest): MachineSize | undefined {
  if (group !== "vmoperator.vmware.com" || kind !== "VirtualMachineClass") return undefined;
  const [cpus, memory] = ["cpus", "memory"].map((field) =>
    quantity(get(object, ["spec", "hardware", field])),
  );
  if (cpus === undefined || memory === undefined) return undefined;
  const reserved = (name: string) =>
    quantity(get(object, ["spec", "policies", "resources", "requests", name])) ?? 0;
  return {
    cpus,
    memory,
    reservedCpus: reserved("cpu"),
    reservedMemory: reserved("memory"),
    evidence: "git",
  };
}

export function shippedSize(name: string): MachineSize | undefined {
  const [, kind, size = ""] = /^(best-effort|guaranteed)-(\w+)$/.exec(name) ?? [];
  const known = Object.hasOwn(SHIPPED, size) ? SHIPPED[size] : undefined;
  if (!known) return undefined;
  const [cpus, memory] = [known[0], known[1] * 2 ** 30];
  const share = kind === "guaranteed" ? 1 : 0;
  return {
    cpus,
    memory,
    reservedCpus: share * cpus,
    reservedMemory: share * memory,
    evidence: "catalog",
  };
}
