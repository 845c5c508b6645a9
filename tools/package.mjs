// serverless.yml → .package/zip and .package/image: what a deployment would upload, with its CloudFormation template.
// Needs no AWS account. osls is the open line of the Serverless Framework (docs/decisions/osls.md).
import { spawnSync } from "node:child_process";
import { buildIfStale, root } from "./built.mjs";

const OSLS = "osls@4.3.1";

buildIfStale();
for (const renderer of ["zip", "image"]) {
  const args = ["--yes", OSLS, "package", "--param=appId=1", `--param=renderer=${renderer}`];
  const image = `--param=image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/breakwater@sha256:${"0".repeat(64)}`;
  const { status } = spawnSync("npx", [...args, image, "--package", `.package/${renderer}`], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
