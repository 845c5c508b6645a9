// /app: an Application and what to do → its manifest out, back in, or elsewhere.

import { quoted } from "../../../lib/code-span.ts";
import type { Command, Problem, Proposal, Refused } from "../../../model/command.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { disableApp } from "./app-disable.ts";
import { enableApp } from "./app-enable.ts";
import { moveApp } from "./app-move.ts";

type AppCommand = Extract<Command, { verb: "app" }>;

const ACTIONS = ["enable", "disable", "move"] as const;

export const APP = defineVerb<AppCommand>({
  name: "app",
  usage: "/app enable|disable|move <application> [<directory>] [--keep-resources|--delete-resources]",
  description:
    "Takes an Application out as this repository does it, brings it back, or moves its manifest or its files where the same is delivered. What becomes of its objects is said; deleting them is the owner's to ask for.",
  examples: [
    "/app disable cl02-app",
    "/app disable app-1 --keep-resources",
    "/app enable cl03-app",
    "/app move app-1 workloads/cl01/shop",
  ],
  roleFor: ({ resources }) => (resources === "delete" ? "owner" : "writer"),
  flags: { "keep-resources": undefined, "delete-resources": undefined, "dry-run": undefined },
  parse,
  propose,
});

function parse({ words, flags }: Line): AppCommand | Problem {
  const [typedAction, application, directory, ...more] = words;
  const action = ACTIONS.find((name) => name === typedAction?.toLowerCase());
  if (action === undefined)
    return typedAction === undefined
      ? { problem: "`enable`, `disable` or `move` and an Application are missing" }
      : { problem: `${quoted(typedAction)} is neither \`enable\`, \`disable\` nor \`move\`` };
  if (application === undefined) return { problem: "the name of an Application is missing" };
  if (application.length > 507 || !/^[a-z0-9][a-z0-9./-]*$/.test(application))
    return { problem: `${quoted(application)} is no name of an Application` };
  const [keep, remove] = [flags.has("keep-resources"), flags.has("delete-resources")];
  if (keep && remove) return { problem: "`--keep-resources` and `--delete-resources` exclude each other" };
  if (action !== "disable" && (keep || remove))
    return { problem: `\`--${keep ? "keep" : "delete"}-resources\` belongs to \`disable\`` };
  const extra = action === "move" ? more[0] : directory;
  if (extra !== undefined) return { problem: `${quoted(extra)} is too much: one Application at a time` };
  const resources = keep ? "keep" : remove ? "delete" : undefined;
  if (action !== "move") return { verb: "app", action, application, directory: "", resources };
  if (directory === undefined) return { problem: "a directory is missing" };
  const clean = directory.replace(/^\.\//, "").replace(/\/+$/, "");
  if (clean.length > 1000 || !clean.split("/").every((part) => /^(?!\.)[A-Za-z0-9._+@-]+$/.test(part)))
    return { problem: `${quoted(directory)} is no directory of this repository` };
  return { verb: "app", action, application, directory: clean, resources };
}

function propose(command: AppCommand, context: CommandContext): Promise<Proposal | Refused> {
  if (command.action === "enable") return enableApp(command, context);
  return command.action === "disable" ? disableApp(command, context) : moveApp(command, context);
}
