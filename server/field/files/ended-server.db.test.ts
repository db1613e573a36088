import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Receipt } from "#contract/field/records.ts";
import { canary } from "#server/db/testing/canaries.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { type FieldApp, openFieldApp } from "#server/field/testing/field-app.ts";
import { checkBody, fileEntry, record } from "#server/field/testing/records.ts";
import { CHANGAN, plantCanaryWorld } from "#server/testing/canary-world.ts";
import { createFileStore } from "./file-store.ts";
import { createUploads, type Uploads } from "./uploads.ts";

/** Who sends, as the field app knows them. */
const ACCOUNT = "zhang";
const STOPS = ["with all bytes there", "with all bytes there under the last name"] as const;

interface Known {
  readonly id: string;
  readonly mime: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a phone may ask when it comes back; each answers how far the file is. */
const QUESTIONS: readonly (readonly [string, (uploads: Uploads, file: Known) => Promise<number | undefined>])[] = [
  ["asks where it is", async (uploads, { id }) => (await uploads.find(id, ACCOUNT))?.offset],
  [
    "begins it anew",
    async (uploads, file) => {
      const begun = await uploads.create({ ...file, account: ACCOUNT });
      return begun === "other" ? undefined : begun.offset;
    },
  ],
  [
    "sends the last piece once more",
    async (uploads, { id }) => {
      const sent = await uploads.append(id, 8, randomBytes(12));
      return "offset" in sent ? sent.offset : undefined;
    },
  ],
];

describeOnBothEngines("a server that was ended while a file came", (bench) => {
  let field: FieldApp;
  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    field = await openFieldApp(bench.db());
  });
  afterAll(() => field.close());

  const store = () => createFileStore(`${field.dataDir}/field`);
  const started = () => createUploads(bench.db(), store());

  /** A record that waits for its one photo, which has begun. */
  async function waiting(bytes: Buffer) {
    const photo = fileEntry(bytes);
    const check = record("check", checkBody(canary(CHANGAN)), { attachments: [photo] });
    expect((await field.send(check)).body.state).toBe("received");
    await started().create({ ...photo, account: ACCOUNT });
    return { photo, check };
  }
  const receipt = async (id: string) => (await field.receipt(id)) as Receipt;

  const cases = STOPS.flatMap((stop) => QUESTIONS.map(([question, ask]) => [stop, question, ask] as const));
  test.each(cases)("%s: whoever then %s has it finished, and the record accepted", async (stop, _, ask) => {
    const bytes = randomBytes(20);
    const { photo, check } = await waiting(bytes);
    await store().append(photo.id, 0, bytes);
    if (stop === STOPS[1]) await store().finish(photo.id);
    expect((await receipt(check.id)).missing).toEqual([photo.id]);

    expect(await ask(started(), photo)).toBe(bytes.length);
    expect(await receipt(check.id)).toMatchObject({ state: "accepted", missing: [] });
    expect((await started().find(photo.id, ACCOUNT))?.file.wholeAt).toBeInstanceOf(Date);
  });

  test("bytes that are not those announced are given up, and the file begins anew", async () => {
    const bytes = randomBytes(20);
    const { photo, check } = await waiting(bytes);
    await store().append(photo.id, 0, randomBytes(20));
    expect(await started().find(photo.id, ACCOUNT)).toBeNull();

    await started().create({ ...photo, account: ACCOUNT });
    await store().append(photo.id, 0, randomBytes(20));
    expect(await started().create({ ...photo, account: ACCOUNT })).toMatchObject({ offset: 0 });
    expect(await started().append(photo.id, 0, bytes)).toMatchObject({ is: "taken", isWhole: true });
    expect((await receipt(check.id)).state).toBe("accepted");
  });
});
