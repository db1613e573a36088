import fc from "fast-check";
import { expect, test } from "vitest";
import { fromGeoJson } from "#server/files/read/geojson-geometry.ts";
import { isInside, metresOutside, outlineOf } from "./areas.ts";
import { geometryFault } from "./geometry.ts";
import { lengthM, metresPerDegree, selfCrossing } from "./lines.ts";

const line = (...path: (readonly [number, number])[]) => fromGeoJson({ type: "LineString", coordinates: path });
const polygon = (...rings: (readonly [number, number])[][]) => fromGeoJson({ type: "Polygon", coordinates: rings });
const rule = (fault: ReturnType<typeof geometryFault>) => fault?.rule ?? null;

const vertex = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));

test("a crossing is found by the long way and the short way alike", () => {
  fc.assert(
    fc.property(fc.array(vertex, { minLength: 3, maxLength: 20 }), (path) => {
      const xy = path.flat();
      // The same line, led off far away by a straight tail, is long enough for the sorted search.
      const tail = Array.from({ length: 40 }, (_, i) => [-100 - i, -100 - i])
        .reverse()
        .flat();
      expect(selfCrossing([...tail, -50, -50, ...xy]) >= 0 || selfCrossing([-50, -50, ...xy]) < 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a line crosses itself in whichever direction it is drawn", () => {
  fc.assert(
    fc.property(fc.array(vertex, { minLength: 3, maxLength: 40 }), (path) => {
      expect(selfCrossing([...path].reverse().flat()) >= 0).toBe(selfCrossing(path.flat()) >= 0);
    }),
    { numRuns: 500 },
  );
});

test("closing a ring or touching itself is not crossing", () => {
  expect(selfCrossing([0, 0, 1, 0, 1, 1, 0, 1, 0, 0])).toBe(-1);
  expect(selfCrossing([0, 0, 2, 0, 2, 2, 1, 0, 0, 2])).toBe(-1);
  expect(selfCrossing([0, 0, 1, 1, 1, 0, 0, 1])).toBe(0);
});

test("lengths agree with the ellipsoid to a few parts in a hundred thousand", () => {
  // From `geod +ellps=GRS80 -I`: 0.01° of longitude and of latitude at 38.04° N, 114.5° E.
  expect(lengthM([114.5, 38.04, 114.51, 38.04])).toBeCloseTo(877.847, 1);
  expect(lengthM([114.5, 38.04, 114.5, 38.05])).toBeCloseTo(1109.973, 1);
});

test("each fault of a geometry has its name", () => {
  expect(rule(geometryFault(null, "line"))).toBe("geometry_missing");
  expect(rule(geometryFault(fromGeoJson({ type: "Point", coordinates: [114, 38] }), "line"))).toBe("geometry_kind");
  expect(rule(geometryFault(fromGeoJson({ type: "GeometryCollection" }), "line"))).toBe("geometry_kind");
  expect(rule(geometryFault(line([114, 38], [114, Number.NaN]), "line"))).toBe("coordinate_not_finite");
  expect(rule(geometryFault(line([114, 38], [14, 38]), "line"))).toBe("outside_china");
  expect(rule(geometryFault(line([114, 38]), "line"))).toBe("geometry_broken");
  expect(rule(geometryFault(line([114, 38], [114, 38]), "line"))).toBe("zero_length");
  expect(rule(geometryFault(line([114, 38], [114.1, 38.1], [114.1, 38], [114, 38.1]), "line"))).toBe(
    "line_self_crossing",
  );
  const parts = {
    type: "MultiLineString",
    coordinates: [
      [
        [114, 38],
        [114.1, 38],
      ],
      [
        [114.2, 38],
        [114.3, 38],
      ],
    ],
  };
  expect(rule(geometryFault(fromGeoJson(parts), "line"))).toBe("geometry_parts");
  expect(
    rule(
      geometryFault(
        polygon([
          [114, 38],
          [114.1, 38],
          [114.1, 38.1],
          [114, 38.1],
        ]),
        "polygon",
      ),
    ),
  ).toBe("ring_unclosed");
  expect(
    rule(
      geometryFault(
        polygon([
          [114, 38],
          [114.1, 38],
          [114, 38],
        ]),
        "polygon",
      ),
    ),
  ).toBe("ring_broken");
  const bow: [number, number][] = [
    [114, 38],
    [114.1, 38.1],
    [114.1, 38],
    [114, 38.1],
    [114, 38],
  ];
  expect(rule(geometryFault(polygon(bow), "polygon"))).toBe("polygon_self_crossing");
  expect(
    geometryFault(
      polygon([
        [114, 38],
        [114.1, 38],
        [114.1, 38.1],
        [114, 38],
      ]),
      "polygon",
    ),
  ).toBeNull();
});

test("a line in parts that meet becomes one, without its repeated vertices", () => {
  const met = fromGeoJson({
    type: "MultiLineString",
    coordinates: [
      [
        [114, 38],
        [114.1, 38],
      ],
      [
        [114.1, 38],
        [114.1, 38.1],
      ],
    ],
  });
  expect(geometryFault(met, "line")).toBeNull();
  expect(met).toMatchObject({ parts: [0], xy: [114, 38, 114.1, 38, 114.1, 38.1] });
});

test("a point is inside an outline, or as far outside as it is from the nearest edge", () => {
  const shape = polygon([
    [114, 38],
    [115, 38],
    [115, 39],
    [114, 39],
    [114, 38],
  ]);
  if (!shape) throw new Error("no shape");
  const outline = outlineOf(shape, false);
  const [perLng] = metresPerDegree(38.5);
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.4, noNaN: true }), (away) => {
      expect(isInside(outline, 114 + away, 38.5)).toBe(true);
      expect(metresOutside(outline, 114 + away, 38.5)).toBe(0);
      expect(metresOutside(outline, 114 - away, 38.5)).toBeCloseTo(away * perLng, 3);
    }),
  );
});
