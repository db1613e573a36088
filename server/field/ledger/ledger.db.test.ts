import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Conflict } from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { checkBody, fileEntry, newId, record, sealed } from "#server/field/testing/records.ts";
import { BAODING, CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const DOOR = canary(CHANGAN);
const check = (over: Partial<FieldRecord> = {}, body: object = {}) => record("check", checkBody(DOOR, body), over);

describeOnBothEngines("the ledger", (bench) => {
  let field: FieldApp;
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const rows = async <Row>(sql: string, values: readonly unknown[] = []) =>
    await bench.db().asSystem((tx) => tx.query<Row>(sql, values));
  const visitsOf = async (id: string) =>
    (await rows<{ n: number }>("select count(*)::int as n from field_visit where record_id = $1", [id]))[0]?.n;

  test("a record is kept word for word, applied, and answered with its receipt, in one go", async () => {
    const came = check({}, { note: "一切正常" });
    const { status, body } = await field.send(came);
    expect([status, body.state, body.reasons, body.missing]).toEqual([200, "accepted", [], []]);
    const [kept] = await rows<{ body: string }>("select body from field_envelope where record_id = $1", [came.id]);
    expect(JSON.parse(kept?.body ?? "")).toEqual(came);
    expect(await visitsOf(came.id)).toBe(1);
  });

  test("the same again changes nothing, also when both come at once", async () => {
    const came = check();
    const all = await Promise.all([field.send(came), field.send(came), field.send(came)]);
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await field.send(came)).body).toEqual(all[0]?.body);
    expect(await visitsOf(came.id)).toBe(1);
    expect(await rows("select 1 from field_envelope where record_id = $1", [came.id])).toHaveLength(1);
  });

  test("the same id with other content is a conflict: both are kept, the first stands, and what comes behind is not held up", async () => {
    const first = check({}, { note: "first" });
    const other = { ...first, body: { ...first.body, note: "other" } };
    const kept = await field.send(first);
    const clash = await field.send(other);
    expect([clash.status, clash.body.receipt]).toEqual([409, kept.body]);
    expect((await field.send(other)).status).toBe(409);
    expect(await rows("select 1 from field_envelope where record_id = $1", [first.id])).toHaveLength(2);
    expect((await field.send(check())).body.state).toBe("accepted");
    const id = `${first.id}-${(await sealed(other)).hash.slice(0, 12)}`;
    const one = await field.app.inject({ url: `/api/field/conflicts/${id}`, headers: field.as("zhang") });
    expect(one.json<Conflict>().branches.map(({ content }) => content)).toEqual([first, other]);
  });

  test("a stranger who tries an id is not told what stands under it", async () => {
    const first = check();
    await field.send(first);
    const { status, body } = await field.send({ ...first, author: "stranger" }, "stranger", {
      scope: sightOf("保定, without 雄安").scope,
    });
    expect([status, "receipt" in body]).toEqual([409, false]);
  });

  test("a hash that is not the content's is refused with the right one, and nothing is kept", async () => {
    const came = check();
    const payload = { record: came, hash: "0".repeat(64) };
    const headers = field.as("zhang");
    const reply = await field.app.inject({ method: "POST", url: "/api/field/records", headers, payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().issues).toEqual([
      { at: "body.hash", expected: (await sealed(came)).hash, received: payload.hash },
    ]);
    expect(await field.receipt(came.id)).toBeUndefined();
  });

  test("a form of an unknown version is taken, and says so", async () => {
    const { body } = await field.send(check({ form: { id: "household-check", version: 99 } }));
    expect(body.state).toBe("accepted");
    expect(await rows("select flags from field_record where id = $1", [body.id])).toEqual([
      { flags: ["unknown_form"] },
    ]);
  });

  test("what a newer app says besides is hashed, kept and no obstacle", async () => {
    const came = { ...check(), weather: { snow: true } };
    expect((await field.send(came)).body.state).toBe("accepted");
    const [kept] = await rows<{ body: string }>("select body from field_envelope where record_id = $1", [came.id]);
    expect(JSON.parse(kept?.body ?? "")).toHaveProperty("weather.snow", true);
  });

  test.each([
    ["unknown_kind", () => check({ kind: "drone_flight" })],
    ["unreadable", () => check({}, { outcome: "abducted" })],
    ["unknown_subject", () => record("check", checkBody("nowhere"))],
    ["not_in_sight", () => record("check", checkBody(canary(BAODING)))],
    [
      "unknown_subject",
      () => record("hazard_event", { hazardId: "none", step: "fix", photos: [], dueAt: null, grade: null, note: "" }),
    ],
  ])("what cannot be applied is held as %s, whole, and its sender is told", async (reason, make) => {
    const came = make();
    const { status, body } = await field.send(came);
    expect([status, body.state, body.reasons]).toEqual([200, "held", [reason]]);
    expect(body.detail).not.toBeNull();
    expect(await rows("select 1 from field_envelope where record_id = $1", [came.id])).toHaveLength(1);
  });

  test("a record with files is received until they are whole, and accepted with the last of them", async () => {
    const photo = fileEntry(new TextEncoder().encode("a photo"));
    const { body } = await field.send(check({ attachments: [photo] }));
    expect([body.state, body.missing]).toEqual(["received", [photo.id]]);
    await rows(
      "insert into field_file (id, account, mime, bytes, sha256, whole_at) values ($1, 'zhang', 'image/jpeg', 7, $2, now())",
      [photo.id, photo.sha256],
    );
    const again = await field.send(check({ attachments: [photo] }));
    expect(again.body.state).toBe("accepted");
  });

  test("a photo that came with another record is a flag, and no obstacle; a record that puts another right brings its photos along", async () => {
    const photo = fileEntry(new TextEncoder().encode(newId()));
    const first = check({ attachments: [photo] });
    await field.send(first);
    const second = check({ attachments: [{ ...photo, id: newId() }] });
    const third = check({ attachments: [photo], replaces: second.id });
    await field.send(second);
    const flags = async (id: string) =>
      (await rows<{ flags: string[] }>("select flags from field_record where id = $1", [id]))[0]?.flags;
    expect(await flags(second.id)).toContain("photo_reused");
    await rows("delete from field_manifest where record_id = $1", [first.id]);
    await field.send(third);
    expect(await flags(third.id)).not.toContain("photo_reused");
  });

  test("an envelope can neither be changed nor removed within 30 days", async () => {
    const came = check();
    await field.send(came);
    await expect(rows("delete from field_envelope where record_id = $1", [came.id])).rejects.toThrow(
      /kept for 30 days/,
    );
    await expect(rows("update field_envelope set body = '{}' where record_id = $1", [came.id])).rejects.toThrow();
  });

  test("of records that come in any order, each any number of times, none is lost and none counts twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 10 }), async (order) => {
        const all = [check(), check(), check(), check()];
        for (const i of order) await field.send(all[i] as FieldRecord);
        for (const [i, one] of all.entries()) expect(await visitsOf(one.id)).toBe(order.includes(i) ? 1 : 0);
      }),
      { numRuns: 5 },
    );
  });

  test("receipts are told to who wrote or sent, and to nobody else", async () => {
    const came = check();
    await field.send(came);
    expect(await field.receipt(came.id, "zhang")).toBeDefined();
    expect(await field.receipt(came.id, "li")).toBeUndefined();
  });

  test("sent by another person, as from an export, it is its author's and says who sent it", async () => {
    const came = check();
    await field.send(came, "li");
    expect(await rows("select author, sent_by, flags from field_record where id = $1", [came.id])).toMatchObject([
      { author: "zhang", sent_by: "li", flags: expect.arrayContaining(["sent_by_other"]) },
    ]);
    expect(await field.receipt(came.id, "zhang")).toBeDefined();
  });
});
