// Selectors that match other objects, or cannot change.
import { describe, test } from "@jest/globals";
import { checkTrees } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { cluster, object, registration, shop } from "../../../support/small-fleet.ts";

const RULE = "selector-changed";

function deployment(name: string, labels: string, extra = ""): string {
  return `${object("Deployment", name, { api: "apps/v1" })}${extra}spec:
  selector: {matchLabels: {name: ${name}}}
  template: {metadata: {labels: {name: ${name}, ${labels}}}, spec: {containers: []}}
`;
}

const service = (selector: string) => `${object("Service", "web")}spec: {selector: {${selector}}}\n`;
const budget = (selector: string) =>
  `${object("PodDisruptionBudget", "web", { api: "policy/v1" })}spec: {selector: {matchLabels: {${selector}}}}\n`;

const web = (service: string, ...deployments: string[]): FileMap => ({
  ...shop(),
  "shop/select.yaml": service,
  ...Object.fromEntries(deployments.map((text, i) => [`shop/d${i}.yaml`, text])),
});

describe("pods", () => {
  const [a, b] = [deployment("a", "tier: web"), deployment("b", "tier: back")];

  test.each([
    ["Service", service],
    ["PodDisruptionBudget", budget],
  ])("a %s that is edited names what it loses and gains", async (kind, by) => {
    const trees = { base: web(by("tier: web"), a, b), head: web(by("tier: back"), a, b) };
    await checkTrees(trees, {
      findings: {
        [RULE]: [
          {
            subject: `${kind} shop/web`,
            severity: "caution",
            facts: { edited: true, lost: ["Deployment a"], gained: ["Deployment b"] },
          },
        ],
      },
    });
  });

  test("labels of a workload take it out of a selector nobody edited", async () => {
    const moved = deployment("a", "tier: front");
    const trees = { base: web(service("tier: web"), a, b), head: web(service("tier: web"), moved, b) };
    await checkTrees(trees, {
      findings: {
        [RULE]: [
          {
            subject: "Service shop/web",
            facts: { edited: false, by: "Deployment a", lost: ["Deployment a"], gained: [] },
          },
        ],
      },
    });
  });

  test("both moving together drop what runs; a narrower selector, a workload that comes, and other edits are none", async () => {
    const together = {
      base: web(service("tier: web"), a),
      head: web(service("tier: front"), deployment("a", "tier: front")),
    };
    await checkTrees(together, {
      findings: { [RULE]: [{ facts: { lost: [], gained: [], dropped: ["Deployment a"] } }] },
    });
    const narrower = { base: web(service("tier: web"), a), head: web(service("tier: web, name: a"), a) };
    await checkTrees(narrower, { findings: { [RULE]: [] } });
    const joined = { base: web(service("tier: web"), b), head: web(service("tier: web"), b, a) };
    await checkTrees(joined, { findings: { [RULE]: [] } });
    const labelled = {
      base: web(service("tier: web"), a),
      head: web(service("tier: web"), deployment("a", "tier: web, x: y")),
    };
    await checkTrees(labelled, { findings: { [RULE]: [] } });
  });
});

describe("workloads", () => {
  const selecting = (name: string, annotation = "") =>
    deployment("a", "tier: web", annotation).replace(
      "{matchLabels: {name: a}}",
      `{matchLabels: {name: a, ${name}: x}}`,
    );
  const force = { sync: "Force=true", api: "apps/v1" };

  test("a fixed selector is refused, with everything else in the object", async () => {
    const trees = {
      base: web(service("tier: web"), selecting("one")),
      head: web(service("tier: web"), selecting("two")),
    };
    await checkTrees(trees, {
      changes: ["update Deployment shop/a, refused"],
      findings: { [RULE]: [{ subject: "Deployment shop/a", severity: "stop", facts: { kind: "fixed" } }] },
    });
  });

  test("Force=true deletes and creates anew", async () => {
    const forced = (name: string) =>
      selecting(name).replace(
        object("Deployment", "a", { api: "apps/v1" }),
        object("Deployment", "a", force),
      );
    const trees = {
      base: web(service("tier: web"), forced("one")),
      head: web(service("tier: web"), forced("two")),
    };
    await checkTrees(trees, {
      changes: ["update Deployment shop/a"],
      findings: { [RULE]: [{ severity: "caution", facts: { kind: "recreated" } }] },
    });
  });
});

