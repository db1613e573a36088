import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { type Dimension, PLACE_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { MEASURES, type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import { type Statistics, type StatisticsAsk, StatisticsQuery } from "#contract/statistics.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readStatistics } from "./answer.ts";
import { foldDays } from "./fold.ts";
import { BY_HAND, byHand, type HandAsk } from "./testing/by-hand.ts";
import { makeRows, type Rows, replaceRows } from "./testing/rows.ts";

const province: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const NOW = new Date("2026-07-01T04:00:00Z");

/** What there was, and since when it was known: within a month, at its very end in China, and months later. */
const HISTORY: readonly { readonly known: string; readonly rows: Rows }[] = [
  { known: "2026-01-10T02:00:00Z", rows: makeRows(1, 60) },
  { known: "2026-01-31T17:00:00Z", rows: makeRows(2, 40) },
  { known: "2026-04-05T00:00:00Z", rows: makeRows(3, 70) },
  { known: "2026-04-05T00:00:01Z", rows: makeRows(3, 69) },
];
const NOBODY: Rows = { pipes: [], customers: [], supply: [], hazards: [] };
const knownAt = (at: string): Rows => HISTORY.findLast(({ known }) => known <= at)?.rows ?? NOBODY;

/** Figures by `row|column`, noughts left out as the recomputation does. */
const figures = ({ rowKeys, columnKeys, cells, columns }: Statistics): Map<string, number | null> =>
  new Map(
    cells
      .filter(({ value }) => value !== 0)
      .map(({ row, column, value }) => [
        columns === null ? `${rowKeys[row]?.key}` : `${rowKeys[row]?.key}|${columnKeys[column]?.key}`,
        value,
      ]),
  );

const close = (map: ReadonlyMap<string, number | null>) =>
  [...map].map(([key, value]) => [key, value === null ? null : Number(value.toFixed(8))]).toSorted();

const ids = Object.keys(BY_HAND) as MeasureId[];
const day = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
const question = fc.constantFrom(...ids).chain((measure) => {
  const dimensions: Dimension[] = [
    ...PLACE_DIMENSIONS,
    "day",
    "month",
    "quarter",
    "year",
    "season",
    ...measureOf(measure).by,
  ];
  return fc
    .record({
      measure: fc.constant(measure),
      rows: fc.constantFrom(...dimensions),
      columns: fc.option(fc.constantFrom(...dimensions)),
      from: day("2025-01-01", "2025-12-31"),
      to: day("2026-01-01", "2026-06-30"),
      known: fc.option(
        fc.constantFrom(
          "2026-01-01T00:00:00Z",
          "2026-01-20T00:00:00Z",
          "2026-01-31T17:00:00Z",
          "2026-02-01T00:00:00Z",
          "2026-04-05T00:00:00Z",
          "2026-05-01T00:00:00Z",
        ),
      ),
    })
    .filter(({ rows, columns }) => rows !== columns);
});

describeOnBothEngines("statistics", (bench) => {
  const ask = (query: StatisticsAsk, scope = province) =>
    bench.db().as(scope, (tx) => readStatistics(tx, scope, StatisticsQuery.parse(query), NOW));

  beforeAll(async () => {
    for (const { known, rows } of HISTORY)
      await bench.db().asSystem(async (tx) => {
        await tx.query("select set_config('app.known_at', $1, true)", [known]);
        await replaceRows(tx, rows);
      });
  });

  const check = (runs: number) =>
    fc.assert(
      fc.asyncProperty(question, async ({ columns, known, ...others }) => {
        // Small cells are another test's: an enterprise of its own sees its households, the province does not.
        const isPersonal = measureOf(others.measure).isPersonal;
        const scope: Scope = isPersonal ? { level: "enterprise", areaCode: "130102", enterpriseId: "E-1" } : province;
        const answer = await ask({ ...others, ...(columns && { columns }), ...(known && { known }) }, scope);
        const all = knownAt(known ?? "9999");
        const mine = isPersonal
          ? { ...all, customers: all.customers.filter(({ enterprise }) => enterprise === "E-1") }
          : all;
        const hand = byHand(mine, BY_HAND[others.measure], { ...others, columns } satisfies HandAsk);
        // An enterprise's parts are the areas where its rows lie.
        if (isPersonal && [others.rows, columns].includes("area")) return;
        expect(close(figures(answer))).toEqual(close(hand));
      }),
      { numRuns: runs },
    );

  test("equal an independent recomputation from the rows, as of any day and as known at any time", async () => {
    await check(90);
  });

  test("are the same as of any day and as known at any time when days have been folded since", async () => {
    await foldDays(bench.db());
    await check(90);
  });

  test("their totals are reckoned from the same facts: a flow's lines add up, a stock's last time is its total", async () => {
    const flow = await ask({
      measure: "supplyReports",
      rows: "unit",
      columns: "month",
      from: "2025-01-01",
      to: "2026-06-30",
    });
    const sum = flow.rowKeys.reduce((total, row) => total + (row.total ?? 0), 0);
    expect(sum).toBe(flow.total);
    expect(flow.columnKeys.reduce((total, column) => total + (column.total ?? 0), 0)).toBe(flow.total);
    const stock = await ask({ measure: "pipeKm", rows: "year", from: "2020-01-01", to: "2026-06-30" });
    expect(stock.rowKeys.at(-1)?.total).toBe(stock.total);
  });

  test("what replaces a dataset by itself leaves no entry", async () => {
    const entries = () =>
      bench.db().asSystem((tx) => tx.query("select count(*)::int as n, sum(n) as sum from stat_entry"));
    const before = await entries();
    await bench.db().asSystem((tx) => replaceRows(tx, (HISTORY.at(-1) as { rows: Rows }).rows));
    expect(await entries()).toEqual(before);
  });

  test("the ledger takes nothing back but in the transaction that wrote it", async () => {
    for (const change of ["update stat_entry set n = n + 1", "delete from stat_entry"])
      await expect(bench.db().asSystem((tx) => tx.query(change))).rejects.toThrow(/append-only/);
  });

  test("a cell of fewer than five households is told to nobody but their enterprise, nor can it be reckoned from its line", async () => {
    const answer = await ask({ measure: "customers", rows: "county", columns: "gasKind", to: "2026-06-30" });
    const small = answer.cells.filter(({ value }) => value !== null && value < 5);
    expect(small).toEqual([]);
    expect(answer.suppressed).toBeGreaterThan(0);
    for (const [r, row] of answer.rowKeys.entries()) {
      const hidden = answer.cells.filter((cell) => cell.row === r && cell.value === null);
      if (hidden.length === 1) expect(row.total, row.key).toBeNull();
    }
  });

  test("are of what the caller sees alone, in every measure and by every place", async () => {
    const scope: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
    for (const measure of Object.keys(MEASURES) as MeasureId[]) {
      const mine = await ask({ measure, rows: "county", to: "2026-06-30" }, scope);
      expect([measure, mine.rowKeys.map(({ key }) => key)]).toEqual([measure, ["130102"]]);
    }
    const rows = await bench
      .db()
      .as(scope, (tx) =>
        tx.query(
          "select distinct c.area_code from stat_entry e join stat_cell c on c.id = e.cell union select distinct c.area_code from stat_month m join stat_cell c on c.id = m.cell",
        ),
      );
    expect(rows).toEqual([{ area_code: "130102" }]);
    const blind = await bench
      .db()
      .as(scope, (tx) =>
        tx.query("select count(*)::int as n from stat_entry where cell not in (select id from stat_cell)"),
      );
    expect(blind).toEqual([{ n: 0 }]);
  });

  test("a question that the catalogue does not allow is refused with what it allows", async () => {
    await expect(ask({ measure: "supplyReports", rows: "material" })).rejects.toThrow(/gasKind/);
    await expect(ask({ measure: "enterprises", where: "gasKind:lpg" })).rejects.toThrow(/no dimensions/);
    await expect(ask({ measure: "pipeKm", rows: "county", columns: "county" })).rejects.toThrow(/another dimension/);
    await expect(ask({ measure: "pipeKm", from: "2026-02-01", to: "2026-01-01" })).rejects.toThrow(/not after/);
  });
});
