import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HAZARD_REACH_M } from "#contract/pipe-classes.ts";
import type { LngLat } from "#contract/route.ts";
import type { HazardRow, PipeRow } from "./pages-of-rows.ts";
import { COUNTIES, ENTERPRISES, snapshotFrom } from "./testing/network.ts";

/** Metres to the east and north of a place, and back; good to a millimetre over a kilometre. */
const AT: LngLat = [114.5, 38];
const M_LAT = 6_378_137 * (Math.PI / 180);
const lngLat = ([x, y]: readonly [number, number]): LngLat => [
  AT[0] + x / (M_LAT * Math.cos((AT[1] * Math.PI) / 180)),
  AT[1] + y / M_LAT,
];
const metres = fc.tuple(
  fc.double({ min: -600, max: 600, noNaN: true }),
  fc.double({ min: -600, max: 600, noNaN: true }),
);
const owner = { area_code: fc.constantFrom(...COUNTIES, "130000"), enterprise_id: fc.constantFrom(...ENTERPRISES) };

const pipe = fc.record({ ...owner, course: fc.array(metres, { minLength: 2, maxLength: 5 }) });
const hazard = fc.record({ ...owner, at: metres, state: fc.constantFrom("found", "fixed", "closed") });

const pipeRow = (
  id: string,
  { course, ...row }: { course: [number, number][]; area_code: string; enterprise_id: string },
): PipeRow => ({
  ...row,
  id,
  pressure_level: "LP",
  material: "PE100",
  status: "in_service",
  gas_kind: "urban_ng",
  dn_mm: 63,
  path: course.map(lngLat),
});

const distance = ([px, py]: readonly number[], [ax, ay]: readonly number[], [bx, by]: readonly number[]) => {
  const [dx, dy] = [(bx as number) - (ax as number), (by as number) - (ay as number)];
  const t = Math.max(
    0,
    Math.min(
      1,
      (((px as number) - (ax as number)) * dx + ((py as number) - (ay as number)) * dy) / (dx * dx + dy * dy || 1),
    ),
  );
  return Math.hypot((px as number) - (ax as number) - t * dx, (py as number) - (ay as number) - t * dy);
};

test("a pipe counts its own enterprise's open hazards within thirty metres, each once, and nobody hears of one in another county", () => {
  let met = 0;
  fc.assert(
    fc.property(
      fc.array(pipe, { minLength: 1, maxLength: 12 }),
      fc.array(hazard, { maxLength: 60 }),
      (pipes, hazards) => {
        const rows = hazards.map(({ at, ...row }, i): HazardRow => ({ ...row, id: `H${i}`, lngLat: lngLat(at) }));
        const snapshot = snapshotFrom({ pipes: pipes.map((row, i) => pipeRow(`P${i}`, row)), hazards: rows });
        pipes.forEach((row, i) => {
          const reach = (one: (typeof hazards)[number]) =>
            Math.min(...row.course.slice(1).map((b, k) => distance(one.at, row.course[k] as [number, number], b)));
          const own = hazards.filter(
            (one) =>
              one.state !== "closed" &&
              one.enterprise_id === row.enterprise_id &&
              (one.area_code === row.area_code || row.area_code === "130000"),
          );
          // Vertices are kept to 4 cm, and a plane is not a globe: within a quarter of a metre either answer is right.
          const [least, most] = [-0.25, 0.25].map(
            (more) => own.filter((one) => reach(one) <= HAZARD_REACH_M + more).length,
          );
          const counted = snapshot.pipes.hazards[snapshot.pipeSeq(`P${i}`) as number] as number;
          met += counted;
          expect(counted).toBeGreaterThanOrEqual(least as number);
          expect(counted).toBeLessThanOrEqual(most as number);
        });
      },
    ),
    { numRuns: 150 },
  );
  expect(met).toBeGreaterThan(100);
});

test("more hazards than a byte holds are 255", () => {
  const hazards = Array.from(
    { length: 300 },
    (_, i): HazardRow => ({
      id: `H${String(i).padStart(3, "0")}`,
      area_code: "130102",
      enterprise_id: "E1",
      state: "found",
      lngLat: lngLat([i / 100, 1]),
    }),
  );
  const row = pipeRow("P0", {
    area_code: "130102",
    enterprise_id: "E1",
    course: [
      [0, 0],
      [10, 0],
    ],
  });
  expect([...snapshotFrom({ pipes: [row], hazards }).pipes.hazards]).toEqual([255]);
});
