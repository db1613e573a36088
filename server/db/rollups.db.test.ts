import fc from "fast-check";
import { expect, test } from "vitest";
import { describeOnBothEngines } from "./testing/engines.ts";

const KEYS = "area_code, enterprise_id, gas_kind, pressure_level, material, status";
const RAW = `select ${KEYS}, count(*) as pipes, sum(round(length_m * 1000)) as length_mm from pipe group by ${KEYS}`;
const KEPT = `select ${KEYS}, pipes, length_mm from pipe_rollup`;

/** Anything that can happen to pipes, as small numbers; which rows exist decides what it does. */
const step = fc.oneof(
  fc.record({
    op: fc.constant("insert" as const),
    ids: fc.uniqueArray(fc.integer({ min: 0, max: 30 })),
    length: fc.double({ min: 0, max: 1e5, noNaN: true }),
  }),
  fc.record({
    op: fc.constant("move" as const),
    from: fc.integer({ min: 0, max: 3 }),
    to: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ op: fc.constant("lengthen" as const), by: fc.integer({ min: -5, max: 500 }) }),
  fc.record({ op: fc.constant("delete" as const), below: fc.integer({ min: 0, max: 30 }) }),
);

describeOnBothEngines("rollups", (bench) => {
  test("say the same as the rows, whatever is done to them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const db = bench.db();
        await db.asSystem((tx) => tx.query("delete from pipe"));
        for (const s of steps) {
          await db.asSystem(async (tx) => {
            if (s.op === "insert") {
              await tx.query(
                `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status, source_crs, from_node, to_node, geom)
                 select 'p' || i, 'd', '13010' || i % 4, 'E-' || i % 3, 'urban_ng', 'LP', 'PE100', 63, $2, 'in_service', 'EPSG:4490', 'a', 'b', st_geomfromtext('LINESTRING(115 38, 115.1 38)', 4490)
                   from unnest($1::int[]) i on conflict (id) do nothing`,
                [s.ids, s.length],
              );
            } else if (s.op === "move") {
              await tx.query("update pipe set area_code = '13010' || $1::int where area_code = '13010' || $2::int", [
                s.to,
                s.from,
              ]);
            } else if (s.op === "lengthen") {
              await tx.query("update pipe set length_m = greatest(0, length_m + $1)", [s.by]);
            } else {
              await tx.query("delete from pipe where substr(id, 2)::int < $1", [s.below]);
            }
          });
        }
        const [diff] = await db.asSystem((tx) =>
          tx.query(
            `select (select count(*) from (${RAW} except ${KEPT}) a) + (select count(*) from (${KEPT} except ${RAW}) b) as n`,
          ),
        );
        expect(diff).toEqual({ n: 0 });
      }),
      { numRuns: 25 },
    );
  });

  test("do not count what was rolled back", async () => {
    const total = () =>
      bench.db().asSystem((tx) => tx.query("select coalesce(sum(stations), 0) as n from station_rollup"));
    const before = await total();
    const insert = `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
      values ('s', 'd', 'n', 'city_gate', '130102', 'E', 'urban_ng', 'HP_A', 'in_service', st_geomfromtext('POINT(115 38)', 4490))`;
    const run = bench.db().asSystem(async (tx) => {
      await tx.query(insert);
      throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    expect(await total()).toEqual(before);
  });

  test("tell a county the name of a company that has pipe there and nothing of it elsewhere", async () => {
    await bench.db().asSystem(async (tx) => {
      await tx.query(
        `insert into enterprise (id, dataset_name, name, area_code, credit_code) values ('TRUNK', 'd', '干线公司', '130000', 'x')`,
      );
      for (const area of ["130102", "130602"]) {
        await tx.query(
          `insert into pipe (id, dataset_name, area_code, enterprise_id, gas_kind, pressure_level, material, dn_mm, length_m, status, source_crs, from_node, to_node, geom)
           values ($1, 'd', $2, 'TRUNK', 'urban_ng', 'HP_A', 'steel', 500, 10, 'in_service', 'EPSG:4490', 'a', 'b', st_geomfromtext('LINESTRING(115 38, 115.1 38)', 4490))`,
          [`trunk-${area}`, area],
        );
      }
    });
    const names = (areaCode: string) =>
      bench
        .db()
        .as({ level: "county", areaCode, enterpriseId: null }, (tx) =>
          tx.query("select name from enterprise where id = 'TRUNK'"),
        );
    expect(await names("130102")).toEqual([{ name: "干线公司" }]);
    expect(await names("130104")).toEqual([]);
    const rows = await bench
      .db()
      .as({ level: "county", areaCode: "130102", enterpriseId: null }, (tx) =>
        tx.query("select distinct area_code from pipe_rollup where enterprise_id = 'TRUNK'"),
      );
    expect(rows).toEqual([{ area_code: "130102" }]);
  });
});
