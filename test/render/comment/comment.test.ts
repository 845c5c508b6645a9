import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Plan } from "../../../src/model/plan.ts";
import { renderComment } from "../../../src/render/comment/comment.ts";
import { computed } from "../../support/time.ts";
import { change, cluster, finding, plan, step } from "../plan.ts";
import { richPlan } from "../rich.ts";
import { openDetails, raggedRows, withoutCode } from "./rendered.ts";

/** Cluster names c0…, all upgraded alike. */
function fleet(size: number): Plan {
  const names = Array.from({ length: size }, (_, at) => `c${at}`);
  return plan({
    verdict: "caution",
    changes: names.map((name, at) =>
      change({
        cluster: name,
        object: { group: "cluster.x-k8s.io", kind: "Cluster", namespace: "ns", name },
        from: "v1.32.7",
        to: "v1.33.6",
        hop: "minor",
        application: `argocd/${name}`,
        fields: [{ path: "spec.topology.version", before: "v1.32.7", after: "v1.33.6" }],
        ...(at === 1 ? { to: "v1.33.7" } : {}),
      }),
    ),
    clusters: names.map((name, at) => cluster({ cluster: name, labels: { env: at < 2 ? "prod" : "lab" } })),
    waves: names.map((name, at) => step({ application: `argocd/${name}`, changes: [at] })),
    findings: names.map((name, at) =>
      finding({ id: `F${at + 1}`, subject: `Cluster ns/${name}`, message: `\`${name}\` cannot go back` }),
    ),
  });
}

