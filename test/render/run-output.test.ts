// The answer to a command with a patch and a plan → what the command line prints.
import { expect, test } from "@jest/globals";
import { renderRun } from "../../src/render/run-output.ts";

const RUN = {
  reply: {
    status: "done" as const,
    command: "/scale cl01 3",
    headline: "One edit",
    done: [],
    skipped: [],
    also: [],
    instead: [],
    blocks: [],
  },
  patch: "-a\n+b\n",
  planned: "the plan\n",
};

test("the patch is fenced in Markdown, and stands as it is in any other format", () => {
  expect(renderRun(RUN, "markdown")).toMatch(/```diff\n-a\n\+b\n```\n\nthe plan\n$/);
  for (const format of ["text", "sarif"]) expect(renderRun(RUN, format)).toMatch(/\n-a\n\+b\n\nthe plan\n$/);
});
