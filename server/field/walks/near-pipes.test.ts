import fc from "fast-check";
import { expect, test } from "vitest";
import { boxesAlong } from "./near-pipes.ts";

const step = fc.record({ lng: fc.integer({ min: -300, max: 300 }), lat: fc.integer({ min: -300, max: 300 }) });

test("whatever lies between two points of a way lies in one of its boxes, with 200 m around", () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, along) => {
        let [x, y] = [115, 38];
        const points = steps.map(({ lng, lat }) => {
          x += lng / 1e6;
          y += lat / 1e6;
          return [x, y] as const;
        });
        const boxes = boxesAlong({ lng: points.map(([lng]) => lng), lat: points.map(([, lat]) => lat) });
        points.forEach(([lng, lat], i) => {
          const [toLng, toLat] = points[i + 1] ?? [lng, lat];
          const at = [lng + (toLng - lng) * along, lat + (toLat - lat) * along] as const;
          const holds = boxes.some(
            ([west, south, east, north]) =>
              at[0] - 0.0019 >= west && at[0] + 0.0019 <= east && at[1] - 0.0019 >= south && at[1] + 0.0019 <= north,
          );
          expect(holds).toBe(true);
        });
      },
    ),
  );
});

test("a long way has many small boxes, so that a city it crosses is not asked for whole", () => {
  const lng = Array.from({ length: 2001 }, (_, i) => 115 + i * 1e-4);
  const boxes = boxesAlong({ lng, lat: lng.map((at) => at - 77) });
  expect(boxes).toHaveLength(40);
  const area = (of: readonly (readonly [number, number, number, number])[]) =>
    of.reduce((sum, [west, south, east, north]) => sum + (east - west) * (north - south), 0);
  expect(area(boxes)).toBeLessThan(area([[115, 38, 115.2, 38.2]]) / 10);
});
