// Installs the Kustomize and Helm that Argo CD 3.0.19 ships into .tools/bin, with Go, or says where to fetch them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./built.mjs";

const TOOLS = [
  {
    name: "kustomize",
    module: "sigs.k8s.io/kustomize/kustomize/v5@v5.6.0",
    release: "https://github.com/kubernetes-sigs/kustomize/releases/tag/kustomize%2Fv5.6.0",
  },
  {
    name: "helm",
    module: "helm.sh/helm/v3/cmd/helm@v3.17.1",
    release: "https://github.com/helm/helm/releases/tag/v3.17.1",
  },
];

const bin = join(root, ".tools/bin");
mkdirSync(bin, { recursive: true });
const go = spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;

for (const { name, module, release } of TOOLS) {
  const file = join(bin, name);
  if (existsSync(file)) {
    console.log(`${name}: is in .tools/bin`);
  } else if (!go) {
    console.log(`${name}: there is no Go here. Put the program of ${release} into .tools/bin`);
    process.exitCode = 1;
  } else {
    console.log(`${name}: go install ${module}`);
    const { status } = spawnSync("go", ["install", "-trimpath", module], {
      // Static: it runs in a root that holds nothing else (docs/decisions/renderers.md).
      env: { ...process.env, GOBIN: bin, CGO_ENABLED: "0" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (status !== 0) process.exitCode = 1;
  }
}
