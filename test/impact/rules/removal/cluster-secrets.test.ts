// Cluster Secrets that Git declares: small changes, and what becomes of the Applications that deliver through them.
import { describe, expect, test } from "@jest/globals";
import { assemblePlan } from "../../../../src/impact/plan/assemble-plan.ts";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { renderJson } from "../../../../src/render/json.ts";
import { type FileMap, planInputs } from "../../../support/repository.ts";
import { app, drop, object, registration } from "../../../support/small-fleet.ts";

const EAST = "https://east.example.org:6443";
const WEST = "https://west.example.org:6443";
const TOKEN = "s3cr3t-t0ken-of-nobody";

type Fields = Readonly<Record<string, string>>;

function secret(name: string, fields: Fields, { label = "cluster", at = "stringData" } = {}): string {
  const values = Object.entries(fields).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  return [
    object("Secret", name, { namespace: "argocd" }).trimEnd(),
    `  labels: {argocd.argoproj.io/secret-type: ${label}}`,
    `${at}:`,
    ...values,
    "",
  ].join("\n");
}

const encoded = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, Buffer.from(v).toString("base64")]));

const config = JSON.stringify({ bearerToken: TOKEN });
const EDGE = { name: "edge", server: EAST, config };
const byServer = (text: string, server: string) => text.replace("name: edge,", `server: "${server}",`);

const BASE: FileMap = {
  "root.yaml": app("root", { path: "apps" }),
  "apps/edge.yaml": secret("edge", EDGE),
  "apps/shop.yaml": app("shop", { destination: "edge", finalizer: true }),
  "shop/one.yaml": object("ConfigMap", "one"),
};

const QUIET = ["secret-in-plain-text", "wave-not-gating"];

async function planned(head: FileMap, base: FileMap = BASE) {
  const input = await planInputs({ base, head });
  const findings = assessChanges(input);
  const shop = (side: "base" | "head") => input.deliveries[side].applications.get("argocd/shop");
  return {
    input,
    found: findings
      .filter(({ rule }) => !QUIET.includes(rule))
      .map(({ severity, rule, subject }) => [severity, rule, subject]),
    changes: input.changes.map((c) => `${c.operation} ${c.object.kind} ${c.object.name}`).sort(),
    same: shop("base")?.destination.key === shop("head")?.destination.key,
    frozen: [shop("base")?.frozen, shop("head")?.frozen],
    json: renderJson(assemblePlan({ input, findings, ids: { baseSha: "2".repeat(40), headTree: "" } })),
  };
}

const deregisters = ["stop", "deregisters-cluster", "Secret argocd/edge"];

describe("an address that changes", () => {
  const head = { ...BASE, "apps/edge.yaml": secret("edge", { ...EDGE, server: WEST }) };

  test("moves Applications that use the name", async () => {
    const { found, changes, same, json } = await planned(head);
    expect(found).toEqual([["caution", "destination-changed", "Secret argocd/edge"]]);
    expect(changes).toEqual(["create ConfigMap one", "orphan ConfigMap one", "update Secret edge"]);
    expect(same).toBe(false);
    expect(json).toContain(`"before": "${EAST}"`);
    expect(json).toContain(`edge (${WEST})`);
  });

  test("in `data` as well, and not for a slash or another spelling of the object", async () => {
    const data = secret("edge", encoded({ ...EDGE, server: WEST }), { at: "data" });
    expect((await planned({ ...BASE, "apps/edge.yaml": data })).found).toHaveLength(1);
    const same = secret("edge", encoded({ name: "edge", server: `${EAST}/` }), { at: "data" });
    expect((await planned({ ...BASE, "apps/edge.yaml": same })).same).toBe(true);
  });

  test("is lost to Applications that use it", async () => {
    const apps = { "apps/shop.yaml": byServer(BASE["apps/shop.yaml"] as string, EAST) };
    const { found, frozen } = await planned({ ...head, ...apps }, { ...BASE, ...apps });
    expect(found).toEqual([deregisters]);
    expect(frozen).toEqual([false, true]);
  });

  test("of a Supervisor leads what is on it elsewhere", async () => {
    const base = { ...BASE, "shop/cluster.yaml": registration("cl01") };
    const { found } = await planned({ ...head, "shop/cluster.yaml": registration("cl01") }, base);
    expect(found).toContainEqual(["caution", "destination-changed", "Secret argocd/edge"]);
  });
});

test("a name that changes, a label that goes and a Secret that goes leave Applications without a cluster", async () => {
  const renamed = await planned({ ...BASE, "apps/edge.yaml": secret("edge", { ...EDGE, name: "rim" }) });
  expect(renamed.found).toEqual([deregisters]);
  expect(renamed.changes).toEqual([
    "break Application shop",
    "deregister Secret edge",
    "register Secret edge",
  ]);
  const plain = await planned({ ...BASE, "apps/edge.yaml": secret("edge", EDGE, { label: "repository" }) });
  expect(plain.found).toEqual([deregisters]);
  const gone = await planned(drop(BASE, "apps/edge.yaml"));
  expect(gone.found).toEqual([deregisters]);
  expect(gone.frozen).toEqual([false, true]);
});

