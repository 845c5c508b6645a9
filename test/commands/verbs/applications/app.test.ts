// /app as typed → what was read, or the problem.
import { expect, test } from "@jest/globals";
import { VERBS } from "../../../../src/commands/catalogue.ts";
import type { CommandContext } from "../../../../src/commands/command-context.ts";
import { readCommands } from "../../../../src/commands/parse-comment.ts";

function read(comment: string): string {
  const [one] = readCommands(comment);
  if (one === undefined || "problem" in one) return `! ${one?.problem}`;
  if (one.command.verb !== "app") return one.command.verb;
  const { action, application, directory, resources } = one.command;
  return [action, application, directory, resources ?? ""].filter((part) => part !== "").join(" ");
}

test.each([
  ["/app enable app-1", "enable app-1"],
  ["/app Disable app-1", "disable app-1"],
  ["/app disable argocd/app-1", "disable argocd/app-1"],
  ["/app disable app-1 --keep-resources", "disable app-1 keep"],
  ["/app disable --delete-resources app-1", "disable app-1 delete"],
  ["/app disable app-1 --dry-run", "disable app-1"],
  ["/app move app-1 workloads/shop", "move app-1 workloads/shop"],
  ["/app move app-1 ./workloads/shop/", "move app-1 workloads/shop"],
  ["/app", "! `enable`, `disable` or `move` and an Application are missing"],
  ["/app remove app-1", "! `remove` is neither `enable`, `disable` nor `move`"],
  ["/app disable", "! The name of an Application is missing"],
  ["/app disable App", "! `App` is no name of an Application"],
  ["/app disable ../app", "! `../app` is no name of an Application"],
  ["/app disable app-1 app-2", "! `app-2` is too much: one Application at a time"],
  ["/app move app-1", "! A directory is missing"],
  ["/app move app-1 a b", "! `b` is too much: one Application at a time"],
  ["/app move app-1 ../a", "! `../a` is no directory of this repository"],
  ["/app move app-1 /etc", "! `/etc` is no directory of this repository"],
  ["/app move app-1 a//b", "! `a//b` is no directory of this repository"],
  ["/app move app-1 .github/workflows", "! `.github/workflows` is no directory of this repository"],
  ["/app move app-1 a/.git", "! `a/.git` is no directory of this repository"],
  ["/app enable app-1 --keep-resources", "! `--keep-resources` belongs to `disable`"],
  ["/app move app-1 a --delete-resources", "! `--delete-resources` belongs to `disable`"],
  [
    "/app disable app-1 --keep-resources --delete-resources",
    "! `--keep-resources` and `--delete-resources` exclude each other",
  ],
])("%j", (comment, meant) => expect(read(comment)).toBe(meant));

test.each([
  ["/app disable app-1", "writer"],
  ["/app disable app-1 --keep-resources", "writer"],
  ["/app disable app-1 --delete-resources", "owner"],
])("%j is for role %s", (comment, role) => {
  const [one] = readCommands(comment);
  const verb = VERBS.find(({ name }) => name === "app");
  if (one === undefined || "problem" in one) throw new Error("not read");
  expect(verb?.roleFor?.(one.command, {} as CommandContext)).toBe(role);
});
