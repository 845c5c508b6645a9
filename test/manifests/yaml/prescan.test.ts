import { describe, expect, test } from "@jest/globals";
import { mentionsKind } from "../../../src/manifests/yaml/prescan.ts";
import { computed } from "../../support/time.ts";

describe("mentionsKind", () => {
  test.each<[text: string, mentioned: boolean]>([
    ["kind: Application\n", true],
    ["kind: Application", true],
    ["kind:   'Application' # c\r\n", true],
    ['{"kind":"Application"}', true],
    ["{apiVersion: v1, kind: Application}", true],
    ["items: [{kind: Application}]", true],
    ["kind:\n  Application\n", true],
    ["? kind\n: Application\n", true],
    ["kind: !!str Application\n", true],
    ["x: &a Application\nkind: *a\n", true],
    ['"ki\\u006ed": "\\x41pplication"', true],
    ["kind: !!binary QXBwbGljYXRpb24=", true],
    ["kind: Pod\n---\nkind: Application\n", true],
    ["kind: ApplicationSet\n", false],
    ["kind: Pod # of the Application\n", false],
    ["kind: Pod\nname: Application\n", false],
    ["name: Application\n", false],
    ["kind: Pod\n", false],
    ["", false],
  ])("%j: %p", (text, mentioned) => {
    expect(mentionsKind(text, ["Application", "Cluster"])).toBe(mentioned);
  });

  test("reads a megabyte in a moment", () => {
    const start = computed();
    mentionsKind(`Application ${"kind: x ".repeat(120_000)}`, ["Application"]);
    mentionsKind(`Application kind:${" ".repeat(1_000_000)}`, ["Application"]);
    mentionsKind(`Application ${"kind: Pod\n".repeat(100_000)}`, ["Application"]);
    expect(computed() - start).toBeLessThan(1500);
  });
});
