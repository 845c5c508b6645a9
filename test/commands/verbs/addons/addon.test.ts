// /addon as typed → what was read, or the problem.
import { expect, test } from "@jest/globals";
import { readCommands } from "../../../../src/commands/parse-comment.ts";

function read(comment: string): string {
  const [one] = readCommands(comment);
  if (one === undefined || "problem" in one) return `! ${one?.problem}`;
  if (one.command.verb !== "addon") return one.command.verb;
  const { action, addon, selector, version, values } = one.command;
  const pairs = [...values].map(([key, value]) => `${key}:${value}`);
  return [action, addon, selector.text, ...(version === undefined ? [] : [`@${version}`]), ...pairs].join(
    " ",
  );
}

const LONG_KEY = Array.from({ length: 21 }, () => "a").join(".");

test.each([
  ["/addon add velero on cl01", "add velero cl01"],
  ["/addon Add velero ON cl01", "add velero cl01"],
  ["/addon remove velero on cl01,cl02", "remove velero cl01,cl02"],
  ["/addon add velero on label:environment=prod", "add velero label:environment=prod"],
  ["/addon add velero on all,!cl01", "add velero all,!cl01"],
  ["/addon add contour.kubernetes.vmware.com on cl01", "add contour cl01"],
  ["/addon add velero on cl01 version=1.17.1", "add velero cl01 @1.17.1"],
  ["/addon set velero on cl01 a.b=c", "set velero cl01 a.b:c"],
  ["/addon set velero on cl01 a=b version=v1 c=d", "set velero cl01 @v1 a:b c:d"],
  ["/addon set velero on cl01 daily='0 2 * * *'", "set velero cl01 daily:0 2 * * *"],
  ["/addon set velero on cl01 url=https://s3.example.com", "set velero cl01 url:https://s3.example.com"],
  ["/addon set velero on cl01 a=b=c", "set velero cl01 a:b=c"],
  ["/addon add velero on cl01 --dry-run", "add velero cl01"],
  ["/addon", "! `add`, `remove` or `set`, an add-on and clusters are missing"],
  ["/addon install velero on cl01", "! `install` is neither `add`, `remove` nor `set`"],
  ["/addon add", "! The name of an add-on is missing"],
  ["/addon add Velero on cl01", "! `Velero` is no name of an add-on"],
  ["/addon add ../velero on cl01", "! `../velero` is no name of an add-on"],
  ["/addon add velero", "! `on` and clusters are missing behind `velero`"],
  ["/addon add velero cl01", "! `on` and clusters are missing behind `velero`"],
  ["/addon add velero on", "! Clusters are missing behind `on`"],
  [
    "/addon add velero on !cl01",
    "! `!cl01` only takes away: begin with what to take, `all,!cl01` for instance",
  ],
  [
    "/addon add velero on cl01 cl02",
    "! `cl02` is no value: type `key=value`; lists of clusters are joined by commas",
  ],
  ["/addon set velero on cl01", "! What to set is missing: `version=…` or `key=value`"],
  ["/addon set velero on cl01 a=", "! `a=` needs a value"],
  ["/addon set velero on cl01 a=1 a=2", "! `a` stands twice"],
  ["/addon set velero on cl01 version=1 version=2", "! `version` stands twice"],
  ["/addon set velero on cl01 a..b=1", "! `a..b` is no path of keys"],
  ["/addon set velero on cl01 a.__proto__.b=1", "! `a.__proto__.b` is no path of keys"],
  [`/addon set velero on cl01 ${LONG_KEY}=1`, `! \`${LONG_KEY}\` is no path of keys`],
  ["/addon remove velero on cl01 a=b", "! `a=b` is too much: what is removed has no values"],
  ["/addon add velero on cl01 --force", "! There is no flag `--force`"],
])("%j", (comment, meant) => expect(read(comment)).toBe(meant));
