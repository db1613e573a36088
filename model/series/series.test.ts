import fc from "fast-check";
import { expect, test } from "vitest";
import { lttb } from "./lttb.ts";
import { m4 } from "./m4.ts";
import { pick } from "./points.ts";

const FROM = 1_000_000;
const TO = 1_600_000;

const points = fc
  .uniqueArray(fc.tuple(fc.integer({ min: FROM, max: TO - 1 }), fc.integer({ min: -1000, max: 1000 })), {
    selector: ([t]) => t,
    maxLength: 400,
  })
  .map((pairs) => {
    const sorted = pairs.toSorted(([a], [b]) => a - b);
    return { at: sorted.map(([t]) => t), v: sorted.map(([, v]) => v), q: sorted.map(() => 0) };
  });
const columns = fc.integer({ min: 1, max: 60 });

/** Which rows of pixels each column of a picture has ink in, when a line goes through points. */
function inkOf({ at, v }: { at: number[]; v: number[] }, width: number): string[] {
  const x = (t: number) => Math.floor(((t - FROM) / (TO - FROM)) * width);
  const ink = Array.from({ length: width }, () => [Infinity, -Infinity] as [number, number]);
  const put = (column: number, low: number, high: number) => {
    const cell = ink[column] as [number, number];
    cell[0] = Math.min(cell[0], low);
    cell[1] = Math.max(cell[1], high);
  };
  at.forEach((t, i) => {
    const value = v[i] as number;
    put(x(t), value, value);
    const [before, beforeV] = [at[i - 1], v[i - 1]];
    if (before === undefined || beforeV === undefined) return;
    // Where a line crosses from column to column it is the same as long as its two ends are.
    for (let c = x(before); c <= x(t); c++) {
      const edge = (k: number) => FROM + ((TO - FROM) * k) / width;
      const valueAt = (at: number) => beforeV + ((value - beforeV) * (at - before)) / (t - before);
      const left = valueAt(Math.max(before, edge(c)));
      const right = valueAt(Math.min(t, edge(c + 1)));
      put(c, Math.min(left, right), Math.max(left, right));
    }
  });
  return ink.map(([low, high]) => `${low.toFixed(6)} ${high.toFixed(6)}`);
}

test("M4 draws the same picture as all points", () => {
  fc.assert(
    fc.property(points, columns, (all, width) => {
      const few = pick(all, m4(all, FROM, TO, width));
      expect(few.at.length).toBeLessThanOrEqual(4 * width);
      expect(inkOf(few, width)).toEqual(inkOf(all, width));
    }),
  );
});

test("M4 keeps each point once, in order, among them the highest and the lowest of all", () => {
  fc.assert(
    fc.property(points, columns, (all, width) => {
      const places = m4(all, FROM, TO, width);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      const few = pick(all, places);
      expect(Math.max(...few.v)).toBe(Math.max(...all.v));
      expect(Math.min(...few.v)).toBe(Math.min(...all.v));
    }),
  );
});

test("LTTB keeps exactly as many points as asked, in order, the first and the last among them", () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 3, max: 60 }), (all, count) => {
      const places = lttb(all, count);
      expect(places).toHaveLength(Math.min(count, all.at.length));
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      if (all.at.length === 0) return;
      expect([places[0], places.at(-1)]).toEqual([0, all.at.length - 1]);
    }),
  );
});

test("LTTB keeps the one spike of a level line", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 4, max: 19 }), fc.nat(), (n, count, at) => {
      const spike = 1 + (at % (n - 2));
      const all = {
        at: Array.from({ length: n }, (_, i) => i * 1000),
        v: Array.from({ length: n }, (_, i) => (i === spike ? 50 : 10)),
        q: [],
      };
      expect(lttb(all, count)).toContain(spike);
    }),
  );
});
