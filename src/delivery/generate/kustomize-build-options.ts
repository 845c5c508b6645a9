// Kustomize's build options of an Argo CD → arguments, or the option that is not reproduced.
import { KUSTOMIZE } from "../../model/unevaluated.ts";

/** `unrestricted`: files outside a kustomization's own directory may be read. */
export type BuildOptions =
  | { readonly args: readonly string[]; readonly unrestricted: boolean }
  | { readonly unknown: string };

/** What needs these is refused by itself, wherever a kustomization asks for it; without that they change nothing. */
const WITHOUT_EFFECT = /^--enable[-_](?:helm|alpha[-_]plugins|exec|star)(?:=true)?$/;

/** Words as Argo CD splits them (argo-cd util/kustomize/kustomize.go, parseKustomizeBuildOptions). */
export function readBuildOptions(text: string): BuildOptions {
  const args: string[] = [];
  let unrestricted = false;
  const words = text.split(/\s+/).filter((word) => word !== "");
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (WITHOUT_EFFECT.test(word)) continue;
    const [flag = "", inline] = word.split("=", 2);
    const value = inline ?? words[++i] ?? "";
    if (
      /^--load[-_]restrictor$/.test(flag) &&
      /^(?:LoadRestrictions)?(?:None|none|RootOnly|rootOnly)$/.test(value)
    )
      unrestricted = /none$/i.test(value);
    else if (flag !== "--reorder" || !/^(?:legacy|none)$/.test(value))
      return { unknown: KUSTOMIZE.buildOption(word) };
    args.push(flag.replace("load_restrictor", "load-restrictor"), value);
  }
  return { args, unrestricted };
}
