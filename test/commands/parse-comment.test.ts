// The grammar of commands, a row for each thing somebody may type.
import { describe, expect, test } from "@jest/globals";
import { VERBS } from "../../src/commands/catalogue.ts";
import { readCommands } from "../../src/commands/parse-comment.ts";
import type { Command, Size, VersionWish } from "../../src/model/command.ts";
import type { SelectorItem } from "../../src/model/selector.ts";
import { computed } from "../support/time.ts";

/** What was read, a line for each command: `upgrade cl01 release v1…`, or `! ` and the problem. */
function read(comment: string, prefix?: "required"): string[] {
  return readCommands(comment, prefix).map((one) =>
    "problem" in one ? `! ${one.problem}` : words(one.command),
  );
}

function words(command: Command): string {
  if (command.verb === "help") return `help ${command.about ?? ""}`.trim();
  if (command.verb === "scale") return `scale ${command.place} ${sizeWords(command.size)}`;
  if (command.verb === "resize")
    return `resize ${command.place} ${command.vmClass}${command.includeControlPlane ? " with its control plane" : ""}`;
  if (command.verb === "rollback") return rollbackText(command);
  if (command.verb !== "upgrade") return readerText(command);
  const items = command.selector.items.map(itemWords).join(" ");
  const rebase = command.class === "keep" ? "" : ` class ${command.class}`;
  return `upgrade [${items}] ${versionWords(command.version)}${rebase}`;
}

/** Verbs that only read. */
function readerText(
  command: Exclude<Command, { verb: "help" | "scale" | "resize" | "upgrade" | "rollback" }>,
): string {
  const { verb, ...rest } = command;
  const parts = Object.entries(rest).flatMap(([key, value]) => {
    if (value === undefined || value === false) return [];
    if (typeof value === "object") return [`[${value.items.map(itemWords).join(" ")}]`];
    return [value === true ? key : value];
  });
  return [verb, ...parts].join(" ");
}

function rollbackText({
  change,
  of,
  accept,
  unsynced,
  where,
}: Extract<Command, { verb: "rollback" }>): string {
  const source =
    change === undefined ? [] : "pull" in change ? [`pull ${change.pull}`] : [`commit ${change.commit}`];
  const parts = [...source, ...(of === undefined ? [] : [`only ${of}`])];
  const names = [...accept, ...(unsynced ? ["what is not synced"] : [])];
  const accepted = names.length === 0 ? [] : [`accepting ${names.join(" ")}`];
  return ["rollback", ...parts, ...accepted, ...(where === undefined ? [] : [`in ${where}`])].join(" ");
}

function itemWords(item: SelectorItem): string {
  const text = {
    all: () => "all",
    name: () => ("name" in item ? item.name : ""),
    namespace: () => ("namespace" in item ? `ns ${item.namespace}` : ""),
    label: () => ("key" in item ? `label ${item.key} is ${item.value}` : ""),
  }[item.by]();
  return item.not ? `not ${text}` : text;
}

function versionWords(wish: VersionWish): string {
  return "version" in wish ? `${wish.kind} ${wish.version}` : wish.kind;
}

function sizeWords(size: Size): string {
  return size.kind === "bounds" ? `${size.min} to ${size.max}` : `${size.kind} ${size.nodes}`;
}

type Row = readonly [typed: string, meant: string];
const FULL = "v1.34.2---vmware.1-fips-vkr.3";
const UP = "upgrade [cl01] minor v1.34";

