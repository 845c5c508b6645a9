// Plan → what closes a comment: edits without effect, gaps, assumptions, and what was never looked at.
import type { Plan } from "../../model/plan.ts";
import { code, prose, text } from "../escape.ts";
import { count, operationLabel } from "../labels.ts";
import { objectName, place } from "./cells.ts";
import type { Detail, Section } from "./detail.ts";
import { fingerprint } from "./header.ts";
import { fold, renderTable, type Table, VISIBLE_ROWS } from "./table.ts";

/** Dormant edits, then what was not evaluated, then what the plan assumed. */
export function closingSections(plan: Plan): Section[] {
  const dormant: Table = {
    header: ["Object", "Edit", "Where"],
    rows: plan.dormant.map((change) => ({
      cells: [
        code(objectName(change.object)),
        operationLabel(change),
        change.source === null ? "" : code(place(change.source), 300),
      ],
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
    ...tableSection("Edited, but delivered by nobody", dormant, "no live effect"),
    ...tableSection("Not evaluated", gaps, "may have effects that this plan does not show"),
    ...remarks(plan),
  ];
}

/** One small line at the very end. */
export function renderFooter(plan: Plan): string {
  const { files, applications } = plan.analysed;
  const catalogue = plan.catalogDate === undefined ? "" : ` Catalogue of ${text(plan.catalogDate)}.`;
  const legend = "✔ proven by Git · ◐ from catalogue · ◑ from history · ○ unknown";
  const seen = `Analysed ${count(files, "file")}, ${count(applications, "Application")}.`;
  const limits = "Not analysed: live state of clusters and of Argo CD; this plan speaks about Git.";
  return `<sub>${seen} ${limits}${catalogue} ${legend}. Plan ${code(fingerprint(plan))}</sub>`;
}

function tableSection(title: string, table: Table, effect: string): Section[] {
  const amount = table.rows.length;
  if (amount === 0) return [];
  const textOf = (detail: Detail, omitted: string[]): string => {
    if (detail.rows !== "counts") {
      return fold(
        `<b>${title}</b> (${amount}) — ${effect}`,
        renderTable(table, detail, omitted),
        amount <= VISIBLE_ROWS,
      );
    }
    omitted.push(`the list “${title}”`);
    return `**${title}** (${amount}) — ${effect}`;
  };
  return [{ minLength: 0, text: textOf }];
}

function remarks({ remarks: sentences }: Plan): Section[] {
  if (sentences.length === 0) return [];
  const textOf = (detail: Detail, omitted: string[]): string => {
    if (detail.rows === "counts") omitted.push(count(sentences.length, "remark"));
    if (detail.rows === "counts") return "";
    return `**Remarks**\n\n${sentences.map((remark) => `- ${prose(remark, 500)}`).join("\n")}`;
  };
  return [{ minLength: 0, text: textOf }];
}
