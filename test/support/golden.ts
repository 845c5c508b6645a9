// A text and the file that holds what it should be. UPDATE_GOLDEN=1 writes the file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect } from "@jest/globals";
import { lineDifferences } from "./plan-lines.ts";

export const ROOT = join(import.meta.dirname, "../..");
export const UPDATING = process.env["UPDATE_GOLDEN"] === "1";

/** Lines beside a golden that it was made of: what differs in them is the failure's first line. */
export function expectSameLines(path: string, lines: readonly string[]): void {
  const text = lines.map((line) => `${line}\n`).join("");
  if (!UPDATING && existsSync(path)) {
    const golden = readFileSync(path, "utf8");
    const differences = lineDifferences(golden.split("\n").slice(0, -1), lines);
    if (differences.length > 0) throw new Error(`changes and findings differ: ${differences.join("; ")}`);
  }
  expectGolden(path, text);
}

/** Byte for byte. A golden that is missing fails: a new one is written on purpose, and looked at. */
export function expectGolden(path: string, text: string): void {
  if (UPDATING) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  if (!existsSync(path)) throw new Error(`no golden ${relative(ROOT, path)}: npm run golden writes it`);
  expect(text).toBe(readFileSync(path, "utf8"));
}
