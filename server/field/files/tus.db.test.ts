import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Receipt } from "#contract/field/records.ts";
import { ATTACHMENTS_PATH, UPLOAD_CHUNK_MOST_BYTES, UPLOAD_MOST_BYTES, UPLOADS_PATH } from "#contract/field/uploads.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp, sightOf } from "#server/field/testing/field-app.ts";
import { checkBody, fileEntry, newId, record, sha256 } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { createFileStore } from "./file-store.ts";
import { createUploads } from "./uploads.ts";

const OFFSET_STREAM = "application/offset+octet-stream";
const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

interface Piece {
  readonly id: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly over?: Record<string, string>;
  readonly account?: string;
}

/** https://tus.io/protocols/resumable-upload, version 1.0.0: one test for each thing that it asks of a server. */
describeOnBothEngines("tus", (bench) => {
  let field: FieldApp;
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const headers = (account: string, over: Record<string, string> = {}) => ({
    ...field.as(account),
    "tus-resumable": "1.0.0",
    ...over,
  });
  const metadata = (id: string, bytes: Uint8Array) =>
    `id ${base64(id)},sha256 ${base64(sha256(bytes))},mime ${base64("image/jpeg")}`;
  const create = (id: string, bytes: Uint8Array, over: Record<string, string> = {}, account = "zhang") =>
    field.app.inject({
      method: "POST",
      url: UPLOADS_PATH,
      headers: headers(account, {
        "upload-length": String(bytes.length),
        "upload-metadata": metadata(id, bytes),
        ...over,
      }),
    });
  const patch = ({ id, offset, bytes, over = {}, account = "zhang" }: Piece) =>
    field.app.inject({
      method: "PATCH",
      url: `${UPLOADS_PATH}/${id}`,
      headers: headers(account, { "content-type": OFFSET_STREAM, "upload-offset": String(offset), ...over }),
      payload: Buffer.from(bytes),
    });
  const head = (id: string, account = "zhang") =>
    field.app.inject({ method: "HEAD", url: `${UPLOADS_PATH}/${id}`, headers: headers(account) });

  test("OPTIONS tells versions, extensions, sums and the largest file", async () => {
    const reply = await field.app.inject({ method: "OPTIONS", url: UPLOADS_PATH });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers).toMatchObject({
      "tus-resumable": "1.0.0",
      "tus-version": "1.0.0",
      "tus-extension": "creation,creation-with-upload,checksum,expiration",
      "tus-checksum-algorithm": "sha256,sha1",
      "tus-max-size": String(UPLOAD_MOST_BYTES),
    });
  });

  test("creation answers 201 with the place, which is that of the id", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    const reply = await create(id, bytes);
    expect([reply.statusCode, reply.headers.location]).toEqual([201, `${UPLOADS_PATH}/${id}`]);
    expect(reply.headers["tus-resumable"]).toBe("1.0.0");
  });

  test("HEAD tells offset and length, and is never kept by a cache", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    await patch({ id, offset: 0, bytes: bytes.subarray(0, 8) });
    const reply = await head(id);
    expect([reply.statusCode, reply.headers["upload-offset"], reply.headers["upload-length"]]).toEqual([
      200,
      "8",
      "20",
    ]);
    expect(reply.headers["cache-control"]).toBe("no-store");
  });

  test("HEAD of what is not there is 404 without an offset, and so is that of somebody else's", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    for (const reply of [await head(newId()), await head("nonsense"), await head(id, "li")]) {
      expect(reply.statusCode).toBe(404);
      expect(reply.headers).not.toHaveProperty("upload-offset");
    }
  });

  test("PATCH answers 204 with the offset behind what it brought", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    const reply = await patch({ id, offset: 0, bytes: bytes.subarray(0, 7) });
    expect([reply.statusCode, reply.headers["upload-offset"]]).toEqual([204, "7"]);
  });

  test("PATCH at another offset is 409 and changes nothing", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    await patch({ id, offset: 0, bytes: bytes.subarray(0, 7) });
    for (const offset of [0, 6, 8])
      expect((await patch({ id, offset, bytes: bytes.subarray(0, 2) })).statusCode).toBe(409);
    expect((await head(id)).headers["upload-offset"]).toBe("7");
  });

  test("PATCH of another type is 415, of more than was announced 413, without an offset 400", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    expect((await patch({ id, offset: 0, bytes, over: { "content-type": "application/json" } })).statusCode).toBe(415);
    expect((await patch({ id, offset: 0, bytes: randomBytes(21) })).statusCode).toBe(413);
    expect((await patch({ id, offset: 0, bytes, over: { "upload-offset": "-1" } })).statusCode).toBe(400);
    expect((await head(id)).headers["upload-offset"]).toBe("0");
  });

  test("one PATCH carries so much and no more", async () => {
    const [id, bytes] = [newId(), Buffer.alloc(UPLOAD_CHUNK_MOST_BYTES + 1)];
    await create(id, bytes);
    expect((await patch({ id, offset: 0, bytes })).statusCode).toBe(413);
  });

  test("another version of the protocol is 412 and is told the one that is spoken", async () => {
    for (const version of ["0.2.2", ""]) {
      const reply = await create(newId(), randomBytes(5), { "tus-resumable": version });
      expect([reply.statusCode, reply.headers["tus-version"]]).toEqual([412, "1.0.0"]);
    }
  });

  test("a client that cannot send PATCH says so", async () => {
    const [id, bytes] = [newId(), randomBytes(5)];
    await create(id, bytes);
    const reply = await field.app.inject({
      method: "POST",
      url: `${UPLOADS_PATH}/${id}`,
      headers: headers("zhang", {
        "x-http-method-override": "PATCH",
        "content-type": OFFSET_STREAM,
        "upload-offset": "0",
      }),
      payload: bytes,
    });
    expect([reply.statusCode, reply.headers["upload-offset"]]).toEqual([204, "5"]);
  });

  test("creation refuses a length that is none, one beyond the largest, and metadata that are none", async () => {
    const bytes = randomBytes(5);
    const id = newId();
    const status = async (over: Record<string, string>) => (await create(id, bytes, over)).statusCode;
    expect(await status({ "upload-length": "five" })).toBe(400);
    expect(await status({ "upload-length": "0" })).toBe(400);
    expect(await status({ "upload-length": String(UPLOAD_MOST_BYTES + 1) })).toBe(413);
    expect(await status({ "upload-metadata": "id !" })).toBe(400);
    expect(await status({ "upload-metadata": `id ${base64(id)}` })).toBe(400);
    expect(await status({ "upload-metadata": `${metadata(id, bytes)},id ${base64(id)}` })).toBe(400);
  });

  test("creation may bring the first bytes", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    const reply = await field.app.inject({
      method: "POST",
      url: UPLOADS_PATH,
      headers: headers("zhang", {
        "upload-length": "20",
        "upload-metadata": metadata(id, bytes),
        "content-type": OFFSET_STREAM,
      }),
      payload: bytes.subarray(0, 12),
    });
    expect([reply.statusCode, reply.headers["upload-offset"]]).toEqual([201, "12"]);
  });

  test("creation again finds what is there and loses nothing; another file under the id is refused", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    await patch({ id, offset: 0, bytes: bytes.subarray(0, 9) });
    const again = await create(id, bytes);
    expect([again.statusCode, again.headers["upload-offset"]]).toEqual([201, "9"]);
    expect((await create(id, randomBytes(20))).statusCode).toBe(409);
    expect((await create(id, bytes, {}, "li")).statusCode).toBe(409);
  });

  test("a sum that does not match is 460 and the piece counts for nothing; one that does counts; one unknown is 400", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    const sum = (algorithm: string, of: Uint8Array) => ({
      "upload-checksum": `${algorithm} ${createHash(algorithm).update(of).digest("base64")}`,
    });
    const piece = bytes.subarray(0, 10);
    expect((await patch({ id, offset: 0, bytes: piece, over: sum("sha256", bytes) })).statusCode).toBe(460);
    expect((await head(id)).headers["upload-offset"]).toBe("0");
    expect((await patch({ id, offset: 0, bytes: piece, over: sum("sha1", piece) })).statusCode).toBe(204);
    expect(
      (await patch({ id, offset: 10, bytes: bytes.subarray(10), over: { "upload-checksum": "md5 AAAA" } })).statusCode,
    ).toBe(400);
    expect(
      (await patch({ id, offset: 10, bytes: bytes.subarray(10), over: sum("sha256", bytes.subarray(10)) })).statusCode,
    ).toBe(204);
  });

  test("an upload under way says when it expires, and is given up after that, not before", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    const expires = String((await create(id, bytes)).headers["upload-expires"]);
    const inDays = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(inDays).toBeGreaterThan(29);
    const expire = async (days: number) => {
      await bench
        .db()
        .asSystem((tx) =>
          tx.query("update field_file set touched_at = now() - make_interval(days => $2) where id = $1", [id, days]),
        );
      await createUploads(bench.db(), createFileStore(`${field.dataDir}/field`)).sweep(Date.now());
    };
    await expire(29);
    expect((await head(id)).statusCode).toBe(200);
    await expire(31);
    expect((await head(id)).statusCode).toBe(404);
    expect((await create(id, bytes)).headers["upload-offset"]).toBe("0");
  });

  test("a file that is not the one announced is given up when it is whole, and can be begun anew", async () => {
    const [id, bytes] = [newId(), randomBytes(20)];
    await create(id, bytes);
    expect((await patch({ id, offset: 0, bytes: randomBytes(20) })).statusCode).toBe(460);
    expect((await create(id, bytes)).headers["upload-offset"]).toBe("0");
    expect((await patch({ id, offset: 0, bytes })).statusCode).toBe(204);
  });

  test("writes need the session's own token", async () => {
    const id = newId();
    const bytes = randomBytes(5);
    await create(id, bytes);
    expect((await patch({ id, offset: 0, bytes, over: { "x-csrf-token": "forged" } })).statusCode).toBe(403);
  });

  test("cut anywhere, asked and gone on, a file comes whole, and its record is accepted with its last byte", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        async (content, cuts) => {
          const bytes = Buffer.concat([Buffer.from(content), randomBytes(8)]);
          const photo = fileEntry(bytes);
          const check = record("check", checkBody(canary(CHANGAN)), { attachments: [photo] });
          expect((await field.send(check)).body.state).toBe("received");
          await create(photo.id, bytes);
          for (let i = 0; ; i += 1) {
            const offset = Number((await head(photo.id)).headers["upload-offset"]);
            if (offset === bytes.length) break;
            const piece = bytes.subarray(offset, offset + (cuts[i % cuts.length] ?? 1));
            await patch({ id: photo.id, offset, bytes: piece });
          }
          expect((await field.receipt(check.id)) as Receipt).toMatchObject({ state: "accepted", missing: [] });
          const shown = await field.app.inject({ url: `${ATTACHMENTS_PATH}/${photo.id}`, headers: field.as("li") });
          expect(shown.rawPayload.equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 6 },
    );
  });

  test("a file is shown to whoever sees a record that names it, as what it says it is, and to nobody else", async () => {
    const bytes = randomBytes(30);
    const html = fileEntry(bytes, { mime: "text/html" });
    await create(html.id, bytes);
    await patch({ id: html.id, offset: 0, bytes });
    const get = (over = {}) =>
      field.app.inject({ url: `${ATTACHMENTS_PATH}/${html.id}`, headers: field.as("zhang", over) });
    expect((await get()).statusCode).toBe(404);
    await field.send(record("check", checkBody(canary(CHANGAN)), { attachments: [html] }));
    const reply = await get();
    expect([reply.statusCode, reply.headers["content-type"], reply.headers["content-disposition"]]).toEqual([
      200,
      "application/octet-stream",
      "attachment",
    ]);
    expect((await get({ scope: sightOf("正定县").scope })).statusCode).toBe(404);
    expect((await get({ role: "system_admin" })).statusCode).toBe(403);
  });
});
