// A small fleet with one pull request → what each verb does there while it is open and when it is merged, and on an issue after that.
import { FLEET } from "../support/repository.ts";

export const PLACES = ["open", "merged", "issue"] as const;
export type CommandPlace = (typeof PLACES)[number];

/** A commit on the head branch, a pull request of its own, words, something kept in the bot's comment, or why not. */
export type Does = "commit" | "pull request" | "reply" | "decision" | "refusal";

/** `first`: what was typed there before. */
export type Row = { readonly line: string; readonly first?: string } & {
  readonly [P in CommandPlace]?: Does;
};

const CLUSTER = "clusters/cl01/cl01.yaml";
const VELERO = "clusters/cl01/velero-addon.yaml";
const APP = "bootstrap/argoApps/cl02-app.yaml";
const LAB = "bootstrap/argoApps/cl03-app.yaml";

const CONFIG = `overrideTeam: release
catalog:
  releases:
    - version: v1.33.6---vmware.1-fips-vkr.2
    - version: v1.34.2---vmware.1-fips-vkr.3
    - version: v1.34.2---vmware.1-vkr.3
    - version: v1.35.1---vmware.1-fips-vkr.1
    - version: v1.35.1---vmware.1-vkr.4
`;

/** Two clusters and a third that is switched off: as few files as every verb needs. */
export const BASE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(FLEET).filter(([path]) => /^(?:root-app|bootstrap\/argoApps\/cl0|clusters\/)/.test(path)),
  ),
  [LAB]: `${text(LAB).trimEnd().replace(/^/gm, "# ")}\n`,
  ".github/breakwater.yml": CONFIG,
};

/** What the pull request changes. */
export const CHANGE: Readonly<Record<string, string>> = {
  [CLUSTER]: text(CLUSTER).replace("replicas: 3", "replicas: 2"),
  [VELERO]: text(VELERO).replace("0 2 * * *", "0 3 * * *"),
  [APP]: text(APP).replace('"12"', '"13"'),
};

const everywhere = (does: Does) => ({ open: does, merged: does, issue: does });
const HERE = { open: "commit", merged: "pull request", issue: "pull request" } as const;
const ON_PULLS = { open: "reply", merged: "reply", issue: "refusal" } as const;
const ON_OPEN = { merged: "refusal", issue: "refusal" } as const;

export const ROWS: readonly Row[] = [
  { line: "/upgrade cl01 to v1.34.2---vmware.1-fips-vkr.3", ...HERE },
  { line: "/upgrade cl02 to v1.35.1---vmware.1-vkr.4", ...HERE },
  { line: "/upgrade cl02 to v1.35.1---vmware.1-vkr.4 --target=pr", open: "pull request" },
  { line: "/upgrade cl01 to v1.35", ...everywhere("refusal") },
  { line: "/scale cl01/pool-b 5", ...HERE },
  { line: "/scale cl01/pool-b 2", ...everywhere("reply") },
  { line: "/resize cl01/pool-b best-effort-xlarge", ...HERE },
  { line: "/addon add velero on cl02", ...everywhere("pull request") },
  { line: "/addon remove velero on cl01", ...HERE },
  { line: "/addon set velero on cl01 schedules.daily=x", ...HERE },
  { line: "/app enable cl03-app", ...everywhere("pull request") },
  { line: "/app disable cl02-app --keep-resources", ...HERE },
  { line: "/app move cl02-app bootstrap/argoApps/staging", ...HERE },
  { line: "/fix F1", open: "commit", ...ON_OPEN },
  { line: "/rollback cl01", open: "commit" },
  { line: "/rollback", merged: "pull request" },
  { line: "/rollback #1", issue: "pull request" },
  { line: "/undo", first: "/scale cl01/pool-b 5", open: "commit" },
  { line: "/undo", open: "refusal", ...ON_OPEN },
  { line: "/promote cl01 to cl02", open: "pull request", merged: "pull request", issue: "refusal" },
  { line: "/plan", ...ON_PULLS },
  { line: "/explain F1", ...ON_PULLS },
  { line: "/diff cl01", ...ON_PULLS },
  { line: "/waves", ...ON_PULLS },
  { line: "/status", ...ON_PULLS },
  { line: "/versions cl01", ...ON_PULLS },
  { line: "/config", ...ON_PULLS },
  { line: "/ack F1 agreed with the storage people", open: "decision", ...ON_OPEN },
  { line: "/unack F1", first: "/ack F1", open: "decision" },
  { line: "/unack F1", ...ON_OPEN },
  { line: "/hold until Monday", open: "decision", ...ON_OPEN },
  { line: "/unhold", first: "/hold", open: "decision" },
  { line: "/unhold", ...ON_OPEN },
  { line: '/override stop reason="P1 4711"', open: "decision", ...ON_OPEN },
  { line: "/help", ...everywhere("reply") },
  { line: "/help upgrade", ...everywhere("reply") },
];

function text(path: string): string {
  return FLEET[path] as string;
}
