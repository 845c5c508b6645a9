// Registrations and destinations: small changes to the example fleet.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { type FileMap, FLEET, planInputs } from "../../../support/repository.ts";

const RULES = [
  "deregisters-cluster",
  "registration-collision",
  "namespace-less-registration",
  "dangling-destination",
];

async function found(head: FileMap, base: FileMap = FLEET) {
  const drafts = assessChanges(await planInputs({ base, head }));
  return drafts.filter((d) => RULES.includes(d.rule)).map((d) => [d.rule, d.subject]);
}

function edit(path: string, from: string, to: string): FileMap {
  const text = FLEET[path] as string;
  expect(text).toContain(from);
  return { ...FLEET, [path]: text.replace(from, to) };
}

function without(...paths: readonly string[]): FileMap {
  return Object.fromEntries(Object.entries(FLEET).filter(([path]) => !paths.includes(path)));
}

const REGISTER = "clusters/cl01/argo-register.yaml";
const [APP_1, APP_2] = ["bootstrap/argoApps/app-1.yaml", "bootstrap/argoApps/app-2.yaml"];

describe("deregisters-cluster", () => {
  const finding = ["deregisters-cluster", "ArgoCluster workload-ns/cl01"];

  test("a registration that goes, gets another name or another Argo CD", async () => {
    expect(await found(without(REGISTER))).toEqual([finding]);
    expect(await found(edit(REGISTER, "clusterName: cl01", "clusterName: cl09"))).toEqual([finding]);
    expect(await found(edit(REGISTER, "argocd-instance-1", "argocd-instance-2"))).toEqual([finding]);
  });

  test("one that nobody uses, or that only changes its labels", async () => {
    expect(await found(without("clusters/cl03/argo-register.yaml"))).toEqual([]);
    expect(await found(without(REGISTER, APP_1, APP_2))).toEqual([]);
    expect(await found(edit(REGISTER, "environment: prod", "environment: live"))).toEqual([]);
  });

  test("a file that moves to another name in the directory", async () => {
    const moved = { ...without(REGISTER), "clusters/cl01/register.yaml": FLEET[REGISTER] as string };
    expect(await found(moved)).toEqual([]);
  });

  test("one that Argo CD leaves in place", async () => {
    const path = "bootstrap/argoApps/cl01-app.yaml";
    const base = edit(path, "prune: true", "prune: false");
    const head = Object.fromEntries(Object.entries(base).filter(([file]) => file !== REGISTER));
    expect(await found(head, base)).toEqual([]);
  });
});

describe("registration-collision", () => {
  const second = (FLEET[REGISTER] as string).replace("name: cl01", "name: again");

  test("two objects, one Secret", async () => {
    const head = { ...FLEET, "clusters/cl01/again.yaml": second };
    const finding = ["registration-collision", "ArgoCluster workload-ns/again"];
    expect(await found(head)).toEqual([finding]);
    expect(await found({ ...head, "note.txt": "" }, head)).toEqual([]);
  });

  test("another name, or another Argo CD", async () => {
    const named = second.replace("clusterName: cl01", "clusterName: again");
    expect(await found({ ...FLEET, "clusters/cl01/again.yaml": named })).toEqual([]);
    const elsewhere = second.replace("argocd-instance-1", "argocd-instance-2");
    expect(await found({ ...FLEET, "clusters/cl01/again.yaml": elsewhere })).toEqual([]);
  });
});

describe("namespace-less-registration", () => {
  const object = (name: string) =>
    `apiVersion: field.vmware.com/v1\nkind: ArgoNamespace\nmetadata:\n  name: ${name}\nspec:\n  argoNamespace: argocd-instance-1\n  project: default\n`;

  test("lands in the Application's namespace", async () => {
    const finding = ["namespace-less-registration", "ArgoNamespace argocd-instance-1/lab-ns"];
    expect(await found({ ...FLEET, "bootstrap/lab.yaml": object("lab-ns") })).toEqual([finding]);
  });

  test("registers what its name says, or was there before", async () => {
    expect(await found({ ...FLEET, "bootstrap/own.yaml": object("argocd-instance-1") })).toEqual([]);
    const base = { ...FLEET, "bootstrap/lab.yaml": object("lab-ns") };
    expect(await found({ ...base, "bootstrap/lab.yaml": `# a comment\n${object("lab-ns")}` }, base)).toEqual(
      [],
    );
  });
});

