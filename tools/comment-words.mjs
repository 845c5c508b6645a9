// How many words the comments of all cases have: before the first fold, and in all. `node tools/comment-words.mjs [FOLDER]`
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? join(import.meta.dirname, "../test/cases");

/** Words that a reader sees: no addresses, tags, markers or lines of tables. A graph is a picture. */
export function wordsOf(markdown) {
  const seen = markdown
    .replace(/<!--.*?-->/gs, "")
    .replace(/^```mermaid\n.*?^```$/gms, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]*>/g, " ");
  return seen.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Up to the first fold that is closed, or the foot. */
export function beforeFirstFold(markdown) {
  const end = /^(?:<details>|<sub>)/m.exec(markdown)?.index;
  return markdown.slice(0, end);
}

function quantile(numbers, at) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * at)];
}

const comments = readdirSync(folder).flatMap((name) => {
  try {
    return [readFileSync(join(folder, name, "comment.md"), "utf8")];
  } catch {
    return [];
  }
});
const rows = {
  "before the first fold": comments.map((comment) => wordsOf(beforeFirstFold(comment))),
  "in all": comments.map(wordsOf),
};
for (const [title, words] of Object.entries(rows))
  console.log(
    `${title}: median ${quantile(words, 0.5)}, 90th percentile ${quantile(words, 0.9)}, most ${Math.max(...words)} (${words.length} comments)`,
  );
