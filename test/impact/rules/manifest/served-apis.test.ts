// Removed and deprecated API versions, against the release a cluster has after the merge.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import type { RuleId } from "../../../../src/model/finding.ts";
import { type App, cluster, guest, input, object } from "../../plan/build.ts";

const V24 = "v1.24.11---vmware.1-fips.1-tkg.1";
const V25 = "v1.25.13---vmware.1-fips.1-tkg.1";
const V26 = "v1.26.5---vmware.2-fips.1-tkg.1";

const owner = (version: string): App => ({ name: "cl01", objects: [cluster("cl01", version)] });
const web = (...objects: JsonObject[]): App => ({ name: "web", destination: guest("cl01"), objects });
const cron = (api: string, spec: JsonObject = {}) => object(`batch/${api}`, "CronJob", "report", { spec });
const map = object("v1", "ConfigMap", "page");

const found = (rule: RuleId, base: App[], head: App[]) =>
  assessChanges(input(base, head)).filter((finding) => finding.rule === rule);

describe("removed-api", () => {
  const OLD = cron("v1beta1");
  test.each<[string, App[], App[], number]>([
    ["the upgrade passes the removal", [owner(V24), web(OLD)], [owner(V25), web(OLD)], 1],
    ["the upgrade does not get there", [owner("v1.23.8+vmware.2"), web(OLD)], [owner(V24), web(OLD)], 0],
    ["it was past before", [owner(V25), web(OLD)], [owner(V26), web(OLD)], 0],
    ["the object is new", [owner(V25), web(map)], [owner(V25), web(map, OLD)], 1],
    ["the object is new where it is served", [owner(V24), web(map)], [owner(V24), web(map, OLD)], 0],
    ["the object changes", [owner(V25), web(OLD)], [owner(V25), web(cron("v1beta1", { suspend: true }))], 1],
    ["it goes back to the old version", [owner(V25), web(cron("v1"))], [owner(V25), web(OLD)], 1],
    ["it is written anew with the upgrade", [owner(V24), web(OLD)], [owner(V25), web(cron("v1"))], 0],
    ["it goes with the upgrade", [owner(V24), web(map, OLD)], [owner(V25), web(map)], 0],
    ["the cluster is new", [], [owner(V25), web(OLD)], 1],
    ["a downgrade is refused", [owner(V25), web(OLD)], [owner(V24), web(OLD)], 0],
    ["two minors at once are refused", [owner("v1.23.8+vmware.2"), web(OLD)], [owner(V25), web(OLD)], 0],
  ])("%s", (_, base, head, count) => {
    expect(found("removed-api", base, head)).toHaveLength(count);
  });

  test("is one finding for the cluster, with what to write", () => {
    const budget = object("policy/v1beta1", "PodDisruptionBudget", "web");
    const policy = object("policy/v1beta1", "PodSecurityPolicy", "web");
    const objects = [OLD, budget, policy];
    const [finding] = found("removed-api", [owner(V24), web(...objects)], [owner(V25), web(...objects)]);
    expect(finding).toMatchObject({ severity: "stop", subject: "Cluster ns/cl01", evidence: "catalog" });
    expect(finding?.message).toBe(
      "Kubernetes 1.25 on `cl01` will not serve 3 objects as written: `CronJob report` (`batch/v1beta1`), `PodDisruptionBudget web` (`policy/v1beta1`), `PodSecurityPolicy web` (`policy/v1beta1`)",
    );
    expect(finding?.do).toContain("Write `batch/v1`, `policy/v1` instead");
  });

  test("is what the configuration says of an API version, instead of what is known", () => {
    const made = input([owner(V24), web(OLD)], [owner(V25), web(OLD)]);
    const rules = (removed?: string) => {
      const apis = [{ api: "batch/v1beta1", kinds: ["CronJob"], deprecated: "1.21", removed }];
      const config = { ...made.config, catalog: { ...made.config.catalog, apis } };
      return assessChanges({ ...made, config }).map(({ rule }) => rule);
    };
    expect(rules("1.25")).toContain("removed-api");
    expect(rules("1.26")).not.toContain("removed-api");
  });

  test("what nobody registered has no known release", () => {
    const elsewhere: App = {
      name: "web",
      destination: { key: "x", kind: "other", label: "x" },
      objects: [OLD],
    };
    expect(found("removed-api", [], [elsewhere])).toEqual([]);
  });
});

describe("deprecated-api", () => {
  const [V32, V33, V34] = [
    "v1.32.7---vmware.3-fips-vkr.1",
    "v1.33.6---vmware.1-fips-vkr.2",
    "v1.34.2---vmware.1-vkr.3",
  ];
  const old = (spec: JsonObject = {}) => object("v1", "Endpoints", "db", spec);
  test.each<[string, App[], App[], number]>([
    ["the upgrade passes the deprecation", [owner(V32), web(old())], [owner(V33), web(old())], 1],
    ["the object is new", [owner(V33), web(map)], [owner(V33), web(map, old())], 1],
    ["it was deprecated before", [owner(V33), web(old())], [owner(V34), web(old())], 0],
    ["another change of it", [owner(V33), web(old())], [owner(V33), web(old({ subsets: [] }))], 0],
    ["it is not deprecated there", [owner(V32), web(map)], [owner(V32), web(map, old())], 0],
  ])("%s", (_, base, head, count) => {
    const counted = found("deprecated-api", base, head).filter((f) => f.message.includes("Endpoints"));
    expect(counted).toHaveLength(count);
  });

  test("a Cluster in an old version is named once", () => {
    const [finding] = found("deprecated-api", [], [owner(V33)]);
    expect(finding?.why).toContain("Git does not show");
    expect(found("deprecated-api", [owner(V32)], [owner(V33)])).toEqual([]);
  });
});
