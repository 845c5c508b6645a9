// Manifest or name of a VirtualMachineClass → how much CPU and memory a machine of it has. Never throws.
import type { Manifest } from "../model/manifest.ts";
import type { Evidence } from "../model/plan.ts";
import { get } from "./json.ts";
import { quantity } from "./quantity.ts";

/** CPUs, and memory in bytes. "catalog": the size the class is shipped with, which an administrator may have changed. */
export type MachineSize = { readonly cpus: number; readonly memory: number; readonly evidence: Evidence };

/** Sizes of the classes vSphere brings, each as best-effort-… and guaranteed-…: CPUs and GiB (vSphere Supervisor documentation, default VM classes). */
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

/** The size a VirtualMachineClass declares (vm-operator api, spec.hardware); undefined for others or where it names none. */
export function readMachineSize({ group, kind, object }: Manifest): MachineSize | undefined {
  if (group !== "vmoperator.vmware.com" || kind !== "VirtualMachineClass") return undefined;
  const [cpus, memory] = ["cpus", "memory"].map((field) =>
    quantity(get(object, ["spec", "hardware", field])),
  );
  return cpus === undefined || memory === undefined ? undefined : { cpus, memory, evidence: "git" };
}

export function shippedSize(name: string): MachineSize | undefined {
  const size = /^(?:best-effort|guaranteed)-(\w+)$/.exec(name)?.[1] ?? "";
  const known = Object.hasOwn(SHIPPED, size) ? SHIPPED[size] : undefined;
  return known && { cpus: known[0], memory: known[1] * 2 ** 30, evidence: "catalog" };
}