const VERSIONS: readonly Row[] = [
  [FULL, `release ${FULL}`],
  [FULL.toUpperCase().replace("V1", "v1"), `release ${FULL}`],
  [FULL.slice(1), `release ${FULL}`],
  [FULL.replace("---", "+"), `release ${FULL}`],
  ["v1.34.2---vmware.1-vkr.3", "release v1.34.2---vmware.1-vkr.3"],
  ["v1.26.5---vmware.2-fips.1-tkg.1", "release v1.26.5---vmware.2-fips.1-tkg.1"],
  ["v1.23.8---vmware.2-tkg.2-zshippable", "release v1.23.8---vmware.2-tkg.2-zshippable"],
  ["v1.20.2---vmware.1-tkg.1.1d4f79a", "release v1.20.2---vmware.1-tkg.1.1d4f79a"],
  ["v1.34.2", "patch v1.34.2"],
  ["1.34.2", "patch v1.34.2"],
  ["V1.34.2", "patch v1.34.2"],
  ["v1.34", "minor v1.34"],
  ["1.34", "minor v1.34"],
  ["latest-patch", "latest-patch"],
  ["Latest-Patch", "latest-patch"],
  ["next-minor", "next-minor"],
  ["NEXT-MINOR", "next-minor"],
];
const NO_VERSIONS = [
  "latest",
  "newest",
  "v1",
  "1",
  "v1.",
  "v1.34.",
  "v1.34.x",
  "1.34.2.1",
  "v1.34.2---",
  "v1.34.2---vmware",
  "v1.34.2-rc.1",
  "v1.34.2---vmware.1",
  "v1.34.2---vmware.1-fips",
  "v1.34.2---vmware.1-vkr",
  "v1.34.2---vmware.1-vkr.3.",
  "v1.34.2---vmware.1-vkr.3-",
  "v1.34.2---vmware.1-vkr.3..1",
  "v1.34.2---vmware.1-vkr.3.x",
  "v-1.34",
  "1,34",
  "vv1.34",
  "v01234567890.1",
  "../v1.34",
  "v1.34.2---vmware.1/x",
  "next",
  "minor",
  "patch",
];

const SELECTORS: readonly Row[] = [
  ["cl01", "cl01"],
  ["workload-ns/cl01", "workload-ns/cl01"],
  ["cl*", "cl*"],
  ["*", "*"],
  ["ns/cl-*-a", "ns/cl-*-a"],
  ["cl01,cl02", "cl01 cl02"],
  ["cl01,!cl02", "cl01 not cl02"],
  ["all", "all"],
  ["ALL", "all"],
  ["all,!cl01", "all not cl01"],
  ["all,!label:env=prod", "all not label env is prod"],
  ["label:env=prod", "label env is prod"],
  ["label:env=", "label env is "],
  ["label:a.b/c-d=e_f", "label a.b/c-d is e_f"],
  ["label:a=b=c", "label a is b=c"],
  ["ns:lab", "ns lab"],
  ["ns:lab,ns:dev", "ns lab ns dev"],
  ["'cl01'", "cl01"],
  ['"cl01,cl02"', "cl01 cl02"],
];
const NO_SELECTORS = [
  "!cl01",
  "!all",
  "cl01,",
  ",cl01",
  "cl01,,cl02",
  "!",
  "cl01,!",
  "label:env",
  "label:=x",
  "ns:",
  "cl_01",
  "cl+1",
  "a=b",
  "a:b",
  "cl@1",
];

const SIZES: readonly Row[] = [
  ["5", "exact 5"],
  ["0", "exact 0"],
  ["007", "exact 7"],
  ["1000", "exact 1000"],
  ["+1", "by 1"],
  ["-2", "by -2"],
  ["+0", "by 0"],
  ["2..6", "2 to 6"],
  ["0..1", "0 to 1"],
  ["3..3", "3 to 3"],
];
const NO_SIZES = [
  "five",
  "5.5",
  "1e3",
  "--5",
  "+-1",
  "5..2",
  "2..",
  "..6",
  "2...6",
  "2-6",
  "1001",
  "0..5000",
  "9999999",
  "+",
  "-",
  "0x5",
  "5,6",
  "=5",
  "~5",
];

const HOSTILE_WORDS = [
  "$(curl)",
  "`id`",
  "a;b",
  "a|b",
  "a&b",
  "a>b",
  "a<b",
  "a\\b",
  "a(b",
  "a{b}",
  "a[b]",
  "a%2e",
  "a?b",
  "a^b",
  "a~b",
  "cl01\u00a0",
  "\u00a0cl01",
  "cl\u200b01",
  "cl\u202e01",
  "cl\u206601",
  "\uff43l01",
  "\u0441l01",
  "cl01\ufe0f",
  "cl\u00ad01",
  "cl\u000001",
  "cl\u001b01",
  "cl\u308801",
  "cl🚀",
  "'cl01",
  '"cl01',
  "'cl01'x",
  "'cl\u202e01'",
  "'cl\u200b01'",
  '"cl\u00a001"',
];