describe("the table of findings", () => {
  test.each([
    ["stop", "### Needs a decision"],
    ["caution", "### To read before merge"],
    ["note", "### Worth knowing"],
  ] as const)("is headed for its gravest one, a %s", (severity, title) => {
    const findings = [finding({ severity }), finding({ id: "F2", severity: "note" })];
    const comment = renderComment(plan({ verdict: severity === "note" ? "go" : severity, findings }));
    expect(comment.match(/^### .*$/gm)).toEqual([title]);
  });
});

test("an add-on with a change on a cluster is not listed again as an effect there", () => {
  const comment = renderComment(
    plan({
      changes: [
        change({ operation: "delete" }),
        change({ layer: "addon", operation: "uninstall", what: "contour" }),
      ],
      clusters: [
        cluster({
          addons: [
            { name: "contour", effect: "lost" },
            { name: "velero", effect: "lost" },
          ],
        }),
      ],
    }),
  );
  expect(comment.match(/^\| `contour` .*$/gm)).toHaveLength(1);
  expect(comment.match(/^\| `velero` .*❌ lost.*$/gm)).toHaveLength(1);
});

describe("layout", () => {
  const comment = renderComment(richPlan(), { pr: 57 });

  test("parts come in the order of the decision", () => {
    const order = [
      "<!-- breakwater v1 pr=57 head=9f31c2a",
      "## 🛑 STOP — 1 decision needed before merge · `9f31c2a` onto `main@48db51a`",
      "**Upgrades cluster `cl03`",
      "| change |",
      "| nodes replaced / created / removed |",
      "| undone by a revert |",
      "### Needs a decision",
      "<b>Delivery</b>",
      "<b>Clusters</b>",
      "<b>Add-ons</b>",
      "<b>Workloads</b>",
      "What happens after merge",
      "```mermaid",
      "<b>Object changes</b> (6)",
      "Edited, but delivered by nobody",
      "Not evaluated</b>",
      "**Remarks**",
      "<sub>Analysed 31 files, 9 Applications.",
    ];
    const places = order.map((part) => comment.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("the marker names the pull request only when told", () => {
    expect(renderComment(richPlan())).toMatch(
      /^<!-- breakwater v1 head=9f31c2a\w+ base=48db51a\w+ plan=sha256:4be19d02 -->\n/,
    );
  });

  test("what does not simply apply says so with its reason", () => {
    expect(comment).toContain("**✋ manual**: `app-1` has no automated sync");
    const refused = plan({ changes: [change({ applies: "refused", because: "a downgrade" })] });
    expect(renderComment(refused)).toContain("**⛔ refused**: a downgrade");
  });

  test("no slash command is offered", () => {
    expect(comment).not.toMatch(/(^|[\s`(])\/[a-z]/m);
  });

  test("one block for an object, however many operations it has", () => {
    const fields = [{ path: "spec.a", before: 1, after: 2 }];
    const two = plan({ changes: [change({ fields }), change({ operation: "scale", what: "pool", fields })] });
    const text = renderComment(two);
    expect(text.match(/spec\.a$/gm)).toHaveLength(1);
    expect(text).toContain("⬆️ upgrade, ↕️ scale");
  });

  test.each([
    [{}, "## ✅ GO — no impact on anything delivered"],
    [{ changes: [change()] }, "## ✅ GO — nothing needs a decision"],
    [{ verdict: "caution", impact: "unknown", complete: false }, "## ⚠️ CAUTION — impact unknown"],
    [{ verdict: "caution", findings: [finding()] }, "## ⚠️ CAUTION — 1 finding to read before merge"],
    [
      { verdict: "caution", changes: [change()], notEvaluated: [{ path: "a", reason: "helm" }] },
      "## ⚠️ CAUTION — not everything could be evaluated",
    ],
  ] satisfies [Partial<Plan>, string][])("heading %#", (parts, heading) => {
    expect(renderComment(plan(parts))).toContain(heading);
  });

  test("more than three notes are folded, accepted findings stand apart", () => {
    const notes = [1, 2, 3, 4].map((n) => finding({ id: `F${n + 1}`, severity: "note", rule: `r${n}` }));
    const accepted = finding({ id: "F9", acknowledged: { by: "ann", reason: "planned" } });
    const text = renderComment(plan({ verdict: "caution", findings: [finding(), ...notes, accepted] }));
    expect(text).toContain("<summary>ℹ️ 4 notes</summary>");
    expect(text).toContain("<summary>✔ 1 accepted finding</summary>");
    expect(text).toContain("1 finding to read");
  });

  test("long unchanged stretches of a text are left out, items of more than 12 lines are folded", () => {
    expect(comment).toContain("    …\n    d\n    e\n    f\n- listen 80;\n+ listen 8080;");
    const fields = [
      { path: "data.x", before: "", after: Array.from({ length: 13 }, (_, n) => `l${n}`).join("\n") },
    ];
    expect(renderComment(plan({ changes: [change({ fields })] }))).toContain(
      "<summary>14 changed lines</summary>",
    );
  });
});

describe("scale", () => {
  test("identical edits share a row, production and outliers stand first and apart", () => {
    const rows = renderComment(fleet(14))
      .split("\n")
      .filter((line) => line.includes("⬆️ upgrade (minor)"));
    expect(rows[0]).toMatch(/^\| `c0` \| `prod`/);
    expect(rows[1]).toMatch(/^\| `c1` \| `prod` .*v1\.33\.7/);
    expect(rows[2]).toMatch(/^\| \*\*12 clusters, same edit\*\*: `c2`, `c3`, `c4` and 9 more \| `lab`/);
    expect(rows).toHaveLength(3);
  });

  test("findings that differ only in their subject share a row", () => {
    const text = renderComment(fleet(14));
    expect(text).toContain("**The same for 13 more:** F2 `c1`");
    expect(text).toContain("14 findings to read");
  });

  test("5,000 clusters: within budget, quickly, and nothing uncounted", () => {
    const big = fleet(5000);
    renderComment(fleet(50));
    const start = computed();
    const text = renderComment(big);
    expect(computed() - start).toBeLessThan(2000);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("4,998 clusters, same edit");
    expect(text).toContain("✂️ Left out to fit: ");
    expect(text).toContain("5,000 steps");
    expect(text).not.toContain("```mermaid");
  });

  test("the ladder: context, then workload diffs, then all diffs, then rows", () => {
    const long = Array.from({ length: 60 }, (_, n) => `line ${n} ${"x".repeat(40)}`);
    const edited = long.map((line, n) => (n % 5 === 0 ? `${line}!` : line)).join("\n");
    const fields = [{ path: "data.text", before: long.join("\n"), after: edited }];
    const full = plan({
      changes: [
        change({ fields }),
        change({
          layer: "workload",
          operation: "update",
          fields,
          object: { group: "", kind: "ConfigMap", namespace: "a", name: "b" },
        }),
      ],
      clusters: [cluster()],
    });
    const size = renderComment(full).length;
    const seen = new Set<string>();
    for (let budget = size; budget > 800; budget -= 20) {
      const text = renderComment(full, { budget });
      const cut = /Left out to fit: (.*)/.exec(text)?.[1] ?? "nothing";
      if (text.length <= budget) seen.add(cut);
    }
    expect([...seen]).toEqual([
      "nothing",
      "unchanged lines in diffs.",
      "diffs of 1 workload object; unchanged lines in diffs.",
      "diffs of 2 objects.",
      "tables of Clusters; tables of Workloads; diffs of 2 objects.",
    ]);
  });

  test("findings that do not fit are counted, the gravest stay", () => {
    const many = Array.from({ length: 400 }, (_, n) =>
      finding({
        id: `F${n + 1}`,
        severity: n === 0 ? "stop" : "caution",
        rule: `rule-${n}`,
        why: "w".repeat(400),
        message: `case ${n} of \`cl03\``,
      }),
    );
    const text = renderComment(plan({ verdict: "stop", findings: many, changes: [change()] }));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("🛑 stop **F1**");
    expect(text).toMatch(/\*\*\d+ more rows of findings\*\* did not fit/);
    expect(openDetails(text)).toBe(0);
  });
});

const NASTY = [
  "@org/team",
  "fixes #1",
  "closes org/x#2",
  "Duplicate of #3",
  "<!-- breakwater v1 pr=1 -->",
  "</details>",
  "</summary>",
  "a|b",
  "\\|",
  "\\",
  "`",
  "``",
  "`````",
  "![x](https://evil.example/?q)",
  "<img src=x onerror=y>",
  "[x](javascript:a)",
  "$$math$$",
  "$`x`$",
  ":tada:",
  "9f31c2abc",
  "GH-1",
  "www.evil.example",
  "\u202e\u200b\u0007",
  "\ud800",
  "💥",
  "\n\n# head",
  "```\nend",
  "+++",
  "%%{init}%%",
  'click A "x"',
  "end",
  '"];',
  "- item",
  "1. x",
  "~~~",
  "a@b.example",
  " ",
  "",
  "*_~",
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 12, unit: "binary" })), { maxLength: 5 })
  .map((parts) => parts.join(""));

const hostileChange = fc
  .record({
    name: hostile,
    namespace: hostile,
    path: hostile,
    value: hostile,
    other: hostile,
    layer: fc.constantFrom("delivery", "platform", "cluster", "addon", "workload"),
  })
  .map(({ name, namespace, path, value, other, layer }) =>
    change({
      layer,
      operation: layer === "delivery" ? "add" : "adopt",
      object: { group: "g", kind: name, namespace, name },
      cluster: name,
      what: other,
      destination: { cluster: namespace },
      application: other,
      applies: "blocked",
      because: value,
      from: value,
      to: other,
      fields: [
        { path, before: `${value}\n${other}`, after: `${other}\n${value}` },
        { path: other, after: { [name]: value } },
      ],
      source: { side: "head", path, line: 3 },
    }),
  );

const hostilePlan = fc
  .record({
    changes: fc.array(hostileChange, { maxLength: 60 }),
    words: fc.array(hostile, { minLength: 4, maxLength: 20 }),
    branch: hostile,
  })
  .map(({ changes, words, branch }) => {
    const [first = "", second = "", third = ""] = words;
    return plan({
      verdict: "caution",
      changes,
      dormant: changes.slice(0, 9),
      headline: words.join(" "),
      base: { sha: first, branch },
      fingerprint: second,
      clusters: words.map((word) =>
        cluster({
          cluster: word,
          labels: { env: first },
          checks: [{ id: word, ok: false, evidence: "git" }],
          addons: [{ name: word, effect: "lost" }],
          applications: [{ name: word, effect: "at-risk", pods: { min: 1, max: 3 }, why: second }],
        }),
      ),
      waves: changes.map((_, at) =>
        step({
          application: words[at % words.length] ?? null,
          changes: [at],
          why: first,
          gated: at % 2 === 0,
        }),
      ),
      findings: words.map((word, at) =>
        finding({
          id: `F${at}`,
          subject: word,
          message: `${second} ${word}`,
          why: third,
          do: first,
          source: { side: "base", path: word, line: 1 },
        }),
      ),
      notEvaluated: words.map((word) => ({ path: word, application: second, reason: third })),
      remarks: words,
      catalogDate: third,
    });
  });

describe("any plan, any names", () => {
  const runs = process.env["TORTURE"] === undefined ? 60 : 5000;

  test("stays in budget, balanced, deterministic, with one marker and nothing active", () => {
    fc.assert(
      fc.property(hostilePlan, fc.integer({ min: 20_000, max: 65_536 }), (given, budget) => {
        const text = renderComment(given, { budget, pr: 1 });
        expect(text.length).toBeLessThanOrEqual(budget);
        expect(text).toBe(renderComment(structuredClone(given), { budget, pr: 1 }));
        expect(text.match(/<!--\s*breakwater/g)).toHaveLength(1);
        expect(text.startsWith("<!-- breakwater v1 pr=1 ")).toBe(true);
        expect(openDetails(text)).toBe(0);
        const live = withoutCode(text.slice(text.indexOf("\n")));
        expect(live.replace(/<\/?(details|summary|b|br|sub)( open)?>/g, "")).not.toMatch(
          /<|https?:|www\.|@|(?<!&|\\)#\d|gh-\d|(?<!\\)\]\(|:\w+:|\$|`/i,
        );
        expect(text).not.toMatch(/[\u202a-\u202e\u200b]|\p{Cs}|(?![\n\t])\p{Cc}/u);
        expect(raggedRows(live)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test("the head is the same at every budget that holds it", () => {
    const full = renderComment(richPlan());
    const head = full.slice(0, full.indexOf("<details"));
    for (let budget = full.length; budget > 4000; budget -= 500) {
      expect(renderComment(richPlan(), { budget }).startsWith(head.trimEnd())).toBe(true);
    }
    expect(head.length).toBeGreaterThan(1000);
  });
});
