// The author of a comment, as GitHub answers now, and what a command would do → why they may not run it.

import { verbOf } from "../../commands/catalogue.ts";
import type { CommandResult, CommandStage } from "../../commands/execute/command-result.ts";
import { actOf, type Verb } from "../../commands/grammar/define-verb.ts";
import type { ReadCommand } from "../../commands/parse-comment.ts";
import type { MayRun } from "../../commands/verbs/questions/help.ts";
import type { Refused } from "../../model/command.ts";
import type { ClusterImpact } from "../../model/plan.ts";
import { VERB_ACCESS } from "../../model/verbs.ts";
import { configuredTeams } from "../../policy/authorization/actor.ts";
import { authorize } from "../../policy/authorization/authorize.ts";
import type {
  Actor,
  AuthorizationTarget,
  CommandLocation,
} from "../../policy/authorization/command-request.ts";
import type { CommentContext, RespondPort } from "./port.ts";

/** Asked before the command is executed (`result` undefined), and again when it is known what it does. */
export type RefusalFor = (read: ReadCommand, result?: CommandResult) => Refused | undefined;

export type Permissions = {
  readonly refusalFor: RefusalFor;
  /** Whether they may run a verb here at all. */
  readonly may: MayRun;
};

/** GitHub is asked once for a comment, and only for what the configuration depends on. */
export async function permissionsOf(
  context: CommentContext,
  event: string,
  port: RespondPort,
): Promise<Permissions> {
  const { comment, config, pull } = context;
  const permission = await port.permission(comment.author);
  const teams = configuredTeams(config);
  const isReader = permission === "read" || permission === "none";
  const actor: Actor = {
    login: comment.author,
    bot: comment.bot,
    permission,
    member: context.public && isReader ? await port.isMember(comment.author) : false,
    teams: teams.length === 0 ? new Set() : await port.teams(comment.author, teams),
  };
  const where: CommandLocation =
    pull === undefined
      ? { on: "issue" }
      : { on: "pull", status: pull.status, fork: pull.fork, author: pull.author };
  const ask = (verb: Verb, result?: CommandResult) =>
    authorize({
      event,
      actor,
      where,
      publicRepository: context.public,
      verb: {
        name: verb.name,
        role: result?.role ?? VERB_ACCESS[verb.name].role,
        act: actOf(verb),
      },
      targets: result?.stages.flatMap(authorizationTargets) ?? [],
      config,
    });
  return {
    refusalFor: (read, result) => ("problem" in read ? undefined : ask(verbOf(read.command), result)),
    may: (verb) => ask(verb),
  };
}

/** Each object with its cluster, layer and file; files that are edited elsewhere belong to the first of them. */
function authorizationTargets({ targets, files, plan }: CommandStage): AuthorizationTarget[] {
  const clusters = new Map(plan.clusters.map((impact) => [impact.cluster, selectable(impact)]));
  const named = targets.map((target): AuthorizationTarget => {
    const [expected] = target.expected;
    const cluster = clusters.get(("cluster" in target ? target.cluster : expected?.cluster) ?? "");
    return {
      ...(cluster === undefined ? {} : { cluster }),
      ...(expected === undefined ? {} : { layer: expected.layer }),
      ...("path" in target ? { path: target.path } : {}),
    };
  });
  const declared = new Set(named.map(({ path }) => path));
  const others = files.filter(({ path }) => !declared.has(path));
  return [...named, ...others.map(({ path }) => ({ ...named[0], path }))];
}

function selectable({ cluster, ref, labels }: ClusterImpact) {
  const names = ref === null ? [cluster] : [cluster, ref.name, `${ref.namespace}/${ref.name}`];
  return { names, namespace: ref?.namespace ?? "", labels: new Map(Object.entries(labels)) };
}
