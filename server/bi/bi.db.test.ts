import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { readMigrations } from "#server/db/migrations.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { leaks, plantCanaryWorld, SIGHTS } from "#server/testing/canary-world.ts";
import { addLogin, BiRefused, listLogins, loginOf, removeLogin } from "./logins.ts";

const VIEWS = "select viewname as name from pg_views where schemaname = 'bi' order by 1";

test.each(["", "Finance", "a b", "x'; drop table pipe; --", "ü", "1st", "a".repeat(41)])(
  "a name like %j is refused, and says what is expected",
  (name) => {
    expect(() => loginOf(name)).toThrow(/small letters, digits and _/);
  },
);

describeOnBothEngines("reporting tools", (bench) => {
  beforeAll(() => plantCanaryWorld(bench.db()));

  test("every view says what it is, and every number's unit is in its name or its comment", async () => {
    const bare = await bench.db().asOwner((tx) =>
      tx.query<{ name: string }>(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'bi' and c.relkind = 'v' and obj_description(c.oid) is null`,
      ),
    );
    expect(bare).toEqual([]);
    const unitless = await bench.db().asOwner((tx) =>
      tx.query<{ name: string }>(
        `select c.relname || '.' || a.attname as name
           from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
          where n.nspname = 'bi' and a.attnum > 0 and a.atttypid = 'float8'::regtype and col_description(c.oid, a.attnum) is null
            and a.attname !~ '_(mm|m|kpa|m3|m3h|km2)$' and c.relname not in ('tag', 'reading_hour', 'alarm', 'hazard')`,
      ),
    );
    expect(unitless).toEqual([]);
  });

  test("an embedded database makes no logins and says what is needed", async () => {
    if (bench.engine !== "embedded") return;
    await expect(addLogin(bench.db(), "finance", (SIGHTS[0] as (typeof SIGHTS)[0]).scope, "t")).rejects.toThrow(
      /DATABASE_URL/,
    );
  });

  if (bench.engine !== "native") return;

  describe("a login", () => {
    const open: Client[] = [];
    const made: string[] = [];
    const name = () => `t${randomBytes(6).toString("hex")}`;
    const enter = async (login: string, password: string): Promise<Client> => {
      const url = new URL(bench.place().databaseUrl as string);
      [url.username, url.password] = [login, password];
      const client = new Client({ connectionString: url.href });
      // The server ends it when the login is taken away.
      client.on("error", () => {});
      open.push(client);
      await client.connect();
      return client;
    };
    const make = async (scope: (typeof SIGHTS)[number]["scope"]) => {
      const one = name();
      const { login, password } = await addLogin(bench.db(), one, scope, "boss");
      made.push(one);
      return { name: one, login, password };
    };
    afterEach(async () => {
      for (const client of open.splice(0)) await client.end().catch(() => {});
      for (const one of made.splice(0)) await removeLogin(bench.db(), one, "boss").catch(() => {});
    });

    test.each(SIGHTS.map((sight) => [sight.name, sight] as const))(
      "of %s sees in every view what a person there sees, and nobody else's",
      async (_, sight) => {
        const { login, password } = await make(sight.scope);
        const client = await enter(login, password);
        const views = (await client.query<{ name: string }>(VIEWS)).rows.map((row) => row.name);
        expect(views.length).toBeGreaterThan(10);
        for (const view of views) {
          const { rows } = await client.query(`select * from bi.${view}`);
          expect(leaks(JSON.stringify(rows), sight)).toEqual([]);
          const hasOwner = rows[0] && "enterprise_id" in rows[0];
          if (hasOwner && !["enterprise", "licence"].includes(view))
            expect(new Set(rows.map((row) => row.enterprise_id))).toEqual(new Set(sight.sees.map((o) => o.enterprise)));
        }
      },
    );

    test("widens its sight by nothing that it can say", async () => {
      const county = SIGHTS.find(({ scope }) => scope.level === "county") as (typeof SIGHTS)[0];
      const { login, password } = await make(county.scope);
      const client = await enter(login, password);
      const seen = async () => (await client.query("select enterprise_id from bi.station order by 1")).rows;
      const before = await seen();
      expect(before).toHaveLength(county.sees.length);
      for (const [key, value] of [
        ["app.level", "province"],
        ["app.area", "130000"],
        ["app.enterprise", "E-4"],
        ["app.role", "security_admin"],
        ["app.purpose", "because"],
      ])
        await client.query(`set ${key} = '${value}'`);
      expect(await seen()).toEqual(before);
      for (const role of ["gas_bi_view", "gas_province", "gas_app", "gas_system"])
        await expect(client.query(`set role ${role}`)).rejects.toThrow(/permission denied/);
      await expect(client.query("set session authorization postgres")).rejects.toThrow(/permission denied/);
      for (const table of ["station", "customer_person", "account", "session", "audit"])
        await expect(client.query(`select * from public.${table}`)).rejects.toThrow(/permission denied/);
    });

    test("knows of no other login", async () => {
      const scope = (SIGHTS[0] as (typeof SIGHTS)[0]).scope;
      const [one] = [await make(scope), await make(scope)];
      const client = await enter(one.login, one.password);
      expect((await client.query("select login from public.bi_login")).rows).toEqual([{ login: one.login }]);
    });

    test("writes nothing, also when it takes back that it may only read", async () => {
      const { login, password } = await make((SIGHTS[0] as (typeof SIGHTS)[0]).scope);
      const client = await enter(login, password);
      await client.query("set default_transaction_read_only = off");
      for (const write of [
        "update bi.customer set class = 'x'",
        "delete from bi.licence",
        "insert into bi.supply_day values ('E-1', '130102', 'urban_ng', now(), 1)",
        "create table public.mine (id int)",
        "create view bi.mine as select 1",
      ])
        await expect(client.query(write)).rejects.toThrow(/permission denied/);
    });

    test("is told once, stands in the list and in the audit trail, and is gone when it is taken away", async () => {
      const sight = SIGHTS[1] as (typeof SIGHTS)[0];
      const one = await make(sight.scope);
      const client = await enter(one.login, one.password);
      expect((await listLogins(bench.db())).map(({ login }) => login)).toContain(one.login);
      await expect(addLogin(bench.db(), one.name, sight.scope, "boss")).rejects.toThrow(BiRefused);
      await removeLogin(bench.db(), one.name, "boss");
      await expect(client.query("select 1")).rejects.toThrow();
      await expect(enter(one.login, one.password)).rejects.toThrow(/authentication|does not exist/);
      expect((await listLogins(bench.db())).map(({ login }) => login)).not.toContain(one.login);
      await expect(removeLogin(bench.db(), one.name, "boss")).rejects.toThrow(/no login/);
      const trail = await bench
        .db()
        .asSystem((tx) =>
          tx.query<{ action: string }>("select action from audit where subject = $1 order by id", [one.login]),
        );
      expect(trail.map(({ action }) => action)).toEqual(["bi.login", "bi.logout"]);
      const kept = await bench.db().asSystem((tx) => tx.query("select * from audit where subject = $1", [one.login]));
      expect(JSON.stringify(kept)).not.toContain(one.password);
    });

    test("made before ducts had a view reads them once they have", async () => {
      const sight = SIGHTS.find(({ scope }) => scope.level === "enterprise") as (typeof SIGHTS)[0];
      const { login, password } = await make(sight.scope);
      const migration = readMigrations().find(({ name }) => name === "bi-ducts");
      await bench.db().asOwner(async (tx) => {
        await tx.exec("drop view bi.duct");
        await tx.exec(migration?.sql ?? "");
      });
      const client = await enter(login, password);
      const { rows } = await client.query("select enterprise_id, length_m from bi.duct");
      // A hundredth of a degree at 38° north.
      expect(rows).toEqual([{ enterprise_id: sight.scope.enterpriseId, length_m: expect.closeTo(878.32, 1) }]);
      const may = "select has_schema_privilege('gas_bi_view', 'bi', 'create') as may";
      expect(await bench.db().asOwner((tx) => tx.query(may))).toEqual([{ may: false }]);
    });

    test("that lost its row sees nothing", async () => {
      const { login, password } = await make((SIGHTS[0] as (typeof SIGHTS)[0]).scope);
      const client = await enter(login, password);
      await bench.db().asSystem((tx) => tx.query("delete from bi_login where login = $1", [login]));
      expect((await client.query("select * from bi.station")).rows).toEqual([]);
      expect((await client.query("select * from bi.area")).rows).toEqual([]);
    });
  });
});
