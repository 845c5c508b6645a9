// deploy/kubernetes.yaml against the schemas that Kubernetes publishes; kubernetes-validate brings them, into .tools/kubernetes.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./built.mjs";

const PACKAGE = "kubernetes-validate==1.37.0";
const folder = join(root, ".tools/kubernetes");
const program = join(folder, "bin/kubernetes-validate");

if (!existsSync(program)) {
  run("python3", ["-m", "venv", folder]);
  run(join(folder, "bin/python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    PACKAGE,
  ]);
}
// The oldest and the newest Kubernetes of the guest clusters it may run on.
for (const version of ["1.32", "1.36"])
  run(program, ["--strict", "-k", version, join(root, "deploy/kubernetes.yaml")]);

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
