// A fleet → its files.
import { REPO_URL } from "./fleet.mjs";

/** @import { App, Cluster, Fleet, Pool } from "./fleet.mjs" */

/** Path → text, of the whole fleet. @param {Fleet} fleet @returns {Record<string, string>} */
export function fleetFiles(fleet) {
  return Object.assign({ "root.yaml": ROOT }, ...fleet.clusters.map(clusterFiles));
}

/** @param {Cluster} cluster @returns {Record<string, string>} */
function clusterFiles(cluster) {
  const { name, own, web, style } = cluster;
  const tail = `${style.suffix}.yaml`;
  const topology = style.merged
    ? { [`${own.path}/cluster${tail}`]: `${clusterText(cluster)}---\n${registrationText(cluster)}` }
    : {
        [`${own.path}/cluster${tail}`]: clusterText(cluster),
        [`${own.path}/argo-cluster${tail}`]: registrationText(cluster),
      };
  return {
    [cluster.apps.file]: appText(cluster.apps, { name: "in-cluster", namespace: "argocd" }),
    [`fleet/${name}/apps/namespace.yaml`]: namespaceText(cluster),
    [own.file]: appText(own, { name: `supervisor-ns-${cluster.namespace}`, namespace: cluster.namespace }),
    [web.file]: appText(web, { name: cluster.target, namespace: "web" }),
    ...topology,
    [`${own.path}/cert-manager.yaml`]: addonText(cluster),
    [`${web.path}/deployment${tail}`]: deploymentText(cluster),
    [`${web.path}/service.yaml`]: serviceText(cluster),
  };
}

const ROOT = `# Applied by hand.
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: root
  namespace: argocd
spec:
  project: default
  source: {repoURL: ${REPO_URL}, targetRevision: main, path: bootstrap}
  destination: {name: in-cluster, namespace: argocd}
  syncPolicy:
    automated: {prune: true, selfHeal: true}
`;

/** @param {App} app @param {{ name: string, namespace: string }} destination */
function appText(app, destination) {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${app.name}
  namespace: argocd
  annotations:
    argocd.argoproj.io/sync-wave: "${app.wave}"
${app.cascade ? "  finalizers:\n    - resources-finalizer.argocd.argoproj.io\n" : ""}spec:
  project: default
  source:
    repoURL: ${REPO_URL}
    targetRevision: main
    path: ${app.path}
  destination:
    name: ${destination.name}
    namespace: ${destination.namespace}
  syncPolicy:
    automated:
      prune: ${app.prune}
      selfHeal: true
`;
  return app.commented ? text.replace(/^/gm, "# ").replace(/# $/, "") : text;
}

/** @param {Cluster} cluster */
function clusterText({ name, namespace, version, api, controlPlane, className, pools, environment, style }) {
  const q = style.quoted ? '"' : "";
  const vkr = `v1.${version.minor}.${version.patch}---vmware.1${version.fips ? "-fips" : ""}-vkr.1`;
  const remarks = Array.from({ length: style.remarks }, (_, i) => `# remark ${i + 1}\n`).join("");
  const topology =
    api === "v1beta2"
      ? `    classRef:\n      name: ${className}\n      namespace: vmware-system-vks-public\n`
      : `    class: ${className}\n    classNamespace: vmware-system-vks-public\n`;
  return `${remarks}apiVersion: cluster.x-k8s.io/${api}
kind: Cluster
metadata:
  name: ${name}
  namespace: ${namespace}
  labels:${style.quoted ? ` {environment: ${environment}}` : `\n    environment: ${environment}`}
spec:
  clusterNetwork:
    pods:
      cidrBlocks: [172.20.0.0/16]
    services:
      cidrBlocks: [10.96.0.0/16]
  topology:
${topology}    version: ${q}${vkr}${q}
    controlPlane:
      replicas: ${controlPlane}
    workers:
      machineDeployments:
${pools.map(poolText).join("")}    variables:
      - name: vmClass
        value: ${q}best-effort-large${q}
      - name: storageClass
        value: vks-gold
`;
}

/** @param {Pool} pool */
function poolText({ name, min, max, vmClass }) {
  const bound = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
  const size =
    max === 0
      ? `          replicas: ${min}\n`
      : `          metadata:
            annotations:
              ${bound}-min-size: "${min}"
              ${bound}-max-size: "${max}"
`;
  return `        - class: node-pool
          name: ${name}
${size}          variables:
            overrides:
              - name: vmClass
                value: ${vmClass}
`;
}

/** @param {Cluster} cluster */
function namespaceText({ namespace }) {
  return `apiVersion: field.vmware.com/v1
kind: ArgoNamespace
metadata:
  name: ${namespace}
  namespace: ${namespace}
spec:
  argoNamespace: argocd
  project: default
`;
}

/** @param {Cluster} cluster */
function registrationText({ name, namespace }) {
  return `apiVersion: field.vmware.com/v1
kind: ArgoCluster
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  clusterName: ${name}
  argoNamespace: argocd
  project: default
`;
}

/** @param {Cluster} cluster */
function addonText({ namespace, pin }) {
  return `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonInstall
metadata:
  name: cert-manager
  namespace: ${namespace}
spec:
  addonRef:
    name: cert-manager
  clusters:
    - selector:
        matchExpressions:
          - {key: environment, operator: In, values: [prod, staging]}
${pin === "" ? "" : `  releaseFilter:\n    ref:\n      name: ${pin}\n`}`;
}

/** @param {Cluster} cluster */
function deploymentText({ name, workload }) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${name}
spec:
  replicas: ${workload.replicas}
  selector:
    matchLabels: {app: web-${name}}
  template:
    metadata:
      labels: {app: web-${name}${workload.broken === "unclosed" ? "" : "}"}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.${workload.tag}
          ports:
            - containerPort: 8080
${workload.broken === "scalar" ? "---\na sentence, no object\n" : ""}`;
}

/** @param {Cluster} cluster */
function serviceText({ name }) {
  return `apiVersion: v1
kind: Service
metadata:
  name: web-${name}
spec:
  selector: {app: web-${name}}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;
}
