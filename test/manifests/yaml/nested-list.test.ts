// A list within a list is nothing that a cluster has: removing it deletes what Argo CD did apply, and nothing else.
import { test } from "@jest/globals";
import { check } from "../../support/check.ts";
import { app, object } from "../../support/small-fleet.ts";

const indented = (text: string) => text.trimEnd().replaceAll("\n", "\n  ");
const listOf = (...items: string[]) =>
  `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `- ${indented(item)}\n`).join("")}`;

const BASE = {
  "apps/one.yaml": app("one"),
  "one/config.yaml": object("ConfigMap", "kept"),
  "one/list.yaml": listOf(
    object("ConfigMap", "a"),
    `apiVersion: v1\nkind: List\nmetadata: {name: inner}\nitems: []`,
  ),
};

test("that goes is no object that is deleted", () =>
  check(
    BASE,
    { "one/list.yaml": null },
    { changes: ["repair Application argocd/one", "delete ConfigMap shop/a"] },
  ));

test("that comes breaks its Application", () =>
  check(
    { ...BASE, "one/list.yaml": listOf(object("ConfigMap", "a")) },
    { "one/list.yaml": BASE["one/list.yaml"] },
    { findings: { "invalid-manifest": [{}] } },
  ));
