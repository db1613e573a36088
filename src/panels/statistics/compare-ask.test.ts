import fc from "fast-check";
import { expect, test } from "vitest";
import type { StatisticsAsk } from "#contract/statistics.ts";
import { DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { STATISTICS_COMPARES } from "#state/statistics.ts";
import { compareAsk, comparesAreas } from "./use-statistics.ts";

const ASK: StatisticsAsk = {
  ...{ measure: "pipeKm", rows: "material", area: "130100", enterprise: "E-1", where: "gasKind:lpg" },
  ...{ from: "2026-01-01", to: "2026-06-30" },
};

test("another area is asked the same question, without the enterprise", () => {
  const { enterprise: _, ...plain } = ASK;
  expect(compareAsk(ASK, { compare: "area", since: null, against: "130600" })).toEqual({ ...plain, area: "130600" });
});

test("by places nothing is compared with another area: their keys are never the same", () => {
  for (const rows of DIMENSIONS.filter((one) => !comparesAreas(one)))
    expect(compareAsk({ ...ASK, rows }, { compare: "area", since: null, against: "130600" })).toBeNull();
  expect(DIMENSIONS.filter((one) => !comparesAreas(one))).toContain("area");
});

test("whatever is compared, the measure, its breakdown and its filter are the same", () => {
  const compared = fc.record({
    compare: fc.constantFrom(...STATISTICS_COMPARES),
    since: fc.option(fc.constant("2026-04-05T00:00:00Z")),
    against: fc.option(fc.constant("130600")),
  });
  fc.assert(
    fc.property(fc.constantFrom(...DIMENSIONS), compared, (rows, how) => {
      const other = compareAsk({ ...ASK, rows }, how);
      if (other) expect(other).toMatchObject({ measure: ASK.measure, rows, where: ASK.where });
      expect(compareAsk(null, how)).toBeNull();
    }),
  );
});