const PLACES: readonly (readonly [name: string, comment: string])[] = [
  ["a fence", "```\n/upgrade cl01 v1.34\n```"],
  ["a fence with a language", "```sh\n/upgrade cl01 v1.34\n```"],
  ["a fence of tildes", "~~~\n/upgrade cl01 v1.34\n~~~"],
  ["a fence that is not closed", "```\n/upgrade cl01 v1.34"],
  ["a longer fence", "````\n```\n/upgrade cl01 v1.34\n````"],
  ["indented code", "    /upgrade cl01 v1.34"],
  ["code indented by a tab", "\t/upgrade cl01 v1.34"],
  ["a quote", "> /upgrade cl01 v1.34"],
  ["a quote's lazy line", "> as said:\n/upgrade cl01 v1.34"],
  ["a quote in a quote", "> > /upgrade cl01 v1.34"],
  ["a mail's reply", "On Monday somebody wrote:\n\n> /upgrade cl01 v1.34\n> thanks"],
  ["a list", "- /upgrade cl01 v1.34"],
  ["a numbered list", "1. /upgrade cl01 v1.34"],
  ["a list's lazy line", "- first\n/upgrade cl01 v1.34"],
  ["a task list", "- [ ] /upgrade cl01 v1.34"],
  ["an HTML comment", "<!--\n/upgrade cl01 v1.34\n-->"],
  ["an HTML comment with a blank line", "<!--\n\n/upgrade cl01 v1.34\n\n-->"],
  ["an HTML comment that is not closed", "<!--\n\n/upgrade cl01 v1.34"],
  ["an HTML comment inside a paragraph", "see <!--\n/upgrade cl01 v1.34\n-->"],
  ["details", "<details>\n/upgrade cl01 v1.34\n</details>"],
  ["details with blank lines", "<details>\n\n/upgrade cl01 v1.34\n\n</details>"],
  ["details with a summary", "<details><summary>more</summary>\n\n/upgrade cl01 v1.34\n\n</details>"],
  ["details that are not closed", "<details>\n\n/upgrade cl01 v1.34"],
  ["a table of HTML", "<table><tr><td>\n\n/upgrade cl01 v1.34\n\n</td></tr></table>"],
  ["pre", "<pre>\n/upgrade cl01 v1.34\n</pre>"],
  ["a script", "<script>\n/upgrade cl01 v1.34\n</script>"],
  ["a heading", "# /upgrade cl01 v1.34"],
  ["an underlined heading", "/upgrade cl01 v1.34\n==="],
  ["a code span", "`/upgrade cl01 v1.34`"],
  ["a code span over lines", "`\n/upgrade cl01 v1.34\n`"],
  ["emphasis over lines", "*\u200b\n/upgrade cl01 v1.34*"],
  ["a link over lines", "[see\n/upgrade cl01 v1.34](https://example.org)"],
  ["an escape", "\\/upgrade cl01 v1.34"],
  ["an entity", "&#47;upgrade cl01 v1.34"],
  ["the middle of a line", "please /upgrade cl01 v1.34"],
  ["a slash and a blank", "/ upgrade cl01 v1.34"],
  ["two slashes", "//upgrade cl01 v1.34"],
  ["a backslash", "\\upgrade cl01 v1.34"],
  ["a path", "/usr/bin/env"],
  ["a path of ours", "/upgrade/cl01/file.yaml"],
  ["another bot's", "/lgtm"],
  ["a short one of another bot", "/cc @somebody"],
  ["another bot's, alike in two letters", "/ok"],
  ["a link's definition", "[x]: /upgrade"],
  ["nothing", ""],
  ["blanks", "  \n\t\n"],
  ["a lone slash", "/"],
];

