import { expect, test } from "vitest";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";
import { SCALES, scaled } from "./scales.ts";

const pipes = Array.from(
  { length: 1000 },
  (_, i) =>
    ({
      id: `P${i}`,
      path: [
        [114, 38],
        [114.1, 38],
      ],
    }) as unknown as PipeRow,
);
const stations = Array.from({ length: 300 }, (_, i) => ({ id: `S${i}`, lngLat: [114, 38] }) as unknown as StationRow);
const tags = Array.from({ length: 500 }, (_, i) => ({ id: `T${i}`, station_id: `S${i % 300}` }) as unknown as TagRow);
const part = { pipes, stations, tags };

test("pipes and stations shrink and grow by the scale", () => {
  expect(SCALES.map((scale) => scaled(part, scale).pipes.length)).toEqual([10, 100, 1000, 3000]);
  expect(SCALES.map((scale) => scaled(part, scale).stations.length)).toEqual([3, 30, 300, 900]);
});

test.each(SCALES)(
  "at %s every id is there once, tags are as many as ever and hang at stations that are there",
  (scale) => {
    const rows = scaled(part, scale);
    for (const list of [rows.pipes, rows.stations, rows.tags])
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect(rows.tags).toHaveLength(910);
    const there = new Set(rows.stations.map(({ id }) => id));
    expect(rows.tags.every(({ station_id }) => there.has(station_id))).toBe(true);
  },
);
