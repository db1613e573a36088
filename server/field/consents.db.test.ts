import { afterAll, beforeAll, expect, test } from "vitest";
import { getFieldConsent, listFieldConsents } from "#contract/field/consent.ts";
import { listFieldPositions, listFieldTracks } from "#contract/field/coverage.ts";
import { type FieldRecord, getRecord } from "#contract/field/records.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record, sealed } from "#server/field/testing/records.ts";
import { plantCanaryWorld } from "#server/testing/canary-world.ts";

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
const at = (minutes: number) => ({ startedAt: ago(minutes), finishedAt: ago(minutes) });

/** Two minutes of a walk that began so many minutes ago; no two are alike. */
let walks = 0;
function track(minutes: number, author: string) {
  walks += 1;
  const began = Date.now() - minutes * MINUTE;
  const steps = Array.from({ length: 20 }, (_, i) => i);
  const body = {
    patrolId: null,
    part: 0,
    t: steps.map((i) => began + i * 6000),
    lng: steps.map((i) => 115.2 + walks * 0.01 + i * 0.0001),
    lat: steps.map((i) => 38.2 + (i % 3) * 0.00005 * walks),
    accuracyM: steps.map(() => 5),
    mock: [],
    source: "gps",
  };
  const over = {
    author,
    startedAt: new Date(began).toISOString(),
    finishedAt: new Date(began + 120_000).toISOString(),
  };
  return record("track", body, over);
}
const answer = (state: "accepted" | "declined", minutes: number, author: string) =>
  record("consent", { state, version: 1, language: "zh-CN" }, { author, place: null, ...at(minutes) });

