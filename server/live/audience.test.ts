import fc from "fast-check";
import { expect, test } from "vitest";
import { audienceOf, sightTagsOf, type Wish } from "./audience.ts";
import { countBits, hasBit, lastBit, listBits, seqBits, setBit } from "./seq-bits.ts";
import { tagIndexOf } from "./tag-index.ts";
import { county, enterprise, PROVINCE, testSnapshot, testSnapshots } from "./testing/network.ts";

const COUNTIES = ["130102", "130203"];
const degree = (min: number, max: number) => fc.oneof(fc.integer({ min, max }), fc.double({ min, max, noNaN: true }));
const placeArb = fc.tuple(degree(113, 120), degree(36, 43));
const tagsArb = fc.array(
  fc.record({ county: fc.constantFrom(...COUNTIES), enterprise: fc.constantFrom("E1", "E2"), lngLat: placeArb }),
  { maxLength: 60 },
);
const anyNumber = (min: number, max: number) =>
  fc.oneof({ weight: 9, arbitrary: degree(min, max) }, fc.double({ noNaN: true }));
const cornerArb = fc.tuple(anyNumber(112, 121), anyNumber(35, 44));
// Neither always in the province nor the right way round: a client may say anything.
const boxArb = fc.tuple(cornerArb, cornerArb).map(([[a, b], [c, d]]): Wish["bbox"] => [a, b, c, d]);
const wishArb = fc.record({ area: fc.constantFrom(...COUNTIES), bbox: boxArb }, { requiredKeys: [] });
const scopeArb = fc.constantFrom(PROVINCE, ...COUNTIES.map(county), enterprise("E1"), enterprise("E9"));

test("an audience is the tags in sight that lie within the wish, as a look at each of them finds", () => {
  fc.assert(
    fc.property(tagsArb, scopeArb, wishArb, (drawn, scope, wish) => {
      const tags = drawn.map((tag, i) => ({ ...tag, id: `T${String(i).padStart(3, "0")}` }));
      const snapshot = testSnapshot(tags);
      const snapshots = testSnapshots(snapshot);
      const of = sightTagsOf(snapshot, snapshots.sight(scope), new Float64Array(tags.length));
      const index = tagIndexOf(snapshot);
      const { audience, looked } = audienceOf(wish, { snapshot, index, of, sightOf: snapshots.sight });
      const { area, bbox } = wish;
      const expected = tags.flatMap((tag, seq) => {
        const [lng, lat] = tag.lngLat;
        const isSeen =
          scope.enterpriseId === null
            ? scope.level === "province" || tag.county === scope.areaCode
            : tag.enterprise === scope.enterpriseId;
        const isIn = !bbox || (lng >= bbox[0] && lat >= bbox[1] && lng <= bbox[2] && lat <= bbox[3]);
        return isSeen && isIn && (area === undefined || tag.county === area) ? [seq] : [];
      });
      expect(tags.flatMap((_, seq) => (hasBit(audience.bits, seq) ? [seq] : []))).toEqual(expected);
      expect(audience.count).toBe(expected.length);
      expect(looked).toBeLessThanOrEqual(tags.length);
      expect(looked).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

test("a box costs what lies about it, not what there is", () => {
  const tags = Array.from({ length: 20_000 }, (_, i) => ({
    id: `T${String(i).padStart(5, "0")}`,
    county: "130102",
    enterprise: "E1",
    lngLat: [113 + (i % 200) / 30, 36 + Math.floor(i / 200) / 15] as const,
  }));
  const index = tagIndexOf(testSnapshot(tags));
  const found: number[] = [];
  const looked = index.within([114, 37, 114.5, 37.5], (seq) => void found.push(seq));
  expect(found.length).toBeGreaterThan(50);
  expect(looked).toBeLessThan(3 * found.length);
  expect(index.isAll([113, 36, 120, 43])).toBe(true);
  expect(index.isAll([113.1, 36, 120, 43])).toBe(false);
});

test("a set of numbers lists what was put in, counts it and knows its last", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(999), { maxLength: 200 }), (numbers) => {
      const bits = seqBits(1000);
      for (const n of numbers) setBit(bits, n);
      const expected = [...new Set(numbers)].sort((a, b) => a - b);
      const list = new Uint32Array(1000);
      const n = listBits(bits, list);
      expect([...list.subarray(0, n)]).toEqual(expected);
      expect(countBits(bits)).toBe(expected.length);
      expect(lastBit(bits)).toBe(expected.at(-1) ?? -1);
    }),
  );
});
