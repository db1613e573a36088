import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, rowsOf } from "#server/files/testing/bytes.ts";
import { openGeoJson } from "./geojson.ts";

const read = async (text: string, chunk = 5) => {
  const source = await openGeoJson(bytesOf(text, chunk));
  return { source, rows: await rowsOf(source) };
};

interface Feature {
  readonly properties: Record<string, unknown>;
  readonly path: readonly (readonly [number, number])[];
}
const feature = ({ properties, path }: Feature) => ({
  type: "Feature",
  properties,
  geometry: { type: "LineString", coordinates: path },
});
const text = fc.string({ unit: fc.constantFrom("a", '"', "\\", "{", "}", "[", "]", ",", '"features":[', "管") });
const features = fc.array(
  fc.record({
    properties: fc.record({ id: text, note: fc.option(text) }),
    path: fc.array(
      fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -9, max: 9, noNaN: true })),
      {
        maxLength: 4,
      },
    ),
  }),
  { maxLength: 5 },
);

const tableOf = ({ source, rows }: Awaited<ReturnType<typeof read>>) =>
  rows.map((row) => ({
    properties: Object.fromEntries(source.columns.map((column, i) => [column, row.values[i] ?? null])),
    xy: row.geometry?.xy,
  }));
const expected = (list: readonly Feature[]) =>
  list.map(({ properties, path }) => ({ properties, xy: JSON.parse(JSON.stringify(path.flat())) }));

test("a collection is read as it was written, however the bytes are cut and whatever stands around the features", async () => {
  await fc.assert(
    fc.asyncProperty(
      features,
      text,
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      async (list, name, chunk, isSpaced) => {
        const json = { name, type: "FeatureCollection", features: list.map(feature), bbox: [1, 2, 3, 4] };
        const found = await read(JSON.stringify(json, null, isSpaced ? 2 : 0), chunk);
        expect(tableOf(found)).toEqual(expected(list));
      },
    ),
    { numRuns: 200 },
  );
});

test("one feature a line reads the same, with and without record separators", async () => {
  await fc.assert(
    fc.asyncProperty(features, fc.constantFrom("", "\u001e"), async (list, separator) => {
      fc.pre(list.length > 0);
      const lines = list.map((one) => `${separator}${JSON.stringify(feature(one))}\n`).join("");
      expect(tableOf(await read(lines))).toEqual(expected(list));
    }),
    { numRuns: 100 },
  );
});

test("a file cut anywhere is refused, never half taken", async () => {
  const whole = JSON.stringify({
    type: "FeatureCollection",
    features: [feature({ properties: { id: "1" }, path: [[1, 2]] })],
  });
  for (let end = 1; end < whole.length; end++)
    await expect(read(whole.slice(0, end)), whole.slice(0, end)).rejects.toMatchObject({ name: "FileProblem" });
});

test("no text makes the reader crash: it ends in rows or in a named problem", async () => {
  const any = fc.string({ unit: fc.constantFrom("{", "}", "[", "]", '"', ",", ":", '"features"', "1", "\\", " ") });
  await fc.assert(
    fc.asyncProperty(any, async (content) => {
      const end = await read(content).then(
        () => "rows",
        (error: Error) => error.name,
      );
      expect(["rows", "FileProblem"]).toContain(end);
    }),
    { numRuns: 500 },
  );
});

test("a feature that is no JSON, or no Feature, is one broken row among good ones", async () => {
  const good = JSON.stringify(feature({ properties: { id: "1" }, path: [] }));
  const { rows } = await read(
    `{"type":"FeatureCollection","features":[${good},{"type":"Feature" "x":1},7,{"type":"Thing"},${good}]}`,
  );
  expect(rows.map(({ line, broken }) => [line, broken?.rule])).toEqual([
    [1, undefined],
    [2, "row_broken"],
    [3, "row_broken"],
    [4, "row_broken"],
    [5, undefined],
  ]);
});

test("NaN, which is not JSON, reaches the check as a coordinate that is none", async () => {
  const { rows } = await read(
    '{"type":"Feature","properties":{"v":NaN},"geometry":{"type":"Point","coordinates":[NaN,38]}}',
  );
  expect(rows[0]).toMatchObject({ values: ["NaN"], broken: null });
  expect(rows[0]?.geometry?.xy).toEqual([Number.NaN, 38]);
});

test("the old crs member is heard before the features, and is a problem after them", async () => {
  const crs = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4547"}}';
  const list = JSON.stringify([feature({ properties: { id: "1" }, path: [] })]);
  const { source } = await read(`{"type":"FeatureCollection",${crs},"features":${list}}`);
  expect(source.declaredCrs()).toBe("urn:ogc:def:crs:EPSG::4547");
  await expect(read(`{"type":"FeatureCollection","features":${list},${crs}}`)).rejects.toMatchObject({
    rule: "crs_late",
  });
});
