import { describe, expect, test } from "vitest";
import type { IsolationAnswer } from "#contract/model.ts";
import { solveGas } from "#model/hydraulics/solve.ts";
import { sparseWork } from "#model/hydraulics/sparse.ts";
import { Desk } from "#model/network/desk.ts";
import { recordedInput, solveDistricts } from "#model/network/solve-districts.ts";
import { GRID_ITEMS } from "./grid-items.ts";
import { gridRows } from "./grid-rows.ts";
import { GRID_GAS, type GridItem, gridNetwork, makeGrid } from "./perfgrid.ts";

/**
 * Pace as counted work, which a busy machine does not bend: the goals of 40 and 800 ms cold and of a second from a click to a plan were met
 * (`npm run bench -- model`, `plan`) with what is counted here. 1.73e8 multiplications with an addition took 0.42 s.
 */
function worked<T>(work: () => T): { readonly value: T; readonly factors: number; readonly multiplyAdds: number } {
  const { factors, multiplyAdds } = sparseWork;
  const value = work();
  return { value, factors: sparseWork.factors - factors, multiplyAdds: sparseWork.multiplyAdds - multiplyAdds };
}

const item = (tag: string): GridItem => GRID_ITEMS.find((one) => one.tag === tag) as GridItem;

test.each([
  ["1k", 6, 2e5],
  ["10k", 7, 4.8e6],
  ["100k", 7, 1.8e8],
] as const)(
  "a grid of %s pipes is solved cold in %d steps, one factorisation each, and little fill",
  (tag, steps, most) => {
    const network = gridNetwork(makeGrid(item(tag)));
    const { value, factors, multiplyAdds } = worked(() => solveGas(network, GRID_GAS));
    expect(value.problems).toEqual([]);
    expect(value.iterations).toBeLessThanOrEqual(steps);
    expect(factors).toBe(value.iterations);
    expect(multiplyAdds).toBeLessThan(most);
  },
);

describe("a county of 100 000 pipes in one pressure district, the most that a click can cost", {
  timeout: 120_000,
}, () => {
  const rows = gridRows(item("100k"), 2);
  const desk = new Desk(rows);
  void [desk.index, desk.today];

  test.each([20, 99_000])("a click on pipe %d solves it once more, and nothing else", (seq) => {
    const { value, factors, multiplyAdds } = worked(
      () => desk.answer({ kind: "isolate", pick: { seq, lngLat: [114.5, 38.1] }, stuck: [] }, () => 0).answer,
    );
    const { solve, valves } = value as IsolationAnswer;
    expect(valves.length).toBeGreaterThan(0);
    expect(solve.isConverged).toBe(true);
    expect(solve.solved).toBe(1);
    expect(factors).toBeLessThanOrEqual(9);
    expect(multiplyAdds).toBeLessThan(2.3e8);
    expect(solve.imbalanceM3h).toBeLessThan(1e-3);
    expect(solve.balance.inM3h).toBeCloseTo(solve.balance.outM3h, -1);
  });

  test.each([8, 200])(
    "asked for %d times as much it starves, and that takes no more than two solves of it",
    (times) => {
      const input = recordedInput(desk.net);
      const { value, factors, multiplyAdds } = worked(() =>
        solveDistricts(desk.net, { ...input, demandM3h: input.demandM3h.map((m3h) => times * m3h) }),
      );
      expect(value.failed).toEqual(Uint8Array.of(0));
      expect(value.shortM3h.reduce((all, m3h) => all + m3h, 0)).toBeGreaterThan(1e5);
      expect(value.solved).toBe(1);
      expect(factors).toBeLessThanOrEqual(17);
      expect(multiplyAdds).toBeLessThan(4.2e8);
    },
  );

  test("a profile, a trace of what is connected and a second look at today solve nothing", () => {
    const pick = (seq: number) => ({ seq, lngLat: [114.5, 38.1] as [number, number] });
    const { factors } = worked(() => {
      desk.answer({ kind: "profile", from: pick(20), to: pick(99_000) }, () => 0);
      desk.answer({ kind: "trace", pick: pick(20), way: "pressure_system" }, () => 0);
    });
    expect(factors).toBe(0);
  });
});
