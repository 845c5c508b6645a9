// Secrets that go while something needs them, and Secrets that Git never knew.
import { describe, test } from "@jest/globals";
import type { Evidence, Severity } from "../../../../src/model/plan.ts";
import { checkTrees } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { app, cluster, drop, object, registration, shop } from "../../../support/small-fleet.ts";

const RULE = "dangling-secret-ref";

function pod(name: string, env: string): string {
  const head = object("Deployment", name, { api: "apps/v1" });
  return `${head}spec: {template: {spec: {containers: [{name: c, env: [${env}]}]}}}\n`;
}

const KEY = "{name: A, valueFrom: {secretKeyRef: {name: token, key: k}}}";
const OPTIONAL = "{name: A, valueFrom: {secretKeyRef: {name: token, key: k, optional: true}}}";

type Found = {
  readonly subject: string;
  readonly severity?: Severity;
  readonly evidence?: Evidence;
  readonly maker?: string;
  readonly users?: readonly string[];
};

async function found(expected: readonly Found[], base: FileMap, head: FileMap): Promise<void> {
  const findings = expected.map(({ maker, users, ...finding }) => ({
    ...finding,
    facts: { ...(maker === undefined ? {} : { maker }), ...(users === undefined ? {} : { users }) },
  }));
  await checkTrees({ base, head }, { findings: { [RULE]: findings } });
}

const TOKEN = { subject: "Secret shop/token" };

describe("a Secret that goes", () => {
  const base = {
    ...shop(),
    "shop/token.yaml": object("Secret", "token"),
    "shop/a.yaml": pod("a", KEY),
    "shop/b.yaml": pod("b", KEY),
  };

  test("is one finding with all that need it", async () => {
    await found(
      [
        {
          ...TOKEN,
          severity: "caution",
          evidence: "git",
          maker: "Secret token",
          users: ["Deployment a", "Deployment b"],
        },
      ],
      base,
      drop(base, "shop/token.yaml"),
    );
  });

  test("with what needs it, by annotation kept, or sealed instead, is none", async () => {
    await found([], base, drop(base, "shop/token.yaml", "shop/a.yaml", "shop/b.yaml"));
    const kept = { ...base, "shop/token.yaml": object("Secret", "token", { sync: "Prune=false" }) };
    await found([], kept, drop(kept, "shop/token.yaml"));
    const sealed = object("SealedSecret", "token", { api: "bitnami.com/v1alpha1" });
    await found([], base, { ...base, "shop/token.yaml": sealed });
  });

  test("made by a controller may stay", async () => {
    const external = object("ExternalSecret", "token", { api: "external-secrets.io/v1" });
    const made = { ...base, "shop/token.yaml": external };
    await found(
      [{ ...TOKEN, evidence: "unknown", maker: "ExternalSecret token" }],
      made,
      drop(made, "shop/token.yaml"),
    );
  });

  test("is a cluster's, where the cluster is renamed and its registration is not", async () => {
    const files = {
      "root.yaml": app("root", { path: "fleet", namespace: "workloads" }),
      "fleet/east.yaml": cluster("east"),
      "fleet/registration.yaml": registration("east"),
    };
    await found(
      [
        {
          subject: "Secret workloads/east-kubeconfig",
          severity: "caution",
          evidence: "git",
          maker: "Cluster east",
          users: ["ArgoCluster east"],
        },
      ],
      files,
      { ...files, "fleet/east.yaml": cluster("west") },
    );
  });
});

describe("a Secret that Git does not know", () => {
  const others = { ...shop(), "shop/other.yaml": object("Secret", "other") };

  test("is told of what newly needs it, conditionally", async () => {
    await found(
      [{ ...TOKEN, severity: "caution", evidence: "unknown", maker: "", users: ["Deployment a"] }],
      others,
      { ...others, "shop/a.yaml": pod("a", KEY) },
    );
  });

  test("is a note where Git knows no Secret of the destination", async () => {
    await found([{ ...TOKEN, severity: "note" }], shop(), { ...shop(), "shop/a.yaml": pod("a", KEY) });
  });

  test("is none where it is optional, was needed before, or comes along", async () => {
    await found([], others, { ...others, "shop/a.yaml": pod("a", OPTIONAL) });
    const before = { ...others, "shop/a.yaml": pod("a", KEY) };
    await found([], before, { ...before, "shop/a.yaml": pod("a", `{name: B}, ${KEY}`) });
    const both = { ...others, "shop/a.yaml": pod("a", KEY), "shop/token.yaml": object("Secret", "token") };
    await found([], others, both);
  });

  test("nothing is said where an Application of the destination was not rendered", async () => {
    const more = {
      ...others,
      "apps/chart.yaml": app("chart"),
      "chart/Chart.yaml": "name: chart\nversion: 1.0.0\n",
    };
    await found([], more, { ...more, "shop/a.yaml": pod("a", KEY) });
  });
});
