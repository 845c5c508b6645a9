// package-lock.json → dist/sbom.cdx.json: what the bundles are made of, as CycloneDX. The same lock gives the same bytes.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./built.mjs";

const args = ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"];
const { status, stdout } = spawnSync("npm", args, {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 26,
  stdio: ["ignore", "pipe", "inherit"],
});
if (status !== 0) process.exit(1);
const bom = JSON.parse(stdout);
// npm names the root after its folder, and adds a number and a time that differ with every run.
bom.metadata.component.name = "breakwater";
delete bom.serialNumber;
delete bom.metadata.timestamp;

// npm 11 leaves out with --omit=dev what a development dependency needs as well (yaml, zod): the lock tells instead.
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const shipped = new Set(
  Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(
      ([path, { version }]) =>
        `${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`,
    ),
);
const kept = new Set([bom.metadata.component["bom-ref"], ...shipped]);
bom.components = bom.components.filter((one) => shipped.has(one["bom-ref"]));
bom.dependencies = bom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));

mkdirSync(join(root, "dist"), { recursive: true });
const file = join(root, "dist/sbom.cdx.json");
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`);
console.log(`${bom.components.length} components in ${file.slice(root.length)}`);
