// What Kustomize and Helm quote of their input, message by message: a Secret's value may be in it.

/** Stands for what was quoted. */
export const ELLIPSIS = "…";

/** `after` begins what is quoted, the last of `until` ends it; without one, or where none is found, the message's end. */
type Quotation = {
  readonly after: string;
  readonly until?: readonly string[];
  /** What stays of it; otherwise nothing. */
  readonly keep?: (quoted: string) => string;
};

const NO_FILE = [": no such file or directory", ": file name too long"];

/** With the functions of Kustomize 5.0 to 5.7, Helm 3.17 and their packages that print them. */
const QUOTATIONS: readonly Quotation[] = [
  // api/internal/target/kusttarget.go, configureBuiltinPlugin: patches, literals and values in whole.
  { after: "with config: `", until: ["\n`: "], keep: fileOfConfig },
  // api/internal/builtins/PatchTransformer.go.
  { after: "must specify one of patch and path in\n" },
  { after: "patch and path can't be set at the same time\n" },
  { after: "unable to parse SM or JSON patch from [", keep: patchFile },
  { after: "qualifies as both an SM and JSON patch: [", keep: patchFile },
  { after: "to set `patches.target` field: [", keep: patchFile },
  { after: "must specify a target for JSON patch [", keep: patchFile },
  { after: "must specify a target for patch " },
  { after: '[patch: "' },
  // api/internal/builtins/PatchJson6902Transformer.go and PatchStrategicMergeTransformer.go.
  {
    after: "decoding ",
    until: [": json: ", ": unexpected end ", ": invalid character "],
    keep: (quoted) => (quoted.startsWith("JSON") ? quoted : ELLIPSIS),
  },
  { after: "JsonOp=" },
  { after: "patch appears to be empty; files=" },
  // api/internal/loader: a patch or an object in place of a path.
  { after: "evalsymlink failure on '", until: NO_FILE, keep: path },
  { after: "accumulating resources from '", until: NO_FILE, keep: path },
  // api/kv/kv.go and api/internal/generators/utils.go, ParseFileSource.
  { after: "literal sources [", until: ["]: "] },
  { after: "invalid literal source ", until: [", expected key=value"] },
  { after: "file sources: [", until: ["]: "], keep: fileSources },
  { after: 'missing key name for file path "' },
  { after: ' source "', until: ['" key name or file path contains'] },
  { after: ": line [", until: ["] has invalid utf8"] },
  { after: "has invalid utf8 bytes : " },
  // kyaml/yaml/rnode.go (GetValidatedMetadata, Map, GetString), kyaml/yaml/fns.go and api/resource/factory.go.
  { after: "} map[", until: ["]}}"] },
  { after: "for the following resource:" },
  { after: "is not a string: " },
  { after: "node contents:" },
  { after: "content summary: " },
  { after: " in object &" },
  { after: "expected 1 resource, found " },
  // kyaml/kio/byteio_reader.go, splitDocuments.
  { after: "invalid document separator: ", until: ["': must build "] },
  // api/filters/nameref, replacement and refvar; api/internal/builtins/NamespaceTransformer.go; api/resmap/reswrangler.go.
  { after: "Too many possible referral targets" },
  { after: "roleRef cannot be found in " },
  { after: "cannot be found in roleRef " },
  { after: "is out of bounds for value " },
  { after: "produces ID conflict: [" },
  { after: "interface {}{", until: ["}: "] },
  // The address of a generator and of a node: another one in each run.
  { after: "from generator &{", until: ["}: "] },
  { after: "&yaml.RNode{", until: ["} is expected"] },
  // go.yaml.in/yaml decode.go, sigs.k8s.io/yaml, encoding/json.
  { after: "unknown anchor '", until: ["' referenced"] },
  { after: "invalid map key: ", until: [" in File: "] },
  { after: "cannot unmarshal !!", until: [" into "] },
  { after: "cannot decode !!", until: [" as a !!"] },
  { after: "cannot unmarshal number ", until: [" into "], keep: numberFree },
  // strconv, time, net/url and regexp/syntax, which functions of templates call; Masterminds/semver.
  { after: ' parsing "', until: ['": '] },
  { after: 'parsing time "' },
  { after: ' parse "', until: ['": '] },
  { after: "error parsing regexp: ", keep: (quoted) => `${quoted.split("`")[0]}${ELLIPSIS}` },
  { after: "improper constraint: " },
  // helm pkg/engine/engine.go (tpl, include) and text/template/exec.go.
  { after: 'cannot parse template "', until: ['": template: '] },
  { after: 'tpl function execution for "', until: ['": template: '] },
  { after: 'template: no template "', until: ['" associated'] },
  { after: "can't iterate over " },
  { after: "if/with can't use " },
  { after: "rendering template failed: " },
  // helm pkg/strvals, pkg/cli/values and pkg/chart/common/util (coalesce.go; jsonschema.go since 3.18).
  { after: ' data: key "', until: ['" has no value'] },
  { after: "failed parsing --set-json data " },
  { after: "end of array index: " },
  { after: "Ignoring non-table value (" },
  { after: "with non table for " },
  { after: "- at '", keep: withoutValues },
  // A crash: addresses, which are others in each run.
  { after: "\n[signal " },
  { after: "\ngoroutine " },
];

/** Drops what is quoted. Linear, but for the rows that look at each path. */
export function withoutQuotations(message: string): string {
  let text = unnested(message);
  for (const quotation of QUOTATIONS) text = withoutQuotation(text, quotation);
  return text;
}

function withoutQuotation(text: string, { after, until, keep }: Quotation): string {
  for (let at = text.indexOf(after); at >= 0; at = text.indexOf(after, at + after.length)) {
    const start = at + after.length;
    const end = endOf(text, start, until);
    const quoted = text.slice(start, end);
    const kept = keep?.(quoted) ?? ELLIPSIS;
    if (kept !== quoted) return text.slice(0, start) + kept + text.slice(end).replace(/^\n/, "");
  }
  return text;
}

function endOf(text: string, start: number, until: readonly string[] = []): number {
  const ends = until.map((end) => text.lastIndexOf(end)).filter((end) => end >= start);
  return ends.length === 0 ? text.length : Math.max(...ends);
}

/** A component's complaint is printed with `%q`, quotation marks and line ends escaped (kusttarget.go). */
function unnested(message: string): string {
  let text = message;
  for (let depth = 0; depth < 10; depth++) {
    const plain = text.replace(
      /(accumulateDirectory: )"((?:[^"\\]|\\[\s\S])*)"/,
      (_, head: string, inner: string) =>
        head +
        inner.replace(/\\([\s\S])/g, (_, escaped: string) => ({ n: "\n", t: "\t" })[escaped] ?? escaped),
    );
    if (plain === text) return text;
    text = plain;
  }
  return text;
}

/** The line of a plugin's configuration that names a file. A text in several lines is indented, so none is of a patch. */
function fileOfConfig(quoted: string): string {
  return /^path: [\w./@+-]+$/m.exec(quoted)?.[0] ?? ELLIPSIS;
}

function patchFile(quoted: string): string {
  return /^path: "[^"\n:{}=]*"\]/.test(quoted) ? quoted : `${ELLIPSIS}]`;
}

/** Whatever looks like a path of a repository, with all that follows. */
function path(quoted: string): string {
  return /^[^\n:{}"'=]{0,4096}'/.test(quoted) ? quoted : ELLIPSIS;
}

/** `key=path`, or a path. */
function fileSources(quoted: string): string {
  return quoted.split(" ").every((source) => /^[^=]+(?:=[^=]+)?$/.test(source)) ? quoted : ELLIPSIS;
}

function numberFree(quoted: string): string {
  return /^into /.test(quoted) ? quoted : ELLIPSIS;
}

function withoutValues(quoted: string): string {
  return quoted.replace(/(?<=': )'[^\n]*'(?= (?:does not match|is not valid))/g, ELLIPSIS);
}
