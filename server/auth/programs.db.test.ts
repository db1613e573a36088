import { afterEach, beforeEach, expect, test } from "vitest";
import { buildApp } from "#server/app.ts";
import { insertAccount, lockAccount } from "#server/db/accounts.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps } from "#server/testing/fakes.ts";
import { type SignedIn, signInAs } from "#server/testing/world.ts";
import { hashPassword } from "./password.ts";
import { DbSessions } from "./sessions.ts";

const PASSWORD = "correct horse battery";
const PROVINCE = { level: "province", areaCode: "130000", enterpriseId: null } as const;
const COUNTY = { level: "county", areaCode: "130123", enterpriseId: null } as const;
const AREAS = "/ogc/collections/areas/items?limit=1000";

describeOnBothEngines("programs that read for a person", (bench) => {
  let app: App;
  beforeEach(async () => {
    const passwordHash = await hashPassword(PASSWORD);
    await bench.db().asSystem(async (tx) => {
      await tx.query("delete from account");
      const one = { passwordHash, isDemo: false };
      await insertAccount(tx, { ...one, account: "wang", name: "王工", role: "analyst", scope: COUNTY });
      await insertAccount(tx, { ...one, account: "li", name: "李工", role: "analyst", scope: PROVINCE });
      await insertAccount(tx, { ...one, account: "safe", name: "安全员", role: "security_admin", scope: PROVINCE });
    });
    const config = { ...fakeDeps().config, SIGN_IN_LIMIT: 1000 };
    app = await buildApp(
      fakeDeps({ db: bench.db(), sessions: new DbSessions(bench.db(), { idleMs: 1_800_000 }), config }),
    );
  });
  afterEach(() => app.close());

  const basic = (account: string, password: string) =>
    `Basic ${Buffer.from(`${account}:${password}`).toString("base64")}`;
  const ask = async (authorization: string) => await app.inject({ url: AREAS, headers: { authorization } });
  const seen = async (authorization: string) =>
    (await ask(authorization)).json<{ features: { id: string }[] }>().features.map(({ id }) => id);
  const asPerson = ({ cookie, csrf }: SignedIn) => ({ cookie, "x-csrf-token": csrf });
  const makeToken = async (person: SignedIn, name = "QGIS") => {
    const reply = await app.inject({
      method: "POST",
      url: "/api/access-tokens",
      headers: asPerson(person),
      payload: { name },
    });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<{ id: string; token: string }>();
  };
  const countSessions = async () => {
    const rows = await bench.db().asSystem((tx) => tx.query("select 1 from session"));
    return rows.length;
  };

  test("a password is taken each time and opens one session, in the scope of its person", async () => {
    const header = basic("wang", PASSWORD);
    const bursts = await Promise.all(Array.from({ length: 8 }, () => seen(header)));
    for (const ids of bursts) expect(ids).toEqual(["130123"]);
    expect(await countSessions()).toBe(1);
    expect((await seen(basic("li", PASSWORD))).length).toBeGreaterThan(100);
  });

  test("a wrong password is refused with a challenge, counted, and locks the account like any other", async () => {
    for (let i = 0; i < 5; i += 1) {
      const reply = await ask(basic("wang", `wrong ${i}`));
      expect([reply.statusCode, reply.headers["www-authenticate"]]).toEqual([401, expect.stringContaining("Basic")]);
    }
    expect((await ask(basic("wang", PASSWORD))).statusCode).toBe(423);
  });

  test("a session that was ended elsewhere is opened anew with the password, and not without", async () => {
    const header = basic("wang", PASSWORD);
    await seen(header);
    await bench.db().asSystem((tx) => tx.query("delete from session"));
    expect((await ask(header)).statusCode).toBe(200);
    expect((await ask(basic("wang", "other"))).statusCode).toBe(401);
  });

  test("a token opens what its person may see, as a bearer or instead of the password, until it is ended", async () => {
    const person = await signInAs(app, "wang", PASSWORD);
    const { id, token } = await makeToken(person);
    expect(await seen(`Bearer ${token}`)).toEqual(["130123"]);
    expect(await seen(basic("wang", token))).toEqual(["130123"]);
    expect((await ask(basic("li", token))).statusCode).toBe(401);
    const list = await app.inject({ url: "/api/access-tokens", headers: asPerson(person) });
    expect(list.json()).toMatchObject({ tokens: [{ id, name: "QGIS", usedAt: expect.any(String) }] });
    expect(list.body).not.toContain(token);
    const kept = await bench
      .db()
      .asSystem((tx) => tx.query<{ all: string }>('select access_token::text as "all" from access_token'));
    expect(kept[0]?.all).not.toContain(token);
    const end = await app.inject({ method: "DELETE", url: `/api/access-tokens/${id}`, headers: asPerson(person) });
    expect(end.statusCode).toBe(200);
    const audit = await bench
      .db()
      .asSystem((tx) =>
        tx.query<{ action: string }>(
          "select action from audit where account = 'wang' and action like 'access_token.%' order by id",
        ),
      );
    expect(audit.map(({ action }) => action)).toEqual(["access_token.added", "access_token.removed"]);
    await expect.poll(async () => (await ask(`Bearer ${token}`)).statusCode, { timeout: 10_000 }).toBe(401);
  });

  test("nobody ends or sees a token of somebody else's", async () => {
    const { id } = await makeToken(await signInAs(app, "wang", PASSWORD));
    const other = await signInAs(app, "li", PASSWORD);
    expect((await app.inject({ url: "/api/access-tokens", headers: asPerson(other) })).json()).toEqual({ tokens: [] });
    const end = await app.inject({ method: "DELETE", url: `/api/access-tokens/${id}`, headers: asPerson(other) });
    expect(end.statusCode).toBe(404);
  });

  test("a token of an account that a person locked, or past its time, opens nothing", async () => {
    const { token } = await makeToken(await signInAs(app, "wang", PASSWORD));
    await bench.db().asSystem((tx) => lockAccount(tx, "wang"));
    expect((await ask(`Bearer ${token}`)).statusCode).toBe(401);
    await bench.db().asSystem((tx) => tx.query("update account set locked_until = null; "));
    await bench.db().asSystem((tx) => tx.query("update access_token set expires_at = now() - interval '1 s'"));
    expect((await ask(`Bearer ${token}`)).statusCode).toBe(401);
  });

  test("administrators have no part, strangers none at all, and a token never writes", async () => {
    expect((await ask(basic("safe", PASSWORD))).statusCode).toBe(403);
    for (const header of ["Bearer x", "Basic !", "Digest a", basic("", "x"), basic("nobody", "")])
      expect((await ask(header)).statusCode).toBe(401);
    const { token } = await makeToken(await signInAs(app, "wang", PASSWORD));
    const write = await app.inject({
      method: "POST",
      url: "/api/access-tokens",
      headers: { authorization: `Bearer ${token}` },
      payload: { name: "x" },
    });
    expect(write.statusCode).toBe(401);
  });
});