test("one that its Application does not prune stays, and so does its name", async () => {
  const base = { ...BASE, "root.yaml": app("root", { path: "apps", automated: "prune: false" }) };
  const { found, frozen } = await planned(drop(base, "apps/edge.yaml"), base);
  expect(found.map(([, rule]) => rule)).not.toContain("deregisters-cluster");
  expect(frozen).toEqual([false, false]);
});

test("what can no longer be read is said, and moves nothing", async () => {
  const hidden = { name: "ENC[AES256_GCM,data:abc]", server: "ENC[AES256_GCM,data:def]" };
  const { found, same } = await planned({ ...BASE, "apps/edge.yaml": secret("edge", hidden) });
  expect([found, same]).toEqual([[["caution", ...deregisters.slice(1)]], true]);
  const base = { ...BASE, "apps/edge.yaml": secret("edge", { ...EDGE, server: "ENC[AES256_GCM,data:abc]" }) };
  const other = {
    ...BASE,
    "apps/edge.yaml": secret("edge", { ...EDGE, server: "ENC[AES256_GCM,data:def]" }),
  };
  expect((await planned(other, base)).found).toEqual(found);
  expect((await planned({ ...base, "note.txt": "" }, base)).found).toEqual([]);
});

describe("one name, several Secrets", () => {
  const finding = (severity: string, name: string) => [severity, "registration-collision", name];
  const second = secret("again", { ...EDGE, server: WEST });

  test("stop the Applications that use it", async () => {
    const { found, frozen, same } = await planned({ ...BASE, "apps/again.yaml": second });
    expect(found).toEqual([finding("stop", "Secret argocd/again")]);
    expect([frozen, same]).toEqual([[false, true], true]);
  });

  test("an ArgoCluster counts as the Secret it writes", async () => {
    const { found } = await planned({ ...BASE, "apps/again.yaml": registration("edge") });
    expect(found).toContainEqual(finding("stop", "ArgoCluster workloads/edge"));
  });

  test("without Applications, and in another Argo CD", async () => {
    const base = drop(BASE, "apps/shop.yaml", "shop/one.yaml");
    const { found } = await planned({ ...base, "apps/again.yaml": second }, base);
    expect(found).toEqual([finding("caution", "Secret argocd/again")]);
    const spoke = { "shop/again.yaml": second };
    expect((await planned({ ...BASE, ...spoke })).found).toEqual([]);
  });

  test("repaired", async () => {
    const { found, frozen, same } = await planned(BASE, { ...BASE, "apps/again.yaml": second });
    expect(found.map(([, rule]) => rule)).toEqual(["resources-deleted"]);
    expect([frozen, same]).toEqual([[true, false], true]);
  });
});

describe("name and address of one cluster", () => {
  const shop = BASE["apps/shop.yaml"] as string;

  test.each([EAST, `${EAST}/`])("%s is another spelling", async (server) => {
    const { found, changes, same } = await planned({ ...BASE, "apps/shop.yaml": byServer(shop, server) });
    expect([found, changes, same]).toEqual([[], ["update Application shop"], true]);
  });

  test("an object moves between Applications of either spelling", async () => {
    const base = {
      ...BASE,
      "apps/mart.yaml": byServer(app("mart", { destination: "edge" }), EAST),
      "mart/two.yaml": object("ConfigMap", "two"),
    };
    const head = { ...drop(base, "shop/one.yaml"), "mart/one.yaml": object("ConfigMap", "one") };
    const { changes } = await planned({ ...head, "shop/three.yaml": object("ConfigMap", "three") }, base);
    expect(changes).toEqual(["adopt ConfigMap one", "create ConfigMap three"]);
  });

  test("a registration that goes with an Application of its address is a race", async () => {
    const stays = { "apps/stays.yaml": object("ConfigMap", "stays") };
    const base = { ...BASE, ...stays, "apps/shop.yaml": byServer(shop, EAST) };
    const { found } = await planned(drop(base, "apps/edge.yaml", "apps/shop.yaml"), base);
    expect(found).toContainEqual(["stop", "deletion-race", "Secret argocd/edge"]);
  });

  test("a cluster registered by hand that Git declares from now on does not move", async () => {
    const { found, same, frozen } = await planned(BASE, drop(BASE, "apps/edge.yaml"));
    expect([found, same, frozen]).toEqual([[], true, [false, false]]);
  });
});

test("a plan shows no credential", async () => {
  const other = Buffer.from(TOKEN).toString("base64");
  const heads = [
    secret("edge", { ...EDGE, server: WEST, config: JSON.stringify({ bearerToken: `${TOKEN}-2` }) }),
    secret("edge", { ...EDGE, name: "rim", config: JSON.stringify({ password: TOKEN }) }),
    secret("edge", encoded({ ...EDGE, config }), { at: "data" }),
    secret("edge", { ...EDGE, server: `https://admin:${TOKEN}@west.example.org` }),
  ];
  for (const head of heads) {
    const { json } = await planned({ ...BASE, "apps/edge.yaml": head });
    expect(json).not.toContain(TOKEN);
    expect(json).not.toContain(other);
    expect(json).not.toContain(Buffer.from(config).toString("base64"));
  }
});
