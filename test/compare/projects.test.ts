// What projects permit is said to be unknown, where it may have changed.
import { expect, test } from "@jest/globals";
import { FLEET, planInputs } from "../support/repository.ts";

const edited = (path: string, from: string, to: string) => {
  const text = FLEET[path] as string;
  expect(text).toContain(from);
  return { ...FLEET, [path]: text.replace(from, to) };
};

test("an Application that moves to another project", async () => {
  const head = edited("bootstrap/argoApps/cl02-app.yaml", "project: default", "project: workloads");
  const { deliveries } = await planInputs({ base: FLEET, head });
  expect(deliveries.notEvaluated).toEqual([
    expect.objectContaining({
      application: "argocd-instance-1/cl02-app",
      reason: "whether project workloads permits it is not evaluated",
    }),
  ]);
});

test("an AppProject that permits less", async () => {
  const head = edited("platform/project-workloads.yaml", "name: cl02", "name: cl09");
  const { deliveries } = await planInputs({ base: FLEET, head });
  expect(deliveries.notEvaluated).toEqual([
    expect.objectContaining({
      reason: "what AppProject workloads permits its Applications is not evaluated",
    }),
  ]);
});

test("another change of the same Application says nothing of its project", async () => {
  const head = edited("bootstrap/argoApps/app-1.yaml", "selfHeal: true", "selfHeal: false");
  const { changes, deliveries } = await planInputs({ base: FLEET, head });
  expect(changes).toHaveLength(1);
  expect(deliveries.notEvaluated).toEqual([]);
});
