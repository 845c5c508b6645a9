// Secrets that go while something needs them, and Secrets that Git never knew.
import { describe, expect, test } from "@jest/globals";
import type { FileMap } from "../../../support/repository.ts";
import { app, cluster, drop, object, registration, shop } from "../../../support/small-fleet.ts";
import { findingsOf } from "../findings.ts";

const RULE = "dangling-secret-ref";

function pod(name: string, env: string): string {
  const head = object("Deployment", name, { api: "apps/v1" });
  return `${head}spec: {template: {spec: {containers: [{name: c, env: [${env}]}]}}}\n`;
}

const KEY = "{name: A, valueFrom: {secretKeyRef: {name: token, key: k}}}";
const OPTIONAL = "{name: A, valueFrom: {secretKeyRef: {name: token, key: k, optional: true}}}";

async function found(base: FileMap, head: FileMap) {
  const findings = await findingsOf(RULE, { base, head });
  return findings.map(({ subject, severity, evidence, facts: { maker, users } }) => ({
    subject,
    severity,
    evidence,
    maker,
    users,
  }));
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
    expect(await found(base, drop(base, "shop/token.yaml"))).toEqual([
      {
        ...TOKEN,
        severity: "caution",
        evidence: "git",
        maker: "Secret token",
        users: ["Deployment a", "Deployment b"],
      },
    ]);
  });

  test("with what needs it, by annotation kept, or sealed instead, is none", async () => {
    expect(await found(base, drop(base, "shop/token.yaml", "shop/a.yaml", "shop/b.yaml"))).toEqual([]);
    const kept = { ...base, "shop/token.yaml": object("Secret", "token", { sync: "Prune=false" }) };
    expect(await found(kept, drop(kept, "shop/token.yaml"))).toEqual([]);
    const sealed = object("SealedSecret", "token", { api: "bitnami.com/v1alpha1" });
    expect(await found(base, { ...base, "shop/token.yaml": sealed })).toEqual([]);
  });

  test("made by a controller may stay", async () => {
    const external = object("ExternalSecret", "token", { api: "external-secrets.io/v1" });
    const made = { ...base, "shop/token.yaml": external };
    expect(await found(made, drop(made, "shop/token.yaml"))).toMatchObject([
      { ...TOKEN, evidence: "unknown", maker: "ExternalSecret token" },
    ]);
  });

  test("is a cluster's, where the cluster is renamed and its registration is not", async () => {
    const files = {
      "root.yaml": app("root", { path: "fleet", namespace: "workloads" }),
      "fleet/east.yaml": cluster("east"),
      "fleet/registration.yaml": registration("east"),
    };
    expect(await found(files, { ...files, "fleet/east.yaml": cluster("west") })).toEqual([
      {
        subject: "Secret workloads/east-kubeconfig",
        severity: "caution",
        evidence: "git",
        maker: "Cluster east",
        users: ["ArgoCluster east"],
      },
    ]);
  });
});

describe("a Secret that Git does not know", () => {
  const others = { ...shop(), "shop/other.yaml": object("Secret", "other") };

  test("is told of what newly needs it, conditionally", async () => {
    expect(await found(others, { ...others, "shop/a.yaml": pod("a", KEY) })).toEqual([
      { ...TOKEN, severity: "caution", evidence: "unknown", maker: "", users: ["Deployment a"] },
    ]);
  });

  test("is a note where Git knows no Secret of the destination", async () => {
    expect(await found(shop(), { ...shop(), "shop/a.yaml": pod("a", KEY) })).toMatchObject([
      { ...TOKEN, severity: "note" },
    ]);
  });

  test("is none where it is optional, was needed before, or comes along", async () => {
    expect(await found(others, { ...others, "shop/a.yaml": pod("a", OPTIONAL) })).toEqual([]);
    const before = { ...others, "shop/a.yaml": pod("a", KEY) };
    expect(await found(before, { ...before, "shop/a.yaml": pod("a", `{name: B}, ${KEY}`) })).toEqual([]);
    const both = { ...others, "shop/a.yaml": pod("a", KEY), "shop/token.yaml": object("Secret", "token") };
    expect(await found(others, both)).toEqual([]);
  });

  test("nothing is said where an Application of the destination was not rendered", async () => {
    const more = {
      ...others,
      "apps/chart.yaml": app("chart"),
      "chart/Chart.yaml": "name: chart\nversion: 1.0.0\n",
    };
    expect(await found(more, { ...more, "shop/a.yaml": pod("a", KEY) })).toEqual([]);
  });
});
