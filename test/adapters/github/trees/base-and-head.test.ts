// Both sides of a pull request over a real repository: worked out where that is proved, read where it is not.
import { describe, expect, test } from "@jest/globals";
import type { LiveState } from "../../../../src/adapters/github/pull-requests/pull-request.ts";
import { reviewPort } from "../../../../src/adapters/github/review-port.ts";
import { readSides } from "../../../../src/adapters/github/trees/base-and-head.ts";
import { createRepo, git, type TestFile, type TestRepo } from "../../git/repo.ts";
import { github, graphqlReply, pinCalls, REPO, repository } from "../client.ts";
import { listedTree, listing, treeId } from "./trees-of-git.ts";

pinCalls();

const BEFORE: Record<string, TestFile> = { "a.yaml": "a\n", "b/b.yaml": "1\n2\n3\n4\n5\n", "c.yaml": "c\n" };

/** base and head grow from one commit; `merge` is what GitHub's test merge would be. */
function pull(ours: Record<string, TestFile>, theirs: Record<string, TestFile>, files: string[] | undefined) {
  const repo = createRepo();
  const from = repo.commit("from", BEFORE);
  const base = Object.keys(ours).length === 0 ? from : repo.commit("base", ours, { from });
  const head = repo.commit("head", theirs, { from });
  const tree = repo.git("merge-tree", "--write-tree", base, head).split("\n")[0] as string;
  const merge = repo.git("commit-tree", tree, "-p", base, "-p", head, "-m", "merge");
  const commit = (sha: string) => ({ sha, tree: treeId(repo, sha) });
  const live: LiveState = {
    number: 7,
    open: true,
    draft: false,
    title: "",
    head: commit(head),
    base: { ...commit(base), branch: "main" },
    merge: commit(merge),
    conflicting: false,
    defaultBranch: "main",
    now: 0,
    urls: [],
    files,
    comments: { sticky: undefined, extra: [] },
    deleted: false,
    repository: 1,
    config: { repository: undefined, organisation: undefined },
  };
  return { repo, live, from };
}

/** Answers as GitHub would: what the commits have at the paths, and the head right now. */
function entries({ repo, live }: { repo: TestRepo; live: LiveState }, state = "OPEN"): void {
  github()
    .post("/graphql", (body: { query: string }) => body.query.startsWith("query Entries"))
    .reply(200, (_, body) => {
      const { variables } = body as { variables: Record<string, string> };
      const at = (commit: string | undefined) =>
        commit === undefined
          ? null
          : Object.fromEntries(paths(variables).map(([key, path]) => [key, entry(repo, commit, path)]));
      const pullRequest = { state, headRefOid: live.head.sha };
      return {
        data: { repository: { pullRequest, commit: at(variables["commit"]), head: at(variables["head"]) } },
      };
    });
}

const paths = (variables: Record<string, string>) =>
  Object.entries(variables).filter(([key]) => /^p\d+$/.test(key));

function entry(repo: TestRepo, commit: string, path: string) {
  const found = listing(repo, commit).find((one) => one.path === path);
  if (!found) return null;
  const text = git(repo.dir, ["cat-file", "blob", found.sha]);
  const object = {
    oid: found.sha,
    text,
    isBinary: false,
    isTruncated: false,
    byteSize: Buffer.byteLength(text),
  };
  return { mode: Number.parseInt(found.mode, 8), oid: found.sha, object };
}

function tree(repo: TestRepo, rev: string): void {
  const sha = treeId(repo, rev);
  github()
    .get(`${REPO}/git/trees/${sha}`)
    .query({ recursive: "1" })
    .reply(200, { sha, tree: listing(repo, rev), truncated: false });
}

function compared(repo: TestRepo, live: LiveState, from: string): void {
  const answer = { merge_base_commit: { sha: from, commit: { tree: { sha: treeId(repo, from) } } } };
  github().get(`${REPO}/compare/${live.base.sha}...${live.head.sha}`).query(true).reply(200, answer);
}

describe("with GitHub's test merge", () => {
  test("the base's tree and the changed files are enough", async () => {
    const made = pull({ "c.yaml": "C\n" }, { "a.yaml": "A\n", "n/n.yaml": "n\n", "b/b.yaml": null }, [
      "a.yaml",
      "n/n.yaml",
      "b/b.yaml",
    ]);
    tree(made.repo, made.live.base.sha);
    entries(made);
    const sides = await readSides(repository(), made.live);
    expect(sides.merged).toEqual({
      by: "github",
      tree: expect.objectContaining({ tree: made.live.merge?.tree }),
    });
    expect([...sides.own].sort()).toEqual(["a.yaml", "n/n.yaml"]);
    expect(sides.headNow).toEqual({ sha: made.live.head.sha });
  });

  test.each<[string, string[] | undefined]>([
    ["leaves a change out", ["a.yaml"]],
    ["is not there", undefined],
  ])("a list of files that %s is found out: the merge's tree is read", async (_, files) => {
    const made = pull({ "c.yaml": "C\n" }, { "a.yaml": "A\n", "b/b.yaml": null }, files);
    const { repo, live } = made;
    for (const rev of [live.base.sha, live.merge?.sha as string, live.head.sha]) tree(repo, rev);
    if (files) entries(made);
    const sides = await readSides(repository(), live);
    const whole = listedTree(repo, live.merge?.sha as string);
    expect(sides.merged).toMatchObject({ tree: { tree: whole.tree, paths: whole.paths } });
    expect([...sides.own]).toEqual(["a.yaml"]);
  });

  test("a file both sides changed is not the pull request's own", async () => {
    const made = pull({ "b/b.yaml": "one\n2\n3\n4\n5\n" }, { "b/b.yaml": "1\n2\n3\n4\nfive\n" }, [
      "b/b.yaml",
    ]);
    tree(made.repo, made.live.base.sha);
    entries(made);
    const sides = await readSides(repository(), made.live);
    expect(sides.merged).toMatchObject({ by: "github" });
    expect([...sides.own]).toEqual([]);
  });
});