const STAND: readonly Row[] = [
  ["/upgrade cl01 v1.34", UP],
  ["  /upgrade cl01 v1.34", UP],
  ["/upgrade   cl01\t v1.34   ", UP],
  ["/upgrade cl01 v1.34\r\n", UP],
  ["Thanks.\r\n\r\n/upgrade cl01 v1.34\r\n\r\nBye.", UP],
  ["Thanks.\n/upgrade cl01 v1.34\nBye.", UP],
  ["/UPGRADE cl01 v1.34", UP],
  ["/Upgrade cl01 to v1.34", UP],
  ["/upgrade cl01 TO v1.34", UP],
  ["/breakwater upgrade cl01 v1.34", UP],
  ["/Breakwater Upgrade cl01 v1.34", UP],
  ["/breakwater   upgrade cl01 v1.34", UP],
  ["/upgrade cl01 v1.34 # because", UP],
  ["/upgrade cl01 v1.34 #", UP],
  ["/upgrade cl01 # v1.34", "! A version is missing"],
  ["/upgrade cl01 v1.34 --class=keep", UP],
  ["/upgrade --class=auto cl01 v1.34", `${UP} class auto`],
  ["/upgrade cl01 --CLASS=builtin v1.34", `${UP} class builtin`],
  ["/upgrade cl01 v1.34 --class='builtin-generic'", `${UP} class builtin-generic`],
  ["/upgrade cl01 v1.34 --hop=one", UP],
  ["/upgrade cl01 v1.34 --dry-run", UP],
  ["<details>x</details>\n\n/upgrade cl01 v1.34", UP],
  ["<img src=x>\n\n/upgrade cl01 v1.34", UP],
  ["```\nx\n```\n/upgrade cl01 v1.34", UP],
  ["> quoted\n\n/upgrade cl01 v1.34", UP],
  ["- item\n\n/upgrade cl01 v1.34", UP],
  ["# heading\n/upgrade cl01 v1.34", UP],
  ["word\n      /upgrade cl01 v1.34", UP],
  ["/help", "help"],
  ["/breakwater", "help"],
  ["/breakwater help", "help"],
  ["/help upgrade", "help upgrade"],
  ["/help /Scale", "help scale"],
  ["/help nothing", "help nothing"],
  ["/help a b", "! `b` is too much: one verb at a time"],
  ["/scale cl01 5", "scale cl01 exact 5"],
  ["/scale cl01/pool-a 5", "scale cl01/pool-a exact 5"],
  ["/scale ns/cl01/control-plane 3", "scale ns/cl01/control-plane exact 3"],
  ["/scale cl01 5 --dry-run", "scale cl01 exact 5"],
  ["/resize cl01/pool-a large", "resize cl01/pool-a large"],
  ["/resize cl01 vks.large-2", "resize cl01 vks.large-2"],
  ["/Resize cl01 large --include-control-plane", "resize cl01 large with its control plane"],
  ["/rollback", "rollback"],
  ["/Rollback #42", "rollback pull 42"],
  ["/rollback # 42", "rollback"],
  ["/rollback 42", "rollback pull 42"],
  ["/rollback 123456", "rollback pull 123456"],
  ["/rollback 1234567", "rollback commit 1234567"],
  ["/rollback head cl01", "rollback commit HEAD only cl01"],
  ["/rollback https://github.com/acme/fleet/pull/42", "rollback pull 42"],
  ["/rollback https://github.com/acme/fleet/pull/42/files#diff-1", "rollback pull 42"],
  ["/rollback https://git.acme.com/acme/fleet/commit/ABCDEF1", "rollback commit abcdef1"],
  ["/rollback #42 --accept=unsynced", "rollback pull 42 accepting what is not synced"],
  ["/rollback #42 --accept=unsynced,destroy:cl04", "rollback pull 42 accepting cl04 what is not synced"],
  ["/rollback cl01", "rollback only cl01"],
  ["/rollback ns/cl01", "rollback only ns/cl01"],
  ["/rollback my_app", "rollback only my_app"],
  ["/rollback #42 cl01", "rollback pull 42 only cl01"],
  ["/rollback cl01 #42", "rollback pull 42 only cl01"],
  ["/rollback ABCDEF1", "rollback commit abcdef1"],
  ["/rollback abcdef", "rollback only abcdef"],
  [`/rollback ${"a1".repeat(20)}`, `rollback commit ${"a1".repeat(20)}`],
  [`/rollback ${"a1".repeat(20)}b`, `rollback only ${"a1".repeat(20)}b`],
  ["/rollback abcdef1 cl01 --target=pr", "rollback commit abcdef1 only cl01 in pr"],
  ["/rollback --accept=destroy:cl04", "rollback accepting cl04"],
  ["/rollback --accept=destroy:cl04,ns/cl05 --dry-run", "rollback accepting cl04 ns/cl05"],
  ["/breakwater rollback #7", "rollback pull 7"],
  ["/undo", "undo"],
  ["/UNDO --dry-run", "undo"],
  ["/undo # that was too much", "undo"],
  ["/promote cl03 to cl02", "promote cl03 [cl02]"],
  ["/promote cl03 cl02", "promote cl03 [cl02]"],
  ["/promote ns/cl03 TO label:env=prod,!cl01", "promote ns/cl03 [label env is prod not cl01]"],
  ["/promote to to to", "promote to [to]"],
];

