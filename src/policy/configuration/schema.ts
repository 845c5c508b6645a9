// The keys of breakwater.yml → the schema that checks the file, types it, and is published as JSON Schema.
import * as z from "zod";
import { inRange } from "../../manifests/values/version-range.ts";
import { RULE_IDS } from "../../model/finding.ts";
import { SEVERITIES } from "../../model/plan.ts";
import { GRANTS } from "./grants.ts";
import { KEYS_BELOW, oneOf, text, texts } from "./values.ts";

const LEVELS = ["off", ...SEVERITIES] as const;
const COMMENT_MODES = ["full", "summary", "off"] as const;

const labels = z.record(z.string(), z.string({ error: "a string; quote numbers and true or false" }), {
  error: "a map of labels",
});

/** An unquoted 3.0 is the number 3 to YAML, and an unquoted off is false to YAML 1.1. */
const VERSION = 'a version such as "3.0"';
const version = z.union([z.string().regex(/^v?\d+\.\d+/, VERSION), z.number()], { error: VERSION });
const level = z.union([z.enum(LEVELS), z.literal(false)], { error: `one of ${LEVELS.join(", ")}` });

const NARROWED = "a map with a reason and at least one of rule, kind and path";
const ignore = z
  .strictObject(
    {
      rule: z.enum(RULE_IDS, { error: "the id of a rule" }).optional(),
      kind: text("a kind such as Deployment").optional(),
      path: text("a path with * and ** as wildcards").optional(),
      reason: text("a sentence that says why"),
      until: z.iso.date({ error: "a day such as 2027-01-31" }).optional(),
    },
    { error: NARROWED },
  )
  .refine(({ rule, kind, path }) => rule !== undefined || kind !== undefined || path !== undefined, {
    error: NARROWED,
  })
  .describe("Accepts findings beforehand. All of rule, kind and path that are given must fit.");

const release = z.strictObject({
  version: text("a VKr name such as v1.34.2---vmware.1-fips-vkr.3"),
  classes: texts("names of ClusterClasses")
    .optional()
    .describe("ClusterClasses that are known to fit. Absent: nothing is claimed."),
});

const RELEASE = 'a release of Kubernetes such as "1.33", quoted';
const cluster = z.strictObject({
  name: text("the name Argo CD knows the cluster by"),
  server: text("an API address").optional(),
  namespace: text("the namespace of the Argo CD instance that knows it").optional(),
  project: text("the name of an AppProject").optional(),
  labels: labels.optional(),
  annotations: labels.optional(),
});

const KUBERNETES_RANGE = 'a range such as ">=1.33.0 <1.36.0"';
const addonRelease = z.strictObject({
  release: text("an AddonRelease such as contour.kubernetes.vmware.com.1.33.0-vmware.1-vks.1"),
  kubernetes: z
    .string({ error: KUBERNETES_RANGE })
    .refine((range) => inRange("1.0.0", range) !== undefined, { error: KUBERNETES_RANGE })
    .describe("The Kubernetes versions it is for, as a range: comparators, || between alternatives."),
});

const range = z
  .strictObject({
    range: z
      .string({ error: "an address range such as 10.96.0.0/23" })
      .regex(/^[0-9A-Fa-f.:]{2,45}\/\d{1,3}$/, "an address range such as 10.96.0.0/23"),
    of: text("who has these addresses, such as the services of the Supervisor"),
  })
  .describe("Addresses that Git does not show. A new cluster that takes them gets a warning.");

const minor = z.string({ error: RELEASE }).regex(/^1\.\d{1,4}$/, RELEASE);
const api = z.strictObject({
  api: text("an apiVersion such as policy/v1beta1"),
  kinds: texts("a list of kinds"),
  deprecated: minor,
  removed: minor.optional(),
  use: text("the apiVersion to write instead").optional(),
});

