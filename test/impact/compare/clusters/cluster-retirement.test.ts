// A TanzuKubernetesCluster with the label that retires it → its cluster outlives the object.
import { describe, expect, test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { app, cluster, object } from "../../../support/small-fleet.ts";

const tkc = (label = true): string => {
  const labels = label ? '  labels: {kubernetes.vmware.com/retire-tkc: ""}\n' : "";
  return `${object("TanzuKubernetesCluster", "east", { namespace: "workloads", api: "run.tanzu.vmware.com/v1alpha3" })}${labels}spec:
  topology:
    controlPlane: {replicas: 3, tkr: {reference: {name: v1.33.6---vmware.1-fips-vkr.2}}}
    nodePools: [{name: a, replicas: 2}]
`;
};
const FILE = "shop/east.yaml";
const TKC = "TanzuKubernetesCluster workloads/east";

describe("a TanzuKubernetesCluster leaves Git", () => {
  test("with the label its cluster stays, as far as Git knows", async () => {
    await check(
      { [FILE]: tkc() },
      { [FILE]: null },
      {
        changes: {
          [TKC]: [
            {
              operation: "orphan",
              applies: "auto",
              evidence: "unknown",
              because: expect.stringContaining("retire-tkc"),
            },
          ],
        },
        findings: {
          "cluster-deleted": [],
          "orphaned-resources": [
            {
              severity: "stop",
              facts: { reason: "retired", count: 1 },
              message: expect.stringContaining("keeps running as a Cluster"),
            },
          ],
        },
        plan: { rollback: { verdict: "partial" } },
      },
    );
  });

  test("without it the cluster is deleted", async () => {
    await check(
      { [FILE]: tkc(false) },
      { [FILE]: null },
      {
        changes: { [TKC]: [{ operation: "delete" }] },
        findings: { "cluster-deleted": [{ severity: "stop" }], "orphaned-resources": [] },
      },
    );
  });

  test("a label that comes with the removal is not live", async () => {
    const base = { [FILE]: tkc(false) };
    await check(base, { [FILE]: null }, { changes: { [TKC]: [{ operation: "delete" }] } });
  });

  test("also where its Application goes with the finalizer, and by hand", async () => {
    const base = (options: object): Edits => ({ "apps/shop.yaml": app("shop", options), [FILE]: tkc() });
    await check(
      base({ finalizer: true }),
      { "apps/shop.yaml": null },
      { changes: { [TKC]: [{ operation: "orphan" }] } },
    );
    await check(
      base({ automated: null }),
      { [FILE]: null },
      {
        changes: { [TKC]: [{ operation: "orphan", applies: "manual" }] },
      },
    );
  });

  test("a Cluster of its name that comes takes it over and is not created", async () => {
    const east = cluster("east");
    await check(
      { [FILE]: tkc() },
      { [FILE]: east },
      {
        changes: {
          [TKC]: [{ operation: "orphan" }],
          "Cluster workloads/east": [{ operation: "adopt", evidence: "unknown" }],
        },
      },
    );
    await check(
      { [FILE]: tkc(false) },
      { [FILE]: east },
      {
        changes: { [TKC]: [{ operation: "delete" }], "Cluster workloads/east": [{ operation: "create" }] },
      },
    );
  });

  test("a vSphere Namespace that goes takes it along", async () => {
    const base: Edits = {
      [FILE]: tkc(),
      "apps/ns.yaml": object("Namespace", "workloads", { namespace: "" }),
    };
    await check(
      base,
      { [FILE]: null, "apps/ns.yaml": null },
      {
        changes: {
          [TKC]: expect.arrayContaining([
            expect.objectContaining({ operation: "delete", cause: "namespace" }),
          ]) as never,
        },
      },
    );
  });
});