const PROBLEMS: readonly Row[] = [
  ["/upgrade", "Clusters and a version are missing"],
  ["/upgrade cl01", "A version is missing"],
  ["/upgrade cl01 to", "A version is missing"],
  ["/upgrade cl01 v1.34 now", "`now` is too much: lists of clusters are joined by commas"],
  ["/upgrade cl01 cl02 v1.34", "`v1.34` is too much: lists of clusters are joined by commas"],
  ["/upgrade cl01 v1.34 --clas=auto", "There is no flag `--clas`; did you mean `--class`?"],
  ["/upgrade cl01 v1.34 --nothing-like-it", "There is no flag `--nothing-like-it`"],
  ["/upgrade cl01 v1.34 --class", "`--class` needs a value"],
  ["/upgrade cl01 v1.34 --class=", "`--class` needs a value"],
  ["/upgrade cl01 v1.34 --dry-run=yes", "`--dry-run` takes no value"],
  ["/upgrade cl01 v1.34 --dry-run --dry-run", "`--dry-run` stands twice"],
  ["/upgrade cl01 v1.34 --constructor", "There is no flag `--constructor`"],
  ["/resize", "A pool and a VM class are missing"],
  ["/resize cl01", "A VM class is missing"],
  ["/resize cl01 Large", "`Large` is no name of a VM class"],
  ["/resize cl01 large-", "`large-` is no name of a VM class"],
  ["/resize cl01 ../large", "`../large` is no name of a VM class"],
  ["/resize cl01 a b", "`b` is too much: one pool at a time"],
  ["/resize cl01,cl02 large", "`cl01,cl02` is no cluster or pool: it holds `,`"],
  [
    "/resize cl01 large --include-controlplane",
    "There is no flag `--include-controlplane`; did you mean `--include-control-plane`?",
  ],
  ["/rollback cl01 cl02", "`cl02` is too much: one object at a time"],
  ["/rollback #1 #2", "One pull request or one commit at a time"],
  ["/rollback #1 abcdef1", "One pull request or one commit at a time"],
  ["/rollback cl*", "`cl*` is no cluster, Application, `#12` or commit: it holds `*`"],
  ["/rollback #0", "`#0` is no cluster, Application, `#12` or commit: it holds `#`"],
  ["/rollback #1x", "`#1x` is no cluster, Application, `#12` or commit: it holds `#`"],
  ["/rollback --accept", "`--accept` needs a value"],
  ["/rollback --accept=cl04", "`--accept` takes `destroy:<cluster>` or `unsynced`, not `cl04`"],
  ["/rollback --accept=destroy:", "`--accept` takes `destroy:<cluster>` or `unsynced`, not `destroy:`"],
  ["/rollback --accept=destroy:cl*", "`--accept` takes `destroy:<cluster>` or `unsynced`, not `destroy:cl*`"],
  [
    "/rollback --accept=destroy:cl04,",
    "`--accept` takes `destroy:<cluster>` or `unsynced`, not `destroy:cl04,`",
  ],
  ["/rollback --target=there", "`--target` takes `here` or `pr`, not `there`"],
  ["/rollback --acept=destroy:cl04", "There is no flag `--acept`; did you mean `--accept`?"],
  ["/rolback #5", "There is no command `/rolback`; did you mean `/rollback`?"],
  ["/undo cl01", "`cl01` is too much: `/undo` means the last commit"],
  ["/undo --force", "There is no flag `--force`"],
  ["/promote", "A cluster, and those it goes to, are missing"],
  ["/promote cl03", "The clusters it goes to are missing"],
  ["/promote cl03 to", "The clusters it goes to are missing"],
  ["/promote cl03 to cl02 cl01", "`cl01` is too much: lists of clusters are joined by commas"],
  ["/promote cl* to cl02", "`cl*` is no name of one cluster: it holds `*`"],
  ["/promote cl03,cl02 to cl01", "`cl03,cl02` is no name of one cluster: it holds `,`"],
  ["/promote cl03 to !cl01", "`!cl01` only takes away: begin with what to take, `all,!cl01` for instance"],
  ["/scale", "A cluster or a pool and a number are missing"],
  ["/scale cl01/pool-a", "A number is missing"],
  ["/scale cl01/pool-a 5 6", "`6` is too much: one pool at a time"],
  ["/scale cl* 5", "`cl*` is no cluster or pool: it holds `*`"],
  ["/scale cl01,cl02 5", "`cl01,cl02` is no cluster or pool: it holds `,`"],
  ["/upgrad cl01 v1.34", "There is no command `/upgrad`; did you mean `/upgrade`?"],
  ["/uprgade cl01 v1.34", "There is no command `/uprgade`; did you mean `/upgrade`?"],
  ["/upgrade: cl01 v1.34", "There is no command `/upgrade:`; did you mean `/upgrade`?"],
  ["/scales cl01 5", "There is no command `/scales`; did you mean `/scale`?"],
  ["/breakwater lgtm", "There is no command `/lgtm`"],
  ["/breakwater upgrad", "There is no command `/upgrad`; did you mean `/upgrade`?"],
  ["/upgrade\u00a0cl01 v1.34", "The character U+00A0 cannot stand in a command"],
  ["\uff0fupgrade cl01 v1.34", "The line begins with `\uff0f` (U+FF0F), not with a slash"],
  ["\u2044upgrade cl01 v1.34", "The line begins with `\u2044` (U+2044), not with a slash"],
  ["\u2215scale cl01 5", "The line begins with `\u2215` (U+2215), not with a slash"],
];

