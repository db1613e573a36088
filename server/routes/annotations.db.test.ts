import { afterAll, beforeAll, expect, test } from "vitest";
import { listAnnotations } from "#contract/history.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { BAODING, CHANGAN, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

const AT = "2026-03-01T19:10:00.000Z";
const NOTE = { id: "0192f0aa-0000-7000-8000-000000000001", tagId: canary(CHANGAN), at: AT, note: "阀门检修" };

describeOnBothEngines("notes on a trend", (bench) => {
  let app: App;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    app = await buildApp(fakeDeps({ db: bench.db(), sessions }));
    await app.ready();
  });
  afterAll(() => app.close());

  const sightOf = (name: string) => SIGHTS.find((sight) => sight.name === name) as Sighted;
  const as = (account: string, sight = sightOf("石家庄")) => {
    const { token, session } = sessions.admit({
      role: "dispatcher",
      scope: sight.scope,
      account,
      name: `${account}先生`,
    });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };
  const write = (account: string, note: object = NOTE, sight?: Sighted) =>
    app.inject({ method: "POST", url: "/api/annotations", headers: as(account, sight), payload: note });
  const remove = (account: string, id = NOTE.id, sight?: Sighted) =>
    app.inject({ method: "DELETE", url: `/api/annotations/${id}`, headers: as(account, sight) });
  const list = async (sight: Sighted) => {
    const url = `/api/annotations?tags=${NOTE.tagId}&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z`;
    const reply = await app.inject({ url, headers: as("reader", sight) });
    return listAnnotations.reply.parse(reply.json()).annotations;
  };
  const audited = (action: string) =>
    bench
      .db()
      .asSystem((tx) =>
        tx.query<{ account: string; subject: string; area: string; note: string }>(
          "select account, subject, area_code as area, detail->>'note' as note from audit where action = $1 order by id",
          [action],
        ),
      );

  test("a note carries its author, is one though it was sent twice, and is seen by whoever sees the tag", async () => {
    const first = await write("zhang");
    expect(first.json()).toMatchObject({ ...NOTE, until: null, author: "zhang", authorName: "zhang先生" });
    expect((await write("zhang")).json()).toEqual(first.json());
    expect(await list(sightOf("长安区"))).toEqual([first.json()]);
    expect(await list(sightOf("保定, without 雄安"))).toEqual([]);
    expect(await audited("annotation.written")).toEqual([
      { account: "zhang", subject: NOTE.tagId, area: CHANGAN.area, note: NOTE.note },
    ]);
  });

  test("an id that is taken by another note is refused, and the first stays", async () => {
    expect((await write("zhang", { ...NOTE, note: "other" })).statusCode).toBe(409);
    expect((await write("li")).statusCode).toBe(409);
    expect(await list(sightOf("长安区"))).toMatchObject([{ note: NOTE.note, author: "zhang" }]);
  });

  test("nobody notes anything on a tag out of sight, nor nothing, nor backwards in time", async () => {
    const id = "0192f0aa-0000-7000-8000-000000000002";
    expect((await write("zhang", { ...NOTE, id, tagId: canary(BAODING) })).statusCode).toBe(404);
    expect((await write("zhang", { ...NOTE, id, note: "  " })).statusCode).toBe(400);
    expect((await write("zhang", { ...NOTE, id, until: "2026-03-01T19:00:00Z" })).statusCode).toBe(400);
  });

  test("only its author takes a note back; what it said stays in the audit trail", async () => {
    expect((await remove("li")).statusCode).toBe(403);
    expect((await remove("zhang", NOTE.id, sightOf("保定, without 雄安"))).statusCode).toBe(404);
    expect((await remove("zhang")).json()).toEqual({ removed: true });
    expect(await list(sightOf("长安区"))).toEqual([]);
    expect(await audited("annotation.removed")).toMatchObject([{ account: "zhang", note: NOTE.note }]);
    expect((await remove("zhang")).statusCode).toBe(404);
  });
});
