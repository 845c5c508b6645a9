// Reads each recorded document and compares with what Go made of it: no disagreement may pass in silence.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import { parseFile } from "../../../src/manifests/yaml/file.ts";

type Row = { readonly input: string; readonly go: string | null };

const rows = JSON.parse(readFileSync(new URL("golden-yaml.json", import.meta.url), "utf8")) as Row[];

describe("documents recorded from sigs.k8s.io/yaml", () => {
  const verdicts = rows.map((row) => ({ ...row, verdict: verdict(row) }));

  test("what Go refuses is reported, and what it reads is read alike or reported", () => {
    expect(verdicts.filter((row) => row.verdict === "silent")).toEqual([]);
  });

  test("nearly everything Go reads is read", () => {
    const readable = verdicts.filter((row) => row.go !== null);
    const equal = readable.filter((row) => row.verdict === "equal");
    expect(rows.length).toBeGreaterThan(1000);
    expect(equal.length / readable.length).toBeGreaterThan(0.9);
  });
});

function verdict({ input, go }: Row): "equal" | "reported" | "silent" {
  const { documents, problems } = parseFile(input);
  const reported = problems.some(({ code }) => code === "invalid-yaml" || code === "not-evaluated");
  // Argo CD reads a text that begins with `{` as JSON first, which this oracle does not.
  if (go === null) return reported || isJson(input) ? "reported" : "silent";
  const value = documents.length === 0 && !reported ? null : documents[0]?.value;
  if (value !== undefined && canonical(value) === canonical(JSON.parse(exact(go)))) return "equal";
  return reported || problems.some(({ code }) => code === "duplicate-key") ? "reported" : "silent";
}

/** Long integers become texts, for JSON.parse would round them. */
function exact(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"#${found}"`,
  );
}

function canonical(value: Json): string {
  if (typeof value === "bigint") return `"#${value}"`;
  if (typeof value === "number" && /^-?\d{16,}$/.test(String(value))) return `"#${value}"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value === 0 ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join()}}`;
}

function isJson(input: string): boolean {
  try {
    return input.startsWith("{") && JSON.parse(input) !== undefined;
  } catch {
    return false;
  }
}
