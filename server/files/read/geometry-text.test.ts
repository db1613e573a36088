import fc from "fast-check";
import { expect, test } from "vitest";
import { ewkbHex } from "#server/files/load/copy-text.ts";
import { fromGeoJson } from "./geojson-geometry.ts";
import { fromWkb } from "./wkb.ts";
import { fromWkt } from "./wkt.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((v) => v + 0);
const position = fc.tuple(number, number);
const path = fc.array(position, { minLength: 1, maxLength: 5 });
const polygon = fc.array(path, { minLength: 1, maxLength: 3 });
const geometry = fc.oneof(
  position.map((coordinates) => ({ type: "Point", coordinates })),
  path.map((coordinates) => ({ type: "LineString", coordinates })),
  polygon.map((coordinates) => ({ type: "MultiLineString", coordinates })),
  polygon.map((coordinates) => ({ type: "Polygon", coordinates })),
  fc.array(polygon, { minLength: 1, maxLength: 3 }).map((coordinates) => ({ type: "MultiPolygon", coordinates })),
);

const wktOf = (coordinates: unknown): string => {
  const list = coordinates as unknown[];
  return typeof list[0] === "number" ? list.join(" ") : list.map((inner) => bracketed(inner)).join(", ");
};
const bracketed = (inner: unknown): string => {
  const list = inner as unknown[];
  return typeof list[0] === "number" ? wktOf(list) : `(${wktOf(list)})`;
};

const shape = (read: ReturnType<typeof fromWkt>) => read && { ...read, name: "" };

test("WKT and GeoJSON of the same geometry read the same", () => {
  fc.assert(
    fc.property(geometry, ({ type, coordinates }) => {
      const wkt = `SRID=4490;${type.toUpperCase()} (${wktOf(coordinates)})`;
      expect(shape(fromWkt(wkt))).toEqual(shape(fromGeoJson({ type, coordinates })));
    }),
  );
});

test("what is written for PostGIS reads back the same, polygons as MultiPolygon", () => {
  fc.assert(
    fc.property(geometry, (one) => {
      fc.pre(one.type !== "MultiLineString");
      const read = fromGeoJson(one);
      if (!read) throw new Error("no geometry");
      expect(shape(fromWkb(Buffer.from(ewkbHex(read), "hex")))).toEqual(shape(read));
    }),
  );
});

test("binary with heights and measures, big and little endian, keeps x and y", () => {
  const view = new DataView(new ArrayBuffer(9 + 2 * 32));
  view.setUint32(1, 3002);
  view.setUint32(5, 2);
  for (const [i, value] of [114, 38, 7, 8, 115, 39, 7, 8].entries()) view.setFloat64(9 + 8 * i, value);
  expect(fromWkb(new Uint8Array(view.buffer))).toMatchObject({ kind: "line", xy: [114, 38, 115, 39] });
});

test("bytes that end too early are a RangeError, text that is no WKT is null", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        fromWkb(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
  for (const text of ["", "POINT", "LINESTRING (1 2", "LINESTRING 1 2)", "POINT (1 2))"])
    expect(fromWkt(text)).toBeNull();
  expect(fromWkt("POINT (x 2)")?.xy).toEqual([Number.NaN, 2]);
  expect(fromWkt("CIRCULARSTRING (1 2, 3 4)")?.kind).toBe("other");
});
