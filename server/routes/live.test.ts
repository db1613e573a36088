import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { LIVE_CLOSE, LIVE_PATH } from "#contract/live-socket.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import type { Session } from "#server/auth/sessions.ts";
import { Latest } from "#server/live/latest-store.ts";
import { county, type TestTag, testSnapshot, testSnapshots } from "#server/live/testing/network.ts";
import { readFrame } from "#server/live/testing/read-frame.ts";
import { fakeDb, fakeDeps, MemorySessions } from "#server/testing/fakes.ts";
import { readAsk } from "./live.ts";

const closing: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Sessions that tell when one ends, as those of the database do. */
function tellingSessions() {
  const told = new Set<(id: string) => void>();
  return Object.assign(new MemorySessions(), {
    onEnd: (listener: (id: string) => void) => {
      told.add(listener);
      return () => void told.delete(listener);
    },
    end: async (id: string) => {
      for (const listener of told) listener(id);
    },
  });
}

const TAGS: readonly TestTag[] = [
  { id: "A1", county: "130102", enterprise: "E1" },
  { id: "B1", county: "130203", enterprise: "E2" },
];

async function house(tags = TAGS) {
  const snapshots = testSnapshots(testSnapshot(tags));
  const live = new Latest(fakeDb());
  live.adopt(snapshots.current());
  const sessions = tellingSessions();
  const app = await buildApp(fakeDeps({ snapshots, live, sessions }));
  closing.push(() => app.close());
  await app.listen({ port: 0, host: "127.0.0.1" });
  const host = `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const signIn = (over: Partial<Session> = {}) => sessions.admit({ scope: county("130102"), ...over });
  return { app, live, sessions, host, signIn };
}

function knock(host: string, token?: string, origin = `http://${host}`) {
  const headers = token === undefined ? {} : { cookie: `${SESSION_COOKIE}=${token}` };
  const socket = new WebSocket(`ws://${host}${LIVE_PATH}`, { headers, origin });
  socket.binaryType = "arraybuffer";
  closing.push(async () => socket.terminate());
  const came: (string | ArrayBuffer)[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data, isBinary) => {
    came.push(isBinary ? (data as ArrayBuffer) : data.toString());
    for (const go of waiting.splice(0)) go();
  });
  const closed = new Promise<number>((resolve) => socket.once("close", (code) => resolve(code)));
  const failed = new Promise<string>((resolve) => socket.once("error", (error) => resolve(error.message)));
  const next = async () => {
    while (came.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return came.shift() as string | ArrayBuffer;
  };
  /** Kind and tag numbers of the next frame that is no heartbeat. */
  const frame = async (): Promise<{ kind: string | undefined; seqs: number[] }> => {
    for (;;) {
      const data = await next();
      if (typeof data === "string") continue;
      const { kind, seqs } = readFrame(data);
      if (kind !== "heartbeat") return { kind, seqs };
    }
  };
  return { socket, next, frame, closed, failed };
}

test("a signed-in person hears the numbering, a snapshot of their area and its changes, nothing else", async () => {
  const { live, host, signIn } = await house();
  const { next, frame } = knock(host, signIn().token);
  expect(JSON.parse((await next()) as string)).toEqual({ type: "hello", snapshot: "v1", tags: 1, tickMs: 200 });
  expect(await frame()).toEqual({ kind: "snapshot", seqs: [0] });
  const t = Date.now();
  live.apply([{ tagId: "B1", t, v: 1, q: 0 }]);
  live.apply([{ tagId: "A1", t, v: 1, q: 0 }]);
  expect(await frame()).toEqual({ kind: "delta", seqs: [0] });
});

test("a snapshot too large to be copied for each client arrives whole, and what changes after it", async () => {
  const tags = Array.from({ length: 20_000 }, (_, i) => {
    return { id: `A${String(i).padStart(5, "0")}`, county: "130102", enterprise: "E1" };
  });
  const { live, host, signIn } = await house(tags);
  const { token } = signIn();
  const [one, two] = [knock(host, token), knock(host, token)];
  for (const { frame } of [one, two]) expect((await frame()).seqs).toEqual(tags.map((_, seq) => seq));
  live.apply([{ tagId: "A00007", t: Date.now(), v: 1, q: 0 }]);
  for (const { frame } of [one, two]) expect(await frame()).toEqual({ kind: "delta", seqs: [7] });
});

test("a stranger is told to sign in, an administrator that it is not for them, another site nothing", async () => {
  const { app, host, signIn } = await house();
  expect(await knock(host).closed).toBe(LIVE_CLOSE.signedOut);
  expect(await knock(host, "no such token").closed).toBe(LIVE_CLOSE.signedOut);
  expect(await knock(host, signIn({ role: "system_admin" }).token).closed).toBe(LIVE_CLOSE.forbidden);
  expect(await knock(host, signIn().token, "http://elsewhere.example").failed).toContain("403");
  expect((await app.inject({ url: LIVE_PATH })).statusCode).toBe(401);
});

test("a session that ends takes its connections with it", async () => {
  const { sessions, host, signIn } = await house();
  const { token, session } = signIn();
  const [one, two] = [knock(host, token), knock(host, token)];
  await Promise.all([one.next(), two.next()]);
  await sessions.end(session.id);
  expect(await Promise.all([one.closed, two.closed])).toEqual([LIVE_CLOSE.signedOut, LIVE_CLOSE.signedOut]);
});

test("a client may ask for a snapshot; nonsense and too much of it end the connection", async () => {
  const { host, signIn } = await house();
  const { token } = signIn();
  const asking = knock(host, token);
  await asking.frame();
  asking.socket.send('{"type":"snapshot"}');
  expect(await asking.frame()).toEqual({ kind: "snapshot", seqs: [0] });

  const babbling = knock(host, token);
  await babbling.next();
  babbling.socket.send('{"type":"subscribe","area":"everything"}');
  expect(await babbling.closed).toBe(LIVE_CLOSE.badAsk);

  const flooding = knock(host, token);
  await flooding.next();
  for (let i = 0; i < 51; i++) flooding.socket.send('{"type":"snapshot"}');
  expect(await flooding.closed).toBe(LIVE_CLOSE.badAsk);
});

test("one session has so many connections and no more", async () => {
  const { host, signIn } = await house();
  const { token } = signIn();
  const knocks = Array.from({ length: 30 }, () => knock(host, token));
  await Promise.all(knocks.map(({ next }) => next()));
  expect(await knock(host, token).closed).toBe(LIVE_CLOSE.full);
  knocks[0]?.socket.close();
  await knocks[0]?.closed;
  expect(await knock(host, token).next()).toContain("hello");
});

test("an ask is what the contract says or nothing", () => {
  expect(readAsk('{"type":"subscribe","area":"130102"}')).toEqual({ type: "subscribe", area: "130102" });
  for (const bad of ["", "null", "[]", '{"type":"x"}', `{"type":"snapshot","x":"${"y".repeat(2000)}"}`]) {
    expect(readAsk(bad)).toBeNull();
  }
});
