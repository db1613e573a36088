import { afterAll, beforeAll, expect, test } from "vitest";
import type { Conflict, listConflicts, Resolution } from "#contract/field/conflicts.ts";
import type { FieldRecord } from "#contract/field/records.ts";
import type { Reply } from "#contract/route.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { checkBody, fileEntry, record, sealed } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { countAccepted } from "./count.ts";

const DOOR = canary(CHANGAN);
const BOSS = { role: "supervisor" as const, scope: sightOf("长安区").scope };
const check = (over: Partial<FieldRecord> = {}, body: object = {}) => record("check", checkBody(DOOR, body), over);

describeOnBothEngines("conflicts at the desk", (bench) => {
  let field: FieldApp;
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const rows = async <Row>(sql: string, values: readonly unknown[] = []) =>
    await bench.db().asSystem((tx) => tx.query<Row>(sql, values));
  const list = async (query: string, who = BOSS) => {
    const reply = await field.app.inject({ url: `/api/field/conflicts?${query}`, headers: field.as("boss", who) });
    return reply.json<Reply<typeof listConflicts>>();
  };
  const read = async (id: string, account = "boss", who: Parameters<FieldApp["as"]>[1] = BOSS) =>
    (await field.app.inject({ url: `/api/field/conflicts/${id}`, headers: field.as(account, who) })).json<Conflict>();
  const step = async (id: string, name: "resolve" | "reopen", body: object, account = "boss") =>
    await field.app.inject({
      method: "POST",
      url: `/api/field/conflicts/${id}/${name}`,
      headers: field.as(account, BOSS),
      payload: { id: crypto.randomUUID(), note: "已核实", ...body },
    });
  const decide = async (id: string, resolution: Resolution, over: object = {}) =>
    await step(id, "resolve", { resolution, ...over });
  /** Two contents under one id, sent one after the other; the conflict's id. */
  const clash = async (first: FieldRecord, other: FieldRecord) => {
    await field.send(first);
    expect((await field.send(other)).status).toBe(409);
    return `${first.id}-${(await sealed(other)).hash.slice(0, 12)}`;
  };
  const two = (over: Partial<FieldRecord> = {}) => {
    const first = check({}, { outcome: "entered" });
    return { first, other: { ...first, ...over, body: { ...first.body, outcome: "refused" } } };
  };
  /** What the figures say of the door's enterprise, by outcome. */
  const tally = async () => {
    await countAccepted(bench.db());
    const found = await rows<{ outcome: string; n: number }>(
      `select outcome, sum(records)::int as n from field_tally where enterprise_id = $1 and outcome in ('entered', 'refused') group by 1`,
      [CHANGAN.enterprise],
    );
    return Object.fromEntries(found.map(({ outcome, n }) => [outcome, n]));
  };
  const change = (before: Record<string, number>, after: Record<string, number>) =>
    ["entered", "refused"].map((outcome) => (after[outcome] ?? 0) - (before[outcome] ?? 0));

  test("are listed in pages, filtered, with how many wait, and only in sight", async () => {
    for (let n = 0; n < 3; n += 1) {
      const { first, other } = two();
      await clash(first, other);
    }
    const one = await list("limit=2");
    expect([one.conflicts.length, one.next]).toEqual([2, expect.any(String)]);
    const rest = await list(`limit=200&cursor=${one.next}`);
    const ids = [...one.conflicts, ...rest.conflicts].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(one.open);
    expect((await list("kind=track&state=any")).conflicts).toEqual([]);
    expect((await list("author=nobody&state=any")).conflicts).toEqual([]);
    expect((await list(`author=zhang&enterprise=${CHANGAN.enterprise}`)).conflicts).toHaveLength(3);
    const elsewhere = await list("state=any", { ...BOSS, scope: sightOf("正定县").scope });
    expect(elsewhere.conflicts.filter(({ author }) => author === "zhang")).toEqual([]);
    expect((await read(ids[0] ?? "", "boss", { ...BOSS, scope: sightOf("正定县").scope })).branches).toBeUndefined();
  });

  test("one is shown with both contents, who sent them, what counts, and the files of each", async () => {
    const photos = [fileEntry(new TextEncoder().encode("one")), fileEntry(new TextEncoder().encode("two"))];
    const first = check({ attachments: photos.slice(0, 1) });
    const id = await clash(first, { ...first, attachments: photos.slice(1) });
    const { branches, line, may, refused, events } = await read(id);
    expect(branches.map(({ which, counts, recordId }) => [which, counts, recordId])).toEqual([
      ["first", true, first.id],
      ["other", false, null],
    ]);
    expect(branches.map(({ files }) => files.map((file) => file.id))).toEqual(photos.map((photo) => [photo.id]));
    expect([line.kind, line.resolution, may, refused, events]).toEqual(["check", null, "decide", {}, []]);
    expect((await read(id, "zhang", {})).may).toBe("role");
    expect((await read(id, "zhang", BOSS)).may).toBe("own");
  });

  test("a file of the content that does not count is shown to who sees the conflict, and to nobody else", async () => {
    const photo = fileEntry(new TextEncoder().encode("other's"));
    const first = check();
    await clash(first, { ...first, attachments: [photo] });
    const seen = async (name: string) =>
      await bench
        .db()
        .as(sightOf(name).scope, (tx) => tx.query("select 1 from field_content_file where file_id = $1", [photo.id]));
    expect([(await seen("长安区")).length, (await seen("正定县")).length]).toEqual([1, 0]);
  });

  test("the other content is kept: it counts, once, the first no more; and back again", async () => {
    const before = await tally();
    const { first, other } = two();
    const id = await clash(first, other);
    expect(change(before, await tally())).toEqual([1, 0]);
    const decided = (await decide(id, "keep_other")).json<Conflict>();
    expect(decided.branches.map(({ counts }) => counts)).toEqual([false, true]);
    expect(change(before, await tally())).toEqual([0, 1]);
    expect((await step(id, "reopen", {})).json<Conflict>().line.resolution).toBeNull();
    expect(change(before, await tally())).toEqual([0, 1]);
    const again = (await decide(id, "keep_first")).json<Conflict>();
    expect(again.branches.map(({ counts }) => counts)).toEqual([true, false]);
    expect(again.events.map((event) => [event.step, event.resolution])).toEqual([
      ["decided", "keep_other"],
      ["reopened", null],
      ["decided", "keep_first"],
    ]);
    expect(change(before, await tally())).toEqual([1, 0]);
    expect(await rows("select 1 from field_envelope where record_id = $1", [first.id])).toHaveLength(2);
  });

  test("both are kept: the other is a record of its own, counted; decided anew it is left out, and comes back as the same", async () => {
    const before = await tally();
    const { first, other } = two({ device: { id: "phone-2", app: "1.0.0", platform: "test" } });
    const id = await clash(first, other);
    const both = (await decide(id, "keep_both")).json<Conflict>();
    const beside = both.branches[1]?.recordId ?? "";
    expect([both.branches.map(({ counts }) => counts), beside === first.id]).toEqual([[true, true], false]);
    expect(change(before, await tally())).toEqual([1, 1]);
    await step(id, "reopen", {});
    await decide(id, "keep_first");
    expect(change(before, await tally())).toEqual([1, 0]);
    expect(await rows("select is_superseded as out from field_visit where record_id = $1", [beside])).toEqual([
      { out: true },
    ]);
    await step(id, "reopen", {});
    expect((await decide(id, "keep_both")).json<Conflict>().branches[1]?.recordId).toBe(beside);
    expect(change(before, await tally())).toEqual([1, 1]);
    const kept = await rows<{ body: string }>("select body from field_envelope where record_id = $1", [beside]);
    expect(kept.map(({ body }) => JSON.parse(body))).toEqual([
      { ...other, id: beside, cameUnder: first.id, cameAs: (await sealed(other)).hash },
    ]);
  });

  test("the door says what counts: a visit that is set aside is not its last one", async () => {
    // What was planted is of now, which is later than a visit that was over a second ago.
    await rows("update field_visit set at = at - interval '1 day' where customer_id = $1", [DOOR]);
    await rows("update field_door set entered_at = entered_at - interval '1 day' where customer_id = $1", [DOOR]);
    const { first, other } = two();
    const id = await clash(first, other);
    const door = async () =>
      (
        await rows<{ entered: Date | null; outcome: string }>(
          "select entered_at as entered, last_outcome as outcome from field_door where customer_id = $1",
          [DOOR],
        )
      )[0];
    const at = (await door())?.entered?.getTime() ?? 0;
    await decide(id, "keep_other");
    const now = await door();
    expect((now?.entered?.getTime() ?? 0) < at).toBe(true);
    expect(now?.outcome).toBe("refused");
  });

  test("left as it is, what counts goes on to count; the same step twice is one; a second decision is refused", async () => {
    const { first, other } = two();
    const id = await clash(first, other);
    const own = crypto.randomUUID();
    for (const _ of [1, 2]) {
      const reply = await decide(id, "as_is", { id: own });
      expect([reply.statusCode, reply.json<Conflict>().events.length]).toEqual([200, 1]);
    }
    expect((await decide(id, "keep_first")).statusCode).toBe(409);
    const audited = await rows("select 1 from audit where action = 'field.conflict_resolved' and subject = $1", [
      first.id,
    ]);
    expect(audited).toHaveLength(1);
    expect((await step(id, "reopen", { note: " " })).statusCode).toBe(400);
  });

  test("of two who decide at once one is told that the other was faster", async () => {
    const { first, other } = two();
    const id = await clash(first, other);
    const replies = await Promise.all([decide(id, "keep_other"), decide(id, "keep_both")]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  test("nobody decides about what they wrote or sent, nor who only looks on", async () => {
    const { first, other } = two();
    const id = await clash(first, other);
    expect((await step(id, "resolve", { resolution: "keep_first" }, "zhang")).statusCode).toBe(403);
    const reply = await field.app.inject({
      method: "POST",
      url: `/api/field/conflicts/${id}/resolve`,
      headers: field.as("ana", { ...BOSS, role: "analyst" }),
      payload: { id: crypto.randomUUID(), resolution: "keep_first", note: "已核实" },
    });
    expect(reply.statusCode).toBe(403);
  });

  test("another person's content does not take the record's place, but stands beside it as theirs", async () => {
    const { first, other } = two({ author: "li" });
    const id = await clash(first, other);
    expect((await read(id)).refused).toEqual({ keep_other: "author" });
    expect((await decide(id, "keep_other")).statusCode).toBe(409);
    const beside = (await decide(id, "keep_both")).json<Conflict>().branches[1]?.recordId;
    expect(await rows("select author from field_record where id = $1", [beside])).toEqual([{ author: "li" }]);
  });

  test("what cannot be applied decides nothing: nothing of it stays", async () => {
    const first = check();
    const id = await clash(first, { ...first, body: { ...first.body, outcome: "abducted" } });
    for (const resolution of ["keep_other", "keep_both"] as const) {
      const reply = await decide(id, resolution);
      expect([reply.statusCode, reply.json().detail]).toEqual([409, expect.stringContaining("cannot stand")]);
    }
    const { line, events } = await read(id);
    expect([line.resolution, events]).toEqual([null, []]);
    expect((await field.receipt(first.id))?.hash).toBe((await sealed(first)).hash);
  });

  test("a phone is told what became of its content: waiting, set aside with the reason, or counted under another number", async () => {
    const { first, other } = two();
    const id = await clash(first, other);
    const hash = (await sealed(other)).hash;
    const own = async () => (await field.receipt(first.id))?.contents?.find((one) => one.hash === hash);
    expect(await own()).toMatchObject({ fate: "open", receipt: null });
    await decide(id, "keep_first", { note: "以先到为准" });
    expect(await own()).toMatchObject({ fate: "set_aside", by: "boss先生", note: "以先到为准" });
    await step(id, "reopen", {});
    expect((await own())?.fate).toBe("open");
    await decide(id, "keep_both");
    expect(await own()).toMatchObject({ fate: "counts", receipt: { state: "accepted", reasons: [] } });
    const plain = check();
    expect((await field.send(plain)).body.contents).toBeUndefined();
  });

  test("the journal of a conflict can neither be changed nor removed", async () => {
    for (const sql of ["delete from field_conflict_event", "update field_conflict_event set note = ''"])
      await expect(rows(sql)).rejects.toThrow();
  });
});