describe("a command is read", () => {
  test.each(STAND)("%j", (comment, meant) => expect(read(comment)).toEqual([meant]));
  test.each(VERSIONS)("version %s", (typed, meant) => {
    expect(read(`/upgrade cl01 ${typed}`)).toEqual([`upgrade [cl01] ${meant}`]);
    expect(read(`/upgrade cl01 to ${typed}`)).toEqual([`upgrade [cl01] ${meant}`]);
  });
  test.each(SELECTORS)("selector %s", (typed, meant) => {
    expect(read(`/upgrade ${typed} v1.34`)).toEqual([`upgrade [${meant}] minor v1.34`]);
  });
  test.each(SIZES)("size %s", (typed, meant) =>
    expect(read(`/scale cl01 ${typed}`)).toEqual([`scale cl01 ${meant}`]),
  );
});

describe("a mistake is named", () => {
  test.each(PROBLEMS)("%j", (comment, problem) => expect(read(comment)).toEqual([`! ${problem}`]));
  test.each(NO_VERSIONS)("version %s", (typed) => {
    expect(read(`/upgrade cl01 ${typed}`).join()).toMatch(/^! .*is no version.*: type a VKr name/);
  });
  test.each(NO_SELECTORS)("selector %s", (typed) =>
    expect(read(`/upgrade ${typed} v1.34`).join()).toMatch(/^! /),
  );
  test.each(NO_SIZES)("size %s", (typed) => expect(read(`/scale cl01 ${typed}`).join()).toMatch(/^! /));
  test.each(HOSTILE_WORDS)("%j as a cluster", (typed) => {
    expect(
      read(`/upgrade x${typed.startsWith("'") || typed.startsWith('"') ? ` ${typed}` : typed} v1.34`).join(),
    ).toMatch(/^! /);
  });
  test.each(HOSTILE_WORDS)("%j as a pool", (typed) => {
    expect(read(`/scale cl01 ${typed}`).join()).toMatch(/^! /);
  });
  test.each(HOSTILE_WORDS)("%j as a class", (typed) => {
    expect(read(`/upgrade cl01 v1.34 --class=${typed}`).join()).toMatch(/^! /);
  });
  test.each(["../cl01", "/etc/passwd", "%2e%2e", "cl01\u0000", "~root", "C:\\x"])(
    "path %j is no way out",
    (typed) => {
      const [one] = read(`/scale ${typed} 5`);
      expect(one).toMatch(/^! |^scale (?:\.\.\/cl01|\/etc\/passwd) /);
    },
  );
});

describe("what only looks like a command is none", () => {
  test.each(PLACES)("in %s", (_, comment) => expect(read(comment)).toEqual([]));
  test.each(STAND.slice(0, 9))("%j where the long form is required", (comment) => {
    expect(read(comment, "required")).toEqual([]);
  });
});

