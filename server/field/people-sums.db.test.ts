import { beforeAll, expect, test } from "vitest";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { rowsOf } from "./testing/queries.ts";

const DAY = "(%at at time zone 'Asia/Shanghai')::date";
const dayOf = (at: string) => DAY.replace("%at", at);
const OWNER = "area_code, enterprise_id";

describeOnBothEngines("sums of people, doors, tasks and hours", (bench) => {
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);

  /** Each sum beside the same from the rows themselves. */
  const SUMS: Readonly<Record<string, readonly [kept: string, counted: string]>> = {
    people: [
      `select day, author, ${OWNER}, records, flagged, last_at, visited, entered, refused, nobody_home from field_person_day
        where records <> 0 or visited <> 0 order by 1, 2, 3, 4`,
      `select day, author, ${OWNER}, coalesce(r.records, 0) as records, coalesce(r.flagged, 0) as flagged, r.last_at, coalesce(v.visited, 0) as visited,
              coalesce(v.entered, 0) as entered, coalesce(v.refused, 0) as refused, coalesce(v.nobody_home, 0) as nobody_home
         from (select ${dayOf("finished_at")} as day, author, ${OWNER}, count(*)::int as records, (count(*) filter (where flags <> '{}'))::int as flagged,
                      max(finished_at) as last_at from field_record group by 1, 2, 3, 4) r
         full join (select ${dayOf("at")} as day, author, ${OWNER}, count(*)::int as visited, (count(*) filter (where outcome = 'entered'))::int as entered,
                           (count(*) filter (where outcome = 'refused'))::int as refused,
                           (count(*) filter (where outcome = 'nobody_home'))::int as nobody_home
                      from field_visit where not is_superseded group by 1, 2, 3, 4) v using (day, author, area_code, enterprise_id)
        order by 1, 2, 3, 4`,
    ],
    hours: [
      `select month, hour, ${OWNER}, visits, entered from field_home_hour where visits <> 0 order by 1, 2, 3, 4`,
      `select date_trunc('month', at at time zone 'Asia/Shanghai')::date as month, extract(hour from at at time zone 'Asia/Shanghai')::int as hour, ${OWNER},
              count(*)::int as visits, (count(*) filter (where outcome = 'entered'))::int as entered
         from field_visit where outcome in ('entered', 'refused', 'nobody_home') group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    ],
    doors: [
      `select month, ${OWNER}, doors from field_due_month where doors <> 0 order by 1, 2, 3`,
      `select date_trunc('month', due_on::timestamp)::date as month, ${OWNER}, count(*)::int as doors from field_door
        where due_on is not null and not is_off_plan group by 1, 2, 3 order by 1, 2, 3`,
    ],
    tasks: [
      `select due_on, kind, ${OWNER}, tasks from field_task_due where tasks <> 0 order by 1, 2, 3, 4`,
      `select due_on, kind, ${OWNER}, count(*)::int as tasks from field_task where state = 'open' group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    ],
  };
  const allAgree = async () => {
    for (const [name, [kept, counted]] of Object.entries(SUMS)) {
      const own = await rows(kept);
      expect(own.length).toBeGreaterThan(3);
      expect([name, own]).toEqual([name, await rows(counted)]);
    }
  };
  /** Four people, two owners, outcomes in turn, each 7 hours later than the one before. */
  const insertRecords = (first: number, last: number) =>
    rows(
      `insert into field_record (id, hash, kind, form_id, form_version, author, author_name, sent_by, area_code, enterprise_id, state, flags, started_at,
                                 finished_at, device, app, files)
       select 'R-' || n, 'h', 'check', 'f', 1, 'i' || n % 4, 'i', 'i', '130102', 'E-' || n % 2, 'held', case when n % 5 = 0 then '{clock_off}' else '{}' end::text[],
              now(), timestamptz '2026-02-26 03:00+08' + n * interval '7 hours', 'd', '1', 0
         from generate_series($1::int, $2::int) n`,
      [first, last],
    );

  beforeAll(async () => {
    await insertRecords(1, 60);
    await rows(
      `insert into field_visit (record_id, customer_id, area_code, enterprise_id, author, author_name, outcome, at, form_id, form_version, answers)
       select id, 'C', area_code, enterprise_id, author, 'i', (array['entered', 'refused', 'nobody_home', 'moved'])[1 + files + abs(hashtext(id)) % 4],
              finished_at, 'f', 1, '{}' from field_record`,
    );
    await rows(
      `insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on)
       select 'D-' || n, '130102', 'E-' || n % 2, 'lpg', 'residential', date '2026-03-25' + n from generate_series(1, 50) n`,
    );
    await rows(
      `insert into field_task (id, kind, state, area_code, enterprise_id, title, due_on, geom)
       select 'T-' || n, (array['check', 'patrol'])[1 + n % 2], 'open', '130102', 'E-' || n % 2, 't', date '2026-03-25' + n % 9,
              st_setsrid(st_makepoint(115, 38), 4490) from generate_series(1, 40) n`,
    );
  });

  test("they are those of the rows from the first", allAgree);

  test("they stay so when a record's owner is learnt, marks come and go, states change, and records of one day are several statements' work", async () => {
    await insertRecords(61, 70);
    await rows("update field_record set state = 'accepted'");
    await rows(
      "update field_record set area_code = '130123', enterprise_id = 'E-9' where id in ('R-60', 'R-70', 'R-4')",
    );
    await rows("update field_record set flags = '{far_from_subject}' where id in ('R-1', 'R-8', 'R-70')");
    await rows("update field_record set flags = '{}' where id in ('R-5', 'R-10')");
    await rows("update field_record set finished_at = finished_at - interval '20 hours' where id in ('R-12', 'R-33')");
    await rows("delete from field_record where id in ('R-50', 'R-51', 'R-69')");
    await allAgree();
  });

  test("they stay so when visits are put right, told again with another outcome, or go, and doors and tasks move, end and begin anew", async () => {
    await rows("update field_visit set is_superseded = true where record_id in ('R-1', 'R-2', 'R-3')");
    await rows("update field_visit set is_superseded = false where record_id = 'R-2'");
    await rows(
      "update field_visit set outcome = 'refused', at = at + interval '31 days' where record_id in ('R-7', 'R-8')",
    );
    await rows("delete from field_visit where record_id in ('R-20', 'R-21')");
    await rows("update field_door set due_on = due_on + 30 where customer_id in ('D-1', 'D-2', 'D-3')");
    await rows("update field_door set is_off_plan = true where customer_id in ('D-4', 'D-5')");
    await rows("delete from field_door where customer_id = 'D-6'");
    await rows("update field_task set assignee = 'zhang' where id = 'T-1'");
    await rows("update field_task set state = 'done' where id in ('T-1', 'T-2')");
    await rows("update field_task set state = 'open' where id = 'T-2'");
    await rows("update field_task set due_on = due_on + 3 where id = 'T-4'");
    await rows("delete from field_task where id = 'T-5'");
    await allAgree();
  });
});
