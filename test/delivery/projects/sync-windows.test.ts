// Which sync windows govern an Application.
import { expect, test } from "@jest/globals";
import { windowsOf } from "../../../src/delivery/projects/sync-windows.ts";
import type { ApplicationSpec } from "../../../src/model/application.ts";
import type { SyncWindow } from "../../../src/model/project.ts";

const APPLICATION = {
  name: "shop-web",
  destination: { name: "cl01", server: "", namespace: "shop" },
} as unknown as ApplicationSpec;

const NONE = { applications: [], clusters: [], namespaces: [], andOperator: false } as const;

test.each<[string, Partial<SyncWindow>, boolean]>([
  ["its name", { applications: ["shop-*"] }, true],
  ["another name", { applications: ["bank-*"] }, false],
  ["its cluster", { clusters: ["cl01"] }, true],
  ["another name, its namespace", { applications: ["bank-*"], namespaces: ["*"] }, true],
  [
    "all of them",
    { applications: ["shop-*"], clusters: ["cl01"], namespaces: ["shop"], andOperator: true },
    true,
  ],
  [
    "all but one",
    { applications: ["shop-*"], clusters: ["cl02"], namespaces: ["shop"], andOperator: true },
    false,
  ],
  ["nothing", {}, false],
  ["nothing, and all of it", { andOperator: true }, false],
])("a window that lists %s", (_, part, governs) => {
  const window = { ...NONE, ...part } as SyncWindow;
  expect(windowsOf([window], APPLICATION)).toEqual(governs ? [window] : []);
});
