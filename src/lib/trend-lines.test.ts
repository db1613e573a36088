import fc from "fast-check";
import { expect, test } from "vitest";
import { chartData, lonePoints } from "./trend-lines.ts";

const buckets = (at: number[], gapMs = 1000) => ({
  at,
  min: at.map((n) => n - 1),
  max: at.map((n) => n + 1),
  mean: at,
  gapMs,
});

test("silence is a gap in its own line alone", () => {
  const [x, max, , mean, , , other] = chartData([
    { buckets: buckets([0, 500, 5000]), shiftMs: 0 },
    { buckets: buckets([500, 1000]), shiftMs: 0 },
  ]);
  expect(x).toEqual([0, 0.5, 0.501, 1, 5]);
  expect(mean).toEqual([0, 500, null, undefined, 5000]);
  expect(max?.[2]).toBeNull();
  expect(other).toEqual([undefined, 500, undefined, 1000, undefined]);
});

test("a record coarser than the sensor is a line, an outage within a fine one is not", () => {
  const [, , , hourly] = chartData([
    {
      buckets: buckets(
        [0, 3600, 7200, 10_800].map((s) => s * 1000),
        180_000,
      ),
      shiftMs: 0,
    },
  ]);
  expect(hourly).not.toContain(null);
  const [, , , minutes] = chartData([
    {
      buckets: buckets(
        [0, 60, 120, 7200, 7260].map((s) => s * 1000),
        180_000,
      ),
      shiftMs: 0,
    },
  ]);
  expect(minutes?.filter((v) => v === null)).toHaveLength(1);
});

test("a point with silence at both sides is found", () => {
  expect(lonePoints([1, null, 2, undefined, null, 3, 4, null, undefined, 5])).toEqual([0, 2, 9]);
  expect(lonePoints([null, undefined, 1, 2])).toEqual([]);
  expect(lonePoints([])).toEqual([]);
});

test("a line of another time is moved onto this one's axis", () => {
  const [x] = chartData([{ buckets: buckets([1000]), shiftMs: 86_400_000 }]);
  expect(x).toEqual([86_401]);
});

test("times ascend, each once, and no point is lost or doubled", () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 30 })
    .map((at) => at.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), (lines) => {
      const [x, ...columns] = chartData(lines.map((at) => ({ buckets: buckets(at), shiftMs: 0 })));
      x.forEach((at, i) => {
        if (i > 0) expect(at).toBeGreaterThan(x[i - 1] as number);
      });
      lines.forEach((at, i) => {
        expect((columns[i * 3 + 2] ?? []).filter((v) => typeof v === "number")).toEqual(at);
      });
    }),
  );
});

test("a line that has not come yet draws nothing", () => {
  expect(chartData([{ buckets: null, shiftMs: 0 }])).toEqual([[], [], [], []]);
});
