// Comments on the example fleet: the reply and the diff of each are goldens, and the diff is all that changes.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { renderPatch } from "../src/render/replies/patch.ts";
import { renderReply } from "../src/render/replies/reply.ts";
import { conversationNames, conversationPath, converse, needOf } from "./support/conversations.ts";
import { expectGolden, UPDATING } from "./support/golden.ts";
import { REQUIRED } from "./support/renderers.ts";

describe.each(conversationNames())("%s", (name) => {
  const need = needOf(name);
  const missing = need !== undefined && !need.present && !REQUIRED;
  const title = missing ? ` (skipped: ${need.tool} is not on this machine, see npm run renderers)` : "";
  (missing ? test.skip : test)(`reads as its goldens${title}`, async () => {
    const answers = await converse(name);
    const replies = answers.map(({ reply }) => renderReply(reply));
    expectGolden(conversationPath(name, "reply.md"), replies.join("\n---\n\n"));
    const patch = answers.flatMap(({ stages }) => stages.map(({ files }) => renderPatch(files))).join("");
    const golden = conversationPath(name, "edits.diff");
    if (patch !== "") expectGolden(golden, patch);
    else if (UPDATING) rmSync(golden, { force: true });
    else expect(existsSync(golden)).toBe(false);
  });
});

test("a conversation is a comment", () => {
  for (const name of conversationNames())
    expect(readFileSync(conversationPath(name, "comment.md"), "utf8").trim()).not.toBe("");
});