describe("dangling-destination", () => {
  const finding = ["dangling-destination", "Application argocd-instance-1/app-1"];

  test.each(["cl09", "supervisor-ns-lab"])("a name that nothing registers: %s", async (name) => {
    expect(await found(edit(APP_1, "name: cl01", `name: ${name}`))).toEqual([finding]);
  });

  test.each(["name: cl02", "name: in-cluster", "server: https://10.1.2.3:6443", `name: "\${CLUSTER}"`])(
    "%s",
    async (destination) => {
      expect(await found(edit(APP_1, "name: cl01", destination))).toEqual([]);
    },
  );

  test("a placeholder is not evaluated", async () => {
    const { deliveries } = await planInputs({
      base: FLEET,
      head: edit(APP_1, "name: cl01", `name: "\${CLUSTER}"`),
    });
    expect(deliveries.notEvaluated.map((n) => n.reason)).toContain(
      `its destination \${CLUSTER} is a placeholder that nothing fills in`,
    );
  });

  test("a name that is in use without a registration was registered by hand", async () => {
    const base = edit(APP_2, "name: cl01", "name: by-hand");
    const app = (FLEET[APP_1] as string).replace("name: cl01", "name: by-hand");
    expect(await found({ ...base, [APP_1]: app }, base)).toEqual([]);
  });
});

describe("several Argo CD instances", () => {
  const other = (FLEET[REGISTER] as string)
    .replace("name: cl01", "name: cl01-two")
    .replace("argocd-instance-1", "argocd-instance-2");
  const app = (FLEET[APP_1] as string).replaceAll("argocd-instance-1", "argocd-instance-2");
  const root = (FLEET["root-app.yaml"] as string)
    .replaceAll("argocd-instance-1", "argocd-instance-2")
    .replace("path: bootstrap", "path: second");
  const base = { ...FLEET, "second-root.yaml": root, "clusters/cl01/two.yaml": other };

  test("a name counts where it is registered with the Application's own", async () => {
    expect(await found({ ...base, "second/app.yaml": app }, base)).toEqual([]);
    const elsewhere = { ...base, "second/app.yaml": app.replace("name: cl01", "name: cl02") };
    expect(await found(elsewhere, base)).toEqual([
      ["dangling-destination", "Application argocd-instance-2/app-1"],
    ]);
  });

  test("both registrations of one cluster lead to it", async () => {
    const { deliveries } = await planInputs({ base, head: { ...base, "second/app.yaml": app } });
    const [one, two] = ["argocd-instance-1/app-1", "argocd-instance-2/app-1"].map((ref) =>
      deliveries.head.applications.get(ref),
    );
    expect(two?.destination.key).toBe(one?.destination.key);
    expect(two?.destination.kind).toBe("cluster");
  });
});

test("a registration under another name is one that goes and one that comes", async () => {
  const { changes, deliveries } = await planInputs({
    base: FLEET,
    head: edit(REGISTER, "clusterName: cl01", "clusterName: cl09"),
  });
  expect(changes.map((c) => `${c.operation} ${c.what}`).sort()).toEqual(["deregister cl01", "register cl09"]);
  // The old Secret stays, so nothing is broken yet.
  expect(deliveries.head.applications.get("argocd-instance-1/app-1")?.frozen).toBe(false);
});

test("a registration that goes brings no workload changes", async () => {
  const { changes } = await planInputs({ base: FLEET, head: without(REGISTER) });
  expect(changes.filter((c) => c.layer === "workload")).toEqual([]);
});
