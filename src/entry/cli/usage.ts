// What the command line accepts: its options, and the text about them.

/** What `--help` prints. `names`: the output formats, the default one first. */
export function usage(names: readonly string[]): string {
  const [first, ...others] = names;
  const formats = names.join("|");
  return `breakwater plan  [--base REV] [--head REV] [--direct] [--repo DIR] [--branch NAME]
                 [--repo-url URL]... [--format ${formats}] [--config FILE]
                 [--fail-on stop|caution]
breakwater run   "/COMMAND ..." [--rev REV] [--base REV] [--write] [--repo DIR] [--branch NAME]
                 [--repo-url URL]... [--format ${formats}] [--config FILE]
breakwater serve [--setup]
breakwater renderer
breakwater replay PAYLOAD.json [--event NAME] [--dry-run]
breakwater replay --dead-letters [--since TIME] [--repo OWNER/NAME] [--dry-run]
breakwater demo  [--once]
breakwater --help | --version

plan says what merging HEAD into the base does to platform, clusters, add-ons and workloads. run prints what a
command such as "/upgrade cl01 to v1.34.2" edits, and the plan of the result; run "/help" lists them. serve answers
GitHub's webhooks as an app; renderer runs Kustomize and Helm for one that has secrets. replay sends a recorded delivery through the same app. demo runs it beside a
simulated GitHub, from a checkout.

  --base REV       what to merge into (default: the remote's default branch, else main)
  --head REV       what to merge (default: HEAD)
  --direct         compare the two trees as they are, without merging
  --repo DIR       checkout or bare repository (default: .)
  --branch NAME    branch the merge feeds (default: that of --base)
  --repo-url URL   an address that means this repository; may be repeated
  --format FORMAT  ${[`${first} (default)`, ...others].join(", ")}
  --config FILE    configuration (default: .github/breakwater.yml of the base)
  --rev REV        what a command speaks of (default: HEAD); where --base does not hold it yet, it is taken for an
                   open pull request into it, so that /fix, /explain, /undo and the like work; "/rollback #12"
                   and "/rollback COMMIT" find what was merged in the history of --base
  --write          make its edits in the checkout, whose files must be as REV has them
  --fail-on LEVEL  exit with 3 when the verdict is that bad
  --setup          register the app with GitHub, from app.yml
  --event NAME     what a bare payload is the payload of
  --dead-letters   put the jobs that were given up back into the queue
  --since TIME     only those asked for since: 90m, 12h, 3d or a date
  --dry-run        list the jobs, replay nothing
  --once           print the plans and end

Exit status: 0 done, 1 failed, 2 bad usage, 3 --fail-on met.`;
}

/** As util.parseArgs takes them. */
export const OPTIONS = {
  base: { type: "string" },
  head: { type: "string" },
  direct: { type: "boolean" },
  repo: { type: "string" },
  branch: { type: "string" },
  "repo-url": { type: "string", multiple: true },
  format: { type: "string" },
  config: { type: "string" },
  "fail-on": { type: "string" },
  rev: { type: "string" },
  write: { type: "boolean" },
  setup: { type: "boolean" },
  event: { type: "string" },
  "dead-letters": { type: "boolean" },
  since: { type: "string" },
  "dry-run": { type: "boolean" },
  once: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;
