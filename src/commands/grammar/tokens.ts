// A command line → its words, or the character that is not allowed in it. Never throws.

/** A flag `--name=value`, a pair `key=value`, or a word. */
export type Word =
  | {
      readonly kind: "flag";
      readonly name: string;
      readonly value: string | undefined;
      readonly text: string;
    }
  | { readonly kind: "pair"; readonly key: string; readonly value: string; readonly text: string }
  | {
      readonly kind: "word";
      /** How it was typed, without quotes. */
      readonly text: string;
    };

const BARE = /^[A-Za-z0-9._/:*@+!,=#-]$/;
/** What a quoted word may not hold: controls, marks that turn or hide text, odd blanks. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Words up to `# ` that begins a remark. Blanks are spaces and tabs. */
export function wordsOf(line: string): readonly Word[] | { readonly problem: string } {
  const words: Word[] = [];
  const characters = [...line];
  let at = 0;
  while (at < characters.length) {
    if (isBlank(characters[at])) {
      at++;
      continue;
    }
    if (characters[at] === "#" && (at + 1 === characters.length || isBlank(characters[at + 1]))) break;
    const read = readWord(characters, at);
    if ("problem" in read) return read;
    words.push(kindOf(read.text, read.quoted));
    at = read.next;
  }
  return words;
}

type ReadWord = { readonly text: string; readonly quoted: boolean; readonly next: number };

/** Quotes begin a word or the value behind the first `=`. */
function readWord(characters: readonly string[], from: number): ReadWord | { readonly problem: string } {
  let text = "";
  let at = from;
  let quoted = false;
  while (at < characters.length && !isBlank(characters[at])) {
    const character = characters[at] as string;
    const opens = (character === '"' || character === "'") && (text === "" || /^[^=]+=$/.test(text));
    if (opens) {
      const end = characters.indexOf(character, at + 1);
      if (end < 0) return { problem: `the quote ${character} is not closed` };
      const inside = characters.slice(at + 1, end).join("");
      const hidden = HIDDEN.exec(inside)?.[0];
      if (hidden !== undefined)
        return { problem: `the character ${characterName(hidden)} cannot stand in a command` };
      quoted ||= text === "";
      text += inside;
      at = end + 1;
      if (at < characters.length && !isBlank(characters[at]))
        return { problem: "a blank is missing behind the closing quote" };
    } else if (BARE.test(character)) {
      text += character;
      at++;
    } else {
      return { problem: `the character ${characterName(character)} cannot stand in a command` };
    }
  }
  return { text, quoted, next: at };
}

function kindOf(text: string, quoted: boolean): Word {
  if (quoted) return { kind: "word", text };
  const flag = /^--([A-Za-z][A-Za-z0-9-]*)(?:=(.*))?$/s.exec(text);
  if (flag !== null) return { kind: "flag", name: (flag[1] as string).toLowerCase(), value: flag[2], text };
  const pair = /^([a-zA-Z][a-zA-Z0-9._-]*)=(.*)$/s.exec(text);
  return pair === null
    ? { kind: "word", text }
    : { kind: "pair", key: pair[1] as string, value: pair[2] as string, text };
}

/** A visible character is shown with its number, any other by its number only. */
export function characterName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const seen = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) && character !== "`";
  return seen ? `\`${character}\` (U+${code})` : `U+${code}`;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
