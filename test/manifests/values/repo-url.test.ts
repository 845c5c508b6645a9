import { expect, test } from "@jest/globals";
import { normaliseRepoUrl } from "../../../src/manifests/values/repo-url.ts";

test.each([
  "https://github.com/Acme/Fleet.git",
  "https://github.com/acme/fleet/",
  "http://user:token@github.com:8080/acme/fleet",
  "ssh://git@github.com:22/acme/fleet.git",
  "git@github.com:acme/fleet.git",
  "git@github.com:/acme/fleet.git/",
  "github.com/acme/fleet",
  " https://github.com//acme/fleet.git// ",
])("%s means github.com/acme/fleet", (url) => {
  expect(normaliseRepoUrl(url)).toBe("github.com/acme/fleet");
});

test("what differs stays apart", () => {
  expect(normaliseRepoUrl("https://github.com/acme/fleet-2")).toBe("github.com/acme/fleet-2");
  expect(normaliseRepoUrl("https://gitlab.com/acme/fleet")).toBe("gitlab.com/acme/fleet");
  expect(normaliseRepoUrl("/srv/git/fleet.git")).toBe("/srv/git/fleet");
  expect(normaliseRepoUrl("file:///srv/git/fleet.git")).toBe("/srv/git/fleet");
  expect(normaliseRepoUrl("")).toBe("");
});
