// The page in the browser: draws graphs, and takes over what is new on the server.
import mermaid from "mermaid";

/** In milliseconds. */
const EVERY = 1_500;

const dark = matchMedia("(prefers-color-scheme: dark)");
let drawn = 0;

await draw(document);
makeScrollable();
openHash();
addEventListener("resize", makeScrollable);
addEventListener("hashchange", openHash);
document.addEventListener("toggle", makeScrollable, true);
document.addEventListener("keydown", submitOnEnter);
setInterval(() => void refresh().catch(() => say("The demo has ended.")), EVERY);

/** Puts a graph in place of each block of mermaid; where that fails the text stays, as on GitHub. */
async function draw(within: ParentNode): Promise<void> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: dark.matches ? "dark" : "default",
  });
  for (const code of within.querySelectorAll<HTMLElement>("code.language-mermaid")) {
    const block = code.parentElement;
    try {
      const { svg } = await mermaid.render(`graph-${drawn++}`, code.textContent);
      const figure = document.createElement("div");
      figure.className = "graph";
      figure.setAttribute("role", "img");
      figure.setAttribute(
        "aria-label",
        "The steps after merge as a graph; the table below says the same in words.",
      );
      figure.innerHTML = svg;
      const drawing = figure.querySelector("svg");
      for (const name of ["role", "aria-roledescription"]) drawing?.removeAttribute(name);
      drawing?.setAttribute("aria-hidden", "true");
      block?.replaceWith(figure);
    } catch {
      block?.classList.add("undrawn");
    }
  }
}

/** What is wider than its place can be scrolled with the keyboard. */
function makeScrollable(): void {
  for (const element of document.querySelectorAll<HTMLElement>(".markdown-body :is(table, pre), .graph")) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
}

/** Ctrl or Command with Enter sends the form, as on GitHub. */
function submitOnEnter(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  if (target instanceof HTMLTextAreaElement) target.form?.requestSubmit();
}

function openHash(): void {
  const named = location.hash === "#edit" || new URLSearchParams(location.search).has("file");
  const edit = document.querySelector<HTMLDetailsElement>("#edit");
  if (named && edit) edit.open = true;
}

/** Parts with another version are replaced, new ones put in their place, those that are gone removed. */
async function refresh(): Promise<void> {
  if (document.hidden) return;
  const response = await fetch(location.pathname);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  let changed = false;
  let before: Element | undefined;
  for (const part of fresh.querySelectorAll<HTMLElement>("[data-part]")) {
    const old = document.querySelector(`[data-part="${part.dataset["part"]}"]`);
    before = old ?? before;
    if (old?.getAttribute("data-version") === part.dataset["version"]) continue;
    const taken = document.adoptNode(part);
    if (old) replace(old, taken);
    else before?.after(taken);
    await draw(taken);
    before = taken;
    changed = true;
  }
  if (!changed) return;
  makeScrollable();
  say("The conversation has changed.");
}

/** What a reader folded or unfolded stays so. */
function replace(old: Element, by: Element): void {
  const open = new Map([...old.querySelectorAll("details")].map((one) => [summaryOf(one), one.open]));
  for (const details of by.querySelectorAll("details"))
    details.open = open.get(summaryOf(details)) ?? details.open;
  old.replaceWith(by);
}

function summaryOf(details: Element): string {
  return (details.querySelector("summary")?.textContent ?? "").split("—")[0] ?? "";
}

function say(words: string): void {
  const status = document.querySelector("#status");
  if (status && status.textContent !== words) status.textContent = words;
}
