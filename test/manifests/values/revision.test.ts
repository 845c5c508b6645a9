// targetRevision: which branch it is, what sort it reads as, and the major of a version.
import { expect, test } from "@jest/globals";
import { followedBranch, majorOf, revisionSort } from "../../../src/manifests/values/revision.ts";

test.each([
  ["", "main"],
  ["HEAD", "main"],
  ["refs/heads/release", "release"],
  ["refs/heads/HEAD", "HEAD"],
  ["refs/heads/refs/heads/x", "refs/heads/x"],
  ["refs/tags/main", "refs/tags/main"],
  ["release/1.0", "release/1.0"],
  ["v1.4.0", "v1.4.0"],
])("%j follows %j", (revision, branch) => {
  expect(followedBranch(revision, "main")).toBe(branch);
});

test.each([
  ["main", "name"],
  ["v1.4.0", "name"],
  ["1.4", "name"],
  ["feature/x", "name"],
  ["refs/tags/v1", "tag"],
  ["refs/heads/x", "branch"],
  ["1a2b3c4", "commit"],
  ["1a2b3c", "name"],
  ["0123456789abcdef0123456789abcdef01234567", "commit"],
  ["1.x", "range"],
  ["v1.2.*", "range"],
  ["*", "range"],
  ["^1.2", "range"],
  [">=1.0 <2.0", "range"],
  ["~1.4.0 || 2.x", "range"],
  ["next", "name"],
])("%j is a %s", (revision, sort) => {
  expect(revisionSort(revision)).toBe(sort);
});

test.each([
  ["1.14.0", 1],
  ["v2.0.0", 2],
  ["^3.1", 3],
  [">=4 <5", 4],
  ["12", 12],
  ["3.0.19+vmware.1-vks.1", 3],
  ["*", undefined],
  ["latest", undefined],
  ["", undefined],
])("the major of %j is %p", (version, major) => {
  expect(majorOf(version)).toBe(major);
});
