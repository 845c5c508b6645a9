// Addresses that the configuration lists.
import { expect, test } from "@jest/globals";
import { cidrOverlap } from "../../../../src/impact/rules/cluster/cidr-overlap.ts";
import { cluster, input } from "../../plan/build.ts";

test("a new cluster takes addresses of the Supervisor", () => {
  const spec = { clusterNetwork: { services: { cidrBlocks: ["10.96.0.0/12"] } } };
  const made = cluster("c1", "v1.33.6");
  const objects = [{ ...made, spec: { ...(made["spec"] as object), ...spec } }];
  const given = input([{ name: "platform", objects: [] }], [{ name: "platform", objects }]);
  const ranges = [{ range: "10.96.4.0/23", of: "the services of the Supervisor" }];
  const config = { ...given.config, catalog: { ...given.config.catalog, ranges } };
  const [finding] = cidrOverlap.assess({ ...given, config });
  expect(finding?.message).toBe(
    "The service addresses of `c1` (`10.96.0.0/12`) overlap the addresses (`10.96.4.0/23`) of `the services of the Supervisor`",
  );
  expect(cidrOverlap.assess(given)).toEqual([]);
});
