// npm run sbom: every production dependency of the lock, and the same bytes twice.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { ROOT } from "../support/golden.ts";

type Bom = { readonly bomFormat: string; readonly components: readonly { readonly purl: string }[] };
type Listed = { readonly version?: string; readonly dependencies?: Record<string, Listed> };

let first = "";
beforeAll(() => {
  first = written();
});

test("names every package that is not for development alone", () => {
  const bom = JSON.parse(first) as Bom;
  const listed = execFileSync("npm", ["ls", "--all", "--omit=dev", "--json"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const wanted = purls(JSON.parse(listed) as Listed);
  expect(bom.bomFormat).toBe("CycloneDX");
  expect(wanted.length).toBeGreaterThan(20);
  expect(new Set(bom.components.map((one) => one.purl))).toEqual(new Set(wanted));
});

test("is the same twice", () => {
  expect(written()).toBe(first);
});

function purls({ dependencies = {} }: Listed): string[] {
  return Object.entries(dependencies).flatMap(([name, one]) =>
    one.version === undefined ? [] : [`pkg:npm/${name.replace("@", "%40")}@${one.version}`, ...purls(one)],
  );
}

function written(): string {
  execFileSync(process.execPath, [join(ROOT, "tools/sbom.mjs")], { stdio: ["ignore", "ignore", "pipe"] });
  return readFileSync(join(ROOT, "dist/sbom.cdx.json"), "utf8");
}
