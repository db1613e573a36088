import { expect, test } from "vitest";
import type { IsolationAnswer, ScenarioAnswer } from "#contract/model.ts";
import { ScenarioChange } from "#contract/model.ts";
import { along } from "#model/network/customer-sums.ts";
import { barriersOf } from "#model/network/plan-others.ts";
import { ask, desk, everyPipe, inClass, pick, rows } from "./county-desk.ts";

test("a line drawn in a scenario does what cutting each pipe under it does, and says how many those are", () => {
  const [west, north] = along(desk.net, 0, 0.5);
  const across: [number, number][] = [
    [west - 1e-3, north - 1e-3],
    [west + 1e-3, north + 1e-3],
  ];
  const { pipes } = barriersOf(desk.net, [across], -1);
  expect(pipes.length).toBeGreaterThan(0);
  const drawn = ask<ScenarioAnswer>({ kind: "scenario", changes: [{ kind: "line", line: across }] });
  const cut = ask<ScenarioAnswer>({
    kind: "scenario",
    changes: pipes.map((e) => ({ kind: "barrier", pipe: rows.pipes.ids[e] as string })),
  });
  expect(drawn.answer.cuts).toEqual([{ change: 0, pipes: pipes.length }]);
  expect(drawn.answer.result.altered).toEqual(cut.answer.result.altered);
  expect(drawn.answer.result.customers).toEqual(cut.answer.result.customers);
  expect(inClass(drawn.marks, "added").toSorted()).toEqual(inClass(cut.marks, "added").toSorted());
  expect(drawn.answer.result.assumptions).toContain("straight_pipes");
  expect(drawn.answer.unknown).toEqual([]);
  const [mark] = drawn.answer.marks;
  expect(mark?.lngLat[0]).toBeCloseTo(west, 6);
  const aside: [number, number][] = [across[0] as [number, number], across[0] as [number, number]];
  expect(
    ask<ScenarioAnswer>({ kind: "scenario", changes: [{ kind: "line", line: aside.map(([x]) => [x, 0]) }] }).answer,
  ).toMatchObject({ cuts: [{ pipes: 0 }], unknown: [] });
});

test("a drawn line is kept with a scenario as it was drawn; half a line is none", () => {
  const line = {
    kind: "line",
    line: [
      [114.5, 38.1],
      [114.6, 38.2],
    ],
  };
  expect(ScenarioChange.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  expect(ScenarioChange.safeParse({ ...line, line: line.line.slice(1) }).success).toBe(false);
});

test("each squeeze-off has places on its own pipes to be drawn at: two on the damaged one, on either side of the damage", () => {
  let [alone, others] = [0, 0];
  for (const e of everyPipe) {
    const { answer } = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] });
    for (const { pipes, points } of answer.squeezes) {
      const isDamaged = pipes.length === 1 && pipes[0] === answer.pipe;
      const due = isDamaged
        ? [along(desk.net, e, 0.25), along(desk.net, e, 0.75)]
        : pipes.slice(0, 12).map((id) => along(desk.net, rows.pipes.ids.indexOf(id), 0.5));
      expect(points).toEqual(due);
      if (isDamaged) alone++;
      else others++;
    }
  }
  expect([alone > 0, others > 0]).toEqual([true, true]);
});
