// The real Kustomize and Helm refuse what holds a secret → the complaint names file, key and cause, and not the secret.
import { describe, expect, test } from "@jest/globals";
import { complaint } from "../../../src/adapters/renderers/complaint.ts";
import { withoutQuotations } from "../../../src/adapters/renderers/quotations.ts";
import { isPresent, REQUIRED, realRenderers, type Tool } from "../../support/renderers.ts";
import type { FileMap } from "../../support/repository.ts";

const CANARY = "canary-4711";
const SECRET = `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {password: ${CANARY}}\n`;
const port = realRenderers();

/** A kustomization on the Secret, its other fields, what else lies there → what the complaint says. */
type Row = readonly [name: string, kustomization: string, files: FileMap, told: RegExp];

const inline = (field: string, patch: string, target: string) =>
  `${field}:\n- patch: |\n    ${patch.replaceAll("\n", "\n    ")}\n${target}`;
const OF_SECRET = "  target: {version: v1, kind: Secret, name: db}\n";
const literals = (...all: string[]) => `secretGenerator:\n- name: x\n  literals: ${JSON.stringify(all)}\n`;

const KUSTOMIZE: readonly Row[] = [
  [
    "an inline patch that is none",
    inline("patches", `password: ${CANARY}`, OF_SECRET),
    {},
    /PatchTransformer with config: `…`: unable to parse SM or JSON patch from \[…\]$/,
  ],
  [
    "an inline patch without a target",
    inline("patches", `- {op: add, path: /a, value: ${CANARY}}`, ""),
    {},
    /must specify a target for JSON patch \[…\]$/,
  ],
  [
    "a patch in two places",
    inline("patches", `password: ${CANARY}`, "  path: p.yaml\n"),
    { "p.yaml": SECRET },
    /config: `path: p\.yaml`: patch and path can't be set at the same time …$/,
  ],
  [
    "several patches for one target",
    inline("patches", `${SECRET}---\n${SECRET}`, OF_SECRET),
    {},
    /^Multiple Strategic-Merge Patches in one `patches` entry .* field: \[…\]$/,
  ],
  [
    "an operation that does not apply",
    inline("patches", `- {op: add, path: /a/b/c, value: ${CANARY}}`, OF_SECRET),
    {},
    /^add operation does not apply: doc is missing path: "\/a\/b\/c": missing value$/,
  ],
  [
    "operations that are none",
    inline("patchesJson6902", `password: ${CANARY}`, OF_SECRET),
    {},
    /PatchJson6902Transformer with config: `…`: decoding …: json: cannot unmarshal object/,
  ],
  [
    "an inline strategic merge that is taken for a path",
    `patchesStrategicMerge:\n- |\n  stringData: {password: ${CANARY}}\n`,
    {},
    /PatchStrategicMergeTransformer with config: `…`: evalsymlink failure on '…: no such file or directory$/,
  ],
  [
    "an object that is taken for a path",
    `generators:\n- |-\n  stringData: {password: ${CANARY}}\n`,
    {},
    /accumulating resources from '…: no such file or directory$/,
  ],
  [
    "a literal without a key",
    literals("a=b", CANARY),
    {},
    /literal sources \[…\]: invalid literal source …, expected key=value$/,
  ],
  ["a key twice", literals(`a=${CANARY}`, `a=${CANARY}`), {}, /illegally repeats the key `a`$/],
  [
    "a file source with a value",
    `secretGenerator:\n- name: x\n  files: ["a=b=${CANARY}"]\n`,
    {},
    /file sources: \[…\]: source "…" key name or file path contains '='$/,
  ],
  [
    "a file that is not there",
    `secretGenerator:\n- name: x\n  literals: [a=${CANARY}]\n  files: [no.txt]\n`,
    {},
    /file sources: \[no\.txt\]: evalsymlink failure on 'no\.txt' : lstat no\.txt: no such file or directory$/,
  ],
  ["an alias in the kustomization", `namePrefix: *${CANARY}\n`, {}, /unknown anchor '…' referenced$/],
  [
    "a template in the kustomization",
    `namePrefix: {{${CANARY}}}\n`,
    {},
    /^invalid Kustomization: yaml: invalid map key: …$/,
  ],
  [
    "an object without a name",
    "",
    { "s.yaml": SECRET.replace("name: db", `annotations: {a: ${CANARY}}`) },
    /from 's\.yaml': missing metadata\.name in object \{\{v1 Secret\} \{\{ \} map\[…\]\}\}': must build at/,
  ],
  [
    "an alias in an object",
    "",
    { "s.yaml": SECRET.replace(CANARY, `*${CANARY}`) },
    /unknown anchor '…' referenced in File: s\.yaml$/,
  ],
  [
    "a tag that does not fit",
    "",
    { "s.yaml": SECRET.replace(CANARY, `!!int ${CANARY}`) },
    /yaml: cannot decode !!… as a !!int$/,
  ],
  [
    "a separator with text",
    "",
    { "s.yaml": `${SECRET}---${CANARY}\n${SECRET}` },
    /from 's\.yaml': invalid document separator: …': must build/,
  ],
  [
    "a text where a map belongs",
    "commonAnnotations: {a: b}\n",
    { "s.yaml": SECRET.replace("name: db", `name: db, annotations: ${CANARY}`) },
    /'metadata\/annotations' of object Secret\.v1\.\[noGrp\]\/db.*: expected MappingNode but got ScalarNode: node contents:…$/,
  ],
  [
    "a patch of another shape",
    inline("patches", `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: [${CANARY}]`, ""),
    {},
    /^wrong node kind: expected MappingNode but got SequenceNode: node contents:…$/,
  ],
  [
    "a replacement out of bounds",
    'replacements:\n- source: {kind: Secret, fieldPath: stringData.password, options: {delimiter: ".", index: 5}}\n  targets: [{select: {kind: Secret}, fieldPaths: [stringData.x]}]\n',
    {},
    /^options\.index 5 is out of bounds for value …$/,
  ],
  [
    "one name in two namespaces",
    "namespace: x\n",
    { "s.yaml": [1, 2].map((n) => SECRET.replace("name: db", `name: db, namespace: n${n}`)).join("---\n") },
    /^namespace transformation produces ID conflict: \[…$/,
  ],
  [
    "a chart's values",
    `helmCharts: [{name: x, valuesInline: {password: ${CANARY}}}]\n`,
    {},
    /HelmChartInflationGenerator with config: `…`: must specify --enable-helm$/,
  ],
  [
    "a literal of a component",
    "components: [c]\n",
    {
      "c/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${inline("patches", `"password": "${CANARY}"`, OF_SECRET)}`,
    },
    /recursed accumulation of path 'c': .*with config: `…`: unable to parse SM or JSON patch from \[…\]/,
  ],
  [
    "a generator that merges into nothing",
    `secretGenerator:\n- {name: x, behavior: merge, literals: [a=${CANARY}]}\n`,
    {},
    /^merging from generator &\{…\}: id resid\.ResId.*does not exist; cannot merge or replace$/,
  ],
];

const VALUES = `password: ${CANARY}\n`;

/** A template, and what the complaint says. */
const HELM: readonly (readonly [template: string, told: RegExp])[] = [
  ['{{ fail "set a name" }}', /b\.yaml:1:3\): set a name$/],
  ['{{ fail (printf "bad password %s" .Values.password) }}', /b\.yaml:1:3\): bad password …$/],
  ["{{ fail (toYaml .Values) }}", /b\.yaml:1:3\): …$/],
  ['{{ required (print "no name for " .Values.password) .Values.no }}', /: no name for …$/],
  ["{{ range .Values.password }}{{ end }}", /range can't iterate over …$/],
  ['{{ mustToDate "2006" .Values.password }}', /error calling mustToDate: parsing time "…$/],
  [
    '{{ tpl (print .Values.password "{{") . }}',
    /cannot parse template "…": template: gotpl:1: unclosed action$/,
  ],
  [
    '{{ tpl (print .Values.password "{{ .a.b.c }}") . }}',
    /execution for "…": template: .*nil pointer evaluating/,
  ],
  ["{{ include .Values.password . }}", /no template "…" associated with template "gotpl"$/],
  ['{{ mustRegexMatch (print "(" .Values.password) "a" }}', /error parsing regexp: missing closing \): …$/],
  ['{{ semverCompare .Values.password "1" }}', /improper constraint: …$/],
  ['{{ urlParse (print "x://a:" .Values.password "@h:%zz") }}', /parse "…": invalid port ":%zz" after host$/],
  [
    "a: *{{ .Values.password }}",
    /b\.yaml: error converting YAML to JSON: yaml: unknown anchor '…' referenced$/,
  ],
  ["? {a: {{ .Values.password }}}\n: b", /yaml: invalid map key: …$/],
];

