// Path patterns of Git generators: Go's path.Match for directories, Git's pathspec for files.
import { expect, test } from "@jest/globals";
import { matchesPath, matchesPathspec } from "../../src/lib/path-glob.ts";

test.each([
  ["apps/*", "apps/a", true],
  ["apps/*", "apps/a/b", false],
  ["apps/*/*", "apps/a/b", true],
  ["apps/**", "apps/a", true],
  ["apps/**", "apps/a/b", false],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["[a-c]x", "bx", true],
  ["[^a-c]x", "bx", false],
  ["[ab", "a", false],
  ["a\\*", "a*", true],
  ["*a*b", "xaxxb", true],
])("directories: %s and %s", (pattern, path, expected) => expect(matchesPath(pattern, path)).toBe(expected));

test.each([
  ["apps/*/c.yaml", "apps/a/c.yaml", true],
  ["apps/*/c.yaml", "apps/a/b/c.yaml", true],
  ["apps/**/c.yaml", "apps/a/b/c.yaml", true],
  ["apps/c.yaml", "apps/c.yaml", true],
  ["apps", "apps/c.yaml", true],
  ["apps", "apps2/c.yaml", false],
  ["*.json", "x/y.json", true],
])("files: %s and %s", (pattern, path, expected) => expect(matchesPathspec(pattern, path)).toBe(expected));