describe("without GitHub's test merge", () => {
  const without = <T extends { live: LiveState }>(made: T): T => ({
    ...made,
    live: { ...made.live, merge: undefined },
  });

  test("a head on the base's tip is the merge", async () => {
    const made = without(pull({}, { "a.yaml": "A\n" }, ["a.yaml"]));
    tree(made.repo, made.live.base.sha);
    entries(made);
    compared(made.repo, made.live, made.from);
    const sides = await readSides(repository(), made.live);
    expect(sides.merged).toMatchObject({ by: "nobody", tree: { tree: made.live.head.tree } });
    expect([...sides.own]).toEqual(["a.yaml"]);
  });

  test("both sides are merged in memory as Git merges them, and the merged text is at hand", async () => {
    const made = pull({ "b/b.yaml": "one\n2\n3\n4\n5\n" }, { "b/b.yaml": "1\n2\n3\n4\nfive\n" }, [
      "b/b.yaml",
    ]);
    const expected = made.live.merge?.tree;
    const { live, repo, from } = without(made);
    for (const rev of [live.base.sha, from]) tree(repo, rev);
    entries({ repo, live });
    compared(repo, live, from);
    const blobs = [from, live.base.sha].map((rev) => entry(repo, rev, "b/b.yaml")?.object);
    graphqlReply("Blobs", { repository: { o0: blobs[0], o1: blobs[1] } });
    const sides = await readSides(repository(), live);
    expect(sides.merged).toMatchObject({ by: "memory", tree: { tree: expected } });
    expect([...(sides.made?.values() ?? [])]).toEqual([{ text: "one\n2\n3\n4\nfive\n" }]);
    expect([...sides.own]).toEqual([]);
  });

  test("unrelated histories are a conflict without paths", async () => {
    const { live, repo } = without(pull({}, { "a.yaml": "A\n" }, undefined));
    tree(repo, live.base.sha);
    github().get(`${REPO}/compare/${live.base.sha}...${live.head.sha}`).query(true).reply(404);
    expect((await readSides(repository(), live)).merged).toEqual({ conflict: [] });
  });
});

describe("whether the head is still the live one", () => {
  const liveReply = ({ live }: { live: LiveState }) => ({
    repository: {
      databaseId: 1,
      url: "",
      sshUrl: "",
      defaultBranchRef: { name: "main" },
      pullRequest: {
        state: "OPEN",
        isDraft: false,
        headRefOid: live.head.sha,
        baseRefName: "main",
        mergeable: "MERGEABLE",
        baseRef: { target: { oid: live.base.sha, tree: { oid: live.base.tree }, file: null } },
        potentialMergeCommit: {
          oid: live.merge?.sha,
          tree: { oid: live.merge?.tree },
          parents: { nodes: [{ oid: live.base.sha }, { oid: live.head.sha }] },
        },
        commits: { nodes: [{ commit: { oid: live.head.sha, tree: { oid: live.head.tree } } }] },
        files: { totalCount: 1, nodes: [{ path: "a.yaml", changeType: "MODIFIED" }] },
        comments: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
        timelineItems: { nodes: [] },
      },
    },
    viewer: { login: "breakwater[bot]" },
    organisation: null,
  });

  async function planned(state: string, wait: number): Promise<string | undefined> {
    const made = pull({}, { "a.yaml": "A\n" }, ["a.yaml"]);
    let now = 0;
    const options = { number: 7, id: "d/7", isRetry: false, superseded: () => false, now: () => now };
    const port = reviewPort(repository(), options);
    graphqlReply("Live", liveReply(made));
    tree(made.repo, made.live.base.sha);
    entries(made, state);
    const live = await port.live();
    await port.sides(live as NonNullable<typeof live>);
    now += wait;
    const head = await port.headNow();
    return head === made.live.head.sha ? "live" : head;
  }

  test("is answered by what was read along with the files", async () => {
    expect(await planned("OPEN", 4_999)).toBe("live");
    expect(await planned("CLOSED", 0)).toBeUndefined();
  });

  test("is asked anew where planning took long", async () => {
    graphqlReply("Head", { repository: { pullRequest: { state: "OPEN", headRefOid: "moved" } } });
    expect(await planned("OPEN", 5_000)).toBe("moved");
  });
});
