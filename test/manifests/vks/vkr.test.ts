import { describe, expect, test } from "@jest/globals";
import {
  capiRefuses,
  compareVkr,
  hopOf,
  isVkrPrefix,
  parseVkr,
  sameRelease,
} from "../../../src/manifests/vks/vkr.ts";
import type { Vkr } from "../../../src/model/vkr.ts";
import { HAVE_PEER_TABLES, peerRows } from "../peer-tables.ts";

function vkr(text: string): Vkr {
  const parsed = parseVkr(text);
  if (parsed === undefined) throw new Error(`no release: ${text}`);
  return parsed;
}

describe("parseVkr", () => {
  test.each<[string, Partial<Vkr>]>([
    ["v1.35.0---vmware.2-vkr.4", { minor: 35, vmware: 2, fips: false, vkr: 4 }],
    ["v1.33.6---vmware.1-fips-vkr.2", { patch: 6, fips: true, fipsRevision: undefined, vkr: 2 }],
    ["v1.29.4---vmware.3-fips.1-tkg.1", { vmware: 3, fips: true, fipsRevision: 1, vkr: 1 }],
    ["v1.25.13+vmware.1-fips.1-tkg.1", { patch: 13, vmware: 1, fipsRevision: 1 }],
    ["v1.33.6---vmware.1-fips", { vmware: 1, fips: true, vkr: undefined }],
    ["v1.32.0+vmware.1", { vmware: 1, fips: false, vkr: undefined, suffix: "" }],
    ["v1.20.2+vmware.1-tkg.1.1d4f79a", { vkr: 1, suffix: ".1d4f79a" }],
    ["v1.23.8---vmware.2-tkg.2-zshippable", { vkr: 2, suffix: "-zshippable" }],
    ["v1.33.6", { major: 1, minor: 33, patch: 6, vmware: undefined }],
  ])("%s", (text, parts) => {
    expect(parseVkr(text)).toMatchObject({ raw: text, ...parts });
  });

  test.each([
    "",
    "v1",
    "v1.33",
    "1.33.6",
    "v1.33.6-vmware.1",
    "v1.33.6---vmware",
    "v1.33.6---vmware.1 ",
    "latest",
  ])("%p is no release", (text) => {
    expect(parseVkr(text)).toBeUndefined();
    expect(isVkrPrefix(text)).toBe(text === "v1" || text === "v1.33");
  });

  test("hostile text is refused at once", () => {
    expect(parseVkr(`v1.1.1---vmware.1${"-fips".repeat(100_000)}`)).toBeUndefined();
  });
});

describe("order", () => {
  test.each<[string, string, number, string | undefined]>([
    ["v1.32.3---vmware.1-vkr.1", "v1.32.10---vmware.1-vkr.1", -1, "patch"],
    ["v1.33.6---vmware.1-vkr.2", "v1.33.6---vmware.1-vkr.10", -1, "build"],
    ["v1.33.6---vmware.2-vkr.1", "v1.33.6---vmware.10-vkr.1", -1, "build"],
    ["v1.29.4---vmware.3-fips.1-tkg.9", "v1.29.4---vmware.3-fips.2-tkg.1", -1, "build"],
    ["v1.33.6---vmware.1-vkr.2", "v1.33.6---vmware.1-fips-vkr.2", 0, "build"],
    ["v1.33.6---vmware.1-vkr.2", "v1.33.6+vmware.1-vkr.2", 0, undefined],
    ["v1.33.6---vmware.1-vkr.2", "v1.34.0---vmware.1-vkr.1", -1, "minor"],
    ["v1.35.0---vmware.1-vkr.2", "v1.33.0---vmware.1-vkr.1", 1, "skip"],
    ["v1.35.0---vmware.1-vkr.2", "v2.0.0---vmware.1-vkr.1", -1, "major"],
  ])("%s to %s", (from, to, sign, hop) => {
    expect(Math.sign(compareVkr(vkr(from), vkr(to)))).toBe(sign);
    expect(Math.sign(compareVkr(vkr(to), vkr(from)))).toBe(sign === 0 ? 0 : -sign);
    expect(hopOf(vkr(from), vkr(to))).toBe(hop);
    expect(sameRelease(vkr(from), vkr(to))).toBe(hop === undefined);
  });
});

describe("capiRefuses", () => {
  test.each<[string, string, string | undefined]>([
    ["v1.34.2---vmware.1-vkr.2", "v1.34.1---vmware.9-vkr.9", "decrease"],
    ["v1.34.2---vmware.2-vkr.2", "v1.34.2---vmware.1-vkr.1", undefined],
    ["v1.34.2+vmware.1", "v1.36.0+vmware.1", "skip"],
    ["v1.34.9", "1.35.0", undefined],
    ["v1.34.9", "v2.0.0", "skip"],
    ["", "v1.35.0", undefined],
    ["v1.34", "v1.33", undefined],
  ])("%s to %s: %s", (from, to, refusal) => {
    expect(capiRefuses(from, to)).toBe(refusal);
  });

  type Row = { name: string; old: string; new: string; rejected: boolean; stateless: boolean };
  const title = HAVE_PEER_TABLES
    ? "agrees with the tests of Cluster API"
    : "tests of Cluster API are not here";
  test(title, () => {
    const rows = peerRows<Row>("capi-topology-version").filter((row) => row.stateless);
    expect(rows.length > 0).toBe(HAVE_PEER_TABLES);
    const refused = rows.map((row) => [row.name, capiRefuses(row.old, row.new) !== undefined]);
    expect(refused).toEqual(rows.map((row) => [row.name, row.rejected]));
  });
});
