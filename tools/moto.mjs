// Installs moto, a server that answers as SQS and Parameter Store do, into .tools/moto: the tests of the functions use it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./built.mjs";

const VERSION = "5.2.5";
const folder = join(root, ".tools/moto");
const python = join(folder, "bin/python");

if (existsSync(python)) console.log("moto: is in .tools/moto");
else {
  console.log(`moto: pip install moto[server]==${VERSION}`);
  run("python3", ["-m", "venv", folder]);
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `moto[server]==${VERSION}`]);
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  console.log(`moto: ${command} ${args.join(" ")} failed`);
  process.exit(1);
}
