// Two destinations → whether they are one registration of Argo CD.
import { expect, test } from "@jest/globals";
import { isSameRegistration } from "../../../../src/impact/compare/sync-effects/registration.ts";
import type { DeliveredApplication, Destination } from "../../../../src/model/delivery.ts";

const OWN = "https://kubernetes.default.svc";

test.each<[string, string, Destination["kind"], boolean]>([
  ["in-cluster", "in-cluster", "supervisor", true],
  ["supervisor-ns-a", "supervisor-ns-b", "supervisor", false],
  ["supervisor-ns-a", "supervisor-ns-b", "other", false],
  ["in-cluster", "supervisor-ns-a", "other", false],
  ["in-cluster", OWN, "other", true],
  ["in-cluster", `${OWN}/`, "supervisor", true],
  [OWN, `${OWN}/`, "supervisor", true],
  [OWN, `${OWN}/`, "other", true],
  [OWN, `${OWN}/?context=a`, "other", false],
  [`${OWN}/?context=a`, `${OWN}/?context=b`, "supervisor", false],
  ["in-cluster", `${OWN}/?context=a`, "supervisor", false],
  // The name may have been given to that address.
  ["supervisor-ns-a", `${OWN}/?context=a`, "supervisor", true],
  ["https://10.0.0.1:6443", "https://10.0.0.1:6443/", "supervisor", true],
  ["https://10.0.0.1:6443", "https://10.0.0.1:6443/", "other", true],
  // Two names of one registered address.
  ["cl01", "cluster-one", "other", true],
  ["cl01", "cl01", "cluster", true],
])("%s and %s (%s): %s", (one, other, kind, expected) => {
  expect(isSameRegistration(application(one, kind), application(other, kind))).toBe(expected);
  expect(isSameRegistration(application(other, kind), application(one, kind))).toBe(expected);
});

test("what are two clusters is never one registration", () => {
  expect(isSameRegistration(application("cl01", "other", "a"), application("cl01", "other", "b"))).toBe(
    false,
  );
});

function application(written: string, kind: Destination["kind"], key = "one") {
  const [name, server] = written.startsWith("https://") ? ["", written] : [written, ""];
  return {
    destination: { key, kind, label: written },
    spec: { destination: { name, server, namespace: "shop" } },
  } as Pick<DeliveredApplication, "destination" | "spec">;
}
