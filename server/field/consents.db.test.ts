import { afterAll, beforeAll, expect, test } from "vitest";
import { getFieldConsent, listFieldConsents } from "#contract/field/consent.ts";
import { listFieldPositions, listFieldTracks } from "#contract/field/coverage.ts";
import { getRecord } from "#contract/field/records.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { rowsOf } from "#server/field/testing/queries.ts";
import { record } from "#server/field/testing/records.ts";
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
