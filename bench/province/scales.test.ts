import { expect, test } from "vitest";
import type { PipeRow, StationRow, TagRow } from "#server/tiles/pages-of-rows.ts";
import { SCALES, scaled } from "./scales.ts";

const pipes = Array.from({ length: 10_000 }, (_, i) => {
  return {
    id: `P${i}`,
    pressure_level: i < 60 ? "HP_A" : "LP",
    path: [
      [114, 38],
      [114.1, 38],
    ],
  } as unknown as PipeRow;
});
const stations = Array.from({ length: 300 }, (_, i) => ({ id: `S${i}`, lngLat: [114, 38] }) as unknown as StationRow);
const tags = Array.from({ length: 500 }, (_, i) => ({ id: `T${i}`, station_id: `S${i % 300}` }) as unknown as TagRow);
const part = { pipes, stations, tags };

test("pipes and stations shrink and grow by the scale, the trunk lines stay", () => {
  const sizes = SCALES.map((scale) => scaled(part, scale));
  expect(sizes.map((rows) => rows.pipes.length)).toEqual([60 + 42, 60 + 942, 10_000, 30_000]);
  expect(sizes.map((rows) => rows.stations.length)).toEqual([3, 30, 300, 900]);
  for (const rows of sizes) expect(rows.pipes.filter((pipe) => pipe.pressure_level === "HP_A").length % 60).toBe(0);
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