describe("clusters", () => {
  const labelled = (name: string, env: string) =>
    cluster(name).replace(`  name: ${name}\n`, `  name: ${name}\n  labels: {env: ${env}}\n`);
  const install = (env: string, behaviour = "Delete") =>
    `${object("AddonInstall", "velero", { namespace: "workloads", api: "addons.kubernetes.vmware.com/v1alpha1" })}spec:
  addonRef: {name: velero}
  stopMatchingBehavior: ${behaviour}
  clusters: [{selector: {matchExpressions: [{key: env, operator: In, values: [${env}]}]}}]
`;
  const fleet = (text: string): FileMap => ({
    ...shop(),
    "shop/east.yaml": labelled("east", "lab"),
    "shop/west.yaml": labelled("west", "prod"),
    "shop/velero.yaml": text,
  });

  test("an install that reaches more, or leaves one as it is; a plain uninstall has its own rule", async () => {
    await checkTrees(
      { base: fleet(install("lab")), head: fleet(install("lab, prod")) },
      {
        findings: {
          [RULE]: [
            {
              subject: "AddonInstall workloads/velero",
              facts: { kind: "clusters", lost: [], gained: ["west"] },
            },
          ],
        },
      },
    );
    const narrower = { base: fleet(install("lab, prod")), head: fleet(install("lab")) };
    await checkTrees(narrower, { findings: { [RULE]: [], "addon-uninstalled": [{}] } });
    const retained = { base: fleet(install("lab, prod", "Retain")), head: fleet(install("lab", "Retain")) };
    await checkTrees(retained, { findings: { [RULE]: [{ facts: { lost: ["west"] } }] } });
  });

  const set = (
    env: string,
  ) => `${object("ApplicationSet", "agents", { namespace: "argocd", api: "argoproj.io/v1alpha1" })}spec:
  generators: [{clusters: {selector: {matchLabels: {env: ${env}}}}}]
  template:
    metadata: {name: "agent-{{name}}"}
    spec:
      source: {repoURL: https://github.com/example-org/fleet.git, targetRevision: main, path: agents}
      destination: {name: "{{name}}", namespace: agents}
`;
  const registered = (env: string, selector = "lab"): FileMap => ({
    ...shop(),
    "shop/east.yaml": cluster("east"),
    "shop/register.yaml": `${registration("east")}  clusterLabels: {env: ${env}}\n`,
    "apps/agents.yaml": set(selector),
    "agents/one.yaml": object("ConfigMap", "one", { namespace: "agents" }),
  });

  test("a set whose selector is edited, or whose cluster is labelled otherwise", async () => {
    const facts = { kind: "applications", lost: ["argocd/agent-east"], gained: [] };
    await checkTrees(
      { base: registered("lab"), head: registered("lab", "prod") },
      {
        findings: {
          [RULE]: [{ subject: "ApplicationSet argocd/agents", facts: { ...facts, edited: true } }],
        },
      },
    );
    await checkTrees(
      { base: registered("lab"), head: registered("prod") },
      { findings: { [RULE]: [{ facts: { ...facts, edited: false, by: "ArgoCluster east" } }] } },
    );
    const edited = {
      ...registered("lab"),
      "agents/one.yaml": object("Secret", "one", { namespace: "agents" }),
    };
    await checkTrees({ base: registered("lab"), head: edited }, { findings: { [RULE]: [] } });
  });
});
