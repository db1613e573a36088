import fc from "fast-check";
import { expect, test } from "vitest";
import type { Statistics, StatisticsAsk } from "#contract/statistics.ts";
import { DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { STATISTICS_COMPARES } from "#state/statistics.ts";
import { changeOf, linesOf, sorted } from "./lines.ts";
import { asLines, BEFORE, besideAsks, comparesAreas } from "./use-beside.ts";

const ASK: StatisticsAsk = {
  ...{ measure: "pipeKm", rows: "material", area: "130100", enterprise: "E-1", where: "gasKind:lpg" },
  ...{ from: "2026-01-01", to: "2026-06-30" },
};
const OTHERS = { compare: "area", since: null, against: ["130600", "130200"] } as const;

test("other areas are asked the same question, without the enterprise, in the order they were chosen", () => {
  const { enterprise: _, ...plain } = ASK;
  expect(besideAsks(ASK, OTHERS)).toEqual(["130600", "130200"].map((area) => ({ key: area, ask: { ...plain, area } })));
});

test("an area does not stand beside itself", () => {
  expect(besideAsks(ASK, { ...OTHERS, against: ["130100", "130600"] }).map(({ key }) => key)).toEqual(["130600"]);
});

test("by places nothing is compared with other areas: their keys are never the same", () => {
  for (const rows of DIMENSIONS.filter((one) => !comparesAreas(one)))
    expect(besideAsks({ ...ASK, rows }, OTHERS)).toEqual([]);
  expect(DIMENSIONS.filter((one) => !comparesAreas(one))).toContain("area");
});

test("whatever is compared, the measure, its breakdown and its filter are the same", () => {
  const compared = fc.record({
    compare: fc.constantFrom(...STATISTICS_COMPARES),
    since: fc.option(fc.constant("2026-04-05T00:00:00Z")),
    against: fc.subarray(["130600", "130200", "130100"]),
  });
  fc.assert(
    fc.property(fc.constantFrom(...DIMENSIONS), compared, (rows, how) => {
      for (const { ask } of besideAsks({ ...ASK, rows }, how))
        expect(ask).toMatchObject({ measure: ASK.measure, rows, where: ASK.where });
      expect(besideAsks(null, how)).toEqual([]);
    }),
  );
});

const answer = (area: string, totals: Readonly<Record<string, number | null>>): Statistics => ({
  ...{ measure: "pipeKm", area, enterprise: null, rows: "material", columns: null, where: "", suppressed: 0 },
  ...{ from: "2026-01-01", to: "2026-06-30", known: "2026-06-30T00:00:00Z", at: "2026-06-30T00:00:00Z" },
  rowKeys: Object.entries(totals).map(([key, total]) => ({ key, name: null, total, completeness: 1 })),
  columnKeys: [],
  cells: [],
  total: Object.values(totals).reduce<number>((sum, value) => sum + (value ?? 0), 0),
  completeness: 1,
});

test("areas stand side by side line by line, also in lines that the page's own area has none of", () => {
  const own = answer("130100", { PE80: 5, steel: null });
  const beside = [
    { key: "130600", name: "保定市", answer: answer("130600", { steel: 7, iron: 2 }) },
    { key: "130200", name: "唐山市", answer: answer("130200", { PE80: 9, iron: 3 }) },
  ];
  const lines = linesOf(own, beside);
  expect(lines.map(({ key, total, beside: them }) => [key, total, ...them])).toEqual([
    ["PE80", 5, undefined, 9],
    ["steel", null, 7, undefined],
    ["iron", undefined, 2, 3],
  ]);
  expect(lines.map(changeOf)).toEqual([5, null, -2]);
  expect(sorted(lines, { by: "beside:1", isDown: true }).map(({ key }) => key)).toEqual(["PE80", "iron", "steel"]);
  expect(asLines(own, beside).rowKeys.map(({ key, total }) => [key, total])).toEqual([
    ["130100", 5],
    ["130600", 9],
    ["130200", 12],
  ]);
});

test("months of a year before are no lines of their own", () => {
  const before = { key: BEFORE, answer: answer("130100", { "2025-01": 1 }) };
  expect(linesOf(answer("130100", { "2026-01": 2 }), [before]).map(({ key }) => key)).toEqual(["2026-01"]);
});
