import { expect, test } from "@jest/globals";
import { renderJson } from "../../src/render/json.ts";
import { renderText } from "../../src/render/terminal.ts";
import { change, finding, plan } from "./plan.ts";
import { richPlan } from "./rich.ts";

test("verdict first, findings with their place, changes by layer, waves, gaps", () => {
  const order = [
    "Stop: orphans cluster",
    "STOP F1",
    "at bootstrap/argoApps/cl02-app.yaml:1 (base)",
    "Clusters (2)",
    "Delivery (1)",
    "After merge (4)",
    "Not evaluated (1)",
  ];
  const text = renderText(richPlan(), { color: false });
  const places = order.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(text).toContain("✋ manual: `app-1`");
});

test("lines stay within the width where their words do", () => {
  const lines = renderText(richPlan(), { color: false, width: 60 }).split("\n");
  expect(
    lines.filter(
      (line) =>
        line.length > 60 &&
        line.trim().includes(" ") &&
        line
          .trim()
          .split(" ")
          .every((word) => word.length < 40),
    ),
  ).toEqual([]);
});

test("text from the repository brings no escape sequence", () => {
  const hostile = "\u001b[31mred\u202e";
  const given = plan({
    headline: hostile,
    changes: [change({ because: hostile, applies: "blocked" })],
    findings: [finding({ message: hostile })],
    base: { sha: "a", branch: hostile },
  });
  expect(renderText(given, { color: false })).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(renderText(given, { color: true })).toContain("\u001b[1mClusters (1)\u001b[0m");
});

test("JSON keeps large integers and ends with a newline", () => {
  const given = plan({ changes: [change({ fields: [{ path: "a", after: 9007199254740993n }] })] });
  expect(renderJson(given)).toContain('"after": "9007199254740993"');
  expect(renderJson(given).endsWith("}\n")).toBe(true);
});
