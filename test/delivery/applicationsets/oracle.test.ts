// Templates against what Go, sprig and fasttemplate make of them, in the versions of Argo CD 3.0.19.
// TEMPLATE_ORACLE=1 asks Go anew (tools/template-oracle.mjs) and compares with the committed answers.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { renderGoTemplate } from "../../../src/delivery/applicationsets/go-template.ts";
import { TemplateFault } from "../../../src/delivery/applicationsets/go-template-parser.ts";
import { asTextMap, type GoMap } from "../../../src/delivery/applicationsets/go-value.ts";
import { fillText } from "../../../src/delivery/applicationsets/render-template.ts";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { ROOT } from "../../support/golden.ts";
import rendered from "./oracle/rendered.json" with { type: "json" };
import table from "./oracle/templates.json" with { type: "json" };

/** Go renders these and the evaluator does not: it refuses them by name, which is no guess. */
const REFUSED: readonly string[] = [
  '{{ printf "%d" .count }}',
  '{{ regexReplaceAll "(a)(b)" "ab" "${2}${1}" }}',
  '{{ snakecase "FooBar" }} {{ camelcase "foo_bar" }} {{ kebabcase "FooBar" }}',
  '{{ semverCompare ">=1.2" "1.3.0" }}',
  '{{ toYaml (list "=" ".inf") }}',
  '{{ toYaml "x<y" }} {{ toYaml "a\\nb" }}',
  '{{ toYaml (dict "a1" 1 "a10" 2 "a2" 3) }}',
];

const textMap = asTextMap({ ...table.textMap });
const data: GoMap = { ...(table.data as unknown as GoMap), textMap };

function evaluated(template: string): string | null {
  try {
    return renderGoTemplate(template, data, ["missingkey=error"]);
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    return null;
  }
}

describe("Go templates", () => {
  const answers = rendered.go as Record<string, string | null>;

  test("have an answer each", () => {
    expect(Object.keys(answers).sort()).toEqual([...table.go].sort());
    expect(REFUSED.filter((template) => typeof answers[template] !== "string")).toEqual([]);
  });

  test.each(table.go.filter((template) => !REFUSED.includes(template)))("%s", (template) => {
    expect(evaluated(template)).toBe(answers[template]);
  });

  test.each(REFUSED)("%s is refused with the expression", (template) => {
    expect(() => renderGoTemplate(template, data, [])).toThrow(TemplateFault);
    expect(() => renderGoTemplate(template, data, [])).toThrow("{{");
  });
});

describe("texts without goTemplate", () => {
  test.each(table.flat)("%s", (template) => {
    const answers: Record<string, string> = rendered.flat;
    expect(fillText(template, table.textMap as JsonObject, { go: false, options: [] })).toBe(
      answers[template],
    );
  });
});

const asking = process.env["TEMPLATE_ORACLE"] === "1";
(asking ? test : test.skip)(
  "Go still gives the committed answers",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "oracle-"));
    try {
      execFileSync("node", [join(ROOT, "tools/template-oracle.mjs"), join(folder, "rendered.json")]);
      expect(JSON.parse(readFileSync(join(folder, "rendered.json"), "utf8"))).toEqual(rendered);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  600_000,
);
