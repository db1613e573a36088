import { afterEach, expect, test } from "vitest";
import { API_KEY_HEADER, postReadings } from "#contract/readings.ts";
import { buildApp } from "#server/app.ts";
import { hashToken, newToken } from "#server/auth/token.ts";
import type { App } from "#server/deps.ts";
import { createIngest } from "#server/ingest/ingest.ts";
import { testSnapshot } from "#server/live/testing/network.ts";
import { fakeDb, fakeDeps } from "#server/testing/fakes.ts";

let app: App | undefined;
afterEach(async () => {
  await app?.close();
});

const KEY = newToken();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function house(isDown = false) {
  const stored: string[] = [];
  const db = fakeDb((text, values) => {
    if (text.includes("from api_key")) {
      return values[0] === hashToken(KEY) ? [{ name: "SCADA", areaCode: "130102", enterpriseId: "E1" }] : [];
    }
    if (isDown) throw new Error("the disk is full");
    stored.push(...(values[0] as string[]));
    return [];
  });
  const snapshot = testSnapshot([
    { id: "A1", county: "130102", enterprise: "E1" },
    { id: "A2", county: "130203", enterprise: "E1" },
    { id: "B1", county: "130102", enterprise: "E2" },
  ]);
  const ingest = createIngest({
    db,
    snapshot: () => snapshot,
    onAccepted: () => undefined,
    log: quiet,
    lingerMs: 0,
    giveUpMs: 0,
  });
  app = await buildApp(fakeDeps({ db, ingest }));
  const built = app;
  const post = (payload: string | object, headers: Record<string, string> = { [API_KEY_HEADER]: KEY }) =>
    built.inject({ method: "POST", url: postReadings.path, payload, headers });
  return { post, stored };
}
const now = () => Date.now() - 1000;

test("readings of the key's enterprise are taken wherever it works, each judged alone", async () => {
  const { post, stored } = await house();
  const t = now();
  const reply = await post([
    { tag: "A1", t, v: 1 },
    { tag: "A2", t, v: 2 },
    { tag: "B1", t, v: 3 },
    { tag: "nobody's", t, v: 3 },
    { tag: "A1", t: "yesterday", v: 3 },
    { t, v: 3 },
    "what",
  ]);
  expect(reply.statusCode).toBe(200);
  expect(reply.json()).toMatchObject({
    counts: { accepted: 2, unknown_tag: 2, malformed: 3, wrong_topic: 0 },
    rejected: [
      { index: 2, outcome: "unknown_tag" },
      { index: 3, outcome: "unknown_tag" },
      { index: 4, outcome: "malformed" },
      { index: 5, outcome: "malformed" },
      { index: 6, outcome: "malformed" },
    ],
  });
  expect(stored).toEqual(["A1", "A2"]);
});

test("one reading a line is taken as well, and a broken line takes no other with it", async () => {
  const { post, stored } = await house();
  const t = now();
  const lines = `{"tag":"A1","t":${t},"v":1}\n{"tag":"A2","t":${t},\n\n{"tag":"A2","t":${t},"v":2}\n`;
  const reply = await post(lines, { [API_KEY_HEADER]: KEY, "content-type": "application/x-ndjson" });
  expect(reply.json()).toMatchObject({ counts: { accepted: 2, malformed: 1 }, rejected: [{ index: 1 }] });
  expect(stored).toEqual(["A1", "A2"]);
});

test("without a key in force nothing is taken", async () => {
  const { post, stored } = await house();
  const body = [{ tag: "A1", t: now(), v: 1 }];
  for (const headers of [{}, { [API_KEY_HEADER]: newToken() }, { [API_KEY_HEADER]: "x" }]) {
    expect((await post(body, headers)).statusCode).toBe(401);
  }
  expect(stored).toEqual([]);
});

test("what could not be stored is answered with try again, never with success", async () => {
  const { post } = await house(true);
  const reply = await post([{ tag: "A1", t: now(), v: 1 }]);
  expect(reply.statusCode).toBe(503);
  expect(reply.json()).toMatchObject({ code: "not_ready" });
});
