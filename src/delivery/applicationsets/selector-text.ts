// A selector of clusters → its words.

import type { LabelSelector } from "../../model/addon.ts";

/** (argo-cd common/common.go, LabelKeySecretType) Every registered cluster but an unregistered local one has it. */
const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/** "type=vks and env in lab, test", sorted; "" where every cluster is meant. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const equal = [...matchLabels].filter(([key, value]) => key !== SECRET_TYPE || value !== "cluster");
  const parts = [
    ...equal.map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) => requirement(key, operator, values.join(", "))),
  ];
  return parts.sort().join(" and ");
}

function requirement(key: string, operator: string, values: string): string {
  if (operator === "Exists") return key;
  if (operator === "DoesNotExist") return `without ${key}`;
  const words = { In: "in", NotIn: "not in" }[operator] ?? operator;
  return `${key} ${words} ${values}`;
}
