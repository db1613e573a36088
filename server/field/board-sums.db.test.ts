import { beforeAll, expect, test } from "vitest";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readKpis } from "./kpis.ts";
import { visitsByOutcome } from "./tallies.ts";
import { rowsOf } from "./testing/queries.ts";

describeOnBothEngines("sums that the board reads", (bench) => {
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const months = () =>
    rows("select month::text, area_code, outcome, records from field_tally_month where records <> 0 order by 1, 2, 3");
  const monthsOfDays = () =>
    rows(
      `select date_trunc('month', day::timestamp)::date::text as month, area_code, outcome, sum(records)::int as records
         from field_tally group by 1, 2, 3 having sum(records) <> 0 order by 1, 2, 3`,
    );
  const plan = () => rows("select gas_kind, class, doors from field_plan where doors <> 0 order by 1, 2");
  const planOfDoors = () =>
    rows(
      `select gas_kind, class, count(*)::int as doors from field_door where due_on is not null and not is_off_plan
        group by 1, 2 order by 1, 2`,
    );
  const both = async () => {
    expect(await months()).toEqual(await monthsOfDays());
    expect(await plan()).toEqual(await planOfDoors());
  };

  beforeAll(async () => {
    await rows(
      `insert into field_tally (day, area_code, enterprise_id, kind, outcome, records)
       select date '2026-01-20' + n, '130102', 'E-1', 'check', (array['entered', 'refused'])[1 + n % 2], n from generate_series(1, 60) n`,
    );
    await rows(
      `insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on)
       select 'D-' || n, '130102', 'E-1', (array['urban_ng', 'lpg'])[1 + n % 2], 'residential', date '2026-03-01' + n % 40
         from generate_series(1, 50) n`,
    );
  });

  test("months are those of the days, and doors on the plan are the doors, from the first", both);

  test("they stay so when days are counted again, corrected and taken away, and doors come due another day, leave and go", async () => {
    await rows(
      `insert into field_tally (day, area_code, enterprise_id, kind, outcome, records)
       values ('2026-02-03', '130102', 'E-1', 'check', 'entered', 4), ('2026-05-01', '130102', 'E-1', 'check', 'entered', -2)
       on conflict (enterprise_id, day, area_code, kind, outcome) do update set records = field_tally.records + excluded.records`,
    );
    await rows("update field_tally set day = day + 100 where day > '2026-03-10'");
    await rows("delete from field_tally where day between '2026-02-10' and '2026-02-12'");
    await rows("update field_door set due_on = due_on + 30 where customer_id in ('D-1', 'D-2', 'D-3')");
    await rows("update field_door set is_off_plan = true where customer_id in ('D-4', 'D-5')");
    await rows("delete from field_door where customer_id = 'D-6'");
    await both();
  });

  test("visits of any span and doors due by any day, read from months and a few days, are those of the days and the doors", async () => {
    const db = bench.db();
    const scope = { level: "province", areaCode: "130000", enterpriseId: null } as const;
    const all = { area: null, enterprise: null };
    const spans = [
      ["2026-01-20", "2026-01-20"],
      ["2026-01-25", "2026-03-04"],
      ["2026-02-01", "2026-02-28"],
      ["2026-02-03", "2026-02-27"],
      ["2026-02-20", "2026-05-01"],
      ["2026-03-02", "2026-06-18"],
      ["2025-12-31", "2027-01-01"],
    ] as const;
    for (const [from, to] of spans)
      for (const today of ["2026-02-26", to, "2027-01-01"]) {
        const counted = await rows<{ outcome: string; n: number }>(
          "select outcome, sum(records)::int as n from field_tally where day between $1 and $2 group by 1 having sum(records) <> 0 order by 1",
          [from, to],
        );
        const told = await db.as(scope, (tx) => visitsByOutcome(tx, all, [from, to], today));
        expect([from, to, today, told]).toEqual([
          from,
          to,
          today,
          Object.fromEntries(counted.map(({ outcome, n }) => [outcome, n])),
        ]);
        const [doors] = await rows<{ n: number }>(
          "select count(*)::int as n from field_door where due_on <= $1 and not is_off_plan",
          [to],
        );
        const { kpis, outcomes } = await db.as(scope, (tx) =>
          readKpis(tx, { ...all, from, to, now: new Date(`${today}T04:00:00Z`) }),
        );
        const entry = kpis.find(({ id }) => id === "entry");
        expect((entry?.whole ?? 0) - (outcomes.entered ?? 0)).toBe(doors?.n);
      }
  });
});
