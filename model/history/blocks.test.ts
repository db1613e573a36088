import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader, ByteWriter } from "./bits.ts";
import { decimalsFor, LARGEST_VALUE, type Sample, type TagHour } from "./hour.ts";
import { type BlockCells, emptyCells, readBlock } from "./read-block.ts";
import { writeBlock } from "./write-block.ts";

const level = fc.integer({ min: 0, max: 3 });
const value = fc.oneof(
  fc.double({ min: -500, max: 5000, noNaN: true }),
  fc.constantFrom(0, -0, 2.5, 101.325, 4000),
  fc.double({ min: -LARGEST_VALUE, max: LARGEST_VALUE, noNaN: true }),
);
const samples: fc.Arbitrary<Sample[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 60 })
  .chain((minutes) =>
    fc.tuple(
      ...minutes
        .toSorted((a, b) => a - b)
        .map((minute) =>
          fc.record({ minute: fc.constant(minute), backS: fc.integer({ min: 0, max: 59 }), value, level }),
        ),
    ),
  );
const even: fc.Arbitrary<Sample[]> = fc
  .record({ first: fc.integer({ min: 0, max: 9 }), step: fc.integer({ min: 1, max: 25 }), v: value, level })
  .map(({ first, step, v, level: one }) =>
    Array.from({ length: Math.ceil((60 - first) / step) }, (_, i) => ({
      minute: first + i * step,
      backS: 18,
      value: v + i * 0.25,
      level: one,
    })).filter(({ value: each }) => Math.abs(each) <= LARGEST_VALUE),
  );
const tagHour: fc.Arbitrary<TagHour> = fc.record({
  decimals: fc.integer({ min: 0, max: 3 }),
  staleAfterS: fc.integer({ min: 0, max: 1_000_000 }),
  carried: fc.option(fc.record({ ageS: fc.integer({ min: 0, max: 86_400 }), value, level })),
  samples: fc.oneof(samples, even),
});

/** What the cells say, as it was given. */
const told = ({ carriedS, count, minute, backS, value: values, level: levels }: BlockCells) => ({
  carried: carriedS === -1 ? null : { ageS: carriedS, value: values[0], level: levels[0] },
  samples: Array.from({ length: count }, (_, i) => ({
    minute: minute[i + 1],
    backS: backS[i + 1],
    value: values[i + 1],
    level: levels[i + 1],
  })),
});

const largest = ({ carried, samples: all }: TagHour) =>
  Math.max(...[...(carried ? [carried] : []), ...all].map((one) => Math.abs(one.value)), 0);

test("blocks one behind the other come back as they were, each value within half a quantum, and gaps stay gaps", () => {
  fc.assert(
    fc.property(fc.array(tagHour, { minLength: 1, maxLength: 6 }), (hours) => {
      const out = new ByteWriter();
      for (const hour of hours) writeBlock(out, hour);
      const from = new ByteReader(out.bytes());
      const cells = emptyCells();
      for (const hour of hours) {
        readBlock(from, cells);
        const off = 0.5 * 10 ** -decimalsFor(largest(hour), hour.decimals);
        const near = (got: number | undefined, meant: number) =>
          expect(Math.abs((got ?? Number.NaN) - meant)).toBeLessThanOrEqual(off * (1 + 1e-9) + Math.abs(meant) * 1e-15);
        const back = told(cells);
        expect(back.carried && { ...back.carried, value: 0 }).toEqual(hour.carried && { ...hour.carried, value: 0 });
        expect(back.samples.map((one) => ({ ...one, value: 0 }))).toEqual(
          hour.samples.map((one) => ({ ...one, value: 0 })),
        );
        if (hour.carried) near(back.carried?.value, hour.carried.value);
        hour.samples.forEach((one, i) => {
          near(back.samples[i]?.value, one.value);
        });
        if (hour.carried || hour.samples.length > 0) expect(cells.staleAfterS).toBe(hour.staleAfterS);
      }
      expect(from.at).toBe(out.length);
    }),
    { numRuns: 400 },
  );
});

test("a value of two decimals comes back as the very number that was measured", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000, max: 10_000_000 }), (hundredths) => {
      const measured = hundredths / 100;
      const out = new ByteWriter();
      const sample = { minute: 7, backS: 0, value: measured, level: 0 };
      writeBlock(out, { decimals: 2, staleAfterS: 60, carried: null, samples: [sample] });
      const cells = emptyCells();
      readBlock(new ByteReader(out.bytes()), cells);
      expect(cells.value[1]).toBe(measured + 0);
    }),
  );
});

test("a tag that says the same each minute takes fifteen bytes an hour, one that says nothing takes one", () => {
  const out = new ByteWriter();
  const samples_ = Array.from({ length: 60 }, (_, minute) => ({ minute, backS: 30, value: 2.31, level: 0 }));
  writeBlock(out, { decimals: 2, staleAfterS: 180, carried: { ageS: 30, value: 2.31, level: 0 }, samples: samples_ });
  expect(out.length).toBe(15);
  out.clear();
  writeBlock(out, { decimals: 2, staleAfterS: 180, carried: null, samples: [] });
  expect(out.length).toBe(1);
});

test("damaged bytes are refused or read as some block, and never read for ever or beyond an hour", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const cells = emptyCells();
      const from = new ByteReader(bytes);
      try {
        while (from.at < bytes.length) readBlock(from, cells);
      } catch (cause) {
        expect(cause).toBeInstanceOf(Error);
      }
      expect(cells.count).toBeLessThanOrEqual(60);
    }),
  );
});
