import { expect, test } from "vitest";
import type { IsolationAnswer } from "#contract/model.ts";
import type { ConsequenceAnswer, CordonAnswer, ReleaseWish } from "#contract/model-incident.ts";
import { sparseWork } from "#model/hydraulics/sparse.ts";
import { ask, desk, everyPipe, fedPipes, pick } from "./county-desk.ts";

const WISHES: readonly ReleaseWish[] = [
  { opening: "hole", holeMm: 40, wind: null, hour: 12, isWeekend: false },
  { opening: "hole", holeMm: 40, wind: { ms: 3, fromDeg: 270, stability: "D" }, hour: 12, isWeekend: false },
  { opening: "rupture", holeMm: 40, wind: null, hour: 12, isWeekend: false },
];

test("a first cordon needs no solution, and is the one that the plan then has", () => {
  void desk.today;
  for (const e of everyPipe) {
    const before = sparseWork.factors;
    const { answer, marks } = ask<CordonAnswer>({ kind: "cordon", pick: pick(e), wish: null });
    expect(sparseWork.factors).toBe(before);
    expect(marks.seqs).toHaveLength(0);
    const plan = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] }).answer;
    expect(answer.pipe).toBe(plan.pipe);
    expect(answer.cordon?.ring).toEqual(plan.cordon?.ring);
    expect(answer.assumptions.length).toBeGreaterThan(0);
  }
});

test("the first cordon of a release is never smaller than the one of a network that gives way", () => {
  for (const e of fedPipes.slice(0, 40))
    for (const wish of WISHES) {
      const first = ask<CordonAnswer>({ kind: "cordon", pick: pick(e), wish }).answer;
      const then = ask<ConsequenceAnswer>({ kind: "consequence", pick: pick(e), wish }).answer;
      expect(first.cordon?.reachM ?? 0).toBeGreaterThanOrEqual((then.cordon?.reachM ?? 0) - 1e-6);
      if (wish.opening === "rupture") expect(first.cordon?.ring).toEqual(then.cordon?.ring);
    }
});
