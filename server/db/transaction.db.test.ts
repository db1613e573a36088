import { beforeAll, describe, expect, test } from "vitest";
import { ensureReadingPartitions } from "./partitions.ts";
import { describeOnBothEngines } from "./testing/engines.ts";

/** A polygon that crosses itself: GEOS throws on it. */
const BOW_TIE = "st_geomfromtext('POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))')";
const SQUARE = "st_geomfromtext('POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))')";

describeOnBothEngines("the database", (bench) => {
  describe("a transaction", () => {
    const names = async () =>
      (await bench.db().asOwner((tx) => tx.query<{ n: string }>("select n from t order by n"))).map((row) => row.n);
    const begin = async (name: string, then: string, how: "query" | "exec" = "query") =>
      await bench.db().asOwner(async (tx) => {
        await tx.query("insert into t (n) values ($1)", [name]);
        await tx[how](then);
      });

    beforeAll(async () => {
      await bench
        .db()
        .asOwner((tx) =>
          tx.exec("create table t (n text primary key, g geometry); grant select, insert on t to gas_system"),
        );
    });

    test("keeps all or nothing", async () => {
      await begin("kept", "select 1");
      await expect(begin("lost", "select 1 / 0")).rejects.toMatchObject({ name: "DatabaseError", code: "22012" });
      expect(await names()).toEqual(["kept"]);
    });

    test.each(["query", "exec"] as const)("in which PostGIS fails is rolled back, by %s", async (how) => {
      const failing = `insert into t (n, g) select 'half', st_intersection(${BOW_TIE}, ${SQUARE})`;
      await expect(begin("before", failing, how)).rejects.toThrow();
      await expect(begin("before", `${failing}; insert into t (n) values ('after')`, "exec")).rejects.toThrow();
      expect(await names()).toEqual(["kept"]);
      await begin(`usable after ${how}`, "select 1");
      await bench.db().asOwner((tx) => tx.query("delete from t where n like 'usable%'"));
    });

    test("whose failed statement was caught and forgotten does not pass for kept", async () => {
      const run = bench.db().asOwner(async (tx) => {
        await tx.query("insert into t (n) values ('forgotten')");
        await tx.query("select 1 / 0").catch(() => undefined);
      });
      await expect(run).rejects.toThrow(/nothing of it was kept/);
      expect(await names()).toEqual(["kept"]);
    });

    test("with a savepoint goes on after a failed statement", async () => {
      await bench.db().asOwner(async (tx) => {
        await tx.exec("savepoint before_it");
        await tx.query("insert into t (n) values ('kept')").catch(() => tx.exec("rollback to savepoint before_it"));
        await tx.query("insert into t (n) values ('saved')");
      });
      expect(await names()).toEqual(["kept", "saved"]);
      await bench.db().asOwner((tx) => tx.query("delete from t where n = 'saved'"));
    });

    test("cannot be used after its end, nor begun inside another", async () => {
      const late = await bench.db().asSystem(async (tx) => tx);
      await expect(late.query("select 1")).rejects.toThrow(/has ended/);
      const nested = bench.db().asSystem(async () => await bench.db().asSystem(async () => 1));
      await expect(nested).rejects.toThrow(/inside another/);
    });

    test("leaves no role and no scope behind", async () => {
      const scope = { level: "county", areaCode: "130102", enterpriseId: null } as const;
      await bench.db().as(scope, async () => undefined, { purpose: "a test" });
      const [after] = await bench
        .db()
        .asOwner((tx) =>
          tx.query(
            `select current_user = session_user as same, coalesce(current_setting('app.area', true), '') || coalesce(current_setting('app.purpose', true), '') as scope`,
          ),
        );
      expect(after).toEqual({ same: true, scope: "" });
    });

    test("runs beside others without mixing them", async () => {
      const areas = ["130102", "130104", "130602", "130682"];
      const read = await Promise.all(
        areas.flatMap((areaCode) =>
          Array.from({ length: 5 }, () =>
            bench.db().as({ level: "county", areaCode, enterpriseId: null }, async (tx) => {
              const [row] = await tx.query<{ areas: string[] }>("select app_areas() as areas");
              return row?.areas.join() === areaCode;
            }),
          ),
        ),
      );
      expect(read).toEqual(Array(20).fill(true));
    });

    describe("brings values there and back alike", () => {
      const at = new Date("2026-11-22T08:00:00.123Z");
      test.each<[string, unknown, unknown]>([
        ["int8", 9_007_199_254_740_991, 9_007_199_254_740_991],
        ["int8", 9_223_372_036_854_775_807n, 9_223_372_036_854_775_807n],
        ["numeric", "12.50", 12.5],
        ["float8", Number.NaN, Number.NaN],
        ["float8", -0.1, -0.1],
        ["boolean", false, false],
        ["text", `'";\\ 燃气\n\t`, `'";\\ 燃气\n\t`],
        ["text", null, null],
        ["date", "2026-02-28", "2026-02-28"],
        ["timestamptz", at, at],
        ["timestamptz", "1899-12-31T23:59:59+08:05", new Date("1899-12-31T15:54:59Z")],
        ["bytea", new Uint8Array([0, 1, 255]), new Uint8Array([0, 1, 255])],
        ["jsonb", { a: [1, null, "ü"] }, { a: [1, null, "ü"] }],
        ["text[]", ["a", null, 'q"\\,{}', "", "NULL"], ["a", null, 'q"\\,{}', "", "NULL"]],
        [
          "int4[]",
          [
            [1, 2],
            [3, 4],
          ],
          [
            [1, 2],
            [3, 4],
          ],
        ],
        ["float8[]", new Float64Array([1.5, 2]), [1.5, 2]],
        ["text[]", [], []],
        ["timestamptz[]", [at], [at]],
      ])("%s %s", async (type, given, expected) => {
        const [row] = await bench.db().asSystem((tx) => tx.query<{ v: unknown }>(`select $1::${type} as v`, [given]));
        expect(row?.v).toEqual(expected);
      });
    });
  });

  describe("bulk load", () => {
    const line = (i: number) => `c-${i}\td\t130102\tE-1\turban_ng\tresidential\t\\N\tSRID=4490;POINT(115 38)\n`;
    const columns = ["id", "dataset_name", "area_code", "enterprise_id", "gas_kind", "class", "service_node", "geom"];
    const countRows = async () =>
      (await bench.db().asSystem((tx) => tx.query<{ n: number }>("select count(*) as n from customer")))[0]?.n;

    test("takes text cut anywhere, into a table under row security and into a temporary one", async () => {
      const text = Array.from({ length: 500 }, (_, i) => line(i)).join("");
      const pieces = text.match(/[\s\S]{1,97}/g) ?? [];
      const rows = await bench.db().asSystem(async (tx) => {
        await tx.exec("create temporary table stage (like customer including defaults) on commit drop");
        return [await tx.copy("customer", columns, pieces), await tx.copy("stage", columns, pieces)];
      });
      expect(rows).toEqual([500, 500]);
      expect(await countRows()).toBe(500);
    });

    test("takes more than one piece's worth, and nothing at all", async () => {
      async function* lines() {
        for (let i = 1000; i < 81_000; i += 1) yield line(i);
      }
      expect(await bench.db().asSystem((tx) => tx.copy("customer", columns, lines()))).toBe(80_000);
      expect(await bench.db().asSystem((tx) => tx.copy("customer", columns, []))).toBe(0);
      expect(await countRows()).toBe(80_500);
    });

    test("fails whole on a bad line, on a source that fails, for a person, and where the role may not write", async () => {
      const bad = bench.db().asSystem((tx) => tx.copy("customer", columns, [line(1), "too\tfew\n"]));
      await expect(bad).rejects.toMatchObject({ name: "DatabaseError" });
      async function* failing() {
        yield line(900_000);
        throw new Error("the file broke off");
      }
      await expect(bench.db().asSystem((tx) => tx.copy("customer", columns, failing()))).rejects.toThrow(
        /^the file broke off$/,
      );
      const scope = { level: "province", areaCode: "130000", enterpriseId: null } as const;
      await expect(bench.db().as(scope, (tx) => tx.copy("customer", columns, [line(2)]))).rejects.toThrow(
        /system's work/,
      );
      await expect(
        bench.db().asSystem((tx) => tx.copy("migration", ["number", "name", "sha256"], ["9\tx\ty\n"])),
      ).rejects.toMatchObject({ code: "42501" });
      expect(await countRows()).toBe(80_500);
    });
  });

  describe("readings by month", () => {
    test("are moved from the default partition when their month is made, and none is lost", async () => {
      const insert = (t: string) =>
        bench
          .db()
          .asSystem((tx) =>
            tx.query(
              "insert into reading (tag_id, t, area_code, enterprise_id, v) values ('a', $1, '130102', 'E', 1)",
              [t],
            ),
          );
      const times = ["2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z", "2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z"];
      for (const t of times) await insert(t);
      const make = () =>
        bench
          .db()
          .asSystem((tx) =>
            ensureReadingPartitions(tx, new Date("2026-11-15T00:00:00Z"), new Date("2026-11-15T00:00:00Z")),
          );
      await make();
      await make();
      const rows = await bench
        .db()
        .asSystem((tx) =>
          tx.query<{ part: string; n: number }>(
            "select tableoid::regclass::text as part, count(*) as n from reading group by 1 order by 1",
          ),
        );
      expect(rows).toEqual([
        { part: "reading_202611", n: 2 },
        { part: "reading_default", n: 2 },
      ]);
      await expect(insert(times[1] as string)).rejects.toMatchObject({ code: "23505" });
    });
  });

  describe("a county's question", () => {
    test("goes by the index on area_code, and a box by the spatial one", async () => {
      await bench.db().asSystem(async (tx) => {
        await tx.query(
          `insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
         select 's-' || i, 'd', 'n', 'regulator_box', d.code, 'E-' || i % 50, 'urban_ng', 'LP', 'in_service',
                st_setsrid(st_makepoint(113 + (i % 700) / 100.0, 36 + (i / 700) / 10.0), 4490)
           from generate_series(1, 20000) i join (select code, row_number() over (order by code) as k from division where level = 'county') d
             on d.k = i % 167 + 1`,
        );
      });
      await bench.db().asOwner((tx) => tx.exec("analyze station"));
      const plan = async (scope: Parameters<ReturnType<typeof bench.db>["as"]>[0], sql: string) =>
        await bench.db().as(scope, async (tx) => JSON.stringify(await tx.query(`explain (format json) ${sql}`)));
      const county = { level: "county", areaCode: "130102", enterpriseId: null } as const;
      expect(await plan(county, "select count(*) from station")).toMatch(/station_area_code_idx/);
      const enterprise = { level: "enterprise", areaCode: "130102", enterpriseId: "E-7" } as const;
      expect(await plan(enterprise, "select count(*) from station")).toMatch(/station_enterprise_id_idx/);
      const province = { level: "province", areaCode: "130000", enterpriseId: null } as const;
      const box = "select id from station where geom && st_makeenvelope(114, 38, 114.05, 38.05, 4490)";
      expect(await plan(province, box)).toMatch(/station_geom_idx/);
    });
  });
});
