// Addresses that the configuration lists.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";
import { cluster } from "../../../support/small-fleet.ts";

test("a new cluster takes addresses of the Supervisor", async () => {
  const head = {
    "cl01/more.yaml": `${cluster("c1")}  clusterNetwork: {services: {cidrBlocks: [10.96.0.0/12]}}\n`,
  };
  const config = "catalog: {ranges: [{range: 10.96.4.0/23, of: the services of the Supervisor}]}\n";
  await check({ ".github/breakwater.yml": config }, head, {
    findings: {
      "cidr-overlap": [
        {
          message:
            "The service addresses of `c1` (`10.96.0.0/12`) overlap the addresses (`10.96.4.0/23`) of `the services of the Supervisor`",
        },
      ],
    },
  });
  await check({}, head, { findings: { "cidr-overlap": [] } });
});
