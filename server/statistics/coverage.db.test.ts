import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { type Statistics, type StatisticsAsk, StatisticsQuery } from "#contract/statistics.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readStatistics } from "./answer.ts";
import { foldDays } from "./fold.ts";
import { makeRows, type Rows, replaceRows } from "./testing/rows.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const NOW = new Date("2026-06-20T04:00:00Z");
const DAY_MS = 86_400_000;

/** What there was, and since when it was known. */
const HISTORY: readonly { readonly known: string; readonly rows: Rows }[] = [
  { known: "2026-03-10T02:00:00Z", rows: makeRows(11, 80) },
  { known: "2026-05-31T17:00:00Z", rows: makeRows(12, 120) },
];
const FIRST = "2026-03-20T00:00:00Z";

interface Days {
  readonly from: string;
  /** The day after the last that counts. */
  readonly until: string;
}

/** Reports that came by those that were due: of each who ever told of a kind of gas in an area, one a day. */
function toldOfDue(rows: Rows, { from, until }: Days, isOne: (of: { enterprise: string }) => boolean): number {
  const all = HISTORY.flatMap(({ rows: { supply } }) => supply).filter(isOne);
  const tellers = new Set(all.map(({ area, enterprise, gas }) => `${area} ${enterprise} ${gas}`));
  const days = (Date.parse(until) - Date.parse(from)) / DAY_MS;
  const told = rows.supply.filter((one) => isOne(one) && one.day >= from && one.day < until).length;
  return Math.min(1, told / (tellers.size * days));
}

describeOnBothEngines("completeness", (bench) => {
  const ask = (query: StatisticsAsk): Promise<Statistics> =>
    bench.db().as(PROVINCE, (tx) => readStatistics(tx, PROVINCE, StatisticsQuery.parse(query), NOW));

  beforeAll(async () => {
    for (const { known, rows } of HISTORY)
      await bench.db().asSystem(async (tx) => {
        await tx.query("select set_config('app.known_at', $1, true)", [known]);
        await replaceRows(tx, rows);
      });
  });

  /** Whole months, days at both ends, and days that have not ended; as known now and then. */
  const ASKED = [
    { from: "2026-01-01", to: "2026-05-31", until: "2026-06-01" },
    { from: "2025-11-15", to: "2026-03-15", until: "2026-03-16" },
    { from: "2026-06-03", to: "2026-06-30", until: "2026-06-20" },
  ] as const;
  const holds = async () => {
    for (const measure of ["gasSuppliedM3", "gasPeakM3", "supplyReports"] as const)
      for (const { from, to, until } of ASKED)
        for (const known of [undefined, FIRST]) {
          const answer = await ask({ measure, rows: "enterprise", from, to, ...(known && { known }) });
          const rows = (HISTORY[known === undefined ? 1 : 0] as { rows: Rows }).rows;
          const about = [measure, from, known] as const;
          expect([...about, answer.completeness]).toEqual([
            ...about,
            expect.closeTo(
              toldOfDue(rows, { from, until }, () => true),
              9,
            ),
          ]);
          for (const { key, completeness } of answer.rowKeys)
            expect([...about, key, completeness]).toEqual([
              ...about,
              key,
              expect.closeTo(
                toldOfDue(rows, { from, until }, ({ enterprise }) => enterprise === key),
                9,
              ),
            ]);
        }
  };

  test(
    "of daily supply is the reports that came by those that were due, of days that have ended, in every measure of it",
    holds,
  );

  test("of daily supply is the same when days have been folded", async () => {
    await foldDays(bench.db());
    await holds();
  });

  test("of a register is the counties that have told by all counties, as known then", async () => {
    const counties = await bench
      .db()
      .asSystem((tx) => tx.query<{ code: string }>("select county_code as code from unit_county"));
    const told = (versions: typeof HISTORY) => {
      const areas = new Set(versions.flatMap(({ rows }) => rows.pipes.map(({ area }) => area)));
      return counties.filter(({ code }) => areas.has(code)).length / counties.length;
    };
    expect(told(HISTORY)).toBeGreaterThan(0);
    expect((await ask({ measure: "pipeKm", rows: "unit" })).completeness).toBeCloseTo(told(HISTORY), 9);
    expect((await ask({ measure: "pipeKm", rows: "unit", known: FIRST })).completeness).toBeCloseTo(
      told(HISTORY.slice(0, 1)),
      9,
    );
  });

  test("is not told where nothing is due: of flows without a plan of their own", async () => {
    expect((await ask({ measure: "hazardsFound", rows: "unit" })).completeness).toBeNull();
  });
});
