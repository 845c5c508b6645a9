// Comments on the example fleet: the reply and the diff of each are goldens, and the diff is all that changes.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { renderPatch } from "../src/render/patch.ts";
import { renderReply } from "../src/render/reply.ts";
import { conversationNames, conversationPath, converse } from "./support/conversations.ts";
import { expectGolden, UPDATING } from "./support/golden.ts";

describe.each(conversationNames())("%s", (name) => {
  test("reads as its goldens", async () => {
    const answers = await converse(name);
    const replies = answers.map(({ reply }) => renderReply(reply));
    expectGolden(conversationPath(name, "reply.md"), replies.join("\n---\n\n"));
    const patch = answers.map(({ files }) => renderPatch(files)).join("");
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
