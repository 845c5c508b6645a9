// The table of kinds → what its columns must say together, row by row, so that a new row is covered.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { argoKindOrder, factsOf, KINDS, type KindRow, layerOf } from "../../../src/manifests/kinds/kinds.ts";
import { REMOVED_APIS } from "../../../src/manifests/kinds/removed-apis.ts";
import { ROOT } from "../../support/golden.ts";

const nameOf = ({ group, kind }: Pick<KindRow, "group" | "kind">) => `${group}/${kind}`;
const rowsWith = (test: (facts: KindRow["facts"]) => unknown) =>
  KINDS.filter(({ facts }) => test(facts)).map((row) => [nameOf(row), row] as const);

test("a kind has one row", () => {
  const names = KINDS.map(nameOf);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(names.length).toBeGreaterThan(100);
});

test("kinds of a group differ by more than upper and lower case", () => {
  const names = KINDS.map((row) => nameOf(row).toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

/** argo-cd gitops-engine/pkg/sync/sync_tasks.go, kindOrder. */
test("the order is Argo CD's", () => {
  const listed = KINDS.filter(({ facts }) => facts.order !== undefined);
  const sorted = listed.toSorted((a, b) => argoKindOrder(a.kind) - argoKindOrder(b.kind));
  expect(sorted.map(({ kind }) => kind).join(" ")).toBe(
    "Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress APIService",
  );
  expect(sorted.map(({ facts }) => facts.order)).toEqual(sorted.map((_, i) => i + 1));
});

describe("a workload", () => {
  test.each(rowsWith(({ workload }) => workload))(
    "%s is one, namespaced, and has a health check",
    (_, row) => {
      const { clusterScoped, supervisorOnly, health } = row.facts;
      expect(layerOf(row.group, row.kind, false)).toBe("workload");
      expect([clusterScoped, supervisorOnly]).toEqual([undefined, undefined]);
      expect(health).toBeDefined();
    },
  );
});

test.each(rowsWith(({ selector }) => selector?.form === "own"))("%s selects the pods it makes", (_, row) => {
  expect(row.facts.workload).toBeDefined();
});

test.each(rowsWith(({ data }) => data === "claims"))("%s has claims because it runs pods", (_, row) => {
  expect(row.facts.workload?.runs).toBe("replicas");
});

test.each(rowsWith(({ encloses }) => encloses))("%s holds the data of what is in it", (_, row) => {
  expect(row.facts.data).toBe("always");
});

/** The rule cluster-deleted speaks about them, so data-loss does not. */
test.each(rowsWith(({ layer }) => layer === "cluster"))(
  "%s exists on a Supervisor only, and its layer says that it holds data",
  (_, row) => {
    expect([row.facts.supervisorOnly, row.facts.data]).toEqual([true, undefined]);
  },
);

test.each(rowsWith(({ selector, secretsIn, makesSecrets }) => selector ?? secretsIn ?? makesSecrets))(
  "%s is namespaced, as what it names",
  (_, row) => {
    expect(row.facts.clusterScoped).toBeUndefined();
  },
);

describe("API versions", () => {
  test.each(rowsWith(({ served, versions }) => served && versions))(
    "what is served of %s is a version",
    (_, row) => {
      const { served = {}, versions } = row.facts;
      expect(versions?.split(" ")).toEqual(expect.arrayContaining(Object.keys(served)));
    },
  );

  test.each(REMOVED_APIS.flatMap(({ api, kinds, use }) => kinds.map((kind) => [api, kind, use] as const)))(
    "%s %s, which ends, is a kind of the table, and so is what takes its place",
    (api, kind, use) => {
      for (const one of use === undefined ? [api] : [api, use]) {
        const [version = "", group = ""] = one.split("/").reverse();
        const known = KINDS.some((row) => row.group === group && (row.kind === kind || use === one));
        expect([one, known]).toEqual([one, true]);
        const { versions } = factsOf({ group, kind });
        if (versions !== undefined) expect(versions.split(" ")).toContain(version);
      }
    },
  );
});

describe("no other table", () => {
  /** Which files to read, by the words that they must hold. */
  const READS_FILES = ["delivery/tree/candidates.ts", "delivery/differences/presumed-roots.ts"];
  const KNOWN = new Set(KINDS.flatMap((row) => [row.kind, nameOf(row)]));
  const SRC = join(ROOT, "src");
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("manifests/kinds/"))
    .sort();

  test("lists three kinds or more", () => {
    const lists = files.flatMap((path) =>
      [...readFileSync(join(SRC, path), "utf8").matchAll(/\[[^[\]]*\]/g)]
        .map(([text]) => [...text.matchAll(/"([^"]+)"/g)].filter(([, word = ""]) => KNOWN.has(word)).length)
        .flatMap((count) => (count > 2 ? [path] : [])),
    );
    expect(files.length).toBeGreaterThan(300);
    expect([...new Set(lists)].sort()).toEqual(READS_FILES.toSorted());
  });
});
