// Merging in memory against `git merge-tree` and `git merge-file`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mergedMode, mergeTexts, mergeTrees } from "../../../../src/adapters/github/trees/merge.ts";
import { applyChanges } from "../../../../src/adapters/github/trees/tree.ts";
import { hashBlob } from "../../../../src/adapters/github/trees/tree-hash.ts";
import { computed } from "../../../support/time.ts";
import { createRepo, git, type TestFile, type TestRepo } from "../../git/repo.ts";
import { listedTree } from "./trees-of-git.ts";

type Files = Record<string, TestFile>;

const LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

function forked(before: Files, ours: Files, theirs: Files): TestRepo {
  const repo = createRepo();
  const from = repo.commit("from", before);
  repo.commit("ours", ours, { from });
  repo.commit("theirs", theirs, { from });
  return repo;
}

/** The merged tree's id, or the conflicting paths. */
function inMemory(repo: TestRepo): string | readonly string[] {
  const [from, ours, theirs] = [
    listedTree(repo, "from"),
    listedTree(repo, "ours"),
    listedTree(repo, "theirs"),
  ];
  const { changes, both, conflicts } = mergeTrees(from, ours, theirs);
  const merged = new Map(changes);
  const torn = [...conflicts];
  for (const path of both) {
    const [a, b, c] = [path.from, path.ours, path.theirs].map(({ oid }) =>
      git(repo.dir, ["cat-file", "blob", oid]),
    );
    const text = mergeTexts(a as string, b as string, c as string);
    if (text === undefined) torn.push(path.path);
    else merged.set(path.path, { oid: hashBlob(text), mode: mergedMode(path) });
  }
  return torn.length > 0 ? torn.sort() : applyChanges(ours, merged).tree;
}

function byGit(repo: TestRepo): string | readonly string[] {
  try {
    return repo.git("merge-tree", "--write-tree", "ours", "theirs").split("\n")[0] as string;
  } catch (error) {
    const [, ...paths] =
      String((error as { stdout: string }).stdout)
        .split("\n\n")[0]
        ?.split("\n") ?? [];
    return [...new Set(paths.map((line) => line.replace(/^.*\t/, "")))].sort();
  }
}

const before: Files = {
  "a.yaml": LINES,
  "b.yaml": "b\n",
  "c.yaml": "c\n",
  "run.sh": "#!/bin/sh\n",
  "d/e.yaml": "e\n",
};
const cases: Record<string, readonly [Files, Files]> = {
  "different files": [{ "b.yaml": "B\n" }, { "c.yaml": "C\n" }],
  "the same change": [{ "b.yaml": "B\n" }, { "b.yaml": "B\n" }],
  "different ends of one file": [
    { "a.yaml": LINES.replace("1", "one") },
    { "a.yaml": LINES.replace("9", "nine") },
  ],
  "lines with one between": [
    { "a.yaml": LINES.replace("4", "four") },
    { "a.yaml": LINES.replace("6", "six") },
  ],
  "the same line": [{ "a.yaml": LINES.replace("5", "five") }, { "a.yaml": LINES.replace("5", "FIVE") }],
  "adjoining lines": [{ "a.yaml": LINES.replace("4", "four") }, { "a.yaml": LINES.replace("5", "five") }],
  "an insertion and a removal elsewhere": [
    { "a.yaml": LINES.replace("2\n", "2\n2.5\n") },
    { "a.yaml": LINES.replace("7\n", "") },
  ],
  "no newline at the end": [{ "a.yaml": LINES.replace("1", "one") }, { "a.yaml": LINES.trimEnd() }],
  "added on both sides, the same": [{ "n.yaml": "n\n" }, { "n.yaml": "n\n" }],
  "removed and changed": [{ "b.yaml": null }, { "b.yaml": "B\n" }],
  "changed and removed": [{ "b.yaml": "B\n" }, { "b.yaml": null }],
  "removed on both sides": [{ "b.yaml": null }, { "b.yaml": null }],
  "made executable and changed": [
    { "run.sh": { mode: "100755", text: "#!/bin/sh\n" } },
    { "run.sh": "#!/bin/bash\n" },
  ],
  "added and removed directories": [{ "x/y/z.yaml": "z\n" }, { "d/e.yaml": null }],
};

test.each(Object.entries(cases))("%s: as git merge-tree", (_, [ours, theirs]) => {
  const repo = forked(before, ours, theirs);
  expect(inMemory(repo)).toEqual(byGit(repo));
});

describe("a conflict where Git may name other paths", () => {
  test("added on both sides, differently", () => {
    const repo = forked(before, { "n.yaml": "1\n" }, { "n.yaml": "2\n" });
    expect(inMemory(repo)).toEqual(["n.yaml"]);
  });

  test("a file where the other side has a directory", () => {
    const one = forked(before, { "x/y.yaml": "1\n" }, { x: "1\n" });
    expect(inMemory(one)).toEqual(["x"]);
    const other = forked(before, { x: "1\n" }, { "x/y.yaml": "1\n" });
    expect(inMemory(other)).toEqual(["x/y.yaml"]);
  });

  test("a link changed on both sides", () => {
    const link = (text: string): Files => ({ link: { mode: "120000", text } });
    const repo = forked({ ...before, ...link("a.yaml") }, link("b.yaml"), link("c.yaml"));
    expect(inMemory(repo)).toEqual(["link"]);
  });
});

test("random edits: whatever Git merges cleanly and we do too is the same, and we never merge what Git refuses", () => {
  const edit = fc.array(fc.tuple(fc.nat(19), fc.constantFrom("change", "remove", "insert")), {
    maxLength: 4,
  });
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
  const edited = (edits: readonly (readonly [number, string])[], mark: string) =>
    lines
      .flatMap((line, i) => {
        const done = edits.find(([at]) => at === i)?.[1];
        if (done === undefined) return [line];
        if (done === "remove") return [];
        return done === "change" ? [`${mark} ${i}`] : [`${mark} ${i}`, line];
      })
      .join("\n")
      .concat("\n");
  const texts = fc.tuple(edit, edit);
  const dir = createRepo().dir;
  fc.assert(
    fc.property(texts, ([left, right]) => {
      const [from, ours, theirs] = [edited([], ""), edited(left, "ours"), edited(right, "theirs")];
      expect(mergeTexts(from, ours, theirs)).toEqual(mergeFile(dir, from, ours, theirs));
    }),
    { numRuns: 60 },
  );
});

test("texts that share nothing are given up in time", () => {
  const text = (mark: string) => Array.from({ length: 20_000 }, (_, i) => `${mark}${i}\n`).join("");
  const started = computed();
  expect(mergeTexts(text("a"), text("b"), text("c"))).toBeUndefined();
  expect(computed() - started).toBeLessThan(5_000);
});

function mergeFile(dir: string, from: string, ours: string, theirs: string): string | undefined {
  for (const [name, text] of Object.entries({ ours, from, theirs })) writeFileSync(join(dir, name), text);
  try {
    return git(dir, ["merge-file", "-p", "ours", "from", "theirs"]);
  } catch {
    return undefined;
  }
}
