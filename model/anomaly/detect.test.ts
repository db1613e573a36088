import { describe, expect, test } from "vitest";
import { answerAnomaly } from "./case-answer.ts";
import { type AnomalyCase, caseSeries, type SeriesLabel } from "./case-series.ts";
import { detect } from "./detect.ts";
import { pipeDistances } from "./pipe-distance.ts";
import { metricsOf, scoreOf } from "./score.ts";
import { makeSeries } from "./testing/make-series.ts";

function judge(given: AnomalyCase) {
  const { district, series } = caseSeries(given);
  const { events, fit } = detect(district, series);
  const score = scoreOf(events, given.labels ?? [], given.rows.length, {
    nodeIds: district.nodeIds,
    sensorIds: district.sensors.map(({ id }) => id),
    distance: pipeDistances(district.network),
  });
  return { events, fit, score };
}

describe("some days of a district never seen", { timeout: 60_000 }, () => {
  test("a leak is raised within a shift, near where it is, and nothing else is", () => {
    const { events, score, fit } = judge(makeSeries({ seed: 1001, days: 4, leaks: 1, faults: 0, operations: 1 }));
    expect(score).toMatchObject({ leaks: 1, leaksFound: 1, top5: 1, falseLeaks: 0, faultEvents: 0 });
    expect(score.delays[0]).toBeLessThanOrEqual(32);
    expect(fit.unsolved).toBe(0);
    expect(fit.rms).toBeLessThan(1.3);
    const leak = events.find(({ kind }) => kind === "leak");
    expect(leak?.evidence.map(({ key }) => key)).toContain("sensor_fault_less_likely");
  });

  test("sensors that fail are named and no leak is raised for them", () => {
    const { score } = judge(makeSeries({ seed: 1002, days: 3, leaks: 0, faults: 3, operations: 0 }));
    expect(score.falseLeaks).toBe(0);
    expect(score.faultsFound).toBe(score.faults);
    expect(metricsOf(score).faultF1).toBeGreaterThanOrEqual(0.85);
  });

  test("turned stations and a large customer's peak raise no alarm", () => {
    const { events } = judge(makeSeries({ seed: 1003, days: 3, leaks: 0, faults: 0, operations: 3 }));
    expect(events.filter(({ kind }) => kind !== "operation")).toEqual([]);
    expect(events.length).toBeGreaterThan(0);
  });
});

test("labels are for scoring alone: without them the alarms are the same", { timeout: 60_000 }, () => {
  const made = makeSeries({ seed: 1004, days: 2, leaks: 0, faults: 1, operations: 0 });
  const { labels, ...bare } = made;
  expect(labels).toHaveLength(1);
  const [seen, blind] = [answerAnomaly(made), answerAnomaly(bare)] as { alarms: object[]; score?: object }[];
  expect(blind?.alarms).toEqual(seen?.alarms);
  expect(blind?.score).toBeUndefined();
  expect(seen?.score).toBeDefined();
  expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
});

test("a series with a column of no node, or too few readings, is refused by name", () => {
  const made = makeSeries({ seed: 1005, days: 1, leaks: 0, faults: 0, operations: 0 });
  expect(() => caseSeries({ ...made, columns: [...made.columns, "p:n999"] })).toThrow("no node n999");
  const { district, series } = caseSeries(made);
  expect(() => detect(district, { ...series, minutes: series.minutes.slice(1) })).toThrow("expected 95 ×");
});

test("scores count by the reference's windows", () => {
  const label = (over: Partial<SeriesLabel>): SeriesLabel => ({
    class: "leak",
    node: "a",
    start: 100,
    end: 200,
    ...over,
  });
  const leak = (start: number, end: number) =>
    ({
      kind: "leak",
      start,
      end,
      onset: start,
      confidence: 1,
      m3H: 100,
      evidence: [],
      places: [{ node: 1, probability: 1, m3H: 100 }],
    }) as const;
  const world = { nodeIds: ["a", "b"], sensorIds: ["p:a"], distance: Float64Array.of(0, 400, 400, 0) };
  expect(scoreOf([leak(132, 140)], [label({})], 672, world)).toMatchObject({
    leaksFound: 1,
    top1: 1,
    falseLeaks: 0,
    weeks: 1,
  });
  expect(scoreOf([leak(133, 140)], [label({})], 672, world)).toMatchObject({ leaksFound: 0, falseLeaks: 0 });
  expect(scoreOf([leak(300, 310)], [label({})], 672, world)).toMatchObject({ leaksFound: 0, falseLeaks: 1 });
  const holes = [label({ hole_mm: 9 }), label({ hole_mm: 12, start: 400, end: 500 })];
  const score = scoreOf([leak(110, 140)], holes, 672, world);
  expect(score).toMatchObject({ leaksFound: 1, large: 1, missedMm: [12] });
  expect(metricsOf(score)).toMatchObject({ recall: 0.5, largeRecall: 0 });
});
