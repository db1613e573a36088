import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import {
  API_KEY_HEADER,
  IDEMPOTENCY_HEADER,
  postReadings,
  READING_OUTCOMES,
  READING_WAYS,
  type ReadingOutcome,
} from "#contract/readings.ts";
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

/** The table of answers kept by key. */
function keptAnswers() {
  const kept = new Map<unknown, object>();
  return (text: string, [enterpriseId, key, bodySha256, reply]: readonly unknown[]): object[] => {
    const place = `${enterpriseId} ${key}`;
    if (text.includes("insert")) kept.set(place, { bodySha256, reply });
    const found = kept.get(place);
    return found && !text.includes("insert") ? [found] : [];
  };
}

async function house(isDown = false) {
  const stored: string[] = [];
  const answers = keptAnswers();
  const db = fakeDb((text, values) => {
    if (text.includes("from api_key")) {
      return values[0] === hashToken(KEY) ? [{ name: "SCADA", areaCode: "130102", enterpriseId: "E1" }] : [];
    }
    if (isDown) throw new Error("the disk is full");
    if (text.includes("reading_push")) return answers(text, values);
    if (text.includes("reading_outcome")) return [];
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
    newestAt: () => 0,
    onAccepted: () => undefined,
    onStored: (readings) => stored.push(...readings.map(({ tagId }) => tagId)),
    log: quiet,
    lingerMs: 0,
    giveUpMs: 0,
  });
  app = await buildApp(fakeDeps({ db, ingest }));
  const built = app;
  const post = (payload: string | object | Buffer, headers: Record<string, string> = { [API_KEY_HEADER]: KEY }) =>
    built.inject({ method: "POST", url: postReadings.path, payload, headers });
  const metrics = async () => (await built.inject({ url: "/metrics", remoteAddress: "127.0.0.1" })).body;
  return { post, stored, metrics };
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

test("each outcome has a counter in /metrics by way, from the beginning, and what is another's is counted as such though its sender is not told", async () => {
  const { post, metrics } = await house();
  const t = now();
  const came: [Record<string, unknown>, ReadingOutcome][] = [
    [{ tag: "A1", t, v: 1 }, "accepted"],
    [{ tag: "A2", t: t - 3_600_000, v: 1 }, "late"],
    [{ tag: "A1", t: t + 3_600_000, v: 1 }, "future"],
    [{ tag: "A1", t, v: 1e9 }, "out_of_range"],
    [{ tag: "A1", t, v: null }, "not_a_number"],
    [{ tag: "A1", t, v: 1, u: "MPa" }, "wrong_unit"],
    [{ tag: "nobody's", t, v: 1 }, "unknown_tag"],
    [{ tag: "B1", t, v: 1 }, "wrong_owner"],
    [{ tag: "A1", t: "yesterday", v: 1 }, "malformed"],
  ];
  await post(came.map(([reading]) => reading));
  const told = new Set((await metrics()).split("\n"));
  const outcomes = new Set(came.map(([, outcome]) => outcome));
  const expected = READING_WAYS.flatMap((way) =>
    READING_OUTCOMES.map((outcome) => {
      const n = way === "http" && outcomes.has(outcome) ? 1 : 0;
      return `gas_readings_total{way="${way}",outcome="${outcome}"} ${n}`;
    }),
  );
  expect(expected.filter((one) => !told.has(one))).toEqual([]);
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

const CSV = { [API_KEY_HEADER]: KEY, "content-type": "text/csv" };

test("CSV is taken by the names in its first line, in any order, and a broken line takes no other with it", async () => {
  const { post, stored } = await house();
  const t = now();
  const text = `\uFEFFt,V,tag,q,u\r\n${t},1.5,A1,,kPa\r\n${t},,A1,0,\r\n${t},nan,"A1",0,\r\nsoon,2,A1,0,\r\n\r\n${new Date(t).toISOString()},2,A2,1,\r\n${t},3,A2,0,MPa`;
  const reply = await post(text, CSV);
  expect(reply.statusCode).toBe(200);
  expect(reply.json().counts).toMatchObject({ accepted: 2, not_a_number: 2, malformed: 1, wrong_unit: 1 });
  expect(stored).toEqual(["A1", "A2"]);
});

test("CSV without its columns is refused whole, and says which are missing", async () => {
  const { post } = await house();
  for (const [text, missing] of [
    ["1,2,3\n", "tag, t, v"],
    ["tag,t\nA1,1\n", "v"],
  ] as const) {
    const reply = await post(text, CSV);
    expect([reply.statusCode, reply.json().detail]).toEqual([400, expect.stringContaining(`missing: ${missing}`)]);
  }
});

test.each([
  ["application/json", (t: number) => JSON.stringify([{ tag: "A1", t, v: 1 }])],
  ["application/x-ndjson", (t: number) => `{"tag":"A1","t":${t},"v":1}\n`],
  ["text/csv", (t: number) => `tag,t,v\nA1,${t},1\n`],
])("%s may come as gzip", async (type, text) => {
  const { post, stored } = await house();
  const headers = { [API_KEY_HEADER]: KEY, "content-type": type, "content-encoding": "gzip" };
  const reply = await post(gzipSync(text(now())), headers);
  expect(reply.json()).toMatchObject({ counts: { accepted: 1 } });
  expect(stored).toEqual(["A1"]);
});

test("a small gzip that is a large text is refused before it fills the memory", async () => {
  const { post, stored } = await house();
  const headers = { [API_KEY_HEADER]: KEY, "content-type": "application/x-ndjson", "content-encoding": "gzip" };
  const reply = await post(gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")), headers);
  expect(reply.statusCode).toBe(413);
  expect(stored).toEqual([]);
});

test("a gzip that is none is the sender's mistake", async () => {
  const { post } = await house();
  const headers = { [API_KEY_HEADER]: KEY, "content-type": "application/x-ndjson", "content-encoding": "gzip" };
  expect((await post(Buffer.from("no gzip"), headers)).statusCode).toBe(400);
});

test("a request sent again under its key is answered as the first time and stores nothing; with another body it is a conflict", async () => {
  const { post, stored } = await house();
  const headers = { [API_KEY_HEADER]: KEY, [IDEMPOTENCY_HEADER]: "batch-1" };
  const body = [
    { tag: "A1", t: now(), v: 1 },
    { tag: "A1", t: "x" },
  ];
  const first = await post(body, headers);
  const again = await post(body, headers);
  expect(again.json()).toEqual(first.json());
  expect([first, again].map((r) => r.headers["idempotency-replayed"])).toEqual([undefined, "true"]);
  expect(stored).toEqual(["A1"]);
  expect((await post([{ tag: "A2", t: now(), v: 1 }], headers)).statusCode).toBe(409);
  expect((await post(body, { ...headers, [IDEMPOTENCY_HEADER]: "a b" })).statusCode).toBe(400);
});
