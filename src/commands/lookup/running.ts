// A cluster whose declaration the API refused → how a sentence says what it runs, and the command that mends Git.

import { quoted } from "../../lib/code-span.ts";
import { capiRefuses } from "../../manifests/vks/vkr.ts";
import type { Refused } from "../../model/command.ts";
import type { FleetCluster, RunningCluster } from "../../model/fleet.ts";
import type { CommandContext } from "../command-context.ts";

/** Clusters whose history one command looks at. The proof of an edit looks at that of all it edits. */
const MOST_ASKED = 50;

/** None of more than are looked at. */
export async function runningOf(
  clusters: readonly FleetCluster[],
  { running }: Pick<CommandContext, "running">,
): Promise<ReadonlyMap<string, RunningCluster>> {
  return clusters.length > MOST_ASKED ? new Map() : running(clusters);
}

/** "since #12", where its commit says so, else "since `abc1234` (2026-01-05)". */
export async function sinceText(
  { since }: RunningCluster,
  { commit }: Pick<CommandContext, "commit">,
): Promise<string> {
  const message = (await commit?.(since.sha))?.message.split("\n", 1)[0] ?? "";
  const [, merged, squashed] = /^Merge pull request #(\d+) |\(#(\d+)\)\s*$/.exec(message) ?? [];
  const number = merged ?? squashed;
  return number === undefined ? `since \`${since.sha.slice(0, 7)}\` (${since.date})` : `since #${number}`;
}

/** Why nothing of a cluster can be changed before Git declares its version again; undefined where that is not in the way. */
export async function refusedVersion(
  cluster: FleetCluster,
  context: CommandContext,
): Promise<Refused | undefined> {
  const running = (await context.running([cluster])).get(cluster.key);
  const { label, spec } = cluster;
  if (running === undefined || capiRefuses(running.spec.version, spec.version) === undefined)
    return undefined;
  return {
    refused: `${runsText(cluster, running, await sinceText(running, context))}: the API refuses every change of it until Git declares that version again`,
    instead: [`/upgrade ${label} to ${running.spec.version}`],
  };
}

/** "`cl01`: Git declares `v1.33.6`, which the API refused (…); it runs `v1.34.2` since #12". */
export function runsText({ label, spec }: FleetCluster, running: RunningCluster, since: string): string {
  const what =
    running.spec.version === spec.version
      ? "what Git declares of it"
      : `Git declares ${quoted(spec.version)}, which`;
  const refused = running.spec.version === spec.version ? "was refused" : "the API refused";
  return `${quoted(label)}: ${what} ${refused} (${running.because}); it runs ${quoted(running.spec.version)} ${since}`;
}
