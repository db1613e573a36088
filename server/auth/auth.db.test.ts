import { afterEach, beforeEach, expect, test } from "vitest";
import { buildApp } from "#server/app.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { isChainIntact } from "#server/db/audit.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { fakeDeps } from "#server/testing/fakes.ts";
import { signInAs } from "#server/testing/world.ts";
import { hashPassword } from "./password.ts";
import { DbSessions, SESSION_LIFE_MS } from "./sessions.ts";

const PASSWORD = "correct horse battery";
const PROVINCE = { level: "province", areaCode: "130000", enterpriseId: null } as const;

describeOnBothEngines("signing in", (bench) => {
  let app: App;
  let now: number;
  const sessions = () => new DbSessions(bench.db(), { idleMs: 30 * 60_000, now: () => now });

  beforeEach(async () => {
    now = Date.now();
    const passwordHash = await hashPassword(PASSWORD);
    await bench.db().asSystem(async (tx) => {
      await tx.query("delete from account");
      const person = { scope: PROVINCE, passwordHash, isDemo: false };
      await insertAccount(tx, { ...person, account: "wang", name: "王工", role: "supervisor" });
      await insertAccount(tx, { ...person, account: "safe", name: "安全员", role: "security_admin" });
      await insertAccount(tx, { ...person, account: "audit", name: "审计员", role: "audit_admin" });
    });
    const config = { ...fakeDeps().config, SIGN_IN_LIMIT: 1000 };
    app = await buildApp(fakeDeps({ db: bench.db(), sessions: sessions(), config }));
  });
  afterEach(() => app.close());

  const attempt = (account: string, password: string) =>
    app.inject({ method: "POST", url: "/api/session", payload: { account, password } });
  const me = (cookie: string) => app.inject({ url: "/api/session", headers: { cookie } });

  test("the right password opens a session that says who one is", async () => {
    const { cookie } = await signInAs(app, "wang", PASSWORD);
    const reply = await me(cookie);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      account: "wang",
      role: "supervisor",
      scope: PROVINCE,
      areaName: "河北省",
      demo: false,
    });
  });

  test("the first answer to a page tells whom its cookie knows, and nobody else of anybody", async () => {
    const welcome = async (headers: { cookie?: string } = {}) => {
      const reply = await app.inject({ url: "/api/welcome", headers });
      expect(reply.headers["cache-control"]).toContain("no-store");
      return reply.json();
    };
    const { cookie, csrf } = await signInAs(app, "wang", PASSWORD);
    expect((await welcome({ cookie })).me).toEqual((await me(cookie)).json());
    expect((await welcome()).me).toBeNull();
    await app.inject({ method: "DELETE", url: "/api/session", headers: { cookie, "x-csrf-token": csrf } });
    expect((await welcome({ cookie })).me).toBeNull();
  });

  test("the cookie is closed to scripts and other sites, and the database holds only its hash", async () => {
    const reply = await attempt("wang", PASSWORD);
    expect(reply.headers["set-cookie"]).toMatch(/HttpOnly; SameSite=Strict$/);
    const token = reply.cookies[0]?.value ?? "";
    const rows = await bench
      .db()
      .asSystem((tx) => tx.query<{ all: string }>('select session::text as "all" from session'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.all).not.toContain(token);
  });

  test("five failures lock an account for fifteen minutes, even for the right password", async () => {
    for (let i = 0; i < 5; i += 1)
      expect((await attempt("wang", "wrong")).json()).toMatchObject({ code: "wrong_credentials" });
    const reply = await attempt("wang", PASSWORD);
    expect([reply.statusCode, reply.json().code]).toEqual([423, "locked"]);
    await bench.db().asSystem((tx) => tx.query("update account set locked_until = now() - interval '1 second'"));
    expect((await attempt("wang", PASSWORD)).statusCode).toBe(200);
  });

  test("a name that no account has is answered word for word alike", async () => {
    const plain = async (account: string) => {
      const reply = await attempt(account, "wrong");
      return {
        status: reply.statusCode,
        body: { ...reply.json(), requestId: "" },
        headers: Object.keys(reply.headers),
      };
    };
    for (let i = 0; i < 7; i += 1) expect(await plain("nobody")).toEqual(await plain("wang"));
  });

  test("twenty guesses at once are no more than five", async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => attempt("wang", `guess ${i}`)));
    const codes = replies.map((r) => r.json().code);
    expect(codes.filter((c) => c === "wrong_credentials")).toHaveLength(5);
    expect(codes.filter((c) => c === "locked")).toHaveLength(15);
  });

  test("a success forgets the failures before it", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) await attempt("wang", "wrong");
      expect((await attempt("wang", PASSWORD)).statusCode).toBe(200);
    }
  });

  test("signing out ends the session at once", async () => {
    const { cookie, csrf } = await signInAs(app, "wang", PASSWORD);
    const headers = { cookie, "x-csrf-token": csrf };
    expect((await app.inject({ method: "DELETE", url: "/api/session", headers })).statusCode).toBe(200);
    expect((await me(cookie)).json()).toMatchObject({ status: 401, code: "not_signed_in" });
  });

  test("signing in again on the same browser leaves no session behind", async () => {
    const { cookie } = await signInAs(app, "wang", PASSWORD);
    const payload = { account: "wang", password: PASSWORD };
    await app.inject({ method: "POST", url: "/api/session", payload, headers: { cookie } });
    expect((await me(cookie)).statusCode).toBe(401);
  });

  test("a session ends when idle, and after twelve hours however busy", async () => {
    const idle = await signInAs(app, "wang", PASSWORD);
    now += 31 * 60_000;
    expect((await me(idle.cookie)).statusCode).toBe(401);
    const busy = await signInAs(app, "wang", PASSWORD);
    const end = now + SESSION_LIFE_MS;
    for (; now < end - 60_000; now += 20 * 60_000) expect((await me(busy.cookie)).statusCode).toBe(200);
    now = end;
    expect((await me(busy.cookie)).statusCode).toBe(401);
  });

  test("activity is written at most once a minute", async () => {
    const { cookie } = await signInAs(app, "wang", PASSWORD);
    const seen = async () => {
      const [row] = await bench.db().asSystem((tx) => tx.query<{ seen: Date }>("select seen_at as seen from session"));
      return row?.seen.getTime() ?? 0;
    };
    const first = await seen();
    now += 50_000;
    await me(cookie);
    expect(await seen()).toBe(first);
    now += 11_000;
    await me(cookie);
    expect(await seen()).toBe(first + 61_000);
  });

  test("a security administrator revokes sessions and lifts the lock; the next request of the other is refused", async () => {
    const wang = await signInAs(app, "wang", PASSWORD);
    for (let i = 0; i < 5; i += 1) await attempt("wang", "wrong");
    const { cookie, csrf } = await signInAs(app, "safe", PASSWORD);
    const before = await app.inject({ url: "/api/accounts", headers: { cookie } });
    expect(before.json().accounts).toContainEqual(
      expect.objectContaining({ account: "wang", sessions: 1, lockedUntil: expect.stringMatching(/Z$/) }),
    );
    expect(before.body).not.toMatch(/argon2|password/);
    const headers = { cookie, "x-csrf-token": csrf };
    const reply = await app.inject({ method: "DELETE", url: "/api/accounts/wang/sessions", headers });
    expect(reply.json()).toEqual({ revoked: 1 });
    expect((await me(wang.cookie)).statusCode).toBe(401);
    expect((await attempt("wang", PASSWORD)).statusCode).toBe(200);
  });

  test("a changed scope is in force for sessions already open, within two seconds", async () => {
    const { cookie } = await signInAs(app, "wang", PASSWORD);
    await bench
      .db()
      .asSystem((tx) => tx.query("update account set level = 'county', area_code = '130102' where account = 'wang'"));
    now += 2_001;
    expect((await me(cookie)).json().scope).toEqual({ level: "county", areaCode: "130102", enterpriseId: null });
  });

  test("every coming and going is in the audit trail, and the chain tells a changed row", async () => {
    const { cookie, csrf } = await signInAs(app, "wang", PASSWORD);
    await app.inject({ method: "DELETE", url: "/api/session", headers: { cookie, "x-csrf-token": csrf } });
    for (let i = 0; i < 6; i += 1) await attempt("wang", "wrong");
    const audit = await signInAs(app, "audit", PASSWORD);
    const reply = await app.inject({ url: "/api/audit?limit=9", headers: { cookie: audit.cookie } });
    const actions = reply.json().rows.map((r: { action: string }) => r.action);
    expect(actions).toEqual([
      "session.begin",
      "session.refused",
      "account.locked",
      ...Array(4).fill("session.refused"),
      "session.end",
      "session.begin",
    ]);
    expect(reply.json().chainIntact).toBe(true);
    await bench.db().asOwner(async (tx) => {
      await tx.exec("alter table audit disable trigger append_only; alter table audit no force row level security");
      await tx.exec("update audit set account = 'nobody' where id = (select min(id) + 1 from audit)");
    });
    expect(await bench.db().asSystem(isChainIntact)).toBe(false);
    await bench
      .db()
      .asOwner((tx) =>
        tx.exec(
          "delete from audit; alter table audit enable trigger append_only; alter table audit force row level security",
        ),
      );
  });
});
