import fc from "fast-check";
import gcoord from "gcoord";
import { expect, test } from "vitest";
import { projection } from "#mocks/files/projections.ts";
import { metresPerDegree } from "#server/files/check/lines.ts";
import { converter } from "./convert.ts";
import { crsDeclared, crsNamed } from "./crs.ts";
import { fromGcj02 } from "./gcj02.ts";
import { type PlaceSample, sniffPlace } from "./sniff.ts";

/** Latitude, longitude, then northing and easting per EPSG code: printed by PROJ 9.1.1 (`cs2cs EPSG:4490 EPSG:…`). */
const PROJ: readonly (readonly [number, number, Readonly<Record<string, readonly [number, number]>>])[] = [
  [
    38.04,
    114.5,
    {
      "4547": [4212055.91001, 543892.50139],
      "4548": [4214889.54621, 280521.25198],
      "4549": [4226247.80748, 17004.4288],
      "4526": [4212055.91001, 38543892.50139],
      "4527": [4214889.54621, 39280521.25198],
      "4528": [4226247.80748, 40017004.4288],
    },
  ],
  [
    39.9,
    119.6,
    {
      "4547": [4433468.4158, 979038.33413],
      "4548": [4421663.13385, 722361.23464],
      "4549": [4418502.25681, 465792.6328],
      "4526": [4433468.4158, 38979038.33413],
      "4527": [4421663.13385, 39722361.23464],
      "4528": [4418502.25681, 40465792.6328],
    },
  ],
  [
    42.5,
    117.3,
    {
      "4547": [4712456.73908, 771270.03842],
      "4548": [4707219.56567, 524659.71359],
      "4549": [4710710.28756, 278055.37119],
      "4526": [4712456.73908, 38771270.03842],
      "4527": [4707219.56567, 39524659.71359],
      "4528": [4710710.28756, 40278055.37119],
    },
  ],
];

const metresApart = (a: readonly number[], b: readonly number[]) => {
  const [lng, lat] = metresPerDegree(b[1] as number);
  return Math.hypot(((a[0] as number) - (b[0] as number)) * lng, ((a[1] as number) - (b[1] as number)) * lat);
};

test("six Gauss-Krüger systems come to the place PROJ puts them, within a centimetre, in either axis order", () => {
  for (const [lat, lng, codes] of PROJ)
    for (const [code, [northing, easting]] of Object.entries(codes)) {
      const xy = [easting, northing];
      converter(crsNamed(code), "xy")(xy);
      expect(metresApart(xy, [lng, lat]), code).toBeLessThan(0.01);
      const yx = [northing, easting];
      converter(crsNamed(`EPSG:${code}`), "yx")(yx);
      expect(yx).toEqual(xy);
    }
});

const inHebei = fc.tuple(
  fc.double({ min: 113.4, max: 119.9, noNaN: true }),
  fc.double({ min: 36, max: 42.7, noNaN: true }),
);

test("GCJ-02 comes back to where it was, within a centimetre, everywhere in the province", () => {
  fc.assert(
    fc.property(inHebei, (at) => {
      const phone = gcoord.transform<[number, number]>([...at], gcoord.WGS84, gcoord.GCJ02);
      expect(metresApart(fromGcj02(phone[0], phone[1]), at)).toBeLessThan(0.01);
    }),
    { numRuns: 300 },
  );
});

test("what is not finite stays so and stops nothing", () => {
  const xy = [Number.NaN, 38, 543892.5, 4212055.9];
  converter(crsNamed("4547"), "xy")(xy);
  expect(xy.slice(0, 2)).toEqual([Number.NaN, 38]);
  expect(xy[2]).toBeCloseTo(114.5, 5);
});

const sample = (points: readonly (readonly [number, number])[], lngLat?: readonly [number, number]): PlaceSample => ({
  xy: points.flat(),
  anchors: lngLat ? points.map((xy) => ({ xy, lngLat })) : [],
});
const nobody = { crs: null, axis: null };

