import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FieldRecord } from "#contract/field/records.ts";
import type { UnsentReply } from "#contract/field/unsent.ts";
import { UNSENT_FORMAT, UNSENT_LINE_MOST, UNSENT_PATH, UNSENT_TYPE } from "#contract/field/uploads.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp } from "#server/field/testing/field-app.ts";
import { checkBody, fileEntry, record, sealed } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";

const HEAD = {
  format: UNSENT_FORMAT,
  version: 1,
  exportedAt: "2026-11-20T08:00:00Z",
  account: "zhang",
  device: "phone-1",
  records: 1,
};

describeOnBothEngines("a file of unsent records", (bench) => {
  let field: FieldApp;
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const check = (attachments: FieldRecord["attachments"] = []) =>
    record("check", checkBody(canary(CHANGAN)), { attachments });
  const bring = async (lines: readonly (object | string)[], account = "li", type = UNSENT_TYPE) => {
    const payload = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
    const headers = { ...field.as(account), "content-type": type };
    const reply = await field.app.inject({ method: "POST", url: UNSENT_PATH, headers, payload });
    return { status: reply.statusCode, body: reply.json<UnsentReply>() };
  };
  const pieces = (id: string, bytes: Buffer, length: number) =>
    Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) => ({
      file: id,
      offset: i * length,
      data: bytes.subarray(i * length, (i + 1) * length).toString("base64"),
    }));

  test("brings records and their files, whoever brings it, and twice is once", async () => {
    const bytes = randomBytes(1000);
    const photo = fileEntry(bytes);
    const came = check([photo]);
    const lines = [HEAD, await sealed(came), ...pieces(photo.id, bytes, 300)];
    const first = await bring(lines);
    expect([first.status, first.body.files, first.body.problems]).toEqual([200, 1, []]);
    expect(await field.receipt(came.id, "zhang")).toMatchObject({ state: "accepted" });
    const again = await bring(lines);
    expect([again.body.receipts[0]?.state, again.body.files, again.body.problems]).toEqual(["accepted", 0, []]);
  });

  test("goes on from what the phone had sent by itself", async () => {
    const bytes = randomBytes(1000);
    const photo = fileEntry(bytes);
    const came = check([photo]);
    await bring([HEAD, await sealed(came), ...pieces(photo.id, bytes, 300).slice(0, 2)], "zhang");
    expect(await field.receipt(came.id)).toMatchObject({ state: "received" });
    const rest = await bring([HEAD, await sealed(came), ...pieces(photo.id, bytes, 450)]);
    expect([rest.body.files, rest.body.problems]).toEqual([1, []]);
    expect(await field.receipt(came.id)).toMatchObject({ state: "accepted" });
  });

  test("names each bad line with what was expected, and takes all others", async () => {
    const [one, two] = [check(), check()];
    const { body } = await bring([
      HEAD,
      "{broken",
      { record: { ...one, id: "none" }, hash: "0".repeat(64) },
      { ...(await sealed(one)), hash: "0".repeat(64) },
      { file: one.id, offset: 0, data: "AAAA" },
      await sealed(two),
    ]);
    expect(body.problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(body.receipts.map(({ id }) => id)).toEqual([two.id]);
  });

  test("a line without end is left, and what follows is taken", async () => {
    const came = check();
    const { body } = await bring([HEAD, "x".repeat(UNSENT_LINE_MOST + 10), await sealed(came)]);
    expect(body.problems.map(({ line }) => line)).toEqual([2]);
    expect(body.receipts).toHaveLength(1);
  });

  test("what is no such file is refused whole, and so is another type", async () => {
    const came = await sealed(check());
    expect((await bring([came])).body).toMatchObject({ receipts: [], problems: [{ line: 1 }] });
    expect((await bring([HEAD, came], "li", "application/json")).status).toBe(415);
  });
});