describe("Kustomize", () => {
  const present = withTool("kustomize");
  present.each(KUSTOMIZE)("%s", async (_, kustomization, files, told) => {
    const resources =
      files["s.yaml"] === undefined && kustomization.startsWith("components") ? "" : "resources: [s.yaml]\n";
    const message = await refusal("kustomize", ["build", "."], {
      "s.yaml": SECRET,
      "kustomization.yaml": resources + kustomization,
      ...files,
    });
    expect(message).toMatch(told);
    expect(message).not.toContain(CANARY);
  });
});

describe("Helm", () => {
  const present = withTool("helm");
  const chart = { "Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n", "values.yaml": VALUES };
  present.each(HELM)("%s", async (template, told) => {
    const message = await refusal("helm", ["template", "."], { ...chart, "templates/b.yaml": template });
    expect(message).toMatch(told);
    expect(message).not.toContain(CANARY);
  });

  present.each<[string, string[], FileMap, RegExp]>([
    ["a parameter", ["--set", `a=b,${CANARY}`], {}, /^failed parsing --set data: key "…" has no value$/],
    [
      "values",
      [],
      { "values.yaml": `a: *${CANARY}\n` },
      /^cannot load values\.yaml: .*unknown anchor '…' referenced$/,
    ],
  ])("%s", async (_, args, files, told) => {
    const message = await refusal("helm", ["template", ".", ...args], { ...chart, ...files });
    expect(message).toMatch(told);
    expect(message).not.toContain(CANARY);
  });
});