describeOnBothEngines("consent to being seen", (bench) => {
  let field: FieldApp;
  const rows = <Row>(sql: string, values: readonly unknown[] = []) => rowsOf<Row>(bench.db(), sql, values);
  const supervisor = (sight: string) => ({ role: "supervisor" as const, scope: sightOf(sight).scope });
  const get = async (url: string, sight = "an enterprise") =>
    (await field.app.inject({ url, headers: field.as("boss", supervisor(sight)) })).json();
  const ways = async (author: string) =>
    listFieldTracks.reply.parse(
      await get(`/api/field/tracks?author=${author}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`),
    ).tracks;
  const here = async (author: string) =>
    listFieldPositions.reply
      .parse(await get("/api/field/positions"))
      .positions.filter(({ account }) => account === author);
  const lines = (author: string) =>
    rows<{ n: number }>("select jsonb_array_length(line) as n from field_track where author = $1 order by from_at", [
      author,
    ]);
  const send = async (of: ReturnType<typeof record>) => {
    const sent = await field.send(of);
    expect([sent.status, sent.body.reasons]).toEqual([200, []]);
    return sent.body.id;
  };

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  test("of who was never asked the record is kept and no place is, nor shown", async () => {
    const id = await send(track(30, "unasked"));
    expect(await field.receipt(id, "unasked")).toMatchObject({ state: "accepted" });
    expect(await lines("unasked")).toEqual([{ n: 0 }]);
    expect([await ways("unasked"), await here("unasked")]).toEqual([[], []]);
    const { record: sent } = getRecord.reply.parse(await get(`/api/field/records/${id}`));
    expect(sent.body).toMatchObject({ withheld: "consent" });
    expect(JSON.stringify(sent)).not.toContain("115.2");
    const own = (await field.app.inject({ url: `/api/field/records/${id}`, headers: field.as("unasked") })).json<{
      record: { body: object };
    }>();
    expect(own.record.body).toHaveProperty("lng");
  });

  test("who agrees is seen from then on, and not before", async () => {
    await send(track(50, "wang"));
    await send(answer("accepted", 40, "wang"));
    await send(track(30, "wang"));
    expect(await ways("wang")).toHaveLength(1);
    expect((await here("wang")).map(({ lngLat }) => lngLat[0] > 115)).toEqual([true]);
    const mine = await field.app.inject({ url: "/api/field/consent", headers: field.as("wang") });
    expect(getFieldConsent.reply.parse(mine.json()).consent).toMatchObject({ state: "accepted", version: 1 });
  });

  test("who withdraws is not seen any more, earlier ways neither, and their records still come in", async () => {
    await send(answer("declined", 20, "wang"));
    expect([await ways("wang"), await here("wang")]).toEqual([[], []]);
    await send(track(10, "wang"));
    expect((await lines("wang")).at(-1)).toEqual({ n: 0 });
    expect([await ways("wang"), await here("wang")]).toEqual([[], []]);
  });

  test("an agreement that comes after the ways under it shows them; one that comes late and is older changes nothing", async () => {
    await send(track(15, "late"));
    await send(answer("accepted", 20, "late"));
    expect(await ways("late")).toHaveLength(1);
    expect((await lines("late"))[0]?.n).toBeGreaterThan(1);
    await send(answer("declined", 60, "late"));
    expect(await ways("late")).toHaveLength(1);
    await send(answer("declined", 16, "late"));
    expect(await lines("late")).toEqual([{ n: 0 }]);
  });

  test("nobody answers for another", async () => {
    const sent = await field.send(answer("accepted", 5, "unasked"), "boss", { role: "supervisor" });
    expect(sent.body).toMatchObject({ state: "held", reasons: ["not_in_sight"] });
    expect(await ways("unasked")).toEqual([]);
  });

  test("no decision between two contents answers for anybody, whoever sent them and in whatever name", async () => {
    const decide = async (first: FieldRecord, other: FieldRecord, sentBy: string) => {
      await field.send(first);
      expect((await field.send(other, sentBy)).status).toBe(409);
      const [conflict] = await rows<{ id: string }>("select id from field_conflict where record_id = $1", [first.id]);
      for (const resolution of ["keep_other", "keep_both"]) {
        const reply = await field.app.inject({
          method: "POST",
          url: `/api/field/conflicts/${conflict?.id}/resolve`,
          headers: field.as("boss", supervisor("an enterprise")),
          payload: { id: crypto.randomUUID(), resolution, note: "已核实" },
        });
        const [stands] = await rows<{ isOpen: boolean; hash: string }>(
          `select c.resolved_at is null as "isOpen", r.hash from field_conflict c join field_record r on r.id = c.record_id where c.id = $1`,
          [conflict?.id],
        );
        expect([reply.statusCode, stands]).toEqual([409, { isOpen: true, hash: (await sealed(first)).hash }]);
      }
    };
    const said = (author: string) => rows("select state from field_consent where author = $1 order by at", [author]);
    await send(track(30, "alone"));
    // In somebody's name who never answered, by another account: under one's own answer, and under a record of another kind.
    const own = answer("declined", 9, "li");
    await decide(own, { ...answer("accepted", 40, "alone"), id: own.id }, "li");
    const found = track(8, "li");
    await decide(found, { ...answer("accepted", 40, "alone"), id: found.id }, "li");
    expect([await said("alone"), await ways("alone")]).toEqual([[], []]);
    // One's own two answers under one id: the first stands, and one answers anew.
    const no = answer("declined", 45, "alone");
    await decide(no, { ...answer("accepted", 45, "alone"), id: no.id }, "alone");
    expect([await said("alone"), await ways("alone")]).toEqual([[{ state: "declined" }], []]);
    // Nor does an answer give way to a record of another kind.
    const yes = answer("accepted", 44, "alone");
    await decide(yes, { ...track(7, "alone"), id: yes.id }, "alone");
    expect(await said("alone")).toEqual([{ state: "declined" }, { state: "accepted" }]);
    await send(answer("declined", 1, "alone"));
  });

  test("no statement of a person's sight reads the way of somebody who does not agree", async () => {
    const scope = sightOf("province").scope;
    const seen = await bench
      .db()
      .as(scope, (tx) =>
        tx.query<{ author: string }>("select distinct author from field_track where author not like 'canary%'"),
      );
    expect(seen).toEqual([]);
  });

  test("the desk is told who agreed, who did not and who was never asked, within its sight", async () => {
    const told = async (sight: string) =>
      listFieldConsents.reply
        .parse(await get("/api/field/consents", sight))
        .people.filter(({ account }) => !account.startsWith("canary"))
        .map(({ account, consent }) => [account, consent?.state ?? null]);
    expect(await told("an enterprise")).toEqual(
      expect.arrayContaining([
        ["unasked", null],
        ["wang", "declined"],
        ["late", "declined"],
      ]),
    );
    expect(await told("正定县")).toEqual([]);
    expect(await told("雄安")).toEqual([]);
  });

  test("an answer is never changed", async () => {
    const change = rows("update field_consent set state = 'accepted' where author = 'wang'");
    await expect(change).rejects.toThrow();
  });
});
