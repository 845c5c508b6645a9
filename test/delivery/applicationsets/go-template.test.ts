// Go templates as ApplicationSets use them; the texts are what Go's text/template with sprig writes.
import { describe, expect, test } from "@jest/globals";
import { renderGoTemplate } from "../../../src/delivery/applicationsets/go-template.ts";

const DATA = {
  name: "Blue One",
  path: { path: "a/b/c", basename: "c", segments: ["a", "b", "c"] },
  count: 3,
  big: 1234567,
  on: true,
  none: null,
  values: { b: "2", a: "1" },
};
const strict = (text: string) => renderGoTemplate(text, DATA, ["missingkey=error"]);

describe("what is supported", () => {
  test.each([
    ["{{ .name }}", "Blue One"],
    ["{{.path.path}}-{{ index .path.segments 1 }}", "a/b/c-b"],
    ["a {{- .path.basename -}} b", "acb"],
    ["{{ .count }} {{ .big }} {{ .on }}", "3 1.234567e+06 true"],
    ["{{ .values }} {{ .path.segments }}", "map[a:1 b:2] [a b c]"],
    ['{{ .name | lower | replace " " "-" }}', "blue-one"],
    ['{{ if eq .path.basename "c" }}yes{{ else }}no{{ end }}', "yes"],
    ['{{ if eq .path.basename "x" }}1{{ else if .on }}2{{ else }}3{{ end }}', "2"],
    ["{{ range .path.segments }}<{{ . }}>{{ end }}", "<a><b><c>"],
    ["{{ range $k, $v := .values }}{{ $k }}={{ $v }};{{ end }}", "a=1;b=2;"],
    ["{{ range .none }}x{{ else }}empty{{ end }}", "empty"],
    ["{{ with .path }}{{ .basename }}{{ $.name }}{{ end }}", "cBlue One"],
    ["{{ $x := .name }}{{ if .on }}{{ $x = upper $x }}{{ end }}{{ $x }}", "BLUE ONE"],
    ['{{ default "d" .none }}{{ .none | default "e" }}', "de"],
    ['{{ dig "a" "b" "no" (dict "a" (dict "b" "yes")) }}', "yes"],
    ['{{ get .values "z" }}{{ hasKey .values "a" }}', "true"],
    ['{{ printf "%s-%v-%d" .path.basename .count 4 }}', "c-3-4"],
    ['{{ ternary "y" "n" .on }}{{ trimPrefix "a/" .path.path }}{{ trunc 2 .path.path }}', "yb/ca/"],
    ["{{ normalize .name }} {{ quote .name }} {{ toJson .values }}", 'blue-one "Blue One" {"a":"1","b":"2"}'],
    ['{{ (index .path.segments 0) }}{{ join "+" .path.segments }}{{/* a comment */}}', "aa+b+c"],
    ["{{ and .on .name }} {{ or .none .count }} {{ not .on }} {{ len .name }}", "Blue One 3 false 8"],
    ["{{ .none }}", "<no value>"],
  ])("%s", (text, expected) => expect(strict(text)).toBe(expected));

  test("a missing key without the option gives no value", () => {
    expect(renderGoTemplate("{{ .missing }}{{ default 1 .missing }}", DATA, [])).toBe("<no value>1");
  });
});

describe("what is refused, with the expression", () => {
  test.each([
    "{{ .missing }}",
    "{{ .name.first }}",
    "{{ genCA }}",
    "{{ eq .count 3 }}",
    "{{ lower .count }}",
    "{{ index .path.segments 9 }}",
    '{{ template "x" }}',
    "{{ $undeclared }}",
    "{{ .name",
    "{{ if .on }}",
    "{{ end }}",
    "{{ 'c' }}",
    "{{ env `HOME` }}",
  ])("%s", (text) => expect(() => strict(text)).toThrow(/\{\{/));

  test("nesting and length have a limit", () => {
    expect(() => strict("{{ if .on }}".repeat(100) + "{{ end }}".repeat(100))).toThrow(/nested/);
    const doubled = '{{ $x = printf "%s%s" $x $x }}'.repeat(27);
    expect(() => strict(`{{ $x := "text" }}${doubled}`)).toThrow(/too much text/);
    expect(() => strict(`{{ ${"(".repeat(100)}.on${")".repeat(100)} }}`)).toThrow(/nested/);
  });
});
