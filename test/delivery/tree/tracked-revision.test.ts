// Whether merging into a branch reaches a source.
import { describe, expect, test } from "@jest/globals";
import { trackRevisions } from "../../../src/delivery/tree/tracked-revision.ts";
import { readSources } from "../../../src/manifests/argocd/source.ts";
import { CONTEXT } from "../../support/repository.ts";

const OWN = "https://github.com/example-org/fleet.git";

function kindOf(source: Record<string, string>, branch = "main"): string {
  const trackedRevision = trackRevisions([OWN], { ...CONTEXT, branch, defaultBranch: "main" });
  const [read] = readSources({ source: { repoURL: OWN, path: "apps", ...source } });
  if (!read) throw new Error("no source");
  return trackedRevision(read).kind;
}

describe("a merge into the default branch", () => {
  test.each(["", "HEAD", "main", "refs/heads/main"])("reaches %j", (targetRevision) => {
    expect(kindOf({ targetRevision })).toBe("this-merge");
  });

  test.each([
    "v1.4.0",
    "1.x",
    "*",
    "0123456789abcdef0123456789abcdef01234567",
    "1a2b3c4",
    "lab",
    "refs/heads/lab",
    "refs/tags/main",
    "Main",
  ])("does not reach %j", (targetRevision) => {
    expect(kindOf({ targetRevision })).toBe("revision");
  });
});

test("a merge into another branch reaches that branch alone", () => {
  expect(kindOf({ targetRevision: "lab" }, "lab")).toBe("this-merge");
  expect(kindOf({ targetRevision: "refs/heads/lab" }, "lab")).toBe("this-merge");
  expect(kindOf({ targetRevision: "HEAD" }, "lab")).toBe("revision");
  expect(kindOf({ targetRevision: "main" }, "lab")).toBe("revision");
});

test("a branch that is called like a range or a commit is the branch", () => {
  expect(kindOf({ targetRevision: "1.x" }, "1.x")).toBe("this-merge");
  expect(kindOf({ targetRevision: "1a2b3c4" }, "1a2b3c4")).toBe("this-merge");
});

test("other repositories and charts are elsewhere, other spellings of this one are not", () => {
  expect(kindOf({ repoURL: "git@github.com:Example-Org/fleet" })).toBe("this-merge");
  expect(kindOf({ repoURL: "https://github.com/example-org/other" })).toBe("repository");
  expect(kindOf({ repoURL: "https://charts.example.com", chart: "kyverno" })).toBe("chart");
});
