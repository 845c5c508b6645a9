// Names → small drawings as inline SVG. They are decoration: what they mean also stands in words beside them.
import { type Html, html } from "./html.ts";

/** Each is drawn with a line in a square of 16. */
const PATHS = {
  pull: "M4 6v7M4 3.5a1.5 1.5 0 1 0 0 .01M4 13.5a1.5 1.5 0 1 0 0 .01M12 13.5a1.5 1.5 0 1 0 0 .01M12 12V6a2 2 0 0 0-2-2H7.5m2-2.5L7 4l2.5 2.5",
  commit: "M0 8h5m6 0h5M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  check: "M3 8.5l3.5 3.5L13 4.5",
  cross: "M4 4l8 8m0-8l-8 8",
  dot: "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  stop: "M8 3.5v6m0 2.5v.6M1.5 14L8 1.2 14.5 14z",
  clock: "M8 4v4l2.5 2M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13",
  wave: "M1 6c2.3-3 4.7-3 7 0s4.7 3 7 0M1 11c2.3-3 4.7-3 7 0s4.7 3 7 0",
} as const;

export function icon(name: keyof typeof PATHS): Html {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`;
}

const COLOURS = ["#0550ae", "#8250df", "#bc4c00", "#116329", "#a40e26", "#0a6375"];

/** Initials on a colour of the login's own; the bot's is the wave. */
export function avatar(login: string): Html {
  if (login.endsWith("[bot]"))
    return html`<svg class="avatar" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"><rect width="40" height="40" rx="8" fill="#0a3069"/><path d="M6 17c4.7-6 9.3-6 14 0s9.3 6 14 0M6 27c4.7-6 9.3-6 14 0s9.3 6 14 0" fill="none" stroke="#fff" stroke-width="3.5"/></svg>`;
  const sum = [...login].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  const colour = COLOURS[sum % COLOURS.length] ?? "";
  return html`<svg class="avatar" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"><circle cx="20" cy="20" r="20" fill="${colour}"/><text x="20" y="26" text-anchor="middle" fill="#fff" font-size="17">${login.slice(0, 2)}</text></svg>`;
}
