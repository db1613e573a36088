import fc from "fast-check";
import { expect, test } from "vitest";
import { countedPieces } from "#server/db/gaps.ts";
import { DAY_MS, DAY_START_MS, floorTo, HOUR_MS } from "#server/db/rollups.ts";
import { shortTags } from "./gaps.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const state = (over: { hoursTo?: number; hoursFrom?: number } = {}) => {
  const { hoursTo = NOON, hoursFrom = Number.NEGATIVE_INFINITY } = over;
  return { hoursTo, hoursFrom, daysTo: floorTo(hoursTo, DAY_MS, DAY_START_MS) };
};

test("pieces are whole hours and whole days, follow each other, lie within the range, and leave out less than an hour at each end", () => {
  const minutes = fc.integer({ min: 1, max: 50_000 });
  fc.assert(
    fc.property(minutes, minutes, (back, long) => {
      const from = NOON - back * 60_000;
      const to = Math.min(from + long * 60_000, NOON);
      const pieces = countedPieces({ from, to }, state());
      const [first, last] = [pieces.at(0), pieces.at(-1)];
      if (first === undefined || last === undefined) {
        expect(to - from).toBeLessThan(2 * HOUR_MS);
        return;
      }
      expect(first.from - from).toBeLessThan(HOUR_MS);
      expect(first.from).toBeGreaterThanOrEqual(from);
      expect(to - last.to).toBeLessThan(HOUR_MS);
      expect(last.to).toBeLessThanOrEqual(to);
      for (const [i, piece] of pieces.entries()) {
        const [step, origin] = piece.grain === "day" ? [DAY_MS, DAY_START_MS] : [HOUR_MS, 0];
        expect([floorTo(piece.from, step, origin), floorTo(piece.to, step, origin)]).toEqual([piece.from, piece.to]);
        expect(piece.from).toBe(i === 0 ? first.from : pieces[i - 1]?.to);
      }
    }),
  );
});

test("a month is counted in days but for its ends, and nothing before what is kept or after what is summed up", () => {
  const month = { from: NOON - 30 * DAY_MS, to: NOON };
  const pieces = countedPieces(month, state());
  expect(pieces.map(({ grain }) => grain)).toEqual(["hour", "day", "hour"]);
  const kept = countedPieces(month, state({ hoursFrom: NOON - 2 * HOUR_MS, hoursTo: NOON - HOUR_MS }));
  expect(kept).toEqual([{ grain: "hour", from: NOON - 2 * HOUR_MS, to: NOON - HOUR_MS }]);
  expect(countedPieces(month, state({ hoursTo: NOON - 40 * DAY_MS }))).toEqual([]);
});

test("whoever misses most comes first; who misses less than a silence, and who was just heard, are not in it", () => {
  const counted = { from: NOON - 10 * HOUR_MS, to: NOON };
  const to = NOON + 1_800_000;
  const tag = (id: string, received: number) => ({ id, samplingS: 60, staleAfterS: 180, received });
  const heard = new Map([
    ["whole", to],
    ["one-short", to],
    ["hour-short", to],
    ["silent-since", NOON - HOUR_MS / 2],
    ["never", 0],
  ]);
  const counts = [
    tag("whole", 600),
    tag("one-short", 599),
    tag("hour-short", 540),
    tag("silent-since", 570),
    tag("never", 0),
  ];
  const short = shortTags(counts, heard, counted, to);
  expect(short.map(({ id, missingMs }) => [id, missingMs / 60_000])).toEqual([
    ["never", 630],
    ["hour-short", 60],
    ["silent-since", 60],
  ]);
});

test("no tag that was silent for longer than it may be within the time counted is left out, whenever its readings came", () => {
  const samplingS = 60;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 540 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 59 }),
      (silentFrom, silentLong, phaseS) => {
        const counted = { from: NOON - 10 * HOUR_MS, to: NOON };
        const times = Array.from({ length: 600 }, (_, i) => counted.from + 1000 * (i * samplingS + phaseS)).filter(
          (_, i) => i < silentFrom || i >= silentFrom + silentLong,
        );
        const ends = [counted.from, ...times, counted.to];
        const staleAfterS = 180;
        const longest = Math.max(...ends.map((at, i) => at - (ends[i - 1] ?? at)));
        const tag = { id: "T", samplingS, staleAfterS, received: times.length };
        const isShort = shortTags([tag], new Map([["T", NOON]]), counted, NOON).length > 0;
        if (longest > 1000 * staleAfterS) expect(isShort).toBe(true);
      },
    ),
  );
});
