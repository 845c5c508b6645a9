// Writes test/delivery/applicationsets/oracle/rendered.json: the templates beside it with what Go makes of them.
// Needs Go: node tools/template-oracle.mjs [output]
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("template-oracle", import.meta.url));
const tables = fileURLToPath(new URL("../test/delivery/applicationsets/oracle/", import.meta.url));
const [output = `${tables}rendered.json`] = process.argv.slice(2);

const rendered = execFileSync("go", ["run", "."], {
  cwd: folder,
  input: readFileSync(`${tables}templates.json`),
  maxBuffer: 1 << 26,
});
writeFileSync(output, rendered);
