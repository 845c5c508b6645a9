// A release → the numbers of control-plane nodes that VKS supports with it.
import { expect, test } from "@jest/globals";
import { controlPlaneSizes } from "../../../src/manifests/vks/control-plane-sizes.ts";
import { parseVkr } from "../../../src/manifests/vks/vkr.ts";

test.each<[version: string, largest: number]>([
  ["v1.33.12---vmware.1-fips-vkr.2", 3],
  ["v1.34.7---vmware.1-vkr.1", 3],
  ["v1.34.8---vmware.1-vkr.1", 5],
  ["v1.35.4---vmware.1-vkr.1", 3],
  ["v1.35.5---vmware.1-vkr.1", 5],
  ["v1.36.0---vmware.1-vkr.1", 3],
  ["v1.36.1---vmware.1-vkr.1", 5],
  ["v1.37.0---vmware.1-vkr.1", 5],
  ["v1.9.20---vmware.1-tkg.1", 3],
  ["v1.34", 3],
])("%s has up to %d", (version, largest) => {
  expect(controlPlaneSizes(parseVkr(version)).at(-1)).toBe(largest);
});
