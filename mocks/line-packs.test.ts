import { expect, test } from "vitest";
import { PRESSURE_LEVELS } from "#contract/gas.ts";
import type { IsolationAnswer, ScenarioAnswer } from "#contract/model.ts";
import { districtPacks } from "#model/network/line-pack.ts";
import { ask, desk, everyPipe, pick, rows } from "./county-desk.ts";

/** What a vessel gives of 15 ℃ while its pressure falls, normal m³. */
const given = (volumeM3: number, fromKPa: number, toKPa: number): number =>
  (volumeM3 * ((fromKPa - toKPa) / 101.325) * (273.15 / 288.15)) / (1 - 0.0022e-2 * (fromKPa + 101.325));

test("every district that somebody takes gas from lives as long as its pipes' gas lasts, the shortest first", () => {
  const { net, today } = desk;
  const packs = districtPacks(net, today);
  expect(packs.map(({ minutes }) => minutes)).toEqual(packs.map(({ minutes }) => minutes).sort((a, b) => a - b));
  const { districts } = today;
  let taken = 0;
  for (const { district, volumeM3, kPa, leastKPa, takeM3h, minutes, feeders } of packs) {
    const pipes = districts.pipes.subarray(districts.firstPipe[district], districts.firstPipe[district + 1]);
    let inside = 0;
    for (const e of pipes)
      inside += (net.graph.lengthM[e] as number) * ((net.graph.diameterMm[e] as number) / 2000) ** 2;
    expect(volumeM3 / (Math.PI * inside)).toBeCloseTo(1, 6);
    expect(leastKPa).toBeLessThanOrEqual(kPa);
    expect(minutes).toBeCloseTo((60 * given(volumeM3, kPa, leastKPa)) / takeM3h, 1);
    expect(feeders).toBeGreaterThan(0);
    taken += takeM3h;
  }
  expect(packs.length).toBeGreaterThan(1);
  expect(taken).toBeGreaterThan(0);
});

test("a plan and a scenario tell the minutes that those live on who are cut off, by district", () => {
  let [told, equal] = [0, 0];
  for (const e of everyPipe) {
    const plan = ask<IsolationAnswer>({ kind: "isolate", pick: pick(e), stuck: [] }).answer;
    const customers = plan.packs.reduce((sum, one) => sum + one.customers, 0);
    expect(customers).toBeLessThanOrEqual(plan.total);
    for (const { minutes, level, district } of plan.packs) {
      told++;
      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(minutes)).toBe(true);
      expect(PRESSURE_LEVELS).toContain(level);
      expect(district.length).toBeGreaterThan(0);
    }
    if (e % 20 !== 0) continue;
    const change = { kind: "damage" as const, pipe: rows.pipes.ids[e] as string, stuck: [] };
    const { answer } = ask<ScenarioAnswer>({ kind: "scenario", changes: [change] });
    // The same loss; a scenario also tells of what lies between the valves.
    expect(answer.packs.length).toBeGreaterThanOrEqual(plan.packs.length);
    equal += answer.packs.length;
  }
  expect([told > 0, equal > 0]).toEqual([true, true]);
});
