// Removed and deprecated API versions, against the release a cluster has after the merge.
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import type { FindingDraft, RuleId } from "../../../../src/model/finding.ts";
import { check, type Edits, type Part } from "../../../support/check.ts";
import { app, cluster, file, manifest, registration } from "../../../support/small-fleet.ts";

const V24 = "v1.24.11---vmware.1-fips.1-tkg.1";
const V25 = "v1.25.13---vmware.1-fips.1-tkg.1";
const V26 = "v1.26.5---vmware.2-fips.1-tkg.1";

const owner = (version: string): Edits => ({ "cl01/cluster.yaml": cluster("cl01", { version }) });
/** What Application web delivers to cl01. */
const web = (...objects: JsonObject[]): Edits => ({ "web/web.yaml": file(...objects) });
const cron = (api: string, spec: JsonObject = {}) => manifest(`batch/${api}`, "CronJob", "report", { spec });
const map = manifest("v1", "ConfigMap", "page");

const NO_CLUSTER: Edits = {
  "apps/cl01.yaml": null,
  "apps/web.yaml": null,
  "cl01/cluster.yaml": null,
  "cl01/register.yaml": null,
};
const NEW_CLUSTER: Edits = {
  "apps/cl01.yaml": app("cl01", { namespace: "workloads" }),
  "apps/web.yaml": app("web", { destination: "cl01", namespace: "web" }),
  "cl01/register.yaml": registration("cl01"),
};

async function found(rule: RuleId, base: Edits, head: Edits, findings: readonly Part<FindingDraft>[]) {
  await check(base, head, { findings: { [rule]: findings } });
}

describe("removed-api", () => {
  const OLD = cron("v1beta1");
  test.each<[string, Edits, Edits, number]>([
    ["the upgrade passes the removal", { ...owner(V24), ...web(OLD) }, { ...owner(V25), ...web(OLD) }, 1],
    [
      "the upgrade does not get there",
      { ...owner("v1.23.8+vmware.2"), ...web(OLD) },
      { ...owner(V24), ...web(OLD) },
      0,
    ],
    ["it was past before", { ...owner(V25), ...web(OLD) }, { ...owner(V26), ...web(OLD) }, 0],
    ["the object is new", { ...owner(V25), ...web(map) }, { ...owner(V25), ...web(map, OLD) }, 1],
    [
      "the object is new where it is served",
      { ...owner(V24), ...web(map) },
      { ...owner(V24), ...web(map, OLD) },
      0,
    ],
    [
      "the object changes",
      { ...owner(V25), ...web(OLD) },
      { ...owner(V25), ...web(cron("v1beta1", { suspend: true })) },
      1,
    ],
    [
      "it goes back to the old version",
      { ...owner(V25), ...web(cron("v1")) },
      { ...owner(V25), ...web(OLD) },
      1,
    ],
    [
      "it is written anew with the upgrade",
      { ...owner(V24), ...web(OLD) },
      { ...owner(V25), ...web(cron("v1")) },
      0,
    ],
    ["it goes with the upgrade", { ...owner(V24), ...web(map, OLD) }, { ...owner(V25), ...web(map) }, 0],
    ["the cluster is new", NO_CLUSTER, { ...NEW_CLUSTER, ...owner(V25), ...web(OLD) }, 1],
    ["a downgrade is refused", { ...owner(V25), ...web(OLD) }, { ...owner(V24), ...web(OLD) }, 0],
    [
      "two minors at once are refused",
      { ...owner("v1.23.8+vmware.2"), ...web(OLD) },
      { ...owner(V25), ...web(OLD) },
      0,
    ],
  ])("%s", async (_, base, head, count) => {
    await found("removed-api", base, head, Array(count).fill({}));
  });

  test("is one finding for the cluster, with what to write", async () => {
    const budget = manifest("policy/v1beta1", "PodDisruptionBudget", "web");
    const policy = manifest("policy/v1beta1", "PodSecurityPolicy", "web");
    await found("removed-api", { ...owner(V24), ...web(OLD, budget, policy) }, owner(V25), [
      {
        severity: "stop",
        subject: "Cluster workloads/cl01",
        evidence: "catalog",
        message:
          "Kubernetes 1.25 on `cl01` will not serve 3 objects as written: `CronJob report` (`batch/v1beta1`), `PodDisruptionBudget web` (`policy/v1beta1`), `PodSecurityPolicy web` (`policy/v1beta1`)",
        do: expect.stringContaining("Write `batch/v1`, `policy/v1` instead"),
      },
    ]);
  });

  test.each([
    ["1.25", 1],
    ["1.26", 0],
  ])(
    "is what the configuration says of an API version, instead of what is known: %s",
    async (removed, count) => {
      const apis = `[{api: batch/v1beta1, kinds: [CronJob], deprecated: "1.21", removed: "${removed}"}]`;
      const config = { ".github/breakwater.yml": `catalog: {apis: ${apis}}\n` };
      await found(
        "removed-api",
        { ...owner(V24), ...web(OLD), ...config },
        owner(V25),
        Array(count).fill({}),
      );
    },
  );

  test("what nobody registered has no known release", async () => {
    const elsewhere = {
      "apps/other.yaml": app("other", { destination: "elsewhere", namespace: "web" }),
      "other/cron.yaml": file(OLD),
    };
    await check({}, elsewhere, {
      changes: { "CronJob web/report": [{ operation: "create" }] },
      findings: { "removed-api": [] },
    });
  });
});

describe("deprecated-api", () => {
  const [V32, V33, V34] = [
    "v1.32.7---vmware.3-fips-vkr.1",
    "v1.33.6---vmware.1-fips-vkr.2",
    "v1.34.2---vmware.1-vkr.3",
  ];
  const old = (spec: JsonObject = {}) => manifest("v1", "Endpoints", "db", spec);
  test.each<[string, Edits, Edits, number]>([
    [
      "the upgrade passes the deprecation",
      { ...owner(V32), ...web(old()) },
      { ...owner(V33), ...web(old()) },
      1,
    ],
    ["the object is new", { ...owner(V33), ...web(map) }, { ...owner(V33), ...web(map, old()) }, 1],
    ["it was deprecated before", { ...owner(V33), ...web(old()) }, { ...owner(V34), ...web(old()) }, 0],
    [
      "another change of it",
      { ...owner(V33), ...web(old()) },
      { ...owner(V33), ...web(old({ subsets: [] })) },
      0,
    ],
    ["it is not deprecated there", { ...owner(V32), ...web(map) }, { ...owner(V32), ...web(map, old()) }, 0],
  ])("%s", async (_, base, head, count) => {
    const finding = { message: expect.stringContaining("Endpoints") };
    await found("deprecated-api", base, head, Array(count).fill(finding));
  });

  test("a Cluster in an old version is named once", async () => {
    const old = (version: string) =>
      cluster("cl02", { version })
        .replace("v1beta2", "v1beta1")
        .replace(/classRef: .*/, "class: c");
    await found("deprecated-api", {}, { "cl01/more.yaml": old(V33) }, [
      { why: expect.stringContaining("Git does not show") },
    ]);
    await found("deprecated-api", { "cl01/more.yaml": old(V32) }, { "cl01/more.yaml": old(V33) }, []);
  });
});
