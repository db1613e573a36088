import fc from "fast-check";
import { expect, test } from "vitest";
import { type Looking, placeAt, spotOf, zoomedAround } from "./screen-place.ts";

const looking: fc.Arbitrary<Looking> = fc.record({
  lng: fc.double({ min: 113, max: 119, noNaN: true }),
  lat: fc.double({ min: 36, max: 42, noNaN: true }),
  zoom: fc.double({ min: 5, max: 18, noNaN: true }),
  width: fc.integer({ min: 300, max: 3840 }),
  height: fc.integer({ min: 300, max: 2160 }),
});
const spots = fc.record({ x: fc.integer({ min: 0, max: 3840 }), y: fc.integer({ min: 0, max: 2160 }) });

test("a spot leads to a place and back, and the middle of the screen is where the map looks", () => {
  fc.assert(
    fc.property(looking, spots, (from, spot) => {
      const back = spotOf(from, placeAt(from, spot));
      expect(back.x).toBeCloseTo(spot.x, 3);
      expect(back.y).toBeCloseTo(spot.y, 3);
      const [lng, lat] = placeAt(from, { x: from.width / 2, y: from.height / 2 });
      expect(lng).toBeCloseTo(from.lng, 9);
      expect(lat).toBeCloseTo(from.lat, 9);
    }),
  );
});

test("zooming around a spot leaves what lies under it", () => {
  fc.assert(
    fc.property(looking, spots, fc.double({ min: 5, max: 18, noNaN: true }), (from, spot, zoom) => {
      const under = placeAt(from, spot);
      const after = placeAt(zoomedAround(from, spot, zoom), spot);
      expect(after[0]).toBeCloseTo(under[0], 6);
      expect(after[1]).toBeCloseTo(under[1], 6);
    }),
  );
});
