import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { type Dimension, PLACE_DIMENSIONS } from "#contract/statistics-dimensions.ts";
import { type MeasureId, measureOf } from "#contract/statistics-measures.ts";
import type { StatisticsRow } from "#contract/statistics-behind.ts";
import { StatisticsQuery } from "#contract/statistics.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { answerAndRemember, type OpenCell, openCell, type Opened } from "./open-cell.ts";
import type { CellKeys, RecordPlace } from "./records.ts";
import { insertMoreRows, makeMoreRows } from "./testing/more-rows.ts";
import { ToldLately } from "./told-lately.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const ENTERPRISE: Scope = { level: "enterprise", areaCode: "130102", enterpriseId: "E-1" };
const NOW = new Date("2026-07-01T04:00:00Z");
const LIMIT = 7;

/** Those whose figure is the number of its records. */
const COUNTED = [
  "stations",
  "equipment",
  "tags",
  "tagsDoubted",
  "alarms",
  "incidents",
  "checksDone",
  "checksEntered",
  "checksRefused",
  "checksDue",
  "checksOverdue",
] as const satisfies readonly MeasureId[];
const day = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
const question = fc.constantFrom(...COUNTED).chain((measure) => {
  const isPersonal = measureOf(measure).isPersonal;
  const places = PLACE_DIMENSIONS.filter((one) => one !== "area" || !isPersonal);
  const dimensions: Dimension[] = [...places, "day", "month", "quarter", "year", ...measureOf(measure).by];
  return fc
    .record({
      measure: fc.constant(measure),
      rows: fc.constantFrom(...dimensions),
      columns: fc.constantFrom(...dimensions),
      from: day("2025-01-01", "2025-12-31"),
      to: day("2026-01-01", "2026-06-30"),
      at: fc.nat(1000),
      isLine: fc.boolean(),
    })
    .filter(({ rows, columns }) => rows !== columns);
});

describeOnBothEngines("records behind figures", (bench) => {
  beforeAll(async () => {
    await bench.db().asSystem((tx) => insertMoreRows(tx, makeMoreRows(7, 250)));
  });

  test("are as many as the figure says, each once and in order, page by page", async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(question, async ({ at, isLine, ...asked }) => {
        const scope = measureOf(asked.measure).isPersonal ? ENTERPRISE : PROVINCE;
        const query = StatisticsQuery.parse(asked);
        const told = new ToldLately();
        const answer = await bench.db().as(scope, (tx) => answerAndRemember(tx, scope, query, told, NOW));
        const cell = answer.cells[at % Math.max(1, answer.cells.length)];
        const line = cell && answer.rowKeys[cell.row];
        if (!line) return;
        const keys: CellKeys = { row: line.key, column: isLine ? null : (answer.columnKeys[cell.column]?.key ?? null) };
        const rows: StatisticsRow[] = [];
        for (let after: RecordPlace | null = null; ; opened += 1) {
          const ask: OpenCell = { query, cell: keys, after, limit: LIMIT };
          const page: Opened = await bench.db().as(scope, (tx) => openCell(tx, scope, ask, told, NOW));
          rows.push(...page.rows);
          after = page.next;
          if (after === null) break;
        }
        expect(rows).toHaveLength((isLine ? line.total : cell.value) ?? Number.NaN);
        const places = rows.map(({ areaCode, id }) => `${areaCode} ${id}`);
        expect(new Set(places).size).toBe(rows.length);
        expect(rows.map(({ areaCode }) => areaCode)).toEqual(rows.map(({ areaCode }) => areaCode).toSorted());
      }),
      { numRuns: 60 },
    );
    // Most had more than one page.
    expect(opened).toBeGreaterThan(30);
  });
});