const KEYS = z
  .strictObject(
    {
      enabled: z
        .boolean({ error: "true or false" })
        .describe("false: pull requests get a check that says so, and nothing else."),
      argocd: z
        .strictObject(
          {
            version: version.describe("Which Argo CD applies the repository. Default 3.0."),
            applicationHealth: oneOf(["unknown", "gated"]).describe(
              "gated: argocd-cm has a health check for Applications, so waves of Applications wait. Default unknown.",
            ),
          },
          KEYS_BELOW,
        )
        .partial(),
      upgrades: z
        .strictObject(
          {
            minutesPerNode: z
              .number({ error: "a number of minutes" })
              .min(0, "a number of minutes")
              .describe("How long a cluster takes to replace one node. Default 15."),
          },
          KEYS_BELOW,
        )
        .partial(),
      roots: texts("a list of namespace/name").describe(
        "The Applications and ApplicationSets that are applied by hand. Default: those that no other delivers.",
      ),
      supervisors: z
        .record(z.string(), texts("a list of names or addresses of destinations"), {
          error: "a map from Supervisor to the destinations that mean it",
        })
        .describe(
          "Destinations that mean one Supervisor: a name or address, or <Argo CD namespace>/<name> where instances use one name for different Supervisors.",
        ),
      repositories: texts("a list of repository addresses").describe(
        "Other repositories whose Applications may deliver from this one.",
      ),
      catalog: z
        .strictObject(
          {
            date: z.iso.date({ error: "a day such as 2026-11-01" }).describe("When this catalogue was true."),
            releases: z.array(release, { error: "a list of VKr releases" }),
            clusters: z.array(cluster, { error: "a list of clusters" }),
            apis: z.array(api, { error: "a list of API versions" }),
            addons: z.array(addonRelease, { error: "a list of releases of add-ons" }),
            ranges: z.array(range, { error: "a list of address ranges" }),
          },
          KEYS_BELOW,
        )
        .partial()
        .describe(
          "What Git does not show: VKr releases of the Supervisor, releases of add-ons, clusters known to Argo CD.",
        ),
      rules: z
        .partialRecord(z.enum(RULE_IDS), level, { error: "a map from a rule to its severity" })
        .describe("Severity by rule."),
      ignore: z.array(ignore, { error: "a list of findings to accept" }),
      comment: z
        .strictObject(
          {
            mode: oneOf(COMMENT_MODES).describe(
              "summary: verdict, counts and findings only; the check holds the rest. off: the check alone. Default full.",
            ),
            openLines: z
              .int({ error: "a number of lines" })
              .min(0, "a number of lines")
              .describe("Diffs with more changed lines are folded. Default 12."),
            groups: z
              .array(z.string().regex(/^[^=]+=[^=]+$/, "label=value"), { error: "a list of label=value" })
              .describe("Labels that mean an environment, the most important first."),
            documentation: z
              .string()
              .regex(
                /^(https:\/\/[\w.-]+(:\d+)?(\/[\w.-]+)*\/?)?$/,
                "an https address without query and fragment",
              )
              .describe(
                'Where links to the pages of rules lead: a folder that has rules/. "": no such links.',
              ),
          },
          KEYS_BELOW,
        )
        .partial(),
      ...GRANTS,
    },
    KEYS_BELOW,
  )
  .partial();

/** One file; `overrides` only counts in the organisation's. */
export const FILE = KEYS.extend({
  overrides: KEYS.optional().describe(
    "Only in the organisation's file: goes before what repositories configure.",
  ),
});

/** What a file may set, checked. */
export type ConfigFile = z.infer<typeof FILE>;

/** What one layer sets. */
export type ConfigKeys = z.infer<typeof KEYS>;

/** The schema editors complete and check the file with (JSON Schema draft 2020-12). */
export function configJsonSchema(): unknown {
  return { ...z.toJSONSchema(FILE, { io: "input" }), title: "Configuration of Breakwater (breakwater.yml)" };
}
