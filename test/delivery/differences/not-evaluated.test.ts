// What of a difference nobody evaluated, and why it counts.
import { expect, test } from "@jest/globals";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { app, cluster, drop, SMALL_FLEET } from "../../support/small-fleet.ts";

const [OLD, NEW] = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.1"];

/** A chart on cl01; without a renderer nobody knows what it becomes. */
const fleet = (version: string): FileMap => ({
  ...SMALL_FLEET,
  "cl01/cluster.yaml": cluster("cl01", { version, pools: { a: 3 } }),
  "apps/shelf.yaml": app("shelf", { destination: "cl01" }),
  "shelf/Chart.yaml": "apiVersion: v2\nname: shelf\nversion: 1.0.0\n",
});

test("a chart that is not rendered, where its destination gets another Kubernetes version", async () => {
  const { deliveries } = await planInputs({ base: fleet(OLD), head: fleet(NEW) });
  expect(deliveries.notEvaluated).toEqual([
    {
      application: "argocd/shelf",
      reason: "Helm is not rendered, and the Kubernetes version of its destination changes",
    },
  ]);
});

test("the same chart, where the cluster only grows", async () => {
  const head = { ...fleet(OLD), "cl01/cluster.yaml": cluster("cl01", { version: OLD, pools: { a: 4 } }) };
  const { changes, deliveries } = await planInputs({ base: fleet(OLD), head });
  expect([changes.length, deliveries.notEvaluated]).toEqual([1, []]);
});

test("a chart that nobody rendered and that loses its Chart.yaml", async () => {
  const declared = {
    ...fleet(OLD),
    "shelf/values.yaml": "size: 1\n",
    "apps/shelf.yaml": app("shelf", { destination: "cl01" }).replace(
      /path: shelf\n/,
      "$&    helm: {releaseName: it}\n",
    ),
  };
  const input = { base: declared, head: drop(declared, "shelf/Chart.yaml") };
  const { deliveries } = await planInputs(input);
  expect(deliveries.notEvaluated).toMatchObject([{ path: "shelf/Chart.yaml", application: "argocd/shelf" }]);
});
