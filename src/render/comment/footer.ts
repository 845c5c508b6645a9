// Plan → what closes a comment: edits without effect, gaps beyond those in sight, assumptions, and where it comes from.
import type { Plan } from "../../model/plan.ts";
import { code, prose, text } from "../escape.ts";
import { count, operationLabel } from "../labels.ts";
import { type Links, pageLink, sourceLink } from "../links.ts";
import { objectName } from "./cells.ts";
import type { Detail, Section } from "./detail.ts";
import { GAPS_IN_HEAD } from "./header.ts";
import { fold, renderTable, type Table } from "./table.ts";

/** Dormant edits, then what was not evaluated, then what the plan assumed. */
export function closingSections(plan: Plan, links: Links): Section[] {
  const dormant: Table = {
    header: ["Object", "Edit", "Where"],
    rows: plan.dormant.map((change) => ({
      cells: [code(objectName(change.object)), operationLabel(change), sourceLink(change.source, links)],
      name: objectName(change.object),
    })),
    noun: "edits without delivery",
  };
  const gaps: Table = {
    header: ["What", "Why"],
    rows: plan.notEvaluated.map(({ path, application, reason }) => {
      const named = [application, path].filter((part) => part !== undefined);
      return {
        cells: [named.map((part) => code(part, 300)).join(" "), prose(reason, 400)],
        name: named.join(" "),
      };
    }),
    noun: "not evaluated",
  };
  return [
    ...tableSection("delivered by nobody: no effect", "edit", dormant),
    ...(plan.notEvaluated.length > GAPS_IN_HEAD ? tableSection("not evaluated", "input", gaps) : []),
    ...remarks(plan),
  ];
}

/** One small line at the very end. */
export function renderFooter(plan: Plan, links: Links): string {
  const onto = `${plan.base.branch}@${plan.base.sha.slice(0, 7)}`;
  const parts = [
    `${code(plan.head.sha.slice(0, 7))} onto ${code(onto)}, from Git alone (no live state)`,
    ...(plan.catalogDate === undefined ? [] : [`catalogue of ${text(plan.catalogDate)}`]),
    pageLink("how to read this", "plan.md", links),
  ];
  return `<sub>${parts.filter((part) => part !== "").join(" · ")}</sub>`;
}

function tableSection(title: string, noun: string, table: Table): Section[] {
  const amount = table.rows.length;
  if (amount === 0) return [];
  const summary = `${count(amount, noun)} ${title}`;
  const textOf = (detail: Detail, omitted: string[]): string => {
    if (detail.rows !== "counts") return fold(summary, renderTable(table, detail, omitted));
    omitted.push(`the list of what is ${table.noun}`);
    return `**${summary}**`;
  };
  return [{ minLength: 0, text: textOf }];
}

function remarks({ remarks: sentences }: Plan): Section[] {
  if (sentences.length === 0) return [];
  const textOf = (detail: Detail, omitted: string[]): string => {
    if (detail.rows === "counts") omitted.push(count(sentences.length, "remark"));
    if (detail.rows === "counts") return "";
    const lines = sentences.map((remark) => `- ${prose(remark, 500)}`).join("\n");
    return fold(`What this plan assumes: ${count(sentences.length, "remark")}`, lines);
  };
  return [{ minLength: 0, text: textOf }];
}
