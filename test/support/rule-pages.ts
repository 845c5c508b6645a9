// The first finding of a rule over all cases → its page in test/rules.
import type { Finding } from "../../src/model/plan.ts";

/** Rules that no case can show, and why. */
export const NO_CASE: Readonly<Record<string, string>> = {
  "file-too-large": "the file would be larger than all cases together",
};

/** A finding, and the name of the case that has it. */
export type Shown = { readonly name: string; readonly finding: Finding };

export function shownPage({ name, finding }: Shown): string {
  const { rule, severity, subject, message, why, do: advice } = finding;
  const lines = [
    `# ${rule}`,
    `Case \`${name}\`: ${severity}, about \`${subject}\`.`,
    `**${message}**`,
    why,
    ...(advice === undefined ? [] : [`Do: ${advice}`]),
  ];
  return `${lines.join("\n\n")}\n`;
}
