// A pull request and those beside it → the HTML of its page.
import { createHash } from "node:crypto";
import { checkBox } from "./check-box.ts";
import type { Conversation, Entry } from "./conversation.ts";
import { type Html, html } from "./html.ts";
import { avatar, icon } from "./icons.ts";
import { markdownToHtml } from "./markdown.ts";
import { REPOSITORY } from "./scenario.ts";
import { BOT } from "./stage.ts";

/** The file that is open for editing, and those that can be. */
type Editing = { readonly path: string; readonly text: string; readonly paths: readonly string[] };

export type PageContent = {
  readonly shown: Conversation;
  readonly all: readonly Conversation[];
  readonly editing: Editing;
};

/** One document. Parts with `data-part` are replaced when their version is another one. */
export function page({ shown, all, editing }: PageContent): string {
  const { title, number } = shown;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · #${number} · ${REPOSITORY}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/page.css">
<script type="module" src="/assets/page.js"></script>
</head>
<body>
<a class="skip" href="#conversation">Skip to the conversation</a>
<header class="top">
<div>${icon("wave")}<strong>${REPOSITORY}</strong></div>
<p>A simulated GitHub on this machine, with the real Breakwater beside it.</p>
</header>
<div class="layout">
<nav aria-label="Pull requests">
<h2>Pull requests</h2>
<ul>${all.map((one) => versioned(`pull-${one.number}`, listItem(one, one.number === number)))}</ul>
</nav>
<main id="conversation" tabindex="-1">
${versioned("heading", heading(shown))}
<div class="timeline" data-list>${shown.entries.map((entry) => versioned(entry.id, timelineItem(entry)))}</div>
${versioned("check", checkBox(shown.check))}
${commentForm(number)}
${editForm(shown, editing)}
<p class="hidden" role="status" id="status"></p>
</main>
</div>
</body>
</html>
`.html;
}

/** Gives the first tag of the part its name and a digest of its content. */
function versioned(name: string, part: Html): Html {
  const version = createHash("sha256").update(part.html).digest("hex").slice(0, 16);
  return { html: part.html.trim().replace(/^<\w+/, `$& data-part="${name}" data-version="${version}"`) };
}

const CHECK_ICON: Readonly<Record<string, readonly [name: Parameters<typeof icon>[0], words: string]>> = {
  success: ["check", "check successful"],
  neutral: ["dot", "check neutral"],
  action_required: ["stop", "check: action required"],
  failure: ["cross", "check failed"],
};

function listItem({ number, title, check, author }: Conversation, current: boolean): Html {
  const [name, words] = CHECK_ICON[check?.conclusion ?? ""] ?? ["clock", "check not there yet"];
  return html`<li><a href="/pull/${number}"${current && { html: ' aria-current="page"' }}>
<span class="title">${title}</span>
<span class="about">#${number} by ${author} <span class="concluded ${name}">${icon(name)}<span class="hidden">, ${words}</span></span></span>
</a></li>`;
}

const STATES = { open: "Open", closed: "Closed", merged: "Merged" } as const;

function heading({ title, number, state, author, base, branch, entries }: Conversation): Html {
  const commits = entries.filter(({ kind }) => kind === "commit").length;
  return html`<div class="heading">
<h1>${title} <span>#${number}</span></h1>
<p><span class="state ${state}">${icon("pull")} ${STATES[state]}</span>
<strong>${author}</strong> wants to merge ${commits} ${commits === 1 ? "commit" : "commits"} into <code>${base}</code> from <code>${branch}</code></p>
</div>`;
}

function timelineItem(entry: Entry): Html {
  if (entry.kind === "commit")
    return html`<div class="commit">${icon("commit")}<span><strong>${entry.author}</strong> pushed ${entry.message} <code>${entry.id.slice(-7)}</code></span></div>`;
  const { author, at, edited, hidden, body, reactions } = entry;
  const content = html`<div class="markdown-body">${{ html: markdownToHtml(body) }}</div>`;
  const time = new Date(at).toISOString();
  return html`<article class="comment" aria-label="Comment by ${author}">
${avatar(author)}
<div class="box">
<div class="by"><strong>${author.replace("[bot]", "")}</strong>${author === BOT && html` <span class="label">bot</span>`} commented <time datetime="${time}">at ${time.slice(11, 16)} UTC</time>${edited && " · edited"}</div>
${hidden === undefined ? content : html`<details class="minimised"><summary>This comment was marked as ${hidden.toLowerCase()}.</summary>${content}</details>`}
${reactions.length > 0 && html`<p class="reactions">${reactions.map(reaction)}</p>`}
</div>
</article>`;
}

/** As GitHub draws and names them. */
const REACTIONS: Readonly<Record<string, readonly [emoji: string, words: string]>> = {
  "+1": ["👍", "thumbs up"],
  "-1": ["👎", "thumbs down"],
  confused: ["😕", "confused"],
  eyes: ["👀", "eyes"],
  rocket: ["🚀", "rocket"],
};

function reaction([content, count]: readonly [string, number]): Html {
  const [emoji, words] = REACTIONS[content] ?? ["", content];
  return html`<span class="reaction"><span aria-hidden="true">${emoji}</span><span class="hidden">${words}</span> ${count}</span>`;
}

function commentForm(number: number): Html {
  return html`<form class="box" method="post" action="/pull/${number}/comments">
<label for="body">Add a comment</label>
<textarea id="body" name="body" rows="3" required maxlength="65536" placeholder="Markdown, as on GitHub. Try a command: /scale cl01/pool-b 3"></textarea>
<div class="actions"><label for="user">as</label> <input id="user" name="user" value="octocat" required pattern="[A-Za-z0-9\\-]+" maxlength="39" autocomplete="off"> <button class="primary">Comment</button></div>
</form>`;
}

function editForm({ number, branch }: Conversation, { path, text, paths }: Editing): Html {
  return html`<details class="edit box" id="edit"><summary>Edit a file on <code>${branch}</code>, and see the plan follow</summary>
<form method="get" action="/pull/${number}#edit"><label for="file">File</label> <select id="file" name="file">${paths.map((one) => html`<option${one === path && { html: " selected" }}>${one}</option>`)}</select> <button>Open</button></form>
<form method="post" action="/pull/${number}/files"><input type="hidden" name="path" value="${path}">
<label for="text">Content of ${path}</label>
<textarea id="text" name="text" rows="16" spellcheck="false" class="code">${{ html: "\n" }}${text}</textarea>
<div class="actions"><button class="primary">Commit to ${branch}</button></div></form>
</details>`;
}
