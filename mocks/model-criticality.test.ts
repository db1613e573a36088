import { expect, test } from "vitest";
import { CRITICALITY_CLASSES, CRITICALITY_STEPS, type CriticalityAnswer } from "#contract/model-criticality.ts";
import { cutLoss } from "#model/graph/trace.ts";
import { ask, desk, everyPipe, inClass, rows } from "./county-desk.ts";

test("a pipe's class tells who loses gas when it alone goes; the worst stretches are told first, each customer hanging on one top stretch", () => {
  const { answer, marks } = ask<CriticalityAnswer>({ kind: "criticality" });
  const { graph } = desk.net;
  const customersOf = (nodes: Int32Array) => nodes.reduce((sum, n) => sum + (graph.customers?.[n] ?? 0), 0);
  const lostWith = everyPipe.map((e) => customersOf(cutLoss(graph, e)));
  CRITICALITY_CLASSES.forEach((name, k) => {
    const [least, most] = [CRITICALITY_STEPS[k] as number, CRITICALITY_STEPS[k + 1] ?? Number.POSITIVE_INFINITY];
    const due = everyPipe.filter((e) => (lostWith[e] as number) >= least && (lostWith[e] as number) < most);
    expect(
      inClass(marks, name).toSorted((a, b) => a - b),
      name,
    ).toEqual(due.map((e) => 100 + e));
    expect(answer.pipes[k]).toBe(due.length);
  });
  expect(answer.worst.map(({ customers }) => customers)).toEqual(
    answer.worst.map(({ customers }) => customers).toSorted((a, b) => b - a),
  );
  expect(answer.worst.length).toBeGreaterThan(1);
  for (const { pipes, customers } of answer.worst)
    for (const id of pipes) expect(lostWith[rows.pipes.ids.indexOf(id)]).toBe(customers);
  const named = answer.worst.flatMap(({ pipes }) => pipes);
  expect(new Set(named).size).toBe(named.length);
  expect(answer.atRisk).toBeLessThanOrEqual(answer.customers);
  expect(answer.atRisk).toBeGreaterThanOrEqual(answer.worst[0]?.customers ?? Number.NaN);
});
