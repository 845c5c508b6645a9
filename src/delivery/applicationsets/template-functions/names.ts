// The functions Argo CD adds: names and YAML.
import { parseFile } from "../../../manifests/yaml/file.ts";
import { TemplateFault } from "../go-template-parser.ts";
import type { GoValue } from "../go-value.ts";
import { sanitiseName } from "../names.ts";
import { exactly, type Functions, int, text, texts } from "./arguments.ts";
import { floats } from "./encodings.ts";
import { trimmed } from "./texts.ts";
import { toYaml } from "./yaml-text.ts";

/** (argo-cd applicationset/utils/template_functions.go and utils.go, SlugifyName, with gosimple/slug) */
export const NAMES: Functions = {
  normalize: texts(1, sanitiseName),
  slugify: (args) => {
    if (args.length < 1 || args.length > 3) throw new TemplateFault("slugify takes one to three values");
    const longest = args.length > 1 ? int(args[0]) : 50;
    const words = args.length > 2 ? args[1] : true;
    if (typeof words !== "boolean") throw new TemplateFault("slugify needs a boolean");
    return slug(sanitiseName(text(args.at(-1))), longest, words);
  },
  toYaml: exactly(1, ([value]) => toYaml(value)),
  fromYaml: texts(1, (value) => {
    const read = fromYaml(value);
    if (read === null || read === undefined) return {};
    if (typeof read !== "object" || Array.isArray(read)) throw new TemplateFault("the YAML text is no map");
    return read;
  }),
  fromYamlArray: texts(1, (value) => {
    const read = fromYaml(value);
    if (read === null || read === undefined) return [];
    if (!Array.isArray(read)) throw new TemplateFault("the YAML text is no list");
    return read;
  }),
};

function slug(name: string, longest: number, words: boolean): string {
  if (longest < 0) throw new TemplateFault("slugify to less than nothing");
  const whole = words ? name : name.slice(0, longest);
  const plain = trimmed(whole.replaceAll(/[^a-z0-9-_]/g, "-").replaceAll(/-+/g, "-"), "-_");
  if (!words || longest === 0 || plain.length <= longest) return plain;
  const end = plain.lastIndexOf("-", longest);
  return plain.slice(0, end < 0 ? longest : end);
}

function fromYaml(value: string): GoValue {
  const { documents, problems } = parseFile(value);
  if (documents.length > 1 || problems.some(({ code }) => code !== "non-object-document"))
    throw new TemplateFault("the YAML text cannot be read");
  return floats(documents[0]?.value ?? null);
}
