import { beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import type { Access, Tx } from "./db.ts";
import { ensureReadingPartitions } from "./partitions.ts";
import { OWNED_TABLES, type OwnedTable, type Owner, plantCanaries } from "./testing/canaries.ts";
import { describeOnBothEngines } from "./testing/engines.ts";

/** Trunk company of the province, one of a city, two in 石家庄's 长安区, one each in 保定, 雄安, 定州. */
const TRUNK = { area: "130000", enterprise: "T-1" };
const CITY_OWN = { area: "130600", enterprise: "C-1" };
const CHANGAN = { area: "130102", enterprise: "E-1" };
const CHANGAN_2 = { area: "130102", enterprise: "E-2" };
const BAODING = { area: "130602", enterprise: "E-3" };
const XIONGAN = { area: "130629", enterprise: "E-4" };
const DINGZHOU = { area: "130682", enterprise: "E-5" };
const OWNERS: readonly Owner[] = [TRUNK, CITY_OWN, CHANGAN, CHANGAN_2, BAODING, XIONGAN, DINGZHOU];

const province: Scope = { level: "province", areaCode: "130000", enterpriseId: null };
const city = (areaCode: string): Scope => ({ level: "city", areaCode, enterpriseId: null });
const county = (areaCode: string): Scope => ({ level: "county", areaCode, enterpriseId: null });
const enterprise = (owner: Owner): Scope => ({
  level: "enterprise",
  areaCode: owner.area,
  enterpriseId: owner.enterprise,
});

/** What each scope may see, written out by hand. */
const SIGHTS: readonly (readonly [string, Scope, readonly Owner[]])[] = [
  ["the province", province, OWNERS],
  ["保定, without 雄安 and 定州", city("130600"), [CITY_OWN, BAODING]],
  ["雄安", city("133100"), [XIONGAN]],
  ["定州", city("130682"), [DINGZHOU]],
  ["石家庄", city("130100"), [CHANGAN, CHANGAN_2]],
  ["辛集, where nobody is", city("130181"), []],
  ["长安区", county("130102"), [CHANGAN, CHANGAN_2]],
  ["定州 as a county", county("130682"), [DINGZHOU]],
  ["an enterprise", enterprise(CHANGAN), [CHANGAN]],
  ["the trunk company", enterprise(TRUNK), [TRUNK]],
  ["a county given as a city", city("130102"), [CHANGAN, CHANGAN_2]],
];

const key = (owner: Owner) => `${owner.area} ${owner.enterprise}`;
const PERSONAL: readonly OwnedTable[] = ["customer_person"];

/** The product's own rules belong to nobody and are everybody's. */
const OWNED = (id: string) => `${id} is not null`;
const ownersIn = async (tx: Tx, table: OwnedTable): Promise<readonly string[]> => {
  const id = table === "enterprise" ? "id" : "enterprise_id";
  const rows = await tx.query<Owner>(`select area_code as area, ${id} as enterprise from ${table} where ${OWNED(id)}`);
  return rows.map(key).toSorted();
};

const TABLES = `
  select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
         (select count(*) from pg_policy p where p.polrelid = c.oid and p.polname <> 'system') as policies
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f')
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by 1`;
interface TableRow {
  readonly name: string;
  readonly forced: boolean;
  readonly policies: number;
}

/** No person has any business in these: only the system's policy stands. */
const SYSTEM_ONLY = [
  "access_token",
  "alarm_checkpoint",
  "api_key",
  "dataset_change",
  "fact_file",
  "field_file",
  "history_late",
  "migration",
  "reading_push",
  "rollup_mark",
];

const unguarded = (tables: readonly TableRow[]) =>
  tables
    .filter((table) => !table.forced || (table.policies === 0 && !SYSTEM_ONLY.includes(table.name)))
    .map((table) => table.name);

describeOnBothEngines("row-level security", (bench) => {
  const seen = async (scope: Scope, table: OwnedTable, access?: Access) =>
    await bench.db().as(scope, (tx) => ownersIn(tx, table), access);

  beforeAll(async () => {
    await bench.db().asSystem(async (tx) => {
      await plantCanaries(tx, OWNERS);
      await ensureReadingPartitions(tx, new Date(), new Date());
      await tx.query(
        `insert into account (account, name, role, level, area_code, password_hash) values ('a', 'A', 'supervisor', 'county', '130102', 'secret')`,
      );
      await tx.query(`insert into session (token_hash, account, csrf, expires_at) values ('t', 'a', 'c', now())`);
      await tx.query(
        `insert into api_key (key_hash, name, area_code, enterprise_id) values ('k', 'K', '130102', 'E-1')`,
      );
      await tx.query(`insert into audit (account, action, area_code, hash) values ('a', 'sign_in', '130102', 'h')`);
      await tx.query(
        `insert into outline (code, name, level, source, geom) values ('130102', 'x', 'county', 's', st_geomfromtext('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))', 4490)) on conflict do nothing`,
      );
    });
  });

  test("is forced, with a policy, on every table there is, partitions too", async () => {
    const tables = await bench.db().asOwner((tx) => tx.query<TableRow>(TABLES));
    expect(unguarded(tables)).toEqual([]);
    expect(tables.filter(({ name }) => /^reading_\d{6}$/.test(name))).toHaveLength(1);
  });

  test("is missed when a new table has none", async () => {
    const run = bench.db().asOwner(async (tx) => {
      await tx.exec(
        "create table forgotten (id int); create table half (id int); alter table half enable row level security",
      );
      throw new Error(unguarded(await tx.query<TableRow>(TABLES)).join(" "));
    });
    await expect(run).rejects.toThrow(/^forgotten half$/);
  });

  test("no role of ours owns a table, logs in or goes around it", async () => {
    const roles = await bench.db().asOwner((tx) =>
      tx.query(`select rolname from pg_roles where rolname like 'gas\\_%' and (rolsuper or rolbypassrls or rolcanlogin)
                union all select tableowner from pg_tables where schemaname = 'public' and tableowner like 'gas\\_%'`),
    );
    expect(roles).toEqual([]);
  });

  test.each(["gas_app", "gas_province", "gas_area", "gas_enterprise"])(
    "%s without a scope sees no row of any table",
    async (role) => {
      const found = await bench.db().asOwner(async (tx) => {
        const tables = await tx.query<TableRow>(TABLES);
        await tx.exec(`set local role ${role}`);
        const rows: string[] = [];
        for (const { name } of tables) {
          const may = await tx.query<{ may: boolean }>("select has_any_column_privilege($1, 'select') as may", [name]);
          if (may[0]?.may && (await tx.query(`select 1 from ${name} limit 1`)).length > 0) rows.push(name);
        }
        return rows;
      });
      expect(found).toEqual([]);
    },
  );

  describe.each(SIGHTS)("%s", (_name, scope, owners) => {
    const strict = OWNED_TABLES.filter((table) => !/^enterprise/.test(table) && !PERSONAL.includes(table));
    test.each(strict)("sees its rows of %s and no other", async (table) => {
      expect(await seen(scope, table)).toEqual(owners.map(key).toSorted());
    });
    test("sees personal data only as their enterprise, or with a purpose", async () => {
      const expected = scope.level === "enterprise" ? owners.map(key) : [];
      expect(await seen(scope, "customer_person")).toEqual(expected);
      expect(await seen(scope, "customer_person", { purpose: "leak at the door" })).toEqual(owners.map(key).toSorted());
    });
  });

  test("an enterprise is seen by name where it works, and not where else it works", async () => {
    await bench.db().asSystem(async (tx) => {
      await tx.query(
        `insert into enterprise_area (enterprise_id, area_code) values ('T-1', '130102'), ('T-1', '130602')`,
      );
    });
    expect(await seen(county("130102"), "enterprise")).toEqual([TRUNK, CHANGAN, CHANGAN_2].map(key));
    expect(await seen(county("130102"), "enterprise_licence")).toEqual([TRUNK, CHANGAN, CHANGAN_2].map(key));
    expect(await seen(county("130102"), "enterprise_area")).toEqual(["130102 E-1", "130102 E-2", "130102 T-1"]);
    expect(await seen(city("133100"), "enterprise")).toEqual([key(XIONGAN)]);
    expect(await seen(enterprise(TRUNK), "enterprise_area")).toEqual(["130000 T-1", "130102 T-1", "130602 T-1"]);
  });

  test("accounts and sessions are the security administrator's, within the area, without hashes", async () => {
    const count = async (scope: Scope, role?: Access["role"]) =>
      await bench
        .db()
        .as(
          scope,
          async (tx) => [
            (await tx.query("select account from account")).length,
            (await tx.query("select account from session")).length,
          ],
          role ? { role } : {},
        );
    expect(await count(county("130102"))).toEqual([0, 0]);
    expect(await count(county("130102"), "supervisor")).toEqual([0, 0]);
    expect(await count(county("130102"), "security_admin")).toEqual([1, 1]);
    expect(await count(county("130602"), "security_admin")).toEqual([0, 0]);
    const hash = bench
      .db()
      .as(province, (tx) => tx.query("select password_hash from account"), { role: "security_admin" });
    await expect(hash).rejects.toMatchObject({ code: "42501" });
  });

  test("nobody writes as a person, and a malformed scope is refused", async () => {
    const write = bench.db().as(province, (tx) => tx.query("update station set name = 'x'"));
    await expect(write).rejects.toMatchObject({ code: "42501" });
    await expect(
      bench.db().as({ level: "enterprise", areaCode: "130102", enterpriseId: null }, async () => 1),
    ).rejects.toThrow();
    await expect(
      bench.db().as({ level: "county", areaCode: "1301'2", enterpriseId: null }, async () => 1),
    ).rejects.toThrow();
  });

  test("the audit trail is append-only for the system, and for the owner too", async () => {
    const change = (sql: string) => [
      bench.db().asSystem((tx) => tx.query(sql)),
      bench.db().asOwner((tx) => tx.query(sql)),
    ];
    for (const sql of ["update audit set action = 'x'", "delete from audit", "truncate audit"]) {
      for (const outcome of await Promise.allSettled(change(sql)))
        expect(outcome).toMatchObject({ status: "rejected", reason: { code: "42501" } });
    }
    const rows = await bench
      .db()
      .as(county("130102"), (tx) => tx.query("select action from audit"), { role: "audit_admin" });
    expect(rows).toEqual([{ action: "sign_in" }]);
    expect(await bench.db().as(county("130102"), (tx) => tx.query("select action from audit"))).toEqual([]);
  });
});