/** Of versions that are not here. */
test.each([
  // Kustomize 5.0, api/internal/builtins/PatchTransformer.go.
  [`unable to parse SM or JSON patch from [a: ${CANARY}]`, "unable to parse SM or JSON patch from […]"],
  [`must specify a target for patch - {value: ${CANARY}}`, "must specify a target for patch …"],
  [
    'unable to parse SM or JSON patch from [path: "p.yaml"]',
    'unable to parse SM or JSON patch from [path: "p.yaml"]',
  ],
  // Helm 3.18, pkg/chartutil/jsonschema.go.
  [
    `c:\n- at '/password': '${CANARY}' does not match pattern '^a$'`,
    "c:\n- at '/password': … does not match pattern '^a$'",
  ],
  ["- at '/replicas': got string, want integer", "- at '/replicas': got string, want integer"],
  // kyaml/yaml/rnode.go, Map; api/filters/nameref/nameref.go, failureDetails.
  [`no for the following resource:\na: ${CANARY}`, "no for the following resource:…"],
  [
    `two: a\n**** Too many possible referral targets to referrer:\n${SECRET}`,
    "two: a\n**** Too many possible referral targets…",
  ],
])("%j", (message, told) => {
  expect(withoutQuotations(message)).toContain(told);
  expect(withoutQuotations(message)).not.toContain(CANARY);
});

test("a crash is told without its addresses, and a long complaint without what was not read", () => {
  expect(
    complaint("panic: nil\n[signal SIGSEGV: addr=0x40]\n\ngoroutine 1 [running]:\nmain(0x32)\n", "/s"),
  ).toBe("panic: nil [signal …");
  const long = `Error: with config: \`${`\n${SECRET}`.repeat(10_000)}\n\`: no`;
  expect(complaint(long, "/s")).toBe("with config: `…");
});

function withTool(tool: Tool): typeof test {
  if (!isPresent(tool) && REQUIRED) throw new Error(`${tool} is required and not on this machine`);
  return isPresent(tool) ? test : (test.skip as typeof test);
}

async function refusal(tool: Tool, step: readonly string[], tree: FileMap): Promise<string> {
  const files = new Map(
    Object.entries(tree).map(([path, text]) => [path, { oid: "", text: text ?? "", executable: false }]),
  );
  const rendered = await port.render({ tool, directory: "", files, given: new Map(), steps: [step] });
  if (rendered.state !== "failed") throw new Error(`${rendered.state}`);
  return rendered.message;
}
