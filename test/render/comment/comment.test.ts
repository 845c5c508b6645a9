import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { DEFAULT_CONFIG, DOCUMENTATION } from "../../../src/model/context.ts";
import type { Plan, PlanChange } from "../../../src/model/plan.ts";
import { renderComment } from "../../../src/render/comment/comment.ts";
import { headOf } from "../../support/head.ts";
import { computed } from "../../support/time.ts";
import { change, cluster, finding, plan, step } from "../plan.ts";
import { richPlan } from "../rich.ts";
import { openDetails, raggedRows, withoutCode } from "./rendered.ts";

const FLEET = "https://github.com/example-org/fleet";
const LINKED = { addresses: { repository: FLEET, holder: undefined } };

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
    clusters: names.map((name, at) =>
      cluster({
        cluster: name,
        labels: { env: at < 2 ? "prod" : "lab" },
        environment: at < 2 ? "prod" : "lab",
      }),
    ),
    waves: names.map((name, at) => step({ application: `argocd/${name}`, changes: [at] })),
    findings: names.map((name, at) =>
      finding({ id: `F${at + 1}`, subject: `Cluster ns/${name}`, message: `\`${name}\` cannot go back` }),
    ),
  });
}

describe("findings", () => {
  test.each([
    ["stop", ["### 🛑 Decide"]],
    ["caution", ["### ⚠️ One thing to read"]],
    ["note", null],
  ] as const)("are headed for what they ask, a %s", (severity, titles) => {
    const findings = [finding({ severity }), finding({ id: "F2", severity: "note", rule: "node-rollout" })];
    const comment = renderComment(plan({ verdict: severity === "note" ? "go" : severity, findings }));
    expect(comment.match(/^### .*$/gm)).toEqual(titles);
    expect(comment).toMatch(/<summary>\d notes?: (?:forward only, )?node rollout<\/summary>/);
  });

  test("say what, why in a sentence, where, by which rule, and what to do", () => {
    const why = "Cluster API refuses a lower version. The rest stands on the page.";
    const text = renderComment(plan({ findings: [finding({ why, do: "Plan to repair forward." })] }), LINKED);
    expect(text).toContain(
      `**F1 · \`cl03\` cannot be rolled back after merge.** Cluster API refuses a lower version. [cl03.yaml line 31](${FLEET}/blob/9f31c2a0000000000000000000000000000000bb/clusters/cl03/cl03.yaml#L31) · [forward-only](${DOCUMENTATION}/rules/forward-only.md)<br>→ Plan to repair forward.`,
    );
  });

  test("stops are never folded, cautions as far as a minute reaches", () => {
    const words = "word ".repeat(24).trim();
    const findings = Array.from({ length: 12 }, (_, at) =>
      finding({
        id: `F${at + 1}`,
        severity: at < 6 ? "stop" : "caution",
        rule: `rule-${at}`,
        message: `case ${at} of \`cl03\`: ${words}`,
      }),
    );
    const head = headOf(renderComment(plan({ verdict: "stop", findings })));
    expect(head.match(/^\*\*F\d+ · /gm)).toHaveLength(7);
  });

  test("what follows from one stands folded below it", () => {
    const cause = finding({ severity: "stop", rule: "cluster-deleted", message: "`cl03` is deleted" });
    const follows = finding({
      id: "F2",
      rule: "addon-selects-nothing",
      message: "nothing is left",
      cause: "F1",
    });
    const text = renderComment(plan({ verdict: "stop", findings: [cause, follows] }));
    expect(text).toContain("<summary>What else follows from F1, and goes away with it: 1 finding</summary>");
    expect(text).not.toContain("### ⚠️");
    const accepted = { ...cause, acknowledged: { by: "ann", reason: "agreed" } };
    expect(renderComment(plan({ findings: [accepted, follows] }))).toContain("### ⚠️ One thing to read");
  });

  test("of one rule with one reason tell it once", () => {
    const two = ["a", "b"].map((name, at) =>
      finding({
        id: `F${at + 1}`,
        subject: `Application argocd/${name}`,
        message: `\`${name}\` goes`,
        do: "Keep it.",
      }),
    );
    const text = renderComment(plan({ verdict: "caution", findings: two }));
    expect(text.match(/Cluster API refuses/g)).toHaveLength(1);
    expect(text).toContain("→ As for F1.");
  });
});

describe("facts", () => {
  test("of one cluster have a table of their own", () => {
    const text = renderComment(richPlan(), LINKED);
    expect(text).toContain("| Cluster | Change | Nodes |");
    const [upgrade] = richPlan().changes.filter(({ operation }) => operation === "upgrade");
    const single = renderComment(
      plan({
        changes: upgrade ? [upgrade] : [],
        clusters: [cluster({ environment: "prod", rollback: "forward-only" })],
      }),
      LINKED,
    );
    expect(single).toContain("| Cluster | `cl03` (prod) |");
    expect(single).toMatch(
      /\| \*\*Upgrade\*\* \| 1\.32\.7 → \*\*1\.33\.6\*\* \(minor\) · \[cl03\.yaml line 31\]/,
    );
    expect(single).toContain("| **Undo** | **no** |");
  });

  test("a full release name stands in the diff alone, unless only the build differs", () => {
    const [full, other] = ["v1.33.6---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.3"];
    const told = finding({ message: `\`cl03\` goes from \`${full}\` to \`v1.34.2---vmware.1-fips-vkr.3\`` });
    expect(renderComment(plan({ findings: [told] }))).toContain("goes from `1.33.6` to `1.34.2`.");
    const build = finding({ message: `\`cl03\` goes from \`${full}\` to \`${other}\`` });
    expect(renderComment(plan({ findings: [build] }))).toContain(`goes from \`${full}\` to \`${other}\`.`);
  });
});

describe("everything in full", () => {
  const full = (text: string) => text.includes("<summary>Everything in full: ");
  const deployment = (name: string, parts: Partial<PlanChange> = {}) =>
    change({
      layer: "workload",
      operation: "update",
      object: { group: "apps", kind: "Deployment", namespace: "n", name },
      from: name,
      to: `${name}!`,
      ...parts,
    });

  test("is left out where the rows of the head have it all", () => {
    expect(full(renderComment(plan({ changes: [deployment("a"), deployment("b")] })))).toBe(false);
  });

  test("is there where a reason, a name or a row does not stand in the head", () => {
    const alike = ["a", "b", "c", "d"].map((name) => deployment(name, { from: "1", to: "2" }));
    const many = (["delivery", "platform", "addon", "workload"] as const).flatMap((layer) =>
      ["a", "b", "c"].map((name) => deployment(`${layer}-${name}`, { layer })),
    );
    const held = [deployment("a", { applies: "blocked", because: "frozen" })];
    for (const changes of [alike, many, held]) {
      const text = renderComment(plan({ changes }));
      expect(full(text)).toBe(true);
      for (const { object } of changes) expect(text).toContain(object.name);
    }
  });

  test("has what the change of several clusters reaches on each, and what was checked there", () => {
    const names = ["c1", "c2"];
    const text = renderComment(
      plan({
        changes: names.map((name) => change({ cluster: name, object: { ...change().object, name } })),
        clusters: names.map((name) =>
          cluster({
            cluster: name,
            checks: [{ id: "drain", ok: false, evidence: "git" }],
            addons: [{ name: `addon-${name}`, effect: "moves" }],
          }),
        ),
      }),
    );
    expect(full(text)).toBe(true);
    for (const name of names) expect(text).toContain(`addon-${name}`);
    expect(text).toContain("a disruption budget stops the drain of nodes");
  });

  test("many thousands of changes that are alike are a row", () => {
    const changes = Array.from({ length: 200_000 }, (_, at) => deployment(`d${at}`, { from: "1", to: "2" }));
    expect(headOf(renderComment(plan({ changes })))).toContain(
      "| 200,000 Deployments: `d0`, `d1`, `d2` and 199,997 more",
    );
  });
});

describe("links", () => {
  const at = finding({ source: { side: "head", path: "a b/(c)/[d]#e.yaml", line: 4 } });

  test("lead to the line, encoded, and to the path alone where the merged content is neither side's", () => {
    const text = renderComment(plan({ findings: [at] }), LINKED);
    expect(text).toContain(
      `(${FLEET}/blob/9f31c2a0000000000000000000000000000000bb/a%20b/%28c%29/%5Bd%5D%23e.yaml#L4)`,
    );
    const foreign = renderComment(plan({ findings: [at] }), {
      addresses: { repository: FLEET, holder: () => undefined },
    });
    const untouched = renderComment(plan({ findings: [at] }), {
      addresses: { repository: FLEET, holder: () => "base" },
    });
    expect(untouched).toContain(
      `(${FLEET}/blob/48db51a0000000000000000000000000000000aa/a%20b/%28c%29/%5Bd%5D%23e.yaml#L4)`,
    );
    expect(foreign).toContain(
      `(${FLEET}/blob/9f31c2a0000000000000000000000000000000bb/a%20b/%28c%29/%5Bd%5D%23e.yaml)`,
    );
    expect(foreign).not.toContain("line 4");
  });

  test("without an address paths and rules are text", () => {
    const look = { ...DEFAULT_CONFIG.comment, documentation: "" };
    const text = renderComment(plan({ findings: [finding()] }), { look });
    expect(text).toContain("`clusters/cl03/cl03.yaml:31` · forward-only");
    expect(text).not.toContain("](");
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
  expect(comment).toContain("**Add-ons** 1 uninstall, 1 lost");
  expect(comment).toMatch(/\| \*\*Add-ons\*\* \| `contour`, `velero` lost \|/);
  expect(comment).not.toMatch(/^\| `contour` .*$/m);
});

describe("layout", () => {
  const comment = renderComment(richPlan(), { pr: 57 });

  test("parts come in the order of the decision", () => {
    const order = [
      "<!-- breakwater v1 pr=57 head=9f31c2a",
      "## 🛑 Stop: orphans cluster `cl02`",
      "**Clusters** 1 orphan, 1 upgrade · **Add-ons** 2 installs, 1 may move · **Workloads** 1 roll, 1 app rescheduled",
      "4 nodes are replaced",
      "| Cluster | Change |",
      "| What | Change |",
      "**Undo:**",
      "**Not evaluated, so more may happen than is listed here:**",
      "### 🛑 Decide",
      "### ⚠️ 2 things to read",
      "<summary>1 note: ",
      "<summary>Everything in full: ",
      "<summary>Order after the merge: 4 steps</summary>",
      "```mermaid",
      "<summary>Diff: 2 objects, 3 fields</summary>",
      "<summary>1 edit delivered by nobody",
      "<summary>What this plan assumes: 1 remark</summary>",
      "<sub>`9f31c2a` onto `main@48db51a`, from Git alone (no live state)",
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
    [{}, "## ✅ Go: nothing changes in any cluster\n"],
    [{ changes: [change()], title: "upgrades cluster `cl03`" }, "## ✅ Go: upgrades cluster `cl03`\n"],
    [{ verdict: "caution", title: "one thing" }, "## ⚠️ Caution: one thing\n"],
    [{ verdict: "stop", title: "deletes `a|b`" }, "## 🛑 Stop: deletes `a|b`\n"],
  ] satisfies [Partial<Plan>, string][])("title %#", (parts, heading) => {
    expect(renderComment(plan(parts))).toContain(heading);
  });

  test("nothing changes: a line and the foot", () => {
    expect(
      renderComment(plan())
        .split("\n")
        .filter((line) => line !== ""),
    ).toHaveLength(3);
  });

  test("notes are folded, accepted findings stand apart", () => {
    const notes = [1, 2, 3, 4].map((n) => finding({ id: `F${n + 1}`, severity: "note", rule: `r${n}` }));
    const accepted = finding({ id: "F9", acknowledged: { by: "ann", reason: "planned" } });
    const text = renderComment(plan({ verdict: "caution", findings: [finding(), ...notes, accepted] }));
    expect(text).toContain("<summary>4 notes: r1, r2, r3 and 1 more</summary>");
    expect(text).toContain("<summary>1 accepted finding: forward only</summary>");
    expect(text).toContain("Accepted by `ann`: planned");
    expect(text).toContain("### ⚠️ One thing to read");
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
    const head = headOf(renderComment(fleet(14)));
    const rows = head.split("\n").filter((line) => line.includes("⬆️ upgrade"));
    expect(rows[0]).toMatch(/^\| `c0` \(prod\) \|/);
    expect(rows[1]).toMatch(/^\| `c1` \(prod\) .*v1\.33\.7/);
    expect(rows[2]).toMatch(/^\| 12 clusters \(lab\) \|/);
    expect(rows).toHaveLength(3);
  });

  test("findings that differ only in their subject are told together", () => {
    const text = renderComment(fleet(14));
    expect(text).toContain("The same for 13 more: F2 `c1`");
    expect(text).toContain("### ⚠️ One thing to read");
  });

  test("5,000 clusters: within budget, quickly, and nothing uncounted", () => {
    const big = fleet(5000);
    renderComment(fleet(50));
    const start = computed();
    const text = renderComment(big);
    expect(computed() - start).toBeLessThan(2000);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("| 4,998 clusters (lab) |");
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
    expect(text).toContain("**F1 · case 0 of `cl03`.**");
    expect(text).toMatch(/\*\*\d+ more findings\*\* did not fit/);
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
      title: words.join(" "),
      base: { sha: first, branch },
      fingerprint: second,
      clusters: words.map((word) =>
        cluster({
          cluster: word,
          labels: { env: first },
          environment: first,
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

/** An address that only our own parts and encoded names make up. */
function withoutOwnLinks(live: string): string {
  const address = `(?:${FLEET}/blob|${DOCUMENTATION})(?:/[\\w.%-]*)+(?:#L\\d+)?`;
  return live.replace(new RegExp(`(?<!\\\\)\\[((?:\\\\.|[^\\]\\\\])*)\\]\\(${address}\\)`, "g"), "$1");
}

describe("any plan, any names", () => {
  const runs = process.env["TORTURE"] === undefined ? 60 : 5000;

  test("stays in budget, balanced, deterministic, with one marker and nothing active", () => {
    fc.assert(
      fc.property(hostilePlan, fc.integer({ min: 20_000, max: 65_536 }), (given, budget) => {
        const text = renderComment(given, { budget, pr: 1, ...LINKED });
        expect(text.length).toBeLessThanOrEqual(budget);
        expect(text).toBe(renderComment(structuredClone(given), { budget, pr: 1, ...LINKED }));
        expect(text.match(/<!--\s*breakwater/g)).toHaveLength(1);
        expect(text.startsWith("<!-- breakwater v1 pr=1 ")).toBe(true);
        expect(openDetails(text)).toBe(0);
        const live = withoutOwnLinks(withoutCode(text.slice(text.indexOf("\n"))));
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
