import { beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { type StatisticsAsk, StatisticsQuery } from "#contract/statistics.ts";
import type { Tx } from "#server/db/db.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { readStatistics } from "./answer.ts";
import { openCell } from "./open-cell.ts";
import { ToldLately } from "./told-lately.ts";

const ENTERPRISE: Scope = { level: "enterprise", areaCode: "130102", enterpriseId: "E-1" };
const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const NOW = new Date("2026-03-20T00:00:00Z");
const SEASON = { from: "2025-11-15", to: "2026-03-15" };

/** A customer of rural gas with a door that is due on a day. */
const door = (tx: Tx, id: string, dueOn: string) =>
  tx.query(
    `with c as (insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
       values ($1, 'd', '130102', 'E-1', 'rural_ng', 'residential', st_geomfromtext('POINT(115 38)', 4490)))
     insert into field_door (customer_id, area_code, enterprise_id, gas_kind, class, due_on)
     values ($1, '130102', 'E-1', 'rural_ng', 'residential', $2::date)`,
    [id, dueOn],
  );
const visit = (tx: Tx, id: string, customer: string, outcome: string, at: string) =>
  tx.query(
    `insert into field_visit (record_id, customer_id, area_code, enterprise_id, author, author_name, outcome, at, form_id, form_version, answers)
     values ($1, $2, '130102', 'E-1', 'a', 'a', $3, $4::timestamptz, 'f', 1, '{}')`,
    [id, customer, outcome, at],
  );

describeOnBothEngines("statistics of field work", (bench) => {
  const total = async (query: StatisticsAsk, scope = ENTERPRISE) =>
    (await bench.db().as(scope, (tx) => readStatistics(tx, scope, StatisticsQuery.parse({ ...SEASON, ...query }), NOW)))
      .total;

  beforeAll(async () => {
    await bench.db().asSystem(async (tx) => {
      for (let i = 0; i < 6; i += 1) await door(tx, `C-${i}`, i < 4 ? "2026-03-10" : "2026-03-15");
      await visit(tx, "v-1", "C-0", "nobody_home", "2026-02-01T02:00:00Z");
      await visit(tx, "v-2", "C-1", "entered", "2026-02-01T02:00:00Z");
      // Midnight in China has passed: it is the next day there.
      await visit(tx, "v-3", "C-2", "refused", "2026-03-15T17:00:00Z");
    });
  });

  test("a door is overdue from the day after it was due, and no more once it has moved on", async () => {
    expect(await total({ measure: "checksOverdue", where: "gasKind:rural_ng" })).toBe(4);
    expect(await total({ measure: "checksOverdue", to: "2026-03-16" })).toBe(6);
    expect(await total({ measure: "checksOverdue", where: "gasKind:lpg" })).toBe(0);
    expect(await total({ measure: "checksDue" })).toBe(6);
    await bench
      .db()
      .asSystem((tx) => tx.query("update field_door set due_on = '2026-09-01' where customer_id = 'C-1'"));
    expect(await total({ measure: "checksOverdue" })).toBe(3);
    await bench.db().asSystem((tx) => tx.query("update field_door set is_off_plan = true where customer_id = 'C-2'"));
    expect(await total({ measure: "checksOverdue" })).toBe(2);
  });

  test("visits count by what came of them on the province's day, and one that was put right counts no more", async () => {
    expect(await total({ measure: "checksDone" })).toBe(2);
    expect(await total({ measure: "checksDone", to: "2026-03-16" })).toBe(3);
    expect(await total({ measure: "checksEntered" })).toBe(1);
    expect(await total({ measure: "checksEntryShare" })).toBe(50);
    expect(await total({ measure: "checksRefused", to: "2026-03-16" })).toBe(1);
    // What the register says of the customer later does not move what was counted.
    await bench.db().asSystem((tx) => tx.query("update customer set gas_kind = 'urban_ng'"));
    expect(await total({ measure: "checksDone", where: "gasKind:rural_ng" })).toBe(2);
    await bench.db().asSystem((tx) => tx.query("update field_visit set is_superseded = true where record_id = 'v-1'"));
    expect(await total({ measure: "checksDone", where: "gasKind:rural_ng" })).toBe(1);
  });

  test("nobody but the enterprise is told of fewer than five households", async () => {
    expect(await total({ measure: "checksOverdue" }, PROVINCE)).toBeNull();
  });

  test("metres walked are told with whether a track proves them", async () => {
    await bench.db().asSystem((tx) =>
      tx.query(
        `insert into field_walk (pipe_id, record_id, area_code, enterprise_id, author, at, from_m, to_m, is_doubted)
         values ('P', 'r', '130102', 'E-1', 'a', '2026-03-01T00:00:00Z', 0, 1500.5, false), ('P', 'r', '130102', 'E-1', 'a', '2026-03-01T00:00:00Z', 2000, 2100, true)`,
      ),
    );
    expect(await total({ measure: "patrolKm" })).toBe(1.6005);
    expect(await total({ measure: "patrolKm", where: "walkProof:proven" })).toBe(1.5005);
  });

  test("a visit and a stretch walked lead to the record that tells them", async () => {
    const behind = async (measure: "checksEntered" | "patrolKm") => {
      const ask = {
        query: StatisticsQuery.parse({ ...SEASON, measure }),
        cell: { row: null, column: null },
        after: null,
        limit: 10,
      };
      const { rows } = await bench.db().as(ENTERPRISE, (tx) => openCell(tx, ENTERPRISE, ask, new ToldLately(), NOW));
      return rows.map(({ id, recordId }) => [id, recordId]);
    };
    expect(await behind("checksEntered")).toEqual([["v-2", "v-2"]]);
    expect(await behind("patrolKm")).toEqual([
      ["r:P:0", "r"],
      ["r:P:2000", "r"],
    ]);
  });
});