test("a file that says nothing is read by what its numbers look like, and says what was found", () => {
  fc.assert(
    fc.property(
      inHebei,
      fc.constantFrom("EPSG:4490", "EPSG:4547", "EPSG:4548", "EPSG:4549", "EPSG:4526", "EPSG:4527", "EPSG:4528"),
      fc.boolean(),
      (at, code, isSwapped) => {
        const meridian = { "4547": 114, "4548": 117, "4549": 120 }[code.slice(5)];
        // Far from its own meridian the numbers of one zone look like those of another.
        fc.pre(code === "EPSG:4490" || Math.abs(at[0] - (crsNamed(code).meridian || 0)) < 1.5);
        const [x, y] = projection(code).convert([...at]);
        const found = sniffPlace(sample([isSwapped ? [y, x] : [x, y]], at), null, nobody);
        expect(found).toMatchObject({ crs: { code }, axis: isSwapped ? "yx" : "xy" });
        if (meridian) expect(found.said.at(-1)?.en).toContain(`meridian ${meridian}°`);
        if (isSwapped) expect(found.said[0]?.en).toMatch(/axis order (latitude|northing)/);
      },
    ),
  );
});

test("metres without zone or areas cannot be placed, and the person is asked", () => {
  expect(() => sniffPlace(sample([[543892.5, 4212055.9]]), null, nobody)).toThrow(/crs_needed.*--crs/);
});

test("what a person says goes before what the file says", () => {
  const found = sniffPlace(sample([[114.5, 38.04]]), "EPSG:4490", { crs: "gcj02", axis: null });
  expect(found.crs.code).toBe("gcj02");
});

test("a zone number that the declared CRS does not have is seen and reported", () => {
  const found = sniffPlace(sample([[38543892.5, 4212055.9]]), "EPSG:4547", nobody);
  expect(found.crs.code).toBe("EPSG:4526");
  expect(found.said.at(-1)?.en).toBe("eastings carry zone 38: read as EPSG:4526");
});

test("a CRS that cannot be meant is named, with the one that fits", () => {
  const near = [114.5, 38.04] as const;
  expect(() => sniffPlace(sample([[543892.5, 4212055.9]], near), "EPSG:4548", nobody)).toThrow(/crs_wrong.*EPSG:4547/);
  expect(() => sniffPlace(sample([near], near), "EPSG:4547", nobody)).toThrow(/crs_conflict/);
  expect(() => sniffPlace(sample([[38543892.5, 4212055.9]]), "EPSG:4548", nobody)).toThrow(/crs_conflict.*zone 38/);
});

test("the WKT of every delivery, and codes in every spelling, are understood", () => {
  for (const code of ["EPSG:4490", "EPSG:4547", "EPSG:4548", "EPSG:4549", "EPSG:4526", "EPSG:4527", "EPSG:4528"]) {
    const { esriWkt, ogcWkt } = projection(code);
    expect(crsDeclared(esriWkt).code).toBe(code);
    expect(crsDeclared(ogcWkt).code).toBe(code);
    expect(crsDeclared(`urn:ogc:def:crs:${code.replace(":", "::")}`).code).toBe(code);
  }
  expect(crsDeclared("urn:ogc:def:crs:OGC:1.3:CRS84").code).toBe("EPSG:4326");
  expect(crsDeclared('GEOGCS["WGS 84",DATUM["WGS_1984"],AUTHORITY["EPSG","4326"]]').code).toBe("EPSG:4326");
});

test("old datums are refused by name, unknown systems by what is known", () => {
  for (const old of ["EPSG:4214", "EPSG:2437", 'PROJCS["Beijing_1954_3_Degree_GK_CM_117E",GEOGCS["GCS_Beijing_1954"]]'])
    expect(() => crsDeclared(old), old).toThrow(/crs_old_datum/);
  expect(() => crsDeclared("EPSG:27700")).toThrow(/crs_unknown/);
  expect(() => crsNamed("mars")).toThrow(/crs_unknown/);
});
