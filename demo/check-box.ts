// A check run → the box that shows its conclusion and annotations.
import type { CheckRun } from "../simulated-github/state.ts";
import { type Html, html } from "./html.ts";
import { icon } from "./icons.ts";
import { CONCLUSION } from "./report.ts";

const ICONS = { success: "check", neutral: "dot", action_required: "stop", failure: "cross" } as const;
const LEVELS: Readonly<Record<string, string>> = { failure: "Failure", warning: "Warning", notice: "Notice" };

export function checkBox(check: CheckRun | undefined): Html {
  if (!check)
    return html`<section class="check box clock" aria-label="Check"><div class="concluded clock">${icon("clock")}<p><strong>Waiting for the check</strong></p></div></section>`;
  const { name, title, conclusion, annotations } = check;
  const shown = icon(ICONS[conclusion as keyof typeof ICONS] ?? "clock");
  return html`<section class="check box" aria-label="Check">
<div class="concluded ${conclusion ?? ""}">${shown}<p><strong>${name}</strong> — ${CONCLUSION[conclusion ?? ""] ?? check.status}<br><span class="about">${title ?? ""}</span></p></div>
${annotations.length > 0 && html`<details><summary>${annotations.length} ${annotations.length === 1 ? "annotation" : "annotations"} on the changed lines</summary><ul>${annotations.map(annotation)}</ul></details>`}
</section>`;
}

function annotation(one: CheckRun["annotations"][number]): Html {
  const text = (field: string) => String(one[field] ?? "");
  const level = text("annotation_level");
  return html`<li class="${level}"><p><strong>${LEVELS[level] ?? level}: ${text("title")}</strong> <code>${text("path")}:${text("start_line")}</code></p><p>${text("message")}</p></li>`;
}
