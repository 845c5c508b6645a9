// A failure at each request of a command: nothing is lost, nothing is done twice, and the answer comes in the end.
import { describe, expect, test } from "@jest/globals";
import { FLEET } from "../support/repository.ts";
import { createStory, headOf, isPlanned, FLEET_REPOSITORY as NAME } from "./story.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const SMALL = Object.fromEntries(
  Object.entries(FLEET).filter(([path]) => /^(?:root-app\.yaml|bootstrap\/|clusters\/cl01\/)/.test(path)),
);
const KINDS = [{ kind: "status" }, { kind: "reset-after" }, { kind: "truncated-json" }] as const;

/** Requests of the command alone: reads of plans come after its commit and are left in peace. */
const OF_COMMANDS =
  /\/git\/refs$|\/branches\/|\/pulls$|\/assignees$|\/git\/(?:trees|blobs)\/|\/issues\/\d+\/comments$/;
const OPERATIONS = [
  "addReaction",
  "removeReaction",
  "createCommitOnBranch",
  "viewer repository organisation comment",
];

describe.each(KINDS)("%j", (fault) => {
  test.each(["its own branch", "a branch of the pull request"])("for a commit to %s", async (where) => {
    const story = await createStory(SMALL);
    const { github } = story;
    await github.setPermission(NAME, "ann", "write");
    const text = SMALL[CLUSTER] as string;
    await github.commit(NAME, "change", { [CLUSTER]: text.replace(/v1\.\d+\.\d+---/, "v1.34.0---") });
    const open = await github.openPullRequest(NAME, { head: "change" });
    const issue = await github.openIssue(NAME, "Please");
    await story.settled();
    const number = where === "its own branch" ? issue : open;
    const matches = [{ path: OF_COMMANDS }, ...OPERATIONS.map((graphqlOperation) => ({ graphqlOperation }))];
    const back = github.checkpoint();
    for (const match of matches)
      for (let skip = 0; skip < (match === matches[0] ? 3 : 2); skip++) {
        await back();
        const [pulls, replies] = [github.pullRequests(NAME).length, story.replies(number).length];
        const commits = (await github.commits(NAME, "change")).length;
        github.faults.next({ ...fault, match, skip });
        const id = await github.comment(NAME, number, "ann", "/scale cl01/pool-b 5");
        await story.settled();
        github.faults.clear();
        await story.settled();
        const context = {
          match: JSON.stringify(match, (_, one) => (one instanceof RegExp ? one.source : one)),
          skip,
        };
        const seen = {
          ...context,
          felt: github.reactions(NAME, id).filter((one) => !one.endsWith("eyes")),
          replies: story.replies(number).length - replies,
          pulls: github.pullRequests(NAME).length - pulls,
          commits: (await github.commits(NAME, "change")).length - commits,
        };
        const own = where === "its own branch";
        expect(seen).toEqual({
          ...context,
          felt: ["breakwater[bot] rocket"],
          replies: 1,
          pulls: own ? 1 : 0,
          commits: own ? 0 : 1,
        });
        if (!own) expect(story.comments(open).at(-1)?.body).toContain(` head=${headOf(story, open)} `);
      }
    if (number === open) await isPlanned(story, open);
    expect(story.records().filter(({ kind, outcome }) => kind === "command" && outcome === "failed")).toEqual(
      [],
    );
    expect(github.unknownRequests()).toEqual([]);
  });
});
