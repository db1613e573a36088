import { createHash, randomFillSync } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { contentHash, type Json, uuidV7 } from "#contract/field/canonical.ts";
import { sendRecord, type ManifestEntry, type Receipt } from "#contract/field/records.ts";
import { TUS_BODY_TYPE, TUS_VERSION, UPLOAD_CHUNK_BYTES, UPLOADS_PATH } from "#contract/field/uploads.ts";
import { CSRF_HEADER, type Me, signIn } from "#contract/session.ts";
import { startServer } from "#e2e/kill-ingest/processes.ts";
import { freePort } from "#e2e/product.ts";
import { hashPassword } from "#server/auth/password.ts";
import { insertAccount } from "#server/db/accounts.ts";
import type { Db } from "#server/db/db.ts";
import { checkBody, record } from "#server/field/testing/records.ts";
import { treeCpu } from "#bench/telemetry/cpu.ts";
import { environmentOf, type Place, withDatabase } from "#bench/telemetry/engines.ts";

/** Checks of a province in a day, and what its busiest hour has of them. */
const CHECKS_A_DAY = 88_000;
const BUSIEST_HOUR = 0.15;
const PHOTOS = 3;
const PHOTO_BYTES = 300_000;
const INSPECTORS = 40;
const DOORS = 20_000;
const AREA = "130102";
const ENTERPRISE = "E-BENCH";
const PASSWORD = "bench-password-of-inspectors";

export const PEAK_PER_S = (CHECKS_A_DAY * BUSIEST_HOUR) / 3600;

export interface Peak {
  readonly checks: number;
  readonly accepted: number;
  readonly perSecond: number;
  /** Of one request, ms. */
  readonly requests: readonly number[];
  /** From a check being due to its receipt saying that it is accepted with all its photos, ms. */
  readonly whole: readonly number[];
  /** CPU of the server and its database, ms a check; NaN where /proc is not. */
  readonly cpuMs: number;
}

async function plantDoors(db: Db): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  await db.asSystem(async (tx) => {
    for (let n = 0; n < INSPECTORS; n += 1) {
      const scope = { level: "enterprise" as const, areaCode: AREA, enterpriseId: ENTERPRISE };
      await insertAccount(tx, {
        account: `i-${n}`,
        name: `检查员${n}`,
        role: "inspector",
        scope,
        passwordHash,
        isDemo: false,
      });
    }
    await tx.query(
      `insert into customer (id, dataset_name, area_code, enterprise_id, gas_kind, class, geom)
       select 'D-' || n, 'bench', $1, $2, 'urban_ng', 'residential', st_setsrid(st_makepoint(115 + (n % 100) * 0.001, 38 + (n / 100) * 0.001), 4490)
         from generate_series(0, $3::int - 1) n`,
      [AREA, ENTERPRISE, DOORS],
    );
  });
}

interface Phone {
  readonly account: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function signedIn(url: string, account: string): Promise<Phone> {
  const reply = await fetch(url + signIn.path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ account, password: PASSWORD }),
  });
  if (!reply.ok) throw new Error(`${account} could not sign in: ${reply.status}`);
  const { csrf } = (await reply.json()) as Me;
  const cookie = reply.headers
    .getSetCookie()
    .map((text) => text.split(";", 1)[0])
    .join("; ");
  return { account, headers: { cookie, [CSRF_HEADER]: csrf } };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Sends one check as a phone does: each photo is begun, sent in pieces, and then the record. Adds the time of each request. */
async function sendCheck(url: string, { account, headers }: Phone, n: number, requests: number[]): Promise<boolean> {
  const timed = async (path: string, init: RequestInit): Promise<Response> => {
    const began = performance.now();
    const reply = await fetch(url + path, init);
    const body = await reply.text();
    requests.push(performance.now() - began);
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${body.slice(0, 200)}`);
    return new Response(body || null);
  };
  const attachments: ManifestEntry[] = [];
  for (let i = 0; i < PHOTOS; i += 1) {
    const bytes = randomFillSync(new Uint8Array(PHOTO_BYTES));
    const id = uuidV7(Date.now());
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const tus = { ...headers, "tus-resumable": TUS_VERSION };
    const metadata = `id ${base64(id)},sha256 ${base64(sha256)},mime ${base64("image/jpeg")}`;
    await timed(UPLOADS_PATH, {
      method: "POST",
      headers: { ...tus, "upload-length": String(bytes.length), "upload-metadata": metadata },
    });
    for (let at = 0; at < bytes.length; at += UPLOAD_CHUNK_BYTES) {
      const piece = bytes.subarray(at, at + UPLOAD_CHUNK_BYTES);
      const checksum = createHash("sha256").update(piece).digest("base64");
      const how = {
        "upload-offset": String(at),
        "upload-checksum": `sha256 ${checksum}`,
        "content-type": TUS_BODY_TYPE,
      };
      await timed(`${UPLOADS_PATH}/${id}`, { method: "PATCH", headers: { ...tus, ...how }, body: piece });
    }
    attachments.push({ id, kind: "photo", mime: "image/jpeg", bytes: bytes.length, sha256, item: null });
  }
  const answers = { A1: { value: true }, A4: { value: true }, D1: { value: true }, D2: { value: 1.4 } };
  const sealed = record("check", checkBody(`D-${n % DOORS}`, { answers }), { author: account, attachments });
  const reply = await timed(sendRecord.path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ record: sealed, hash: await contentHash(sealed as unknown as Json) }),
  });
  const receipt = (await reply.json()) as Receipt;
  return receipt.state === "accepted" || receipt.state === "counted";
}

/** A server of its own takes checks with their photos at a steady pace for some seconds; each begins when it is due, whether others are done or not. */
export async function sendPeak(place: Place, seconds: number, perSecond: number): Promise<Peak> {
  await withDatabase(place, plantDoors);
  const port = await freePort();
  const limits = { RATE_LIMIT: "1000000", SIGN_IN_LIMIT: "1000", MQTT_PORT: String(await freePort()) };
  const server = await startServer({ ...environmentOf(place), ...limits }, port);
  try {
    const url = `http://127.0.0.1:${port}`;
    const phones: Phone[] = [];
    for (let n = 0; n < INSPECTORS; n += 1) phones.push(await signedIn(url, `i-${n}`));
    const cpu = () =>
      treeCpu(server.child.pid as number) + (place.databasePid === undefined ? 0 : treeCpu(place.databasePid));
    const [requests, whole]: [number[], number[]] = [[], []];
    let accepted = 0;
    const checks = Math.round(seconds * perSecond);
    const cpuBefore = cpu();
    const began = performance.now();
    const running: Promise<void>[] = [];
    for (let n = 0; n < checks; n += 1) {
      const due = began + (1000 * n) / perSecond;
      await pause(Math.max(0, due - performance.now()));
      const phone = phones[n % INSPECTORS] as Phone;
      running.push(
        sendCheck(url, phone, n, requests).then((isAccepted) => {
          if (isAccepted) accepted += 1;
          whole.push(performance.now() - due);
        }),
      );
    }
    await Promise.all(running);
    const tookS = (performance.now() - began) / 1000;
    return {
      checks,
      accepted,
      perSecond: checks / tookS,
      requests,
      whole,
      cpuMs: (1000 * (cpu() - cpuBefore)) / checks,
    };
  } finally {
    if (server.child.exitCode === null) await server.kill();
  }
}