describe("a comment", () => {
  test("may hold five commands, in order", () => {
    const five = Array.from({ length: 5 }, (_, i) => `/scale cl0${i} ${i}`).join("\n");
    expect(read(five)).toEqual(Array.from({ length: 5 }, (_, i) => `scale cl0${i} exact ${i}`));
    expect(read(`${five}\n\n/help`)).toEqual(["! 6 commands stand in this comment; at most 5 are run"]);
  });

  test("names its lines", () => {
    const [one, two] = readCommands("a\n\n/help\nb\n/help scale\n");
    expect([one?.number, two?.number]).toEqual([3, 5]);
  });

  test.each([
    ["/a×N", "/a".repeat(32_768)],
    ["lines of /a", "/a\n".repeat(21_845)],
    ["lines of commands", "/scale cl01 5\n".repeat(4_681)],
    ["brackets behind a command", `/help\n${"[".repeat(65_000)}`],
    ["quotes behind a command", `/help\n\n${"> ".repeat(32_000)}`],
    ["a long word", `/scale ${"a".repeat(65_000)} 5`],
    ["a long selector", `/upgrade ${"a,".repeat(32_000)} v1.34`],
    ["a long quote", `/upgrade "${"a".repeat(65_000)} v1.34`],
    ["too long to be one", "/help\n".repeat(20_000)],
  ])("of full length, %s, is read soon", (_, comment) => {
    const start = computed();
    readCommands(comment);
    expect(computed() - start).toBeLessThan(3000);
  });
});

test.each(VERBS.flatMap(({ name, examples }) => examples.map((example) => [name, example] as const)))(
  "the example of %s is read: %s",
  (name, example) => {
    const [one] = readCommands(example);
    expect(one !== undefined && "command" in one && one.command.verb).toBe(name);
  },
);

test("every verb says what it is", () => {
  for (const { name, usage, description, examples } of VERBS) {
    expect(usage.startsWith(`/${name}`)).toBe(true);
    expect(description).toMatch(/\.$/);
    expect(examples.length).toBeGreaterThan(0);
  }
});

test.each([
  [`/upgrade cl01 to ${FULL}.`, `/upgrade cl01 to ${FULL}`],
  ["/upgrade cl01 to v1.34.2!", "/upgrade cl01 to v1.34.2"],
  ["/upgrade cl01 to v1.34.2?", "/upgrade cl01 to v1.34.2"],
  ["/upgrade cl01, to v1.34.2).", "/upgrade cl01 to v1.34.2"],
  ["/breakwater scale cl01/pool-a 5.", "/breakwater scale cl01/pool-a 5"],
  ["/scale cl01/pool-a 5; # soon", "/scale cl01/pool-a 5"],
  ["/addon set contour on cl01 replicas=2.", "/addon set contour on cl01 replicas=2"],
  ["/addon add velero on cl01 version=1.2.3.", "/addon add velero on cl01 version=1.2.3"],
  [
    "/upgrade cl01 v1.34 --class=builtin-generic-v3.6.0.",
    "/upgrade cl01 v1.34 --class=builtin-generic-v3.6.0",
  ],
  ["/rollback #42.", "/rollback #42"],
  ["/upgrade cl01, cl02 to v1.34.2", "/upgrade cl01,cl02 to v1.34.2"],
  ["/upgrade cl01, to v1.34.2", "/upgrade cl01 to v1.34.2"],
  ["/status cl01, cl02", "/status cl01,cl02"],
  ["/status cl01,", "/status cl01"],
])("the punctuation of a sentence is named with the line without it: %s", (typed, repaired) => {
  expect(readCommands(typed)).toMatchObject([{ instead: [repaired] }]);
});

test.each([
  "/addon set contour on cl01 host='example.com.'",

  "/ack F1 as agreed.",
  "/hold wait!",
])("%s is taken as it is", (typed) => expect(readCommands(typed)).toMatchObject([{ command: {} }]));

test("what means two versions is answered with both, never guessed", () => {
  expect(readCommands("/upgrade cl01 to latest")).toMatchObject([
    { instead: ["/upgrade cl01 to latest-patch", "/upgrade cl01 to next-minor"] },
  ]);
});
