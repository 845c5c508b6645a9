// A Kubernetes quantity as text or number → its value in base units. Never throws.
import type { Json } from "../../lib/json-types.ts";

const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** "4000m" is 4, "2Gi" is 2147483648; undefined for what is no quantity (apimachinery pkg/api/resource, without exponents). */
export function quantity(value: Json | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const match =
    typeof value === "string" ? /^(\d{1,15}(?:\.\d{1,9})?)(m|[kMGTP]|[KMGTP]i)?$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? ""] as number);
}
