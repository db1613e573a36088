import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { DEMO_ACCOUNTS } from "#contract/demo-accounts.ts";
import { listAccounts, readPasswordHash } from "#server/db/accounts.ts";
import { findDemoPlaces } from "#server/db/demo.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { ROLE_LEVELS, scopeOf } from "./account-rules.ts";
import { dropDemoAccounts, ensureDemoAccounts } from "./demo-accounts.ts";
import { checkPassword } from "./password.ts";
import { DbSessions } from "./sessions.ts";

const USER = fileURLToPath(new URL("../../scripts/user.ts", import.meta.url));

describeOnBothEngines("accounts", (bench) => {
  beforeEach(() =>
    bench.db().asSystem((tx) =>
      tx.exec(`delete from account; delete from enterprise; delete from station;
        insert into enterprise (id, dataset_name, name, area_code, credit_code) values
          ('E-1', 'e', '小', '130123', 'x'), ('E-2', 'e', '大', '130123', 'x'), ('E-3', 'e', '外', '130102', 'x');
        insert into station (id, dataset_name, name, kind, area_code, enterprise_id, gas_kind, pressure_level, status, geom)
          values ('S-1', 's', '站', 'city_gate', '130123', 'E-2', 'urban_ng', 'HP_A', 'in_service', 'SRID=4490;POINT(114 38)');`),
    ),
  );

  const places = async () => {
    const found = await bench.db().asSystem((tx) => findDemoPlaces(tx, "130123"));
    if (!found) throw new Error("no places");
    return found;
  };

  test("the demo's people stand in a county, the unit above it and its largest enterprise, each in a role that fits", async () => {
    await ensureDemoAccounts(bench.db(), "demo-password", await places());
    const accounts = await bench.db().asSystem(listAccounts);
    expect(accounts.map(({ account }) => account).sort()).toEqual([...DEMO_ACCOUNTS].sort());
    for (const { role, scope } of accounts) expect(ROLE_LEVELS[role]).toContain(scope.level);
    const scopeFor = (name: string) => accounts.find(({ account }) => account === name)?.scope;
    expect(scopeFor("city")).toEqual({ level: "city", areaCode: "130100", enterpriseId: null });
    expect(scopeFor("county")).toEqual({ level: "county", areaCode: "130123", enterpriseId: null });
    expect(scopeFor("enterprise")).toEqual({ level: "enterprise", areaCode: "130123", enterpriseId: "E-2" });
  });

  test("started again with the same password sessions go on; with another one they end", async () => {
    const db = bench.db();
    const sessions = new DbSessions(db, { idleMs: 60_000 });
    await ensureDemoAccounts(db, "demo-password", await places());
    const { session } = await sessions.open("city", { ip: "::1", userAgent: null });
    await ensureDemoAccounts(db, "demo-password", await places());
    expect(await sessions.isAlive(session)).toBe(true);
    await ensureDemoAccounts(db, "another-password", await places());
    expect(await sessions.isAlive(session)).toBe(false);
    const stored = await db.asSystem((tx) => readPasswordHash(tx, "auditor"));
    expect(await checkPassword(stored, "another-password")).toBe(true);
  });

  test("a person's own account is never taken for the demo, nor removed with it", async () => {
    const db = bench.db();
    await db.asSystem((tx) =>
      tx.query(
        "insert into account (account, name, role, level, area_code, password_hash) values ('city', '王', 'analyst', 'city', '130200', 'own')",
      ),
    );
    await ensureDemoAccounts(db, "demo-password", await places());
    await dropDemoAccounts(db);
    const left = await db.asSystem(listAccounts);
    expect(left.map(({ account, scope }) => [account, scope.areaCode])).toEqual([["city", "130200"]]);
    expect(await db.asSystem((tx) => readPasswordHash(tx, "city"))).toBe("own");
  });

  test("a scope is one that the register knows", async () => {
    const scope = (...given: [Parameters<typeof scopeOf>[1], string | null, string | null]) =>
      bench.db().asSystem((tx) => scopeOf(tx, ...given));
    expect(await scope("city", "133100", null)).toEqual({ level: "city", areaCode: "133100", enterpriseId: null });
    expect(await scope("enterprise", null, "E-3")).toEqual({
      level: "enterprise",
      areaCode: "130102",
      enterpriseId: "E-3",
    });
    await expect(scope("city", "130102", null)).rejects.toThrow("not a city");
    await expect(scope("county", "133100", null)).rejects.toThrow("not a county");
    await expect(scope("province", "130100", null)).rejects.toThrow("not the province");
    await expect(scope("enterprise", "130123", "E-3")).rejects.toThrow("at home in 130102");
    await expect(scope("enterprise", null, "E-9")).rejects.toThrow("no enterprise");
    await expect(scope("county", "130102", "E-3")).rejects.toThrow("level enterprise");
    await expect(scope("county", null, null)).rejects.toThrow("needs --area");
  });

  const user = (args: string[], input = "") =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const { dataDir, databaseUrl } = bench.place();
      const env = { PATH: process.env.PATH, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { DATA_DIR: dataDir }) };
      const child = execFile(process.execPath, [USER, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
      );
      child.stdin?.end(input);
    });

  test("the command line makes, locks and removes accounts, and leaves the embedded database to a running server", async () => {
    const added = await user(
      [
        "add",
        "li",
        "--name",
        "李工",
        "--role",
        "clerk",
        "--level",
        "enterprise",
        "--enterprise",
        "E-1",
        "--password-stdin",
      ],
      "correct horse battery\n",
    );
    if (bench.engine === "embedded") {
      expect(added).toMatchObject({ code: 1, said: expect.stringContaining(`process ${process.pid}`) });
      return;
    }
    expect(added).toMatchObject({ code: 0, said: expect.stringContaining("clerk, enterprise E-1") });
    const stored = await bench.db().asSystem((tx) => readPasswordHash(tx, "li"));
    expect(await checkPassword(stored, "correct horse battery")).toBe(true);
    expect((await user(["passwd", "li", "--password-stdin"], "short")).said).toMatch(/12 characters/);
    expect((await user(["lock", "li"])).code).toBe(0);
    expect((await user(["list"])).said).toMatch(/li .*clerk .*enterprise E-1 .*locked/);
    expect((await user(["remove", "li"])).code).toBe(0);
    expect(await user(["remove", "li"])).toMatchObject({ code: 1, said: "there is no account li\n" });
    const trail = await bench
      .db()
      .asSystem((tx) => tx.query<{ action: string }>("select action from audit where subject = 'li' order by id"));
    expect(trail.map(({ action }) => action)).toEqual(["account.added", "account.locked", "account.removed"]);
  });
});
