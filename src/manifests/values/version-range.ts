// A version and a range such as ">=1.33.0 <1.36.0" → whether it lies in it.

type Version = readonly [number, number, number];

const VERSION = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:[-+].*)?$/;
const COMPARATOR = /^(>=|<=|>|<|==?|!=?)?v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:\+[0-9A-Za-z.-]{1,200})?$/;
const LONGEST = 500;

/**
 * Comparators side by side must all hold, `||` separates alternatives (the syntax of blang/semver, which Kubernetes
 * controllers use: github.com/blang/semver range.go, ParseRange). Only MAJOR.MINOR.PATCH of the version counts: what
 * VMware appends to it is a build, no pre-release; a build in the range (`=1.35.5+vmware.1-vkr.1`, as releases of the
 * platform's own add-ons have it) is not compared either. Undefined where either is none.
 */
export function inRange(version: string, range: string): boolean | undefined {
  const parts = range.length > LONGEST ? null : VERSION.exec(version);
  if (!parts) return undefined;
  const own = numbers(parts.slice(1));
  const alternatives = range.split("||").map((part) => all(own, part));
  if (alternatives.includes(undefined)) return undefined;
  return alternatives.includes(true);
}

function all(version: Version, range: string): boolean | undefined {
  const spaced = range.trim().replace(/([<>=!])\s+/g, "$1");
  const comparators = spaced.split(/[\s,]+/).map((text) => COMPARATOR.exec(text));
  let holds = true;
  for (const comparator of comparators) {
    if (!comparator) return undefined;
    const [, operator = "=", ...wanted] = comparator;
    if (!compares(compare(version, numbers(wanted)), operator)) holds = false;
  }
  return holds;
}

function numbers(parts: readonly (string | undefined)[]): Version {
  return [Number(parts[0] ?? 0), Number(parts[1] ?? 0), Number(parts[2] ?? 0)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function compares(order: number, operator: string): boolean {
  if (operator === ">=") return order >= 0;
  if (operator === "<=") return order <= 0;
  if (operator === ">") return order > 0;
  if (operator === "<") return order < 0;
  return operator.startsWith("!") ? order !== 0 : order === 0;
}
